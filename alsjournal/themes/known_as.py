"""Under which names counts may have gone out of what a theme is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping

from alsjournal.themes._events import Event
from alsjournal.themes.codebook import Codebook

__all__ = ["known_as"]

_Related = dict[str, set[str]]


def known_as(codebook: Codebook, theme: str) -> tuple[str, ...]:
    """Return all names that a theme has had, and those of its parts and wholes.

    Parts are the themes merged into it and those it was split into, wholes the other
    way round, over several steps; also where that was undone, for a count may have
    gone out in between.

    Parameters
    ----------
    codebook : Codebook
    theme : str
        The theme's id or name.

    Returns
    -------
    tuple of str
        In the order they came up.

    Raises
    ------
    InputError
        If there is no such theme.

    Examples
    --------
    >>> book = Codebook().make(["budget", "clock"], by="themes/1")
    >>> book = book.rename("t1", "Money", by="KM", on="2026-05-01")
    >>> book = book.merge(["t1", "t2"], name="Money and time", by="KM")
    >>> known_as(book, "t1")
    ('budget', 'Money', 'Money and time', 'clock')
    """
    parts: _Related = {}
    wholes: _Related = {}
    names: dict[str, dict[str, None]] = {}
    for event in codebook.events:
        for theme_id, name in _named(event).items():
            names.setdefault(theme_id, {})[name] = None
        for other in event.others:
            parts.setdefault(event.theme, set()).add(other)
            wholes.setdefault(other, set()).add(event.theme)
    own = codebook.theme(theme).theme_id
    related = [own, *_reached(own, parts), *_reached(own, wholes)]
    every = (name for one in related for name in names.get(one, ()))
    return tuple(dict.fromkeys(every))


def _named(event: Event) -> Mapping[str, str]:
    """Return the names that an event gives to themes, by id."""
    if event.action in ("made", "added", "named"):
        return {event.theme: event.value}
    if event.action == "split":
        return dict(zip(event.others, map(str, json.loads(event.value)), strict=True))
    return {}


def _reached(start: str, related: _Related) -> list[str]:
    """Return what is reached from a theme, over several steps, nearest first."""
    found = [start]
    for one in found:  # grows while it is gone through
        found += sorted(related.get(one, set()) - set(found))
    return found[1:]
