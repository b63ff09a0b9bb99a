"""Say what kind of file it is, by what is in it rather than by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from alsjournal.errors import SourceError
from alsjournal.ingest.opening import check_is_file, is_folder, opened
from alsjournal.unfold.archive import check_archive

__all__ = ["SUFFIXES", "FileKind", "kind_of"]

FileKind = Literal[
    "separated", "lines", "workbook", "document", "columns", "markdown", "folder"
]

SUFFIXES = (
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".jsonl",
    ".ndjson",
    ".json",
    ".parquet",
    ".docx",
    ".docm",
    ".md",
)
"""Endings of files that may be given without a programme.toml."""

_PACKED = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".docx", ".docm")
_TO_SAVE_ANEW = (".doc", ".odt", ".rtf", ".pages", ".pdf")
_MARKDOWN = (".md", ".markdown")
_LINES = (".jsonl", ".ndjson", ".json")
_PARTS: tuple[tuple[str, FileKind], ...] = (
    ("xl/workbook.xml", "workbook"),
    ("xl/workbook.bin", "workbook"),
    ("content.xml", "workbook"),
)
_DOCUMENT = re.compile(r"word/document\d*\.xml")  # some programs number it


def kind_of(path: Path, shown: str) -> FileKind:
    """Return what kind of file, or folder, a source is.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.

    Returns
    -------
    {"separated", "lines", "workbook", "document", "columns", "markdown", "folder"}

    Raises
    ------
    SourceError
        If it is not there, or an archive that is none of these or too large inside.
    """
    if is_folder(path):
        return "folder"
    check_is_file(path, shown)
    suffix = path.suffix.lower()
    if suffix in _TO_SAVE_ANEW:
        msg = (
            f"{shown!r} must be a file of a kind that is read. It is one of the kind "
            f"{suffix}. Open it where it was made and save it as .docx."
        )
        raise SourceError(msg)
    with opened(path, shown) as file:
        start = file.read(8)
    if start.startswith(b"PK\x03\x04"):
        return _archive(path, shown)
    if start.startswith(b"PAR1"):
        return "columns"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if suffix in (".docx", ".docm"):
            msg = (
                f"{shown!r} must be a document without a password. It is protected, "
                f"or of an older kind. Open it where it was made and save it as .docx "
                f"without one."
            )
            raise SourceError(msg)
        # An old workbook; a protected one of today looks the same.
        return "workbook"
    if suffix in _PACKED:
        msg = (
            f"{shown!r} must be what its name says, a file of the kind {suffix}. It "
            f"is not. Export it again; if it is separated values, name it .csv."
        )
        raise SourceError(msg)
    if suffix in _MARKDOWN:
        return "markdown"
    return "lines" if suffix in _LINES else "separated"


def _archive(path: Path, shown: str) -> FileKind:
    names = check_archive(path, shown)
    for part, kind in _PARTS:
        if part in names:
            return kind
    if any(_DOCUMENT.fullmatch(name) for name in names):
        return "document"
    msg = (
        f"{shown!r} must be a workbook, a document, or separated values. It is an "
        f"archive of something else. Unpack it, and name the files in it."
    )
    raise SourceError(msg)
