"""Find the headers of a table: not always the first row, not always one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alsjournal.errors import InputError
from alsjournal.ingest.headers import Wanted, check_headers, plain, spelt

__all__ = ["SEARCHED", "HeaderRows", "find_headers"]

SEARCHED = 20
"""Rows at the top in which headers are looked for: titles and notes stand above."""


@dataclass(frozen=True)
class HeaderRows:
    """The headers, and how many rows at the top are not data.

    ``index`` is the position of the first row below them.
    """

    headers: list[str]
    index: int
    notes: tuple[str, ...] = ()


def find_headers(
    rows: Sequence[Sequence[str]],
    wanted: Wanted,
    shown: str,
    *,
    declared: int | None = None,
    numbers: Sequence[int] | None = None,
) -> HeaderRows:
    """Find the headers among the first rows of a table.

    The first row is taken if all that is wanted stands there. Else the first row, or
    two rows one above the other, where it does; what stands above is left out, and
    said. Where nothing fits, the first row is taken, and what is missing is asked for.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first of the table, `SEARCHED` at least where it has so many.
    wanted : Wanted
    shown : str
        The file as the user wrote it, for messages.
    declared : int, optional
        ``header_rows`` of programme.toml: so many rows at the top are headers.
    numbers : sequence of int, optional
        The rows' numbers as the user sees them; counted from 1 by default.

    Returns
    -------
    HeaderRows

    Raises
    ------
    InputError
        If a header is empty or stands twice, or there are fewer rows than declared.

    Examples
    --------
    >>> rows = [["Our sets", ""], ["session", "text"], ["1", "We met."]]
    >>> found = find_headers(rows, Wanted("reflections", {}, ("text",), ("text",)), "f")
    >>> found.headers, found.index
    (['session', 'text'], 2)
    """
    if declared is not None:
        if not 1 <= declared <= len(rows):
            msg = (
                f"{shown!r} must have as many rows as header_rows says, {declared}, "
                f"and at least 1. It has {len(rows)}. Correct header_rows."
            )
            raise InputError(msg)
        together = _together(rows[:declared], wanted)
        return HeaderRows(
            check_headers(together, shown, repeats=wanted.repeats), declared
        )
    top = rows[:SEARCHED]
    for first, last in _places(len(top)):
        found = _together(top[first : last + 1], wanted)
        if wanted.satisfied(found):
            seen = [*(numbers or range(1, len(rows) + 1))][first : last + 1]
            return HeaderRows(
                check_headers(found, shown, repeats=wanted.repeats),
                last + 1,
                _notes(shown, first, seen),
            )
    highest = top[0] if top else []
    return HeaderRows(check_headers(highest, shown, repeats=wanted.repeats), 1)


def _places(n: int) -> Iterator[tuple[int, int]]:
    yield from ((i, i) for i in range(n))
    yield from ((i, i + 1) for i in range(n - 1))


def _together(rows: Sequence[Sequence[str]], wanted: Wanted) -> list[str]:
    """Of each column's header cells, the one that is wanted, else the lowest."""
    if len(rows) == 1:
        return list(rows[0])
    names = {plain(name) for name in wanted.named.values()}
    own = set(wanted.own)
    width = max(len(row) for row in rows)
    out = []
    for i in range(width):
        cells = [row[i] for row in rows if i < len(row) and row[i].strip()]
        known = [c for c in cells if plain(c) in names or spelt(c) in own]
        out.append((known or cells or [""])[-1])
    return out


def _notes(shown: str, above: int, seen: Sequence[int]) -> tuple[str, ...]:
    if not above and len(seen) == 1:
        return ()
    where = " and ".join(str(number) for number in seen)
    left = f"; what stands above ({above:,} rows) was left out" if above else ""
    return (f"{shown!r}: the headers are row {where}{left}.",)
