"""The archive of a project: looked at from outside, read in memory, never unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from alsjournal._child import Closing
from alsjournal.errors import SourceError
from alsjournal.exchange.qda.xml import MAX_XML
from alsjournal.ingest.opening import check_is_file
from alsjournal.unfold.archive import check_archive

__all__ = ["MAX_PARTS", "MAX_TEXT", "Archive"]

MAX_PARTS = 50_000
"""Parts of an archive; a source has one or two."""

MAX_TEXT = 32 << 20
"""Bytes of one source; a long interview has 100,000."""

_MAX_TEXTS = 400 << 20
_MAX_DIRECTORY = 16 << 20
_MADE = "an archive (.qdpx) as a program for qualitative analysis exports it"
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(RuntimeError, ValueError),
)
# What zipfile raises of a part that is damaged, protected, or packed as none is.
_FOLDERS = ("sources/", "")
_HIDDEN = "__macosx"


class Archive(Closing):
    """An archive whose parts are found whatever the case of their names.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.

    Raises
    ------
    SourceError
        If it cannot be read, is protected, or has parts that lead out of it, that are
        there twice, or that would unfold as no part does.
    """

    def __init__(self, path: Path, shown: str) -> None:
        check_is_file(path, shown)
        names = check_archive(
            path,
            shown,
            made=_MADE,
            cure="Export fewer sources at once.",
            entries=MAX_PARTS,
            directory=_MAX_DIRECTORY,
            whole=False,
        )
        self._shown = shown
        self._left = _MAX_TEXTS
        self._names: dict[str, str] = {}
        self._folder = ""
        for name in names:
            if self._names.setdefault(_same(name), name) != name:
                msg = (
                    f"{shown!r} must be {_MADE}. It has two parts of the same name. "
                    f"Export it again there."
                )
                raise SourceError(msg)
        self._zip = zipfile.ZipFile(path)

    def project(self) -> BytesIO:
        """Return the XML of the project.

        Raises
        ------
        SourceError
            If there is none, or there are several.
        """
        inside = [n for n in self._names if n.endswith(".qde") and _HIDDEN not in n]
        # Somebody may have unpacked it and packed the folder again.
        found = [n for n in inside if "/" not in n] or inside
        if len(found) != 1:
            msg = (
                f"{self._shown!r} must hold one project (project.qde). It holds "
                f"{len(found)}. Export it again as a REFI-QDA project."
            )
            raise SourceError(msg)
        self._folder = found[0].rpartition("/")[0]
        return BytesIO(self._read(self._names[found[0]], MAX_XML))

    def source(self, name: str) -> bytes | None:
        """Return the bytes of a source, or None if the archive does not have it.

        Raises
        ------
        SourceError
            If it is larger than a text is, or damaged.
        """
        for folder in _FOLDERS:
            path = "/".join(filter(None, (self._folder, f"{folder}{name}")))
            found = self._names.get(_same(path))
            if found is not None:
                return self._read(found, MAX_TEXT)
        return None

    def _read(self, name: str, most: int) -> bytes:
        # A false size in the list of parts must not lead to more than was asked for.
        most = min(most, self._left)
        try:
            with self._zip.open(name) as part:
                data = part.read(most + 1)
        except NotImplementedError:
            msg = (
                f"{self._shown!r} must be packed as zip files are (deflate). It is not."
            )
            raise SourceError(msg) from None
        except _UNREADABLE:
            msg = f"{self._shown!r} must be {_MADE}. A part of it is damaged. Copy it."
            raise SourceError(msg) from None
        if len(data) > most:
            msg = (
                f"A part of {self._shown!r} must be at most {most:,} bytes. One is "
                f"larger. Export fewer sources at once."
            )
            raise SourceError(msg)
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


def _same(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").casefold()
