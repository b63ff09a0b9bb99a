"""The files that ``programme.toml`` lists: its section ``[files]``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alsjournal.errors import ConfigError
from alsjournal.ingest.keys import check_keys
from alsjournal.ingest.opening import check_is_file, is_folder
from alsjournal.ingest.record_only import of_record
from alsjournal.ingest.source import Source
from alsjournal.schema import FROM_FILES

__all__ = ["WORKBOOK", "read_files"]

WORKBOOK = "workbook"
"""The key for a file with a sheet for each table."""


def read_files(
    said: Mapping[str, Any], folder: Path
) -> tuple[dict[str, tuple[Source, ...]], tuple[str, ...]]:
    """Read the section: a file or several for each table, and what else to say.

    Parameters
    ----------
    said : mapping
    folder : pathlib.Path
        Of ``programme.toml``; paths are relative to it.

    Returns
    -------
    files : dict of str to tuple of Source
        By table, and under `WORKBOOK` where there is one.
    notes : tuple of str

    Raises
    ------
    ConfigError
        If it says something that cannot be.
    SourceError
        If a file is not there.
    """
    check_keys("[files]", said, (*FROM_FILES, WORKBOOK))
    if not {"reflections", WORKBOOK} & set(said) and not of_record(said):
        msg = (
            "programme.toml: [files] must name the file of reflections, as "
            'reflections = "reflections.csv", or a workbook with a sheet for each '
            'table, as workbook = "programme.xlsx", or the record of the sessions, as '
            'actions = "actions.csv". It does not.'
        )
        raise ConfigError(msg)
    files: dict[str, tuple[Source, ...]] = {}
    notes = []
    for table, value in said.items():
        given = value if isinstance(value, list) else [value]
        sources = tuple(_source(table, one, folder) for one in given)
        if not sources:
            raise _no_file(table)
        if len({(s.shown, s.sheet) for s in sources}) < len(sources):
            msg = f"programme.toml: [files] {table} names a file twice. Remove one."
            raise ConfigError(msg)
        notes += [
            f"{source.shown!r} leads out of the programme's folder."
            for source in sources
            if not source.path.resolve().is_relative_to(folder.resolve())
        ]
        files[table] = sources
    return files, tuple(notes)


def _source(table: str, said: object, folder: Path) -> Source:
    """Read one file of ``[files]``: a path, or a path and where in it the table is."""
    parts: dict[str, Any] = said if isinstance(said, dict) else {"file": said}
    check_keys(f"[files] {table}", parts, ("file", "sheet", "header_rows", "pattern"))
    shown = parts.get("file")
    if not isinstance(shown, str) or not shown.strip():
        raise _no_file(table)
    for key, kind, what in (
        ("sheet", str, "a name in quotes"),
        ("pattern", str, "a pattern in quotes"),
        ("header_rows", int, "a whole number"),
    ):
        if key in parts and type(parts[key]) is not kind:
            msg = f"programme.toml: [files] {table}: {key} must be {what}."
            raise ConfigError(msg)
    place = folder / shown
    if not is_folder(place):
        check_is_file(place, shown)
    return Source(
        place,
        shown,
        sheet=parts.get("sheet"),
        header_rows=parts.get("header_rows"),
        pattern=parts.get("pattern"),
    )


def _no_file(table: str) -> ConfigError:
    return ConfigError(
        f"programme.toml: [files] {table} must be a path, a list of paths, or "
        f'{{ file = "book.xlsx", sheet = "Sheet1" }}.'
    )
