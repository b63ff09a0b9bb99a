"""A whole programme in one workbook or document: a sheet, or a heading, for a table."""

from __future__ import annotations

from dataclasses import replace

from alsjournal.errors import SourceError
from alsjournal.ingest.config import Programme
from alsjournal.ingest.formats.files import Files
from alsjournal.ingest.headers import spelt
from alsjournal.ingest.record_only import of_record
from alsjournal.ingest.source import Source
from alsjournal.schema import FROM_FILES

__all__ = ["with_sheets"]


def with_sheets(programme: Programme, files: Files) -> Programme:
    """Return the programme with the tables that stand in its workbook.

    A sheet is a table where it has its name ("Action reports" is ``action_reports``).
    Files that ``[files]`` names itself go first. Where no sheet is named after the
    reflections, the one that fits is taken; and a document then holds nothing else.
    A workbook all of whose sheets are tables, those of a record among them, has none.

    Parameters
    ----------
    programme : Programme
    files : Files

    Returns
    -------
    Programme

    Raises
    ------
    SourceError
        If two sheets have the same name.
    """
    book = programme.workbook
    if book is None:
        return programme
    found: dict[str, tuple[Source, ...]] = {}
    others = 0
    for name in files.sheets(book):
        table = spelt(name)
        if table not in FROM_FILES:
            others += 1
            continue
        if table in found:
            msg = f"{book.shown!r} must have one sheet for {table}. It has two."
            raise SourceError(msg)
        found[table] = (replace(book, sheet=name),)
    document = files.is_document(book)
    of_texts = document or others or not of_record({**found, **programme.files})
    if "reflections" not in found and of_texts:
        if document:
            # Headings such as "Actions" stand in any document: it is one of texts.
            found = {}
        found["reflections"] = (book,)
    merged = {**found, **programme.files}
    notes = programme.notes
    if others and len(found) > 1:
        words = "is no table" if others == 1 else "are no tables"
        notes += (f"{book.shown!r}: {others:,} of its sheets {words} of ours.",)
    return replace(programme, files=merged, notes=notes)
