"""Open a Word document: the table that fits what is wanted, else its running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from alsjournal.errors import SourceError
from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.formats.packed import fits, open_packed
from alsjournal.ingest.headers import Wanted, spelt
from alsjournal.ingest.prose.lines import Line, Writing
from alsjournal.ingest.prose.reflections import read_reflections
from alsjournal.ingest.prose.table import notes_of, table_of
from alsjournal.ingest.source import Source
from alsjournal.unfold.parent import Table, Unfolded

__all__ = ["open_document", "write_up"]


def open_document(
    source: Source, wanted: Wanted, unfolded: Unfolded, *, sha256: str
) -> Grid:
    """Open the table of a document that has what is wanted, or its text.

    Parameters
    ----------
    source : Source
        Its ``sheet`` is the heading over a table.
    wanted : Wanted
    unfolded : Unfolded
        The file; open as long as the grid is read.
    sha256 : str

    Returns
    -------
    Grid

    Raises
    ------
    SourceError
        If the document cannot be read, has nothing in it, or it is not certain which
        of its tables is meant.
    InputError
        If the headers of a table cannot be.
    """
    *tables, prose = unfolded.tables()
    counts = Counter(prose.counts)
    of_texts = wanted.table == "reflections" and bool(wanted.own)
    if source.sheet is None and of_texts and not _meant(tables, wanted, source):
        writing = write_up(unfolded, wanted)
        if writing.reflections:
            notes = tuple(notes_of(source.shown, counts + writing.counts))
            return table_of(
                writing.reflections,
                wanted,
                how="document, its text",
                sha256=sha256,
                notes=notes,
            )
    if not tables:
        or_text = "text, or " if of_texts else ""
        msg = (
            f"{source.shown!r} must have {or_text}a table of {wanted.table}. It has "
            f"none. Put them into a table, with our names of columns over it."
        )
        raise SourceError(msg)
    grid = open_packed(source, wanted, unfolded, how="document", sha256=sha256)
    return replace(grid, notes=(*grid.notes, *notes_of(source.shown, counts)))


def write_up(unfolded: Unfolded, wanted: Wanted) -> Writing:
    """Return the reflections in the running text of an unfolded document."""
    return read_reflections(_lines(unfolded), wanted)


def _lines(unfolded: Unfolded) -> Iterator[Line]:
    *_, prose = unfolded.tables()
    for number, cells in unfolded.rows(prose.number):
        if cells is None:
            yield Line(number, 0, None)
            continue
        level, mark, cell, text = cells
        struck = mark.removeprefix("h")
        yield Line(number, int(level), text, mark.startswith("h"), cell, struck)


def _meant(tables: list[Table], wanted: Wanted, source: Source) -> bool:
    """Whether one of the tables is, or could be, what is wanted."""
    return any(
        spelt(table.name) == wanted.table or fits(table, wanted, source)
        for table in tables
    )
