"""Open a file of separated values as a grid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alsjournal.ingest.formats.delimited import read_records
from alsjournal.ingest.formats.encoding import recognise_encoding
from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.formats.separator import NAMES, recognise
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.source import Source

__all__ = ["open_separated"]


@contextmanager
def open_separated(
    source: Source,
    wanted: Wanted,
    *,
    encoding: str | None = None,
    separator: str | None = None,
) -> Iterator[Grid]:
    """Open separated values; their encoding and separator are recognised.

    Parameters
    ----------
    source : Source
    wanted : Wanted
    encoding, separator : str, optional
        As declared.

    Yields
    ------
    Grid

    Raises
    ------
    SourceError
        If the file cannot be read, or what it is written in is not certain.
    InputError
        If it has no headers, or two that are the same.
    """
    path, shown = source.path, source.shown
    found = recognise_encoding(path, shown, encoding)
    sign, head = recognise(
        path,
        shown,
        found.name,
        wanted=wanted,
        declared=separator,
        header_rows=source.header_rows,
    )
    with read_records(path, shown, found.name, sign) as records:
        for _ in range(head.index):
            next(records, None)
        yield Grid(
            how=f"{found.name} ({found.how}); {NAMES[sign]}",
            sha256=found.sha256,
            headers=head.headers,
            records=records,
            clean=found.clean,
            notes=head.notes,
        )
