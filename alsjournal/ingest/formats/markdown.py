"""Open a text in Markdown as a table: its headings split it into reflections."""

from __future__ import annotations

from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.prose.plain import text_lines
from alsjournal.ingest.prose.reflections import read_reflections
from alsjournal.ingest.prose.table import notes_of, table_of
from alsjournal.ingest.source import Source

__all__ = ["open_markdown"]


def open_markdown(
    source: Source, wanted: Wanted, *, encoding: str | None = None
) -> Grid:
    """Open a text in Markdown.

    Parameters
    ----------
    source : Source
    wanted : Wanted
    encoding : str, optional
        As declared; it counts where the file is not Unicode.

    Returns
    -------
    Grid

    Raises
    ------
    SourceError
        If it cannot be read, is no text, or its encoding is not certain.
    """
    found, lines = text_lines(
        source.path, source.shown, markdown=True, encoding=encoding
    )
    writing = read_reflections(lines, wanted)
    return table_of(
        writing.reflections,
        wanted,
        how=f"{found.name} ({found.how}); Markdown",
        sha256=found.sha256,
        notes=tuple(notes_of(source.shown, writing.counts)),
    )
