"""Headers: how they are compared, and what a table needs of them."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from alsjournal.errors import InputError

__all__ = ["Wanted", "check_headers", "nearest", "plain", "spelt"]


@dataclass(frozen=True)
class Wanted:
    """Which columns to look for.

    Parameters
    ----------
    table : str
    named : mapping of str to str
        Our column, their header; all must be there.
    own : tuple of str
        Our columns that are taken where a header has their name.
    required : tuple of str
        Ours that must be found, one way or the other.
    sure : callable, optional
        Whether headers are those that are looked for; then nothing else is asked.
    repeats : bool, default=False
        Whether a header may stand twice; the later ones are numbered.
    """

    table: str
    named: Mapping[str, str]
    own: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    sure: Callable[[Sequence[str]], bool] | None = None
    repeats: bool = False

    def hits(self, headers: Sequence[str]) -> int:
        """How many of these headers one would look for."""
        if self.sure is not None:
            return int(self.sure(headers))
        names = {spelt(name) for name in (*self.named.values(), *self.own)}
        return len(names & {spelt(header) for header in headers})

    def satisfied(self, headers: Sequence[str]) -> bool:
        """Whether all that must be there is."""
        if self.sure is not None:
            return self.sure(headers)
        there = {plain(header) for header in headers}
        ours = {spelt(header) for header in headers}
        named = all(plain(theirs) in there for theirs in self.named.values())
        return named and all(n in self.named or n in ours for n in self.required)


def plain(header: str) -> str:
    """Return a header as compared: no case, no odd spaces, no compatibility forms."""
    return " ".join(unicodedata.normalize("NFKC", header).casefold().split())


def spelt(header: str) -> str:
    """Return a header as our columns are spelt: ``"Set ID"`` is ``"set_id"``."""
    return plain(header).replace(" ", "_")


def nearest(name: str, known: Collection[str]) -> str:
    """Return ``"Did you mean 'x'? "`` where a known name is close, else nothing."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f"Did you mean {found[0]!r}? " if found else ""


def check_headers(
    headers: Sequence[str], shown: str, *, repeats: bool = False
) -> list[str]:
    """Return the headers without empty ones at the end.

    Parameters
    ----------
    headers : sequence of str
    shown : str
        The file, for messages.
    repeats : bool, default=False
        Number a header that stands twice, as ``Why?2``, instead of refusing it.

    Raises
    ------
    InputError
        If one is empty, or two are the same.
    """
    kept = list(headers)
    while kept and not kept[-1].strip():
        kept.pop()
    seen: dict[str, int] = {}
    for position, header in enumerate(kept, start=1):
        key = plain(header)
        if repeats and key in seen:
            kept[position - 1] = _numbered(header, kept)
            key = plain(kept[position - 1])
        if not key:
            msg = (
                f"Every column of {shown!r} must have a header. Column {position} "
                f"has none. Write one in, or take the column out."
            )
            raise InputError(msg)
        if key in seen:
            msg = (
                f"Every column of {shown!r} must have a header of its own. Columns "
                f"{seen[key]} and {position} have the same. Rename one."
            )
            raise InputError(msg)
        seen[key] = position
    return kept


def _numbered(header: str, all_: Collection[str]) -> str:
    known = {plain(one) for one in all_}
    n = 2
    while plain(f"{header.rstrip()}{n}") in known:
        n += 1
    return f"{header.rstrip()}{n}"
