"""Read separated values record by record, in bounded memory.

What the ``csv`` module would silently mend or swallow is refused instead: an
over-long line is never read whole, and a quote that is not closed costs the line
where it starts, not the rows after it.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from alsjournal.ingest.formats.grid import Record
from alsjournal.ingest.opening import opened

__all__ = ["MAX_LINE", "MAX_LINES", "read_records", "split_records"]

MAX_LINE = 1_000_000
"""Characters that a line, and a field, may have; a long interview has 100,000."""

MAX_LINES = 2_000
"""Lines that one record may run over; more means that a quote was not closed."""


class _RunsOn(Exception):  # noqa: N818 - a signal, not an error that anybody sees
    """A record goes over too many lines, or on into a line that is too long."""


class _Feed:
    """Hand lines to the csv reader, and take back those that it should not have."""

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines
        self._again: deque[str | None] = deque()
        self.held: list[str | None] = []
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.held.append(line)
        if line is None:
            raise _RunsOn
        self._size += len(line)
        if len(self.held) > MAX_LINES or self._size > MAX_LINE + 2:
            raise _RunsOn
        return line

    def begin(self) -> None:
        """Forget the lines of the last record."""
        self.held = []
        self._size = 0

    def rewind(self) -> None:
        """Keep the first line of this record; the others are read again."""
        self._again.extendleft(reversed(self.held[1:]))
        del self.held[1:]


def split_records(lines: Iterator[str | None], separator: str) -> Iterator[Record]:
    r"""Split lines into records.

    Parameters
    ----------
    lines : iterator of str or None
        With their line ends; None stands for a line that is too long to read.
    separator : str

    Yields
    ------
    Record
        Blank lines are counted, not yielded.

    Examples
    --------
    >>> lines = iter(["a,b\n", '1,"x\n', "2,y\n"])
    >>> [(r.row, r.fields is not None) for r in split_records(lines, ",")]
    [(1, True), (2, False), (3, True)]
    """
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    row, line = 0, 1
    while True:
        feed.begin()
        try:
            record = Record(row + 1, line, next(reader))
        except StopIteration:
            return
        except (csv.Error, _RunsOn):
            feed.rewind()
            reader = csv.reader(feed, delimiter=separator, strict=True)
            record = Record(row + 1, line, None, _why(feed.held[0]))
        row += 1
        line += len(feed.held)
        if record.fields != []:
            yield record


def _why(first: str | None) -> str:
    if first is None:
        return f"the line is longer than {MAX_LINE:,} characters"
    return "a quote is not closed, or stands unescaped inside quotes"


@contextmanager
def read_records(
    path: Path, shown: str, encoding: str, separator: str
) -> Iterator[Iterator[Record]]:
    """Open a file and split it into records, the headers first.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    encoding : str
        A codec; bytes that it cannot read become ``encoding.BAD_BYTES``.
    separator : str

    Yields
    ------
    iterator of Record
    """
    # The limit belongs to the whole process, so it is put back.
    before = csv.field_size_limit(MAX_LINE + 2)
    try:
        with opened(path, shown) as file:
            text = io.TextIOWrapper(
                file, encoding, errors="alsjournal-mark", newline=""
            )
            yield split_records(bounded_lines(text), separator)
    finally:
        csv.field_size_limit(before)


def bounded_lines(text: TextIO) -> Iterator[str | None]:
    """Yield lines with their ends; None for one that is too long.

    Only CR, LF and CR LF end a line, as in a spreadsheet.
    """
    limit = MAX_LINE + 2
    while line := text.readline(limit):
        if len(line) < limit or line[-1] in "\r\n":
            yield line
            continue
        yield None
        while line and line[-1] not in "\r\n":
            line = text.readline(limit)
        if len(line) == limit and line[-1] == "\r":
            yield from _without_newline(text.readline(limit))


def _without_newline(line: str) -> Iterator[str]:
    if line and line != "\n":
        yield line
