"""Open the journal's file for one operation, and close it again.

DuckDB lets one process write or several read. Holding the file no longer than an
operation takes is what lets a notebook, the command line and a colleague share it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from alsjournal.errors import StoreError
from alsjournal.store._errors import (
    is_locked,
    locked_error,
    not_a_journal,
    store_error,
)
from alsjournal.store.migrations import is_current, migrate

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "STORAGE",
    "Place",
    "Transaction",
    "copy_of",
    "make_database",
    "opened",
    "private_files",
    "remove_database",
    "transaction",
    "translated",
]

STORAGE = "(STORAGE_VERSION 'v1.4.0')"
"""The oldest storage format that has what the store needs: every duckdb >=1.4 reads
it (DuckDB documentation, "Storage Versions and Format")."""

_CONFIG: dict[str, Any] = {
    "threads": 2,
    "memory_limit": "2GB",
    # Nothing spills to disk: a spill file would be people's words outside the file.
    "temp_directory": "",
    # A query must not reach variables of the notebook, nor fetch extensions.
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_RETRY_AFTER = 0.1

_registry = threading.Lock()
_turns: dict[Path, threading.RLock] = {}
_open_here = threading.local()
_umask_users = 0
_umask_before = 0


@dataclass(frozen=True)
class Place:
    """Where the file is: as the user said it, and how long to wait for it."""

    given: str
    timeout: float

    @property
    def path(self) -> Path:
        """The file itself, links followed."""
        return Path(self.given).expanduser().resolve()


@contextmanager
def opened(
    place: Place, *, write: bool = False, create: bool = False, alone: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file, and translate what DuckDB complains of until it is closed.

    Parameters
    ----------
    place : Place
    write : bool, default=False
    create : bool, default=False
        Make the file if there is none; only with ``write``.
    alone : bool, default=False
        Refuse to share the connection of a write that is under way in this thread.

    Raises
    ------
    StoreError
        If there is no journal there, or it cannot be used.
    StoreLockedError
        If somebody else has it open for longer than the timeout.
    """
    with _turn(place):
        held = _held()
        outer = held.get(place.path)
        if outer is not None and (write or alone):
            msg = (
                f"{place.given} must be written by one operation at a time. Got "
                f"another one inside a write. Finish the first, then begin the next."
            )
            raise StoreError(msg)
        with translated(place.given), private_files() if write else nullcontext():
            # Reading the journal that is being written shows what was committed.
            con = (
                outer.cursor()
                if outer is not None
                else _open(place, write=write, create=create)
            )
            if write:
                held[place.path] = con
            try:
                yield con
            finally:
                if write:
                    del held[place.path]
                con.close()


@contextmanager
def translated(given: str) -> Iterator[None]:
    """Raise DuckDB's errors as ours, without its words."""
    import duckdb

    try:
        yield
    except RuntimeError as error:
        # What DuckDB's Python client makes of Ctrl-C during a statement.
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        raise store_error(given, error) from None


class Transaction:
    """A transaction under way; set ``keep`` to False to leave all as it was."""

    keep = True


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[Transaction]:
    """All or nothing, whatever comes between: an error, Ctrl-C, a full disk."""
    import duckdb

    state = Transaction()
    con.execute("BEGIN")
    try:
        yield state
        con.execute("COMMIT" if state.keep else "ROLLBACK")
    except BaseException:
        # After a failed commit there is no transaction left to roll back.
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        raise


@contextmanager
def private_files() -> Iterator[None]:
    """Let files made meanwhile (the database, its log) be the owner's alone.

    DuckDB makes its log ``.wal`` with the process's umask, so it is the umask that
    must be set; the count lets threads overlap.
    """
    global _umask_users, _umask_before  # noqa: PLW0603 - the umask is global
    with _registry:
        if _umask_users == 0:
            _umask_before = os.umask(0o077)
        _umask_users += 1
    try:
        yield
    finally:
        with _registry:
            _umask_users -= 1
            if _umask_users == 0:
                os.umask(_umask_before)


def _held() -> dict[Path, Any]:
    held: dict[Path, Any] | None = getattr(_open_here, "held", None)
    if held is None:
        held = _open_here.held = {}
    return held


@contextmanager
def _turn(place: Place) -> Iterator[None]:
    """Threads of this process take turns: file locks do not part them."""
    try:
        path = place.path
    except (OSError, RuntimeError, ValueError) as error:
        raise store_error(place.given, error) from None
    with _registry:
        lock = _turns.setdefault(path, threading.RLock())
    if not lock.acquire(timeout=max(place.timeout, 0)):
        raise locked_error(place.given, None)
    try:
        yield
    finally:
        lock.release()


def _open(
    place: Place, *, write: bool, create: bool = False
) -> duckdb.DuckDBPyConnection:
    if not _exists(place, write=write):
        if not create:
            msg = (
                f"There must be a journal at {place.given}. Got no file there. "
                f"Correct the path, or make one with JournalStore(path).write(journal)."
            )
            raise StoreError(msg)
        _create(place)
    con = _connect(place, write=write)
    try:
        current = is_current(con, place.given)
        if not current and write:
            migrate(con)
    except BaseException:
        con.close()
        raise
    if write:
        remove_database(copy_of(place.path))  # what a killed `forget` may have left
    if current or write:
        return con
    con.close()
    _open(place, write=True).close()
    return _connect(place, write=False)


def _connect(place: Place, *, write: bool) -> duckdb.DuckDBPyConnection:
    """Connect, waiting a while for somebody else to close the file."""
    import duckdb

    path, deadline = place.path, time.monotonic() + place.timeout
    while True:
        try:
            before = path.stat().st_ino
            con = duckdb.connect(str(path), read_only=not write, config=_CONFIG)
        except FileNotFoundError as error:
            raise store_error(place.given, error) from None
        except duckdb.Error as error:
            if not is_locked(error) or time.monotonic() >= deadline:
                raise
        else:
            # `forget` replaces the file: have we opened the one that it replaced?
            if path.stat().st_ino == before:
                return con
            con.close()
        time.sleep(_RETRY_AFTER)


def _exists(place: Place, *, write: bool) -> bool:
    """Say whether the file is there; refuse what could never be a journal."""
    given, path = place.given, place.path
    try:
        if not path.parent.is_dir():
            msg = (
                f"The folder of {given} must exist. Got none there. Make the folder, "
                f"or correct the path."
            )
            raise StoreError(msg)
        exists = path.exists()
        if exists and not path.is_file():
            what = "a folder" if path.is_dir() else "something that is not a file"
            raise not_a_journal(given, what)
        if exists and path.stat().st_size == 0:
            raise not_a_journal(given, "an empty file")
    except PermissionError as error:
        raise store_error(given, error) from None
    rights = os.R_OK | (os.W_OK if write else 0)
    denied = exists and not os.access(path, rights)
    if denied or (write and not os.access(path.parent, os.W_OK | os.X_OK)):
        raise store_error(given, PermissionError("permission denied"))
    return exists


def _create(place: Place) -> None:
    """Make an empty journal: aside first, so that nobody ever meets half of one."""
    path = place.path
    aside = path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")
    try:
        make_database(aside, migrate)
        try:
            os.link(aside, path)
        except FileExistsError:
            return  # another process was faster: theirs is as good
        except OSError:  # a file system without links
            aside.rename(path)
    except OSError as error:
        raise store_error(place.given, error) from None
    finally:
        remove_database(aside)


def make_database(
    path: Path, fill_it: Callable[[duckdb.DuckDBPyConnection], None]
) -> None:
    """Make a database file, readable by its owner alone, and fill it."""
    import duckdb

    with private_files(), duckdb.connect(":memory:", config=_CONFIG) as con:
        escaped = str(path).replace("'", "''")
        con.execute(f"ATTACH '{escaped}' AS new_journal {STORAGE}")
        con.execute("USE new_journal")
        fill_it(con)
        con.execute("USE memory")
        con.execute("DETACH new_journal")


def copy_of(path: Path) -> Path:
    """Where a new file is made that will replace the journal's: one at a time."""
    return path.with_name(f".{path.name}.new")


def remove_database(path: Path) -> None:
    """Remove a database file and its log, if they are there."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
