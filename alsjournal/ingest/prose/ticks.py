"""How a choice on paper is ticked: what may stand before or behind its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from alsjournal.ingest.headers import plain

__all__ = ["LONGEST", "Found", "find_choice", "unmarked"]

LONGEST = 300
"""No title and no choice is half as long."""

_SIGNS = "\u2611\u2612\u2713\u2714\u2715\u2716\u2717\u2718\u2705\u25cf\u25c9\u25a0"
_TYPED = "x|v|yes|y|/"
_TICK = rf"[{_SIGNS}]|{_TYPED}|\*"
_EMPTY = "\u2610\u25a1\u25cb\u25ef\u274f\u2751"
_BULLETS = "\u2022\u25aa\u2013\u2014*-"
_BEFORE = re.compile(
    rf"\s*(?:[\[(]\s*(?P<in>{_TICK})?\s*[\])]"
    rf"|(?P<bare>(?:{_TYPED})(?=\s|$))|(?P<sign>[{_SIGNS}])"
    rf"|(?P<box>[{_EMPTY}])|(?P<bullet>[{re.escape(_BULLETS)}]))\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\s*(?:[\[(]\s*(?P<in>{_TICK})?\s*[\])]|(?<=\s)(?P<bare>{_TYPED})"
    rf"|(?P<sign>[{_SIGNS}*])|(?P<box>[{_EMPTY}]))\s*$",
    re.IGNORECASE,
)
# Signs that only say how the one before them looks, or that are not seen at all.
_UNSEEN = re.compile("[\ufe00-\ufe0f\u200b-\u200d\u2060\ufeff\u00ad]")
_MOST = 8  # marks on one side of a choice


class Found(NamedTuple):
    """A choice that was found in a line.

    ``ticked`` is None where there is no box. ``bullet`` is what stands before it as
    before an item of a list.
    """

    value: str
    ticked: bool | None
    bullet: str


class _Rest(NamedTuple):
    text: str
    ticked: bool | None = None
    bullet: str = ""


def find_choice(text: str, choices: Mapping[str, str]) -> Found | None:
    """Return the choice that a line is, with nothing beside it but ticks.

    Parameters
    ----------
    text : str
    choices : mapping of str to str
        Our value by the words, as `plain` gives them.

    Examples
    --------
    >>> find_choice("[x] My set", {"my set": "set"})
    Found(value='set', ticked=True, bullet='')
    >>> find_choice("My set, please", {"my set": "set"}) is None
    True
    """
    if len(text) > LONGEST:
        return None
    for rest in _stripped(text):
        value = choices.get(plain(rest.text))
        if value is not None:
            return Found(value, rest.ticked, rest.bullet)
    return None


def unmarked(text: str) -> tuple[str, bool | None]:
    """Return a line without marks before and behind it, and whether one is a tick."""
    if len(text) > LONGEST:
        return text, None
    *_, last = _stripped(text)
    return last.text, last.ticked


def _stripped(text: str) -> Iterator[_Rest]:
    """Take marks off step by step: a choice may begin with "Y" as a tick may be."""
    rest: _Rest | None = _Rest(_UNSEEN.sub("", text))
    for _ in range(_MOST):
        if rest is None:
            return
        behind: _Rest | None = rest
        for _ in range(_MOST):
            if behind is None:
                break
            yield behind
            behind = _without(_BEHIND.search(behind.text), behind)
        rest = _without(_BEFORE.match(rest.text), rest)


def _without(found: re.Match[str] | None, rest: _Rest) -> _Rest | None:
    if found is None or not found[0]:
        return None
    text = rest.text[: found.start()] + rest.text[found.end() :]
    marks = found.groupdict()
    if marks.get("bullet"):
        return _Rest(text, rest.ticked, marks["bullet"])
    ticked = any((marks["in"], marks["bare"], marks["sign"]))
    return _Rest(text, bool(rest.ticked) or ticked, rest.bullet)
