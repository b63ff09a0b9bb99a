"""Names of codes as people say them, where a codebook writes them for machines."""

from __future__ import annotations

import re
from dataclasses import replace

from alsjournal.trends import Coded

__all__ = ["read_by_people", "readable", "spoken"]

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def spoken(name: str) -> str:
    """Say a code in words.

    Examples
    --------
    >>> spoken("who-decides"), spoken("Who decides?")
    ('Who decides', 'Who decides?')
    """
    if not _CODE.fullmatch(name):
        return name
    words = re.sub("[-_]", " ", name)
    return f"{words[0].upper()}{words[1:]}"


def readable(coded: Coded) -> Coded:
    """Say the codes of a codebook in words, all of them or none.

    A page for people says *Who decides*, where the codings say ``who-decides``. Names
    that people have written as names stay as they are.
    """
    names = coded.themes
    written = all(_CODE.fullmatch(name) for name in names)
    joined = any("-" in name or "_" in name for name in names)
    said = {name: spoken(name) for name in names}
    if not (written and joined) or len(set(said.values())) < len(names):
        return coded
    return coded.called(said)


def read_by_people(coded: Coded) -> Coded:
    """Leave out the groupings of a model that nobody has read."""
    kept = tuple(t for t in coded.themes if coded.status.get(t) != "grouping")
    codings = coded.codings[coded.codings["code"].isin(kept)]
    return replace(coded, codings=codings, themes=kept)
