"""Which file a row of a folder is: on request, for the screen of who holds the files.

A file's name may be a person's, so a report counts the files of a folder instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alsjournal.ingest.config import Programme
from alsjournal.ingest.formats.listing import listed
from alsjournal.ingest.opening import is_folder
from alsjournal.ingest.read import programme_of
from alsjournal.ingest.source import Source

__all__ = ["files_of_folders"]


def files_of_folders(
    path: str | Path, *, preset: str | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the names of the files of each folder that a programme reads.

    Parameters
    ----------
    path : str or pathlib.Path
        As for `read_journal`.
    preset : str, optional

    Returns
    -------
    dict of str to tuple of str
        By the folder as a report calls it; row n is the n-th. A folder whose name
        another one has as well is left out.
    """
    folders: dict[str, set[Source]] = {}
    for source in _sources(programme_of(Path(path), preset)):
        if is_folder(source.path):
            folders.setdefault(source.name, set()).add(source)
    return {
        name: tuple(file.name for file in listed(one.path, one.shown).files)
        for name, (one, *others) in folders.items()
        if not others
    }


def _sources(programme: Programme) -> Iterator[Source]:
    for sources in programme.files.values():
        yield from sources
    if programme.workbook is not None:
        yield programme.workbook
