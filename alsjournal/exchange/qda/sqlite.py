"""Open a program's SQLite file for reading alone, with limits on what it may hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from alsjournal._child import Closing
from alsjournal.errors import SourceError
from alsjournal.ingest.opening import check_is_file

__all__ = ["Database"]

_MAX_FILE = 1 << 30
_MAX_VALUE = 32 << 20
_MAX_ROWS = 2_000_000
_MAX_STEPS = 20_000
_STEP = 100_000
_DAMAGED = "is damaged"
# So many operations of SQLite's machine, each 100,000: minutes, not for ever.


class Database(Closing):
    """A SQLite file, read only and as it is: nothing is written, no log is looked at.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.

    Raises
    ------
    SourceError
        If it is missing, too large, or open in its program.
    """

    def __init__(self, path: Path, shown: str) -> None:
        check_is_file(path, shown)
        self._shown = shown
        self._rows = self._steps = 0
        if path.stat().st_size > _MAX_FILE:
            too_large = f"is larger than {_MAX_FILE:,} bytes"
            raise self._refusal(too_large)
        logs = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
        if any(log.is_file() and log.stat().st_size for log in logs):
            msg = (
                f"{shown!r} must be closed. Its program has it open, or left changes "
                f"in a log beside it. Close the program and try again."
            )
            raise SourceError(msg)
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True)
        except sqlite3.Error:
            raise self._refusal(_DAMAGED) from None
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
        self._connection.set_progress_handler(self._too_long, _STEP)
        try:
            self._tables = self._own_tables()
        except SourceError:
            self._connection.close()
            raise

    def _own_tables(self) -> dict[str, tuple[str, ...]]:
        """Return true tables with their columns; a view may run anything."""
        self._run("PRAGMA trusted_schema = OFF")
        names = self._run("SELECT name FROM sqlite_master WHERE type = 'table'")
        out = {}
        for (name,) in names:
            rows = self._run("SELECT name FROM pragma_table_info(?)", (name,))
            out[str(name)] = tuple(str(column) for (column,) in rows)
        return out

    def has(self, *tables: str) -> bool:
        """Whether it has these tables."""
        return all(name in self._tables for name in tables)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table; a column or table it does not have is empty.

        Raises
        ------
        SourceError
            If the file is damaged.
        """
        own = self._tables.get(table)
        if own is None:
            return
        chosen = ", ".join(c if c in own else f"NULL AS {c}" for c in columns)
        # Names of ours alone: nothing of the file goes into the statement.
        yield from self._run(f"SELECT {chosen} FROM {table} ORDER BY rowid")  # noqa: S608

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _run(self, statement: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            found = self._connection.execute(statement, given).fetchmany(_MAX_ROWS + 1)
        except (sqlite3.Error, UnicodeError, OverflowError, MemoryError):
            raise self._refusal(_DAMAGED) from None
        self._rows += len(found)
        if self._rows > _MAX_ROWS:
            too_many = f"has more than {_MAX_ROWS:,} rows"
            raise self._refusal(too_many)
        return found

    def _too_long(self) -> int:
        self._steps += 1
        return int(self._steps > _MAX_STEPS)

    def _refusal(self, why: str) -> SourceError:
        return SourceError(
            f"{self._shown!r} must be the whole file of a project of Taguette or "
            f"QualCoder. It {why}. Copy it again, or export a REFI-QDA project there."
        )
