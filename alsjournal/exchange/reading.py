"""`read_export`: a research export back as a journal, unless somebody edited it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from alsjournal._given import given_path
from alsjournal.dictionary import entries
from alsjournal.errors import DisclosureError, SchemaError
from alsjournal.exchange.content import RELEASED
from alsjournal.exchange.folder import MACHINES
from alsjournal.exchange.lossless import read_csv, read_parquet
from alsjournal.exchange.package import read_package, refuse
from alsjournal.journal import Journal
from alsjournal.schema import TABLES

__all__ = ["read_export", "read_tables"]


def read_tables(folder: str | os.PathLike[str]) -> dict[str, pd.DataFrame]:
    """Read every table of an export, with the dtypes that it had.

    Parameters
    ----------
    folder : str or path
        As `export_tables` wrote it, with csv or parquet among its formats.

    Returns
    -------
    dict of str to pandas.DataFrame
        Of Parquet where it is there, else of csv; both hold the same.

    Raises
    ------
    InputError
        If a newer alsjournal wrote it.
    SourceError
        If it is no export, or a file of it is missing or was changed.

    Notes
    -----
    The digests in ``datapackage.json`` find accidents and edits, not somebody who
    makes new ones.
    """
    return _read(Path(given_path(folder, "folder")))[1]


def read_export(folder: str | os.PathLike[str]) -> Journal:
    """Read an export for research back as a journal.

    Parameters
    ----------
    folder : str or path
        As `export_tables` wrote it, with csv or parquet among its formats.

    Returns
    -------
    Journal
        With the texts and codings that were exported, and the programme's policy for
        small numbers. An export of a part of a journal is a part again: nothing can
        be made of it for the programme or the public.

    Raises
    ------
    DisclosureError
        If it was made for another audience: released tables are no journal.
    InputError
        If a newer alsjournal wrote it.
    SourceError
        If it is no export, or a file of it is missing or was changed.

    Examples
    --------
    >>> import tempfile
    >>> from alsjournal.exchange import export_tables
    >>> frame = pd.DataFrame({"text": ["We met.", "We met again."], "session": [1, 2]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = export_tables(journal, folder)
    ...     read_export(folder)
    Journal(2 reflections, 1 set, 2 sessions)
    """
    about, tables = _read(Path(given_path(folder, "folder")))
    if about.get("audience") != "research":
        msg = (
            "A journal can be read from an export for 'research'. Got one for another "
            "audience, who were given released tables only. Read those with "
            "alsjournal.exchange.read_tables(folder)."
        )
        raise DisclosureError(msg)
    own = {name: frame for name, frame in tables.items() if name in TABLES}
    provenance, selection = about.get("provenance"), about.get("selection")
    if not isinstance(provenance, dict) or not isinstance(selection, dict):
        refuse("datapackage.json lacks a part")
    try:
        return Journal(own, provenance=provenance, where=_where(selection))
    except SchemaError:
        refuse("a table breaks the data model")


def _where(selection: Mapping[str, Any]) -> dict[str, tuple[object, ...]]:
    known = TABLES["reflections"].names
    if not all(c in known and isinstance(v, list) for c, v in selection.items()):
        refuse("datapackage.json names a selection that cannot be")
    return {column: tuple(values) for column, values in selection.items()}


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    import pyarrow as pa

    inside = folder / MACHINES
    if inside.is_symlink() or not inside.is_dir():
        refuse(f"there is no folder {MACHINES} (it is made for csv and parquet)")
    about, files = read_package(inside)
    tables: dict[str, pd.DataFrame] = {}
    for file in sorted(files, key=lambda name: name.endswith(".parquet")):
        name, _, kind = file.rpartition(".")
        if name not in RELEASED and (name not in TABLES or TABLES[name].raw_only):
            refuse("datapackage.json names a table that an export does not have")
        if kind == "csv" and f"{name}.parquet" in files:
            continue
        try:
            reader = read_parquet if kind == "parquet" else read_csv
            tables[name] = reader(inside / file, entries(name))
        except (pa.ArrowException, KeyError, ValueError):
            refuse(f"{file} cannot be read as its table")
        if len(tables[name]) != files[file].get("rowCount"):
            refuse(f"{file} has another number of rows than datapackage.json says")
    order = [*TABLES, *RELEASED]
    return about, {name: tables[name] for name in sorted(tables, key=order.index)}
