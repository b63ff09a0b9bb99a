"""Paths: checked where Python itself would only shrug, and what lies beside them."""

from __future__ import annotations

import os
from pathlib import Path

from alsjournal.errors import InputError

__all__ = [
    "beside",
    "given_path",
    "pending_themes",
    "run_ledger",
    "spans_file",
    "themes_folder",
    "whole_path",
]


def given_path(given: object, name: str = "path") -> str:
    """Return a path as it was written.

    Parameters
    ----------
    given : str or path-like
    name : str, default="path"
        What the caller calls it.

    Raises
    ------
    InputError
        If it is no path.

    Examples
    --------
    >>> given_path("notes.csv")
    'notes.csv'
    """
    if isinstance(given, str | os.PathLike):
        path = os.fspath(given)
        if isinstance(path, str):
            return path
    msg = (
        f"{name} must be one path, a str or a pathlib.Path. "
        f"Got {'nothing' if given is None else f'a {type(given).__name__}'}."
    )
    raise InputError(msg)


def whole_path(path: str | os.PathLike[str]) -> str:
    """Return a path as it is from any folder, to tell whether two are the same.

    Links are not followed, and nothing needs to be there.

    Examples
    --------
    >>> whole_path("/data/../out/page.html").endswith("out/page.html")
    True
    """
    return os.path.abspath(path)  # noqa: PTH100


def themes_folder(journal: Path) -> Path:
    """Where the themes of a journal lie unless told: beside it."""
    return beside(journal, journal.stem + ".themes")


def spans_file(journal: Path) -> Path:
    """Where a run keeps what it found so far of identifiers: beside the journal."""
    return beside(journal, journal.name + ".spans")


def run_ledger(journal: Path) -> Path:
    """Where runs keep what was done, and from what: beside the journal."""
    return beside(journal, journal.name + ".run.json")


def pending_themes(journal: Path) -> Path:
    """Where a run keeps themes that are not the journal's yet: beside it."""
    return beside(journal, f".{journal.name}.themes")


def beside(journal: Path, name: str) -> Path:
    """Return the path of that name in the folder of a journal.

    Parameters
    ----------
    journal : pathlib.Path
    name : str

    Raises
    ------
    InputError
        If the journal's path is that of a folder, as ``.`` or nothing is.

    Examples
    --------
    >>> beside(Path("my.duckdb"), "my.themes").name
    'my.themes'
    """
    if journal.name in ("", ".."):  # such a path has no name that could be changed
        msg = (
            f"The journal must be a file, as journal.duckdb. Got a folder: {journal}. "
            f"Name the file in it."
        )
        raise InputError(msg)
    return journal.with_name(name)
