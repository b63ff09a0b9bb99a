"""Open the journal's file for one operation, and close it again.

DuckDB lets one process write or several read. Holding the file no longer than an
operation takes is what lets a notebook, the command line and a colleague share it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from alsjournal._aside import tidy
from alsjournal.errors import StoreError
from alsjournal.store._apart import check_apart
from alsjournal.store._attach import attach, blank, is_encrypted
from alsjournal.store._errors import (
    is_locked,
    is_wrong_key,
    locked_error,
    store_error,
    wordless,
)
from alsjournal.store._files import (
    Place,
    copy_of,
    file_exists,
    log_of,
    private_files,
    remove_database,
    settle,
)
from alsjournal.store.keys import find_store_keys
from alsjournal.store.migrations import is_current, migrate

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "HERE",
    "Transaction",
    "opened",
    "transaction",
    "translated",
]

HERE = "journal"
"""What the open journal's database is called in statements."""

_BEGUN = "new-"
_RETRY_AFTER = 0.1

_current: dict[Path, tuple[int, int, int]] = {}
"""The state of each file that was found to have the present form."""

_registry = threading.Lock()
_turns: dict[Path, threading.RLock] = {}
_open_here = threading.local()


@contextmanager
def opened(
    place: Place,
    *,
    write: bool = False,
    create: bool = False,
    alone: bool = False,
    hold: bool = False,
    steady: bool = False,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file, and translate what DuckDB complains of until it is closed.

    Parameters
    ----------
    place : Place
    write : bool, default=False
    create : bool, default=False
        Make the file if there is none; only with ``write``.
    alone : bool, default=False
        Refuse to share the connection of a write, or of a hold, that is under way in
        this thread.
    hold : bool, default=False
        With ``write``: only keep others out, so that writes of this thread may follow
        inside.
    steady : bool, default=False
        Without ``write``: what this thread reads inside is read from this connection.

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
        if outer is not None and (alone or (write and not outer.only_holds)):
            msg = (
                f"{place.given} must be written by one operation at a time. Got "
                f"another one inside a write, or while it is read in one go. Finish "
                f"the first, then begin the next."
            )
            raise StoreError(msg)
        with translated(place.given), private_files() if write else nullcontext():
            # Reading the journal that is being written shows what was committed.
            con = (
                _cursor(outer.con)
                if outer is not None
                else _open(place, write=write, create=create)
            )
            if write or steady:
                held[place.path] = _Held(con, only_holds=hold)
            try:
                yield con
            finally:
                if write or steady:
                    del held[place.path]
                if outer is not None:
                    held[place.path] = outer
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
        ours = store_error(given, error)
        wordless(error)
        raise ours from None


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


@dataclass(frozen=True)
class _Held:
    """What this thread has open, for writing or to read several tables from."""

    con: duckdb.DuckDBPyConnection
    only_holds: bool


def _held() -> dict[Path, _Held]:
    held: dict[Path, _Held] | None = getattr(_open_here, "held", None)
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


def _cursor(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    cursor = con.cursor()
    cursor.execute(f"USE {HERE}")
    return cursor


def _open(
    place: Place, *, write: bool, create: bool = False
) -> duckdb.DuckDBPyConnection:
    exists = file_exists(place, write=write)
    if write:
        check_apart(place.path, place.given)
    if not exists:
        if not create:
            msg = (
                f"There must be a journal at {place.given}. Got no file there. "
                f"Correct the path, or make one with JournalStore(path).write(journal)."
            )
            raise StoreError(msg)
        _create(place)
    con = _connect(place, write=write)
    try:
        current = _is_current(con, place, write=write)
        if not current and write:
            migrate(con)
    except BaseException:
        con.close()
        raise
    if write:
        _clear_left(place.path)
    if current or write:
        return con
    con.close()
    _open(place, write=True).close()
    return _connect(place, write=False)


def _is_current(con: duckdb.DuckDBPyConnection, place: Place, *, write: bool) -> bool:
    """Say whether a file has the present form, once while nobody writes to it."""
    path = place.path
    if write or log_of(path).exists():
        return is_current(con, place.given)
    found = path.stat()
    state = found.st_ino, found.st_mtime_ns, found.st_size
    if _current.get(path) != state:
        if not is_current(con, place.given):
            return False
        _current[path] = state
    return True


def _clear_left(path: Path) -> None:
    """Clear away what killed runs left beside a journal that nobody else can open.

    Among it may be a second name of the journal's file, which would outlive it.
    """
    remove_database(copy_of(path))
    remove_database(copy_of(path, "restore"))
    for left in path.parent.glob(f"{escape(copy_of(path, _BEGUN).name)}*"):
        left.unlink(missing_ok=True)
    tidy(path.parent)


def _connect(place: Place, *, write: bool) -> duckdb.DuckDBPyConnection:
    """Connect, waiting a while for somebody else to close the file."""
    import duckdb

    path, deadline = place.path, time.monotonic() + place.timeout
    while True:
        try:
            before = path.stat().st_ino
            con = _attached(place, write=write)
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


def _attached(place: Place, *, write: bool) -> duckdb.DuckDBPyConnection:
    """Attach the file, with the first of the user's store keys that fits."""
    import duckdb

    encrypted = is_encrypted(place.path)
    if place.encrypted is not None and place.encrypted != encrypted:
        raise _other_than_asked(place)
    keys = find_store_keys() if encrypted else (None,)
    for key in keys:
        con = blank()
        try:
            attach(con, place.path, HERE, key=key, read_only=not write)
            con.execute(f"USE {HERE}")
        except duckdb.Error as error:
            con.close()
            if not is_wrong_key(error):
                raise
        except BaseException:
            con.close()
            raise
        else:
            return con
    msg = (
        f"{place.given} must be opened with the store key that it was encrypted "
        f"with. Got another one ({len(keys)} tried). Find the right key: in the "
        f"variable ALSJOURNAL_STORE_KEY, or in the file store-key of your "
        f"configuration folder, a key a line."
    )
    raise StoreError(msg)


def _other_than_asked(place: Place) -> StoreError:
    if place.encrypted:
        msg = (
            f"{place.given} must be encrypted, as JournalStore(encrypted=True) says. "
            f"Got a plain journal. Encrypt it: alsjournal encrypt {place.given}"
        )
    else:
        msg = (
            f"{place.given} must be plain, as JournalStore(encrypted=False) says. "
            f"Got an encrypted journal. Leave encrypted= out to open it."
        )
    return StoreError(msg)


def _create(place: Place) -> None:
    """Make an empty journal: aside first, so that nobody ever meets half of one."""
    path = place.path
    aside = copy_of(path, f"{_BEGUN}{uuid4().hex[:8]}")
    try:
        _make_database(aside, find_store_keys()[0] if place.encrypted else None)
        settle(aside, path, replace=False)
    except FileExistsError:
        return  # another process was faster: theirs is as good
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        if path.exists():  # they have cleared ours away already
            return
        raise store_error(place.given, error) from None
    finally:
        remove_database(aside)


def _make_database(path: Path, key: str | None) -> None:
    """Make an empty journal, readable by its owner alone."""
    with private_files(), blank() as con:
        attach(con, path, HERE, key=key, create=True)
        con.execute(f"USE {HERE}")
        migrate(con)
        con.execute("USE memory")
        con.execute(f"DETACH {HERE}")
