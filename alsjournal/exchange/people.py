"""Tables for people: a workbook, and csv that a spreadsheet opens as it is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from alsjournal.dictionary import KINDS, Entry
from alsjournal.exchange import spreadsheet
from alsjournal.exchange.folder import README, WORKBOOK
from alsjournal.exchange.spreadsheet import write_rows
from alsjournal.exchange.words import Lines, as_text
from alsjournal.exchange.workbook import Workbook

__all__ = ["People"]

_DICTIONARY = (
    *(("table", "key"), ("column", "key"), ("type", "key"), ("meaning", "text")),
    *(("closed list", "label"), ("unit", "label")),
)

Row = Sequence[Any]


class _Target(Protocol):
    """Where rows go."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""

    def close(self) -> None:
        """End it."""


class People:
    """Writes what people open.

    Parameters
    ----------
    folder : pathlib.Path
        That exists.
    scratch : pathlib.Path
        For what is not finished yet.
    formats : sequence of {"csv", "xlsx"}
    """

    def __init__(self, folder: Path, scratch: Path, formats: Sequence[str]) -> None:
        self._folder = folder
        self._csv = "csv" in formats
        self._files: list[_Csv] = []
        self._book: Workbook | None = None
        if "xlsx" in formats:
            self._book = Workbook(folder / WORKBOOK, scratch)
            self._notes = self._book.notes("Read me")
            self._words = self._book.sheet("Dictionary", _DICTIONARY)

    def table(self, name: str, columns: Sequence[Entry]) -> Pages:
        """Begin a table."""
        return Pages(name, columns, self._open)

    def _open(self, name: str, columns: Sequence[tuple[str, str]]) -> list[_Target]:
        targets: list[_Target] = []
        if self._csv:
            targets.append(self._csv_file(name, [c for c, _ in columns]))
        if self._book is not None:
            targets.append(self._book.sheet(name, columns))
        return targets

    def _csv_file(self, name: str, header: Row) -> _Csv:
        file = _Csv(self._folder / f"{name}.csv")
        self._files.append(file)
        file.write([header])
        return file

    def finish(self, lines: Lines, columns: Sequence[Entry]) -> None:
        """Write the words and the dictionary, and put the workbook together.

        Parameters
        ----------
        lines : tuple of (str, str)
            The read-me.
        columns : sequence of Entry
            Of all tables.
        """
        rows = [
            (e.table, e.column, KINDS[e.kind], e.meaning, " | ".join(e.choices), e.unit)
            for e in columns
        ]
        (self._folder / README).write_text(
            as_text(lines), encoding="utf-8-sig", newline="\n"
        )
        if self._csv:
            words = self._csv_file("dictionary", [c for c, _ in _DICTIONARY])
            words.write(rows)
            words.close()
        if self._book is not None:
            self._words.write(rows)
            self._notes.write(lines)
            self._book.save()

    def close(self) -> None:
        """Let go of what is open, where something went wrong."""
        if self._book is not None:
            self._book.abandon()
        for file in self._files:
            with suppress(OSError):
                file.close()


class Pages:
    """One table, on as many pages as it takes: a sheet holds only so many rows."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Entry],
        opened: Callable[[str, Sequence[tuple[str, str]]], list[_Target]],
    ) -> None:
        self._name, self._opened = name, opened
        self._columns = [(entry.column, entry.kind) for entry in columns]
        self._page = self._room = 0
        self._targets: list[_Target] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        while rows or not self._page:
            if not self._room:
                self._next()
            now, rows = rows[: self._room], rows[self._room :]
            for target in self._targets:
                target.write(now)
            self._room -= len(now)

    def _next(self) -> None:
        self.close()
        self._page += 1
        name = self._name if self._page == 1 else f"{self._name}-{self._page}"
        self._targets = self._opened(name, self._columns)
        self._room = spreadsheet.ROWS

    def close(self) -> None:
        """End the last page."""
        for target in self._targets:
            target.close()


class _Csv:
    """Csv with the mark by which Excel knows UTF-8."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")

    def write(self, rows: Sequence[Row]) -> None:
        write_rows(self._file, rows)

    def close(self) -> None:
        self._file.close()
