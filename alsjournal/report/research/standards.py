"""Which reporting standard an approach asks for, and its items: one file each.

Checklists made for coding that others should repeat ask things that reflexive analysis
does not want (how many coded, how far they agree), so that which one is shown follows
from the approach that ``programme.toml`` declares. Where it declares none, none is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Item", "Standard", "standard", "standards_for"]

_FOR = {
    "reflexive": ("rtarg",),
    "codebook": ("coreq", "srqr"),
    "coding-reliability": ("coreq", "srqr"),
    "content": ("coreq", "srqr"),
}


@dataclass(frozen=True)
class Item:
    """What a standard asks for, in our own words.

    Parameters
    ----------
    part, topic, asks : str
    number : str, default=""
        As the standard numbers it; "" where it does not.
    fact : str, default=""
        What the journal can say of it; "" where only the authors can.
    """

    part: str
    topic: str
    asks: str
    number: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Standard:
    """A reporting standard: ``source`` is where it was published."""

    name: str
    title: str
    source: str
    note: str
    items: tuple[Item, ...]


def standards_for(approach: str) -> tuple[Standard, ...]:
    """Return the standards that an approach asks for; none where none is declared.

    Examples
    --------
    >>> [one.name for one in standards_for("reflexive")], standards_for("")
    (['RTARG'], ())
    """
    return tuple(standard(name) for name in _FOR.get(approach, ()))


@cache
def standard(name: str) -> Standard:
    """Read a standard's file.

    Examples
    --------
    >>> len(standard("coreq").items), len(standard("srqr").items)
    (32, 21)
    """
    place = resources.files("alsjournal.report.research") / f"{name}.toml"
    held = tomllib.loads(place.read_text(encoding="utf-8"))
    items = tuple(
        Item(part=part["name"], **{k: str(v) for k, v in item.items()})
        for part in held["part"]
        for item in part["item"]
    )
    return Standard(held["name"], held["title"], held["source"], held["note"], items)
