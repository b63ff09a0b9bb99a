"""A table as it lies in a file: headers, and records to be read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Grid", "Record"]


class Record(NamedTuple):
    """One row of the file.

    ``row`` counts as a spreadsheet does (headers at the top are row 1), ``line`` is
    where it starts in a text editor; they differ after a text with line breaks in it.
    ``fields`` is None where the row cannot be read; ``reason`` then says why. A row
    that is ``expected`` not to be taken has nothing wrong with it.
    """

    row: int
    line: int
    fields: list[str] | None
    reason: str = ""
    column: str = ""
    expected: bool = False


@dataclass(frozen=True)
class Grid:
    """An opened table.

    Parameters
    ----------
    how : str
        What was recognised, in words, as ``"utf-8 (all bytes are valid); comma"``.
    sha256 : str
        Fingerprint of the file's bytes.
    headers : list of str
        Each once, none empty.
    records : iterator of Record
        What stands below the headers; to be read once.
    clean : bool, default=True
        Whether all characters are known to be whole.
    notes : tuple of str, default=()
        What else one should know of this file; no values.
    unused : tuple of str, default=()
        Headers of the file that nothing was taken from, where ``headers`` are not
        those of the file.
    responses : int or None, default=None
        How many rows the file has, where a record is not a row but an answer in one.
    beside : tuple of str, default=()
        Headers of columns that belong to another table, as ``permissions.use``.
    """

    how: str
    sha256: str
    headers: list[str]
    records: Iterator[Record]
    clean: bool = True
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    responses: int | None = None
    beside: tuple[str, ...] = ()
