"""The journal's file as a file: where it is, whose it is, how it takes its place."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from alsjournal._aside import remove_folder, tidy
from alsjournal._given import pending_themes, spans_file
from alsjournal.errors import StoreError
from alsjournal.store._attach import is_database
from alsjournal.store._errors import not_a_journal, store_error

__all__ = [
    "Place",
    "copy_of",
    "file_exists",
    "log_of",
    "private_files",
    "remove_database",
    "remove_of_runs",
    "settle",
    "sync",
]

_counting = threading.Lock()
_umask_users = 0
_umask_before = 0


@dataclass(frozen=True)
class Place:
    """Where the file is: as the user said it, and how long to wait for it.

    ``encrypted`` says whether it must be; None leaves it to the file. ``at`` is a copy
    to use in its stead, which messages call by the name that was given.
    """

    given: str
    timeout: float
    encrypted: bool | None = None
    at: Path | None = None

    @property
    def path(self) -> Path:
        """The file itself, links followed."""
        return (self.at or Path(self.given).expanduser()).resolve()


def file_exists(place: Place, *, write: bool) -> bool:
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
    # DuckDB would take a csv or a workbook for a database of its own making.
    if exists and not is_database(path):
        ending = path.suffix.lower()
        plain = ending in ("", ".db", ".duckdb")
        what = "another kind of file" if plain else f"a {ending} file"
        raise not_a_journal(given, what)
    return exists


@contextmanager
def private_files() -> Iterator[None]:
    """Let files made meanwhile (the database, its log) be the owner's alone.

    DuckDB makes its log ``.wal`` with the process's umask, so it is the umask that
    must be set; the count lets threads overlap.
    """
    global _umask_users, _umask_before  # noqa: PLW0603 - the umask is global
    with _counting:
        if _umask_users == 0:
            _umask_before = os.umask(0o077)
        _umask_users += 1
    try:
        yield
    finally:
        with _counting:
            _umask_users -= 1
            if _umask_users == 0:
                os.umask(_umask_before)


def settle(new: Path, path: Path, *, replace: bool = True) -> None:
    """Put a finished file in its place, so that it is there after a power cut too.

    Parameters
    ----------
    new, path : pathlib.Path
        In one folder.
    replace : bool, default=True
        Take the place of a file that is there.

    Raises
    ------
    FileExistsError
        If there is one and it is not to be replaced.
    """
    sync(new)
    if replace:
        new.replace(path)
    else:
        try:
            os.link(new, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            new.rename(path)
    if os.name != "nt":  # Windows has no such call for folders
        with suppress(OSError):  # it is in its place; some file systems cannot do more
            sync(path.parent, os.O_RDONLY)


def sync(path: Path, flags: int = os.O_RDWR) -> None:
    """Have the operating system write a file, or a folder's list of files, to disk."""
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_of(path: Path, what: str = "new") -> Path:
    """Where a new file is made that will replace the journal's: one at a time."""
    return path.with_name(f".{path.name}.{what}")


def log_of(path: Path) -> Path:
    """Where DuckDB keeps the log of a database file."""
    return path.with_name(path.name + ".wal")


def remove_database(path: Path) -> None:
    """Remove a database file and its log, if they are there."""
    path.unlink(missing_ok=True)
    log_of(path).unlink(missing_ok=True)


def remove_of_runs(path: Path) -> None:
    """Remove what runs kept beside a journal to go on from: it is of all its texts.

    Raises
    ------
    StoreError
        If it cannot be removed.
    """
    try:
        tidy(path.parent)  # of runs that were killed
        spans_file(path).unlink(missing_ok=True)
        if pending_themes(path).is_dir():
            remove_folder(pending_themes(path))
    except OSError as error:
        raise store_error(str(path), error) from None
