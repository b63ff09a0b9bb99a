"""Check a zip archive from outside, before anything in it is unfolded.

Nothing is ever extracted to the disk: parts are read in memory, by name.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
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
_OFFICE = "a workbook or document as an office program writes it"
_CURE = "If it is truly yours, save it as CSV UTF-8."


def check_archive(
    path: Path,
    shown: str,
    *,
    made: str = _OFFICE,
    cure: str = _CURE,
    entries: int | None = None,
    directory: int | None = None,
    whole: bool = True,
) -> tuple[str, ...]:
    """Return the names of an archive's parts, if it may be unfolded.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    made, cure : str
        What it must be, and what to do where it is too large, for messages.
    entries, directory : int, optional
        How many parts it may have, and how many bytes their list.
    whole : bool, default=True
        Whether all parts are read, so that they may not be too large together. False
        where the caller reads some of them, and counts.

    Returns
    -------
    tuple of str

    Raises
    ------
    SourceError
        If it is damaged, protected by a password, or would unfold to more than
        `alsjournal.unfold.limits` allows.
    """
    refused = _Refused(shown, made, cure)
    entries = MAX_ENTRIES if entries is None else entries
    _check_directory(path, refused, entries, directory or MAX_DIRECTORY)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise refused.damaged() from None
    names = [part.filename for part in parts]
    if len(parts) > entries:
        what = f"{len(parts):,} parts, more than {entries:,}"
        raise refused.too_large(what)
    if len(set(names)) < len(names):
        why = "has two parts of the same name"
        raise refused.because(why)
    if any(_leads_out(name) for name in names):
        why = "has a part whose name leads out of it"
        raise refused.because(why)
    if any(part.flag_bits & 1 for part in parts):
        msg = (
            f"{shown!r} must be a file without a password. It is protected. Open it "
            f"where it was made and save it without one."
        )
        raise SourceError(msg)
    if whole:
        _check_sizes(parts, refused)
    return tuple(names)


def _check_sizes(parts: list[zipfile.ZipInfo], refused: _Refused) -> None:
    total = sum(part.file_size for part in parts)
    if total > MAX_UNFOLDED:
        what = f"{total:,} bytes, more than {MAX_UNFOLDED:,}"
        raise refused.too_large(what)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > SMALL and ratio > MAX_RATIO:
            what = f"a part {ratio:,.0f} times as large as it is now"
            raise refused.too_large(what)


def _check_directory(
    path: Path, refused: _Refused, entries: int, directory: int
) -> None:
    """Look at the end of the archive: how large its list of parts says it is.

    The list itself is not read yet, as one of a million parts takes seconds.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise refused.damaged()
    parts = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    # 0xFFFF and 0xFFFFFFFF stand for "see the record for large archives".
    if parts > entries or length > directory:
        what = f"more than {entries:,} parts"
        raise refused.too_large(what)


def _leads_out(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name[:1] in "/\\" or ":" in steps[0] or "\0" in name


@dataclass(frozen=True)
class _Refused:
    """The words for a file that is not taken."""

    shown: str
    made: str
    cure: str

    def damaged(self) -> SourceError:
        return SourceError(
            f"{self.shown!r} must be a whole file. It is cut off or damaged. Export or "
            f"copy it again."
        )

    def because(self, why: str) -> SourceError:
        return SourceError(
            f"{self.shown!r} must be {self.made}. It {why}. Open it where it was made "
            f"and save it again."
        )

    def too_large(self, what: str) -> SourceError:
        return SourceError(
            f"{self.shown!r} must unfold to a size that this computer can hold. It "
            f"would unfold to {what}. {self.cure}"
        )
