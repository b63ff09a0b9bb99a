"""The files of one reading: each is recognised, opened, and unfolded once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from alsjournal._child import Closing
from alsjournal.errors import ConfigError, SourceError
from alsjournal.ingest.formats.document import open_document
from alsjournal.ingest.formats.folder import open_folder
from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.formats.kinds import FileKind, kind_of
from alsjournal.ingest.formats.lines import open_lines
from alsjournal.ingest.formats.markdown import open_markdown
from alsjournal.ingest.formats.packed import open_packed
from alsjournal.ingest.formats.separated import open_separated
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.opening import file_state, opened
from alsjournal.ingest.source import Source
from alsjournal.unfold.parent import ContainerKind, Unfolded

__all__ = ["Files"]

_HOW = {"workbook": "workbook", "columns": "Parquet"}


class Files(Closing):
    """Opens the tables of a programme's files, one after the other.

    A workbook that holds several tables is unfolded once and kept until this is
    closed.

    Parameters
    ----------
    encoding, separator : str, optional
        Of separated values, as declared; recognised by default.
    """

    def __init__(
        self, *, encoding: str | None = None, separator: str | None = None
    ) -> None:
        self._encoding, self._separator = encoding, separator
        self._kept: dict[Path, tuple[Unfolded, str]] = {}
        self._open = ExitStack()

    @contextmanager
    def grid(self, source: Source, wanted: Wanted) -> Iterator[Grid]:
        """Open the table of a source that has what is wanted.

        Parameters
        ----------
        source : Source
        wanted : Wanted

        Yields
        ------
        Grid

        Raises
        ------
        SourceError
            If the file cannot be read, or changes meanwhile.
        InputError
            If its headers cannot be.
        """
        path, shown = source.path, source.shown
        kind = kind_of(path, shown)
        _check_told(source, kind)
        before = file_state(path, shown)
        if kind == "workbook" or kind == "document" or kind == "columns":
            unfolded, sha256 = self._unfolded(path, shown, kind)
            if kind == "document":
                yield open_document(source, wanted, unfolded, sha256=sha256)
            else:
                how = _HOW[kind]
                yield open_packed(source, wanted, unfolded, how=how, sha256=sha256)
        else:
            yield from self._plain(kind, source, wanted)
        if file_state(path, shown) != before:
            msg = (
                f"{shown!r} must stay as it is while it is read. It changed. Try again."
            )
            raise SourceError(msg)

    def sheets(self, source: Source) -> tuple[str, ...]:
        """The names of a file's sheets or headings that are not hidden.

        Parameters
        ----------
        source : Source

        Returns
        -------
        tuple of str
            Empty for a file of one table without a name.

        Raises
        ------
        SourceError
            If the file cannot be read.
        """
        kind = kind_of(source.path, source.shown)
        if kind != "workbook" and kind != "document":
            return ()
        unfolded, _ = self._unfolded(source.path, source.shown, kind)
        tables = [t for t in unfolded.tables() if not t.prose]
        return tuple(t.name for t in tables if t.visible and t.height)

    def is_document(self, source: Source) -> bool:
        """Whether a source is a document of a word processor."""
        return kind_of(source.path, source.shown) == "document"

    def close(self) -> None:
        """Let go of the files, and end what unfolds them."""
        self._open.close()

    def _plain(self, kind: FileKind, source: Source, wanted: Wanted) -> Iterator[Grid]:
        """Open what this process reads by itself."""
        if kind == "folder":
            yield open_folder(source, wanted, encoding=self._encoding)
            return
        if kind == "markdown":
            yield open_markdown(source, wanted, encoding=self._encoding)
            return
        if kind == "lines":
            with open_lines(source, encoding=self._encoding) as grid:
                yield grid
            return
        with open_separated(
            source, wanted, encoding=self._encoding, separator=self._separator
        ) as grid:
            yield grid

    def _unfolded(
        self, path: Path, shown: str, kind: ContainerKind
    ) -> tuple[Unfolded, str]:
        if path not in self._kept:
            with opened(path, shown) as file:
                sha256 = _fingerprint(file)
            unfolded = self._open.enter_context(Unfolded(path, shown, kind))
            self._kept[path] = unfolded, sha256
        return self._kept[path]


def _check_told(source: Source, kind: FileKind) -> None:
    """Refuse what programme.toml says of a source that has no such thing."""
    for key, value, has in (
        ("pattern", source.pattern, kind == "folder"),
        ("sheet", source.sheet, kind in ("workbook", "document")),
    ):
        if value is not None and not has:
            kinds = "a folder of texts" if key == "pattern" else "a file with tables"
            msg = (
                f"programme.toml: {key} may be said of {kinds}. {source.shown!r} is "
                f"none. Remove it."
            )
            raise ConfigError(msg)


def _fingerprint(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
