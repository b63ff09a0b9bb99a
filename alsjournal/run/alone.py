"""One run at a time: a lock of the operating system, which ends with its process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alsjournal.errors import StoreError, StoreLockedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["alone"]

_TRIES, _PAUSE = 5, 0.1  # whoever tidies up holds each lock for a moment


@contextmanager
def alone(journal: Path) -> Iterator[None]:
    """Keep other runs on a journal out.

    Parameters
    ----------
    journal : pathlib.Path
        In a folder that is there.

    Raises
    ------
    StoreLockedError
        At once, if another run is going on. A run that was killed holds nothing.
    StoreError
        If nothing can be written beside the journal.
    """
    journal = journal.resolve()
    # By its name it is a leftover that the next write clears away (`_aside.tidy`)
    # unless its lock is held. It is empty.
    path = journal.with_name(f".{journal.name}.als-only_one")
    handle = _held(path)
    if handle is None:
        msg = (
            f"{journal.name} must be worked on by one run at a time. Another run is "
            f"going on with it. Wait until that is done, or stop it; then run it again."
        )
        raise StoreLockedError(msg)
    try:
        yield
    finally:
        if sys.platform == "win32":  # what is open cannot be removed there
            os.close(handle)
            with suppress(OSError):
                path.unlink()
        else:
            with suppress(OSError):
                path.unlink()
            os.close(handle)


def _held(path: Path) -> int | None:
    """Return the handle that holds the lock; none if somebody else has it."""
    for _ in range(_TRIES):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if sys.platform != "win32":  # there it is just being removed
                raise _unwritable(path.parent, error) from None
        else:
            if _locked(handle) and _same(handle, path):
                return handle
            os.close(handle)
        time.sleep(_PAUSE)
    return None


def _unwritable(folder: Path, error: OSError) -> StoreError:
    msg = (
        f"A run must be able to write beside the journal, in {folder}. It could not "
        f"({error.strerror}). Correct the rights, or keep the journal elsewhere: "
        f"[run] journal, or --journal."
    )
    return StoreError(msg)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks
        return sys.platform != "win32"
    return True


def _same(handle: int, path: Path) -> bool:
    """Say whether the file is still there by its name: else it locks nobody out."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False
