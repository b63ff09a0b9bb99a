"""New files and folders beside those whose place they take once they are whole.

Whatever stops a run, its target is all of the old or all of the new. What a killed
run leaves beside it is readable by its owner alone, and the next that writes into the
folder clears it away: it is known by its name, and by nobody's holding its lock.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":  # there nobody can tell what is left from what is in use
    import fcntl

__all__ = ["new_file", "new_folder", "remove_folder", "tidy", "usual_mode"]

_LEFT = re.compile(r"\.(.+)\.als-[a-z0-9_]{8}")
_NEW, _OLD = "new", "old"


@contextmanager
def new_file(target: Path, *, private: bool = True) -> Iterator[IO[bytes]]:
    """Yield a file that takes the target's place if nothing went wrong.

    Parameters
    ----------
    target : pathlib.Path
        In a folder that is there.
    private : bool, default=True
        Whether only its owner may read it in the end; else it is as any file of
        theirs, or as the one that was there.

    Yields
    ------
    file
        Open for bytes, readable by its owner alone.

    Raises
    ------
    OSError
        If it cannot be written. The target is as it was.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder) / "page.html"
    ...     with new_file(page) as file:
    ...         _ = file.write(b"All of it.")
    ...     page.read_text()
    'All of it.'
    """
    tidy(target.parent)
    handle, path, lock = _made(target, folder=False)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            there = target.exists()
            path.chmod(target.stat().st_mode & 0o777 if there else usual_mode())
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)
        _let_go(lock)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Yield a folder that takes the target's place if nothing went wrong.

    Parameters
    ----------
    target : pathlib.Path
        A folder, or nothing yet; the folder above it is made.

    Yields
    ------
    pathlib.Path
        Readable by its owner alone. Whatever is put beside it goes away.

    Raises
    ------
    OSError
        If it cannot be written. The target is as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    tidy(target.parent)
    _, beside, lock = _made(target, folder=True)
    try:
        new = beside / _NEW
        new.mkdir(mode=0o700)
        yield new
        for path in new.rglob("*"):
            _sync(path)
        _swap(new, target, beside / _OLD)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        _let_go(lock)


def remove_folder(target: Path) -> None:
    """Remove a folder, so that there is never half of it under its name.

    What a killed run leaves of it is cleared away like any other leftover.

    Parameters
    ----------
    target : pathlib.Path
        A folder.

    Raises
    ------
    OSError
        If it cannot be removed, or is not there.
    """
    beside = target.with_name(f".{target.name}.als-{secrets.token_hex(4)}")
    target.rename(beside)
    shutil.rmtree(beside)


def tidy(folder: Path) -> None:
    """Clear away what killed runs left in a folder.

    A folder that such a run had moved away, and not yet replaced, comes back.

    Parameters
    ----------
    folder : pathlib.Path
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            named = _LEFT.fullmatch(path.name)
            if named and not path.is_symlink():
                with suppress(OSError):
                    _clear(path, folder / named[1])


def usual_mode(*, folder: bool = False) -> int:
    """Return the mode of a file, or a folder, as its owner makes any."""
    mask = os.umask(0o077)
    os.umask(mask)
    return (0o777 if folder else 0o666) & ~mask


def _clear(path: Path, target: Path) -> None:
    if sys.platform == "win32":
        return
    lock = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # whose run goes on holds it
        if not path.is_dir():
            path.unlink(missing_ok=True)
            return
        if (path / _OLD).exists() and not target.exists():
            (path / _OLD).rename(target)
        shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)


def _made(target: Path, *, folder: bool) -> tuple[int, Path, int | None]:
    """Make what is beside the target, and lock it: a handle, its path, its lock."""
    prefix = f".{target.name}.als-"
    while True:
        handle = -1
        if folder:
            name = tempfile.mkdtemp(prefix=prefix, dir=target.parent)
        else:
            handle, name = tempfile.mkstemp(prefix=prefix, dir=target.parent)
        path = Path(name)
        if sys.platform == "win32":
            return handle, path, None
        try:
            lock = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            lock = None
        if lock is not None and _locked(lock, path):
            return handle, path, lock
        # Somebody took it for a leftover, before it was locked.
        _let_go(lock)
        _let_go(handle if handle >= 0 else None)


def _locked(lock: int, path: Path) -> bool:
    if sys.platform != "win32":
        with suppress(OSError):  # a file system without locks: nobody clears there
            fcntl.flock(lock, fcntl.LOCK_EX)
    return path.exists()


def _let_go(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _swap(new: Path, target: Path, old: Path) -> None:
    if not target.exists():
        new.rename(target)
    else:
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise
    _sync(target.parent)


def _sync(path: Path) -> None:
    """Have a file, or a folder's list of files, on the disk."""
    if not path.is_dir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    elif sys.platform != "win32":  # it has no such call for folders
        handle = os.open(path, os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems cannot do that
                os.fsync(handle)
        finally:
            os.close(handle)
