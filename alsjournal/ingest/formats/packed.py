"""Choose a table of a workbook, document or Parquet file, and open it as a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.formats.grid import Grid, Record
from alsjournal.ingest.formats.header_rows import HeaderRows, find_headers
from alsjournal.ingest.headers import Wanted, nearest, plain, spelt
from alsjournal.ingest.source import Source
from alsjournal.unfold.limits import MAX_CELL
from alsjournal.unfold.parent import Table, Unfolded

__all__ = ["chosen_table", "fits", "open_packed"]

_TOO_LONG = f"a value is longer than {MAX_CELL:,} characters"

_COUNTS = {
    "merged": "cells that were merged: {n:,}; those merged downwards were each given "
    "the value.",
    "formulas": "formulas: {n:,}; the values they had when the file was saved were "
    "taken.",
    "without_value": "formulas without a value: {n:,}; they were taken as empty. Open "
    "the file in a spreadsheet program and save it.",
    "nested": "columns with lists in them: {n:,}; they were left out.",
}


def open_packed(
    source: Source, wanted: Wanted, unfolded: Unfolded, *, how: str, sha256: str
) -> Grid:
    """Open the table of a packed file that has what is wanted.

    Parameters
    ----------
    source : Source
        Its ``sheet`` and ``header_rows`` are heeded.
    wanted : Wanted
    unfolded : Unfolded
        The file; open as long as the grid is read.
    how : str
        What kind of file it is, in words.
    sha256 : str

    Returns
    -------
    Grid

    Raises
    ------
    SourceError
        If the file cannot be read, has no rows, or it is not certain which table.
    InputError
        If its headers cannot be.
    """
    tables = [table for table in unfolded.tables() if not table.prose]
    table = chosen_table(tables, source, wanted)
    head = _head(table, source, wanted)
    sheet = f", {table.name!r}" if table.name and how == "workbook" else ""
    return Grid(
        how=how + sheet,
        sha256=sha256,
        headers=head.headers,
        records=_records(unfolded.rows(table.number), head),
        clean=False,
        notes=(*head.notes, *_notes(source, table, tables)),
    )


def chosen_table(tables: Sequence[Table], source: Source, wanted: Wanted) -> Table:
    """Return the table that was named, that is named as ours, or the only one to fit.

    Raises
    ------
    SourceError
        If there is none, or several are as good.
    """
    shown = source.shown
    if source.sheet is not None:
        for table in tables:
            if plain(table.name) == plain(source.sheet):
                return table
        names = [table.name for table in tables if table.name]
        msg = (
            f"{shown!r} must have the sheet that is named for {wanted.table}. None "
            f"of its {len(tables)} has that name. {nearest(source.sheet, names)}"
            f"Correct sheet = in programme.toml."
        )
        raise SourceError(msg)
    filled = [t for t in tables if t.visible and t.height]
    if not filled:
        hidden = " that is not hidden" if any(t.height for t in tables) else ""
        msg = f"{shown!r} must have a table with rows{hidden}. It has none."
        raise SourceError(msg)
    named = [t for t in filled if spelt(t.name) == wanted.table]
    fitting = [t for t in filled if fits(t, wanted, source)]
    for found in (named, fitting, filled):
        if len(found) == 1:
            return found[0]
    return _ask(fitting or filled, shown, wanted)


def fits(table: Table, wanted: Wanted, source: Source) -> bool:
    """Whether a table has all that is wanted."""
    try:
        return wanted.satisfied(_head(table, source, wanted).headers)
    except InputError:
        return False


def _head(table: Table, source: Source, wanted: Wanted) -> HeaderRows:
    return find_headers(
        [cells for _, cells in table.top],
        wanted,
        source.shown,
        declared=source.header_rows,
        numbers=[row for row, _ in table.top],
    )


def _ask(possible: Sequence[Table], shown: str, wanted: Wanted) -> Table:
    msg = (
        f"{shown!r} must show which of its tables is {wanted.table}. "
        f"{len(possible)} could be: number "
        f"{', '.join(str(t.number + 1) for t in possible)}. Say which in "
        f"programme.toml: [files] {wanted.table} = "
        f'{{ file = "...", sheet = "..." }}, or name the sheet {wanted.table!r}.'
    )
    raise SourceError(msg)


def _records(
    rows: Iterator[tuple[int, list[str] | None]], head: HeaderRows
) -> Iterator[Record]:
    width = len(head.headers)
    for i, (row, cells) in enumerate(rows):
        if i < head.index:
            continue
        if cells is None:
            yield Record(row, row, None, _TOO_LONG)
            continue
        # A sheet is as wide as its widest row: what is missing is empty.
        yield Record(row, row, cells + [""] * (width - len(cells)))


def _notes(source: Source, table: Table, tables: Sequence[Table]) -> Iterator[str]:
    for name, n in table.counts.items():
        if name in _COUNTS:
            yield f"{source.shown!r}: " + _COUNTS[name].format(n=n)
    hidden = sum(1 for t in tables if not t.visible and t.height)
    if not table.visible:
        yield f"{source.shown!r}: the sheet that was named is hidden."
    elif hidden:
        yield f"{source.shown!r}: hidden sheets: {hidden:,}; nothing was taken of them."
