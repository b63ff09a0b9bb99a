"""The texts of a folder, in an order that is the same on every system."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from alsjournal.errors import SourceError

__all__ = ["ENDINGS", "MAX_FILES", "Listing", "TextFile", "listed"]

MAX_FILES = 100_000
"""Files and folders in a folder of texts."""

ENDINGS = (".txt", ".md", ".markdown", ".docx", ".docm")
"""Endings of texts."""

_MAX_DEPTH = 20
_UNSEEN = ("thumbs.db", "desktop.ini", "icon\r")
_TOLD = frozenset(
    f".{ending}"
    for ending in (
        *("csv", "tsv", "xlsx", "xlsm", "xls", "ods", "jsonl", "json", "parquet"),
        *("doc", "odt", "rtf", "pdf", "pages", "html", "htm", "xml", "zip", "toml"),
        *("jpg", "jpeg", "png", "gif", "heic", "tif", "tiff", "ppt", "pptx", "one"),
        *("mp3", "m4a", "wav", "mp4", "mov", "eml", "msg", "lnk", "url", "tmp", "bak"),
    )
)
# An ending that is not known is not told: it could be a part of a name.


@dataclass(frozen=True)
class TextFile:
    """A text: where it lies, its path within the folder, and how it was then."""

    path: Path
    name: str
    size: int
    changed: int

    @property
    def ending(self) -> str:
        """Its ending, in lower case."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Its path within the folder, without the ending."""
        return self.name[: len(self.name) - len(Path(self.name).suffix)]


@dataclass
class Listing:
    """The texts, sorted by path, and a count of what else there is."""

    files: list[TextFile] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    """By ending."""


def listed(folder: Path, shown: str) -> Listing:
    """List the texts of a folder and of those in it. Links are not followed.

    Parameters
    ----------
    folder : pathlib.Path
    shown : str
        The folder as the user wrote it, for messages.

    Returns
    -------
    Listing

    Raises
    ------
    SourceError
        If a folder may not be looked into, or there are too many files.
    """
    out = Listing()
    for seen, (entry, name) in enumerate(_entries(folder, "", shown, 0, out.counts)):
        if seen >= MAX_FILES:
            msg = (
                f"{shown!r} must have {MAX_FILES:,} files or fewer. It has more. Name "
                f"the folder that holds the texts, or split it."
            )
            raise SourceError(msg)
        _sort_in(entry, name, out)
    out.files.sort(key=lambda file: file.name.encode("utf-8", "surrogatepass"))
    return out


def _entries(
    folder: Path, within: str, shown: str, depth: int, counts: Counter[str]
) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield what is in a folder, folders left out but for what is in them."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
        folders = {e.name for e in entries if e.is_dir(follow_symlinks=False)}
    except OSError as error:
        msg = (
            f"{shown!r} must be a folder that can be looked into, with all in it. One "
            f"cannot be ({error.strerror}). Check who may read it."
        )
        raise SourceError(msg) from None
    for entry in entries:
        name = within + unicodedata.normalize("NFC", entry.name)
        if entry.name not in folders:
            yield entry, name
        elif entry.name.startswith("."):
            counts["unseen"] += 1
        elif depth >= _MAX_DEPTH:
            counts["deep"] += 1
        else:
            inner = folder / entry.name
            yield from _entries(inner, f"{name}/", shown, depth + 1, counts)


def _sort_in(entry: os.DirEntry[str], name: str, out: Listing) -> None:
    plain = entry.name.lower()
    if plain.startswith((".", "~$")) or plain in _UNSEEN:
        out.counts["unseen"] += 1
    elif entry.is_symlink():
        out.counts["links"] += 1
    elif not entry.is_file(follow_symlinks=False):
        out.counts["devices"] += 1
    elif Path(plain).suffix in ENDINGS:
        state = entry.stat(follow_symlinks=False)
        path = Path(entry.path)
        out.files.append(TextFile(path, name, state.st_size, state.st_mtime_ns))
    else:
        ending = Path(plain).suffix
        out.others[ending if ending in _TOLD else "other endings"] += 1
