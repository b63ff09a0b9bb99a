"""DuckDB's errors, as ours: what was wrong, with which file, and what to do.

DuckDB's own messages may quote a value from the data, so they are read here, never
passed on: nor with the error that ours came after, where notebooks, loggers and
debuggers look (``__context__``).
"""

from __future__ import annotations

import re
from pathlib import PurePath

from alsjournal.errors import StoreError, StoreLockedError

__all__ = [
    "is_locked",
    "is_of_the_disk",
    "is_wrong_key",
    "locked_error",
    "machine_error",
    "not_a_journal",
    "store_error",
    "wordless",
]

_LOCKED = (
    "could not set lock",
    "conflicting lock",
    "different configuration",
    "unique file handle conflict",
    "being used by another process",
    "already open in",
)
_FULL = ("no space left", "disk full", "not enough space", "disk quota", "enospc")
_DENIED = ("permission denied", "access is denied", "read-only file system")


def is_locked(error: BaseException) -> bool:
    """Whether DuckDB says that somebody else has the file open."""
    text = str(error).lower()
    return any(words in text for words in _LOCKED)


def is_of_the_disk(error: BaseException) -> bool:
    """Whether DuckDB says that a file cannot be written where it is to be."""
    text = str(error).lower()
    return any(words in text for words in (*_FULL, *_DENIED))


def is_wrong_key(error: BaseException) -> bool:
    """Whether DuckDB says that a file was encrypted with another key."""
    return "wrong encryption key" in str(error).lower()


def wordless(error: BaseException) -> None:
    """Take its words from an error of DuckDB, once they were read.

    ``from None`` only hides it: Python still keeps it in ``__context__``.

    Examples
    --------
    >>> error = ValueError("Could not convert 'what somebody wrote'")
    >>> wordless(error)
    >>> error
    ValueError()
    """
    error.args = ()


def locked_error(given: str, error: BaseException | None) -> StoreLockedError:
    """Name the process that holds the file, and say how to get it back."""
    text = str(error or "")
    pid = re.search(r"PID (\d+)", text)
    if pid is None:
        who = "this same Python process (another thread, or a connection of your own)"
    else:
        program = re.search(r"(?:held|open) in\s+(.+?)\s*\(PID", text)
        name = PurePath(program[1].strip('"')).name if program else "a program"
        who = f"another process, {name} (PID {pid[1]}),"
    msg = (
        f"The journal {given} must be free to be opened, but {who} has it open. Close "
        f"the notebook, kernel or program that uses it, then try again."
    )
    return StoreLockedError(msg)


def not_a_journal(given: str, got: str) -> StoreError:
    """Say that the path holds something else."""
    msg = (
        f"{given} must be a journal that `alsjournal ingest` or JournalStore wrote. "
        f"Got {got}. Give the path of a journal, or of a file that does not exist yet. "
        f"Texts become a journal first: alsjournal ingest TEXTS --journal my.duckdb"
    )
    return StoreError(msg)


def machine_error(given: str, error: BaseException) -> StoreError | None:
    """Say what the machine lacks, space or rights, if it is that."""
    text = str(error).lower()
    if any(words in text for words in _FULL):
        msg = (
            f"The disk of {given} is full. The journal is as it was before. Free some "
            f"space, then try again."
        )
        return StoreError(msg)
    if any(words in text for words in _DENIED):
        msg = (
            f"{given} and its folder must be yours to read and write. Got no right to. "
            f"Ask for the rights, or keep the journal in a folder of your own."
        )
        return StoreError(msg)
    return None


def store_error(given: str, error: BaseException) -> StoreError:
    """Translate an error of DuckDB or of the operating system.

    Examples
    --------
    >>> print(store_error("a.duckdb", OSError("No space left on device")))
    The disk of a.duckdb is full. The journal is as it was before. Free some space, \
then try again.
    """
    if is_locked(error):
        return locked_error(given, error)
    ours = machine_error(given, error)
    if ours is not None:
        return ours
    text = str(error).lower()
    if "not a valid duckdb" in text or "is a directory" in text:
        return not_a_journal(given, "another kind of file")
    if "storage version" in text or "newer version" in text:
        msg = (
            f"{given} must be of a DuckDB storage version that the installed duckdb "
            f"reads. Got a newer one. Update duckdb, then try again."
        )
    elif type(error).__name__ == "OutOfMemoryException":
        msg = (
            f"An operation on {given} must fit into the memory it may use. It did not. "
            f"Ask for fewer rows or columns at once; nothing was changed."
        )
    else:
        msg = (
            f"{given} must be a journal in order. DuckDB could not use it "
            f"({type(error).__name__}). Nothing was changed by this operation. Try "
            f"again; if that does not help, the file is damaged: move it away, with "
            f"its .wal if it has one, and go back to the last backup: alsjournal "
            f"restore {given} BACKUP"
        )
    return StoreError(msg)
