"""What stands for the name of a file in a journal: it may be somebody's name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from alsjournal.anonymise.key import pseudonym

__all__ = ["file_pseudonym", "without_file_names"]

_PLAIN = ("programme.toml",)


def file_pseudonym(key: bytes, name: str) -> str:
    """Return what a journal keeps instead of a file's name.

    Parameters
    ----------
    key : bytes
        From `find_key`.
    name : str
        Without folders.

    Returns
    -------
    str
        The same name, the same pseudonym; its ending stays.

    Examples
    --------
    >>> file_pseudonym(b"a key of the docs only", "Ann Lee.docx").partition(".")[2]
    'docx'
    >>> file_pseudonym(b"a key of the docs only", "programme.toml")
    'programme.toml'
    """
    if name in _PLAIN:
        return name
    ending = PurePath(name).suffix.lower()
    kept = ending if ending[1:].isalnum() and len(ending) <= 8 else ""
    return f"{pseudonym(key, 'f', name)}{kept}"


def without_file_names(provenance: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    """Return a reading's provenance with pseudonyms for its files."""
    out = dict(provenance)
    if isinstance(out.get("files"), list):
        out["files"] = [
            {**file, "file": file_pseudonym(key, str(file.get("file", "")))}
            for file in out["files"]
        ]
    return out
