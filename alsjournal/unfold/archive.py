"""Check a zip archive from outside, before anything in it is unfolded.

Nothing is ever extracted to the disk: parts are read in memory, by name.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from alsjournal.errors import SourceError
from alsjournal.unfold.limits import (
    MAX_DIRECTORY,
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_UNFOLDED,
    SMALL,
)

__all__ = ["check_archive"]

_END = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT = 1 << 16


def check_archive(path: Path, shown: str) -> tuple[str, ...]:
    """Return the names of an archive's parts, if it may be unfolded.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.

    Returns
    -------
    tuple of str

    Raises
    ------
    SourceError
        If it is damaged, protected by a password, or would unfold to more than
        `alsjournal.unfold.limits` allows.
    """
    _check_directory(path, shown)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _damaged(shown) from None
    names = [part.filename for part in parts]
    if len(parts) > MAX_ENTRIES:
        raise _too_large(shown, f"{len(parts):,} parts, more than {MAX_ENTRIES:,}")
    if len(set(names)) < len(names):
        raise _refused(shown, "has two parts of the same name")
    if any(_leads_out(name) for name in names):
        raise _refused(shown, "has a part whose name leads out of it")
    if any(part.flag_bits & 1 for part in parts):
        msg = (
            f"{shown!r} must be a file without a password. It is protected. Open it "
            f"where it was made and save it without one."
        )
        raise SourceError(msg)
    total = sum(part.file_size for part in parts)
    if total > MAX_UNFOLDED:
        raise _too_large(shown, f"{total:,} bytes, more than {MAX_UNFOLDED:,}")
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > SMALL and ratio > MAX_RATIO:
            raise _too_large(shown, f"a part {ratio:,.0f} times as large as it is now")
    return tuple(names)


def _check_directory(path: Path, shown: str) -> None:
    """Look at the end of the archive: how large its list of parts says it is.

    The list itself is not read yet, as one of a million parts takes seconds.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise _damaged(shown)
    parts = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    # 0xFFFF and 0xFFFFFFFF stand for "see the record for large archives".
    if parts > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise _too_large(shown, f"more than {MAX_ENTRIES:,} parts")


def _leads_out(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name[:1] in "/\\" or ":" in steps[0] or "\0" in name


def _damaged(shown: str) -> SourceError:
    return SourceError(
        f"{shown!r} must be a whole file. It is cut off or damaged. Export or copy it "
        f"again."
    )


def _refused(shown: str, why: str) -> SourceError:
    return SourceError(
        f"{shown!r} must be a workbook or document as an office program writes it. It "
        f"{why}. Open it where it was made and save it again."
    )


def _too_large(shown: str, what: str) -> SourceError:
    return SourceError(
        f"{shown!r} must unfold to a size that this computer can hold. It would "
        f"unfold to {what}. If it is truly yours, save it as CSV UTF-8."
    )
