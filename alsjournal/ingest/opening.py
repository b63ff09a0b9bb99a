"""Open a file of people's words for reading, or say in words why that fails."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from alsjournal.errors import SourceError

__all__ = ["check_is_file", "file_state", "is_folder", "opened"]

_WHY = {
    errno.ENOENT: "It is not there",
    errno.EACCES: "You have no right to read it, or a folder above it",
    errno.EPERM: "You have no right to read it, or a folder above it",
    errno.EISDIR: "It is a folder",
    errno.ENAMETOOLONG: "Its name is too long",
    errno.EIO: "The disk could not read it",
    errno.ELOOP: "Its links lead in a circle",
}


@contextmanager
def opened(path: Path, shown: str) -> Iterator[BinaryIO]:
    """Open a file for reading bytes.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.

    Raises
    ------
    SourceError
        If it cannot be opened, or reading stops halfway.
    """
    check_is_file(path, shown)
    try:
        with path.open("rb") as file:
            yield file
    except SourceError:
        raise
    except OSError as error:
        raise _refusal(shown, error) from None


def check_is_file(path: Path, shown: str) -> None:
    """Check that a path leads to an ordinary file.

    Raises
    ------
    SourceError
        If it is not there, a folder, a device, or may not be looked at.
    """
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise _refusal(shown, error) from None
    if not path.is_file():
        what = "a folder" if is_folder(path) else "a device or a pipe"
        msg = f"{shown!r} must be a file. It is {what}. Name the file itself."
        raise SourceError(msg)


def file_state(path: Path, shown: str) -> tuple[int, int]:
    """Return a file's size and time of change, to see whether it stays as it is.

    Raises
    ------
    SourceError
        If it is gone.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise _refusal(shown, error) from None
    return state.st_size, state.st_mtime_ns


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; False where one may not look."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _refusal(shown: str, error: Exception) -> SourceError:
    number = getattr(error, "errno", None)
    why = _WHY.get(number or 0, "The system could not open or read it")
    return SourceError(
        f"{shown!r} must be a file that can be read. {why}. Check the path and who "
        f"may read it."
    )
