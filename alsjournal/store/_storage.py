"""The folder of a dataset: on this machine, or on storage that a URI names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from alsjournal.errors import InputError
from alsjournal.store._apart import check_apart
from alsjournal.store._files import private_files, settle, sync

__all__ = ["Storage", "left_aside", "storage_at"]

_ASIDE = ".new"
_OBJECTS = ("s3", "gcs", "abfs")
"""Kinds of storage, in Arrow's words, where a put happens whole or not at all."""


@dataclass(frozen=True)
class Storage:
    """A folder, and files in it by their names, with ``/`` between parts.

    ``local`` is the folder if it is of this machine; there its files are their
    owner's alone.
    """

    given: str
    system: Any
    root: str
    local: Path | None

    def check_apart(self) -> None:
        """Refuse a folder in which, or beside which, a key lies."""
        if self.local is not None:
            check_apart(self.local, self.given)
            check_apart(self.local / "dataset", self.given)

    def names(self, folder: str = "") -> tuple[str, ...]:
        """What lies in the folder, or in one inside it, in order."""
        from pyarrow.fs import FileSelector

        asked = FileSelector(self._path(folder), allow_not_found=True)
        found = (info.base_name for info in self.system.get_file_info(asked))
        return tuple(sorted(name for name in found if name))

    def make(self, folder: str = "") -> None:
        """Make the folder, or one inside it, unless it is there."""
        if self.local is not None:  # elsewhere folders are but parts of names
            with private_files():
                (self.local / folder).mkdir(parents=True, exist_ok=True)

    def opened(self, name: str) -> Any:
        """Open a file, to read parts of it."""
        return self.system.open_input_file(self._path(name))

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        with self.opened(name) as file:
            return bytes(file.read())

    @contextmanager
    def new_file(self, name: str) -> Iterator[Any]:
        """Write a new file, which nobody reads before it is done."""
        with private_files():
            file = self.system.open_output_stream(self._path(name))
        with file:
            yield file
        if self.local is not None:
            sync(self.local / name)

    def put(self, name: str, content: bytes) -> None:
        """Put a file in its place, and in that of an earlier one, whole or not at all.

        Several may do so at once: one of their files is there afterwards.
        """
        if self.local is None:
            with self.system.open_output_stream(self._path(name)) as file:
                file.write(content)
            return
        path = self.local / name
        aside = path.with_name(f".{path.name}.{uuid4().hex}{_ASIDE}")
        try:
            with private_files(), aside.open("wb") as file:
                file.write(content)
            settle(aside, path)
        finally:
            aside.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all in it, if it is there."""
        from pyarrow.fs import FileType

        path = self._path(name)
        kind = self.system.get_file_info(path).type
        with suppress(FileNotFoundError):
            if kind == FileType.Directory:
                self.system.delete_dir(path)
            elif kind != FileType.NotFound:
                self.system.delete_file(path)

    def remove_empty(self) -> None:
        """Remove the folder itself if nothing lies in it."""
        if self.local is not None:
            with suppress(OSError):
                self.local.rmdir()

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}".rstrip("/")


def left_aside(name: str) -> bool:
    """Whether this is what a `Storage.put` left that was killed."""
    return re.fullmatch(r"\..+\.[0-9a-f]{32}\.new", name) is not None


def storage_at(given: str) -> Storage:
    """Return the storage that a path or a URI names.

    Raises
    ------
    InputError
        If the URI is not understood, holds a password or key, or names a kind of
        storage where a file may be seen before it is whole.
    """
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem, LocalFileSystem

    if "://" not in given:
        return _local(given, Path(given).expanduser())
    _check_no_secret(given)
    try:
        system, root = FileSystem.from_uri(given)
    except (ArrowException, OSError, ValueError) as error:
        msg = (
            f"path must be a folder, or a URI of storage that pyarrow knows, as "
            f"s3://bucket/folder. {given} is not understood, or not reached "
            f"({type(error).__name__}). Correct it."
        )
        raise InputError(msg) from None
    if isinstance(system, LocalFileSystem):
        return _local(given, Path(root))
    if system.type_name not in _OBJECTS:
        msg = (
            f"path must be a folder of this machine, or on object storage (s3://, "
            f"gs://, abfs://). Got storage of the kind {system.type_name}, where a "
            f"file may be seen before it is whole. Mount it as a folder."
        )
        raise InputError(msg)
    return Storage(given, system, root.rstrip("/"), None)


def _local(given: str, path: Path) -> Storage:
    from pyarrow.fs import LocalFileSystem

    folder = path.resolve()
    return Storage(given, LocalFileSystem(), folder.as_posix(), folder)


def _check_no_secret(given: str) -> None:
    """Refuse secrets in a URI: it is shown, pickled and sent to other machines."""
    parts = urlsplit(given)
    named = parts.username is not None and parts.scheme == "s3"  # a key's id
    if parts.password is not None or named:
        msg = (
            "path must be a URI without a password or key in it: paths are shown. "
            "Got one with. Leave it out, and give it to the storage as its own "
            "documentation says (environment variables, or a profile)."
        )
        raise InputError(msg)
