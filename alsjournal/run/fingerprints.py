"""What a step of a run was made from, as short strings that change with it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.errors import SourceError

if TYPE_CHECKING:
    from alsjournal.ingest import Programme

__all__ = [
    "differences",
    "of_files",
    "of_folder",
    "of_settings",
    "of_value",
    "sources_of",
]

_LENGTH = 32
_PART = 1 << 20


def of_value(value: object) -> str:
    """Return the fingerprint of what JSON can say.

    Examples
    --------
    >>> of_value({"a": 1}) == of_value({"a": 1}), of_value(1) == of_value(2)
    (True, False)
    """
    said = json.dumps(value, sort_keys=True, default=str).encode()
    return hashlib.sha256(said).hexdigest()[:_LENGTH]


def of_files(paths: Iterable[Path], key: bytes) -> str:
    """Return the fingerprint of files, made under a key.

    Without the key nobody can try whether a file was among them.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Files, and folders with all that is in them; what is not there counts as that.
    key : bytes

    Returns
    -------
    str

    Raises
    ------
    SourceError
        If one cannot be read.
    """
    mark = hmac.new(key, b"files\0", "sha256")
    for path in paths:
        for file in _inside(path):
            mark.update(str(file.name).encode("utf-8", "surrogatepass") + b"\0")
            try:
                with file.open("rb") as opened:
                    while part := opened.read(_PART):
                        mark.update(part)
            except OSError as error:
                msg = (
                    f"A file that the programme names must be one that can be read: "
                    f"{error.strerror}. `alsjournal check` says which."
                )
                raise SourceError(msg) from None
            mark.update(b"\0\0")
    return mark.hexdigest()[:_LENGTH]


def of_settings(path: Path, key: bytes) -> str:
    """Return the fingerprint of ``programme.toml`` but its ``[run]``, under a key.

    Parameters
    ----------
    path : pathlib.Path
        The file, or the folder that holds it; another file has no settings.
    key : bytes
    """
    from alsjournal.ingest.settings_file import settings_in

    toml = path / "programme.toml" if path.is_dir() else path
    if toml.suffix.lower() != ".toml" or not toml.is_file():
        return ""
    said = {name: part for name, part in settings_in(toml).items() if name != "run"}
    told = json.dumps(said, sort_keys=True, default=str).encode()
    return hmac.new(key, b"settings\0" + told, "sha256").hexdigest()[:_LENGTH]


def of_folder(path: Path) -> str:
    """Return the fingerprint of a folder that we wrote; empty if there is none."""
    if not path.is_dir():
        return ""
    files = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in _inside(path)}
    return of_value(files)


def sources_of(programme: Programme, path: Path) -> list[Path]:
    """Return the files that a programme is read from, but its ``programme.toml``.

    Parameters
    ----------
    programme : Programme
    path : pathlib.Path
        What the user named.

    Returns
    -------
    list of pathlib.Path
    """
    from alsjournal.anonymise.review import NAMES_FILE

    folder = path if path.is_dir() else path.parent
    found = [s.path for sources in programme.files.values() for s in sources]
    if programme.workbook is not None:
        found.append(programme.workbook.path)
    gazetteer = programme.anonymiser.get("gazetteer")
    if isinstance(gazetteer, str):
        found.append(Path(gazetteer))
    return [*found, folder / NAMES_FILE]


def differences(was: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the names under which two fingerprints differ, in the order of now."""
    names = [*now, *(name for name in was if name not in now)]
    return [name for name in names if was.get(name) != now.get(name)]


def _inside(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    return [path] if path.exists() else []
