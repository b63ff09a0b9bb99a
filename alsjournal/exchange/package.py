"""``datapackage.json``: what is in an export, as other tools read it, and seals.

It follows the Data Package standard, version 2.0 (Open Knowledge Foundation and the
Data Package working group, 2024): a resource a file, a schema with types, constraints
and keys, the SHA-256 and the size. What is ours alone stands under ``alsjournal``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from alsjournal._version import __version__
from alsjournal.dictionary import Entry, meaning_of
from alsjournal.errors import InputError, SourceError
from alsjournal.exchange.links import Link

__all__ = ["NAME", "Written", "described", "read_package", "refuse"]

NAME = "datapackage.json"
FORMAT = "alsjournal-export"
VERSION = 1

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
_JSON_BYTES = 200_000_000  # a selection of texts is listed by their ids
_FILE = re.compile(r"(?P<table>[a-z_]+)\.(?P<format>csv|parquet)")
_TYPES = {"int": "integer", "float": "number", "date": "datetime", "bool": "boolean"}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
# frictionless-py 5.21 takes the standard's names for a fault where it reads Parquet,
# whose bytes it does not count.
_DIGESTS = {"csv": ("bytes", "hash"), "parquet": ("fileBytes", "fileHash")}
_NOTE_ON_CSV = (
    "Nothing between two commas is a missing value; two quotes are an empty text."
)


@dataclass(frozen=True)
class Written:
    """One table that was written: where, how many rows, and what it points to."""

    name: str
    columns: tuple[Entry, ...]
    key: tuple[str, ...]
    rows: int
    links: tuple[Link, ...]
    files: tuple[Path, ...]


def described(
    tables: Sequence[Written], *, title: str, about: Mapping[str, object]
) -> str:
    """Return the text of ``datapackage.json``.

    Parameters
    ----------
    tables : sequence of Written
        Their files are read once more, for their digests.
    title : str
    about : mapping
        What stands under ``alsjournal``.

    Returns
    -------
    str
        JSON.
    """
    package = {
        "$schema": _PROFILE,
        "name": FORMAT,
        "title": title,
        "description": (
            "Tables of action learning sets, without loss. What each column means "
            "stands in its description."
        ),
        "resources": [_resource(t, file) for t in tables for file in t.files],
        "alsjournal": {
            "format": FORMAT,
            "version": VERSION,
            "written_by": __version__,
            **about,
        },
    }
    return json.dumps(package, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> object:
    """Make numbers and dates of pandas and NumPy what JSON has."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    return list(value) if isinstance(value, set | frozenset) else dict(value)


def _resource(table: Written, file: Path) -> dict[str, Any]:
    kind = file.suffix[1:]
    first = file == table.files[0]
    resource: dict[str, Any] = {
        "$schema": _RESOURCE_PROFILE,
        "name": table.name if first else f"{table.name}-{kind}",
        "path": file.name,
        "type": "table",
        "format": kind,
        "mediatype": _MEDIA[kind],
        "encoding": "utf-8",
        "description": meaning_of(table.name),
        "rowCount": table.rows,
    }
    size, digest = _DIGESTS[kind]
    resource |= {size: file.stat().st_size, digest: f"sha256:{_digest(file)}"}
    if kind == "csv":
        resource["dialect"] = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True}
        resource["description"] += f" {_NOTE_ON_CSV}"
    else:
        del resource["encoding"]
    return {**resource, "schema": _schema(table)}


def _schema(table: Written) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(entry) for entry in table.columns],
        "missingValues": [""],
    }
    required = {entry.column for entry in table.columns if entry.required}
    if table.key:
        whole = set(table.key) <= required  # a primary key has no gaps
        key = list(table.key)
        schema |= {"primaryKey": key} if whole else {"uniqueKeys": [key]}
    if table.links:
        schema["foreignKeys"] = [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table, "fields": list(link.key)},
            }
            for link in table.links
        ]
    return schema


def _field(entry: Entry) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": entry.column,
        "type": _TYPES.get(entry.kind, "string"),
        "description": entry.meaning,
    }
    if entry.unit:
        field["unit"] = entry.unit
    limits: dict[str, Any] = {"required": True} if entry.required else {}
    if entry.choices:
        limits["enum"] = list(entry.choices)
    return {**field, "constraints": limits} if limits else field


def read_package(folder: Path) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Read ``datapackage.json`` and check every file that it names.

    Parameters
    ----------
    folder : pathlib.Path
        The one for machines.

    Returns
    -------
    about : dict
        What stands under ``alsjournal``.
    files : dict
        The resource of each file, by the file's name.

    Raises
    ------
    InputError
        If a newer alsjournal wrote it.
    SourceError
        If it is not there, not whole, or was changed.
    """
    package = _json(folder / NAME)
    about, resources = package.get("alsjournal"), package.get("resources")
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        refuse(f"{NAME} does not say that alsjournal wrote it")
    if about.get("version") != VERSION:
        msg = (
            f"The export must be of format {VERSION}. Got another. Use the alsjournal "
            f"that wrote it, or export again."
        )
        raise InputError(msg)
    if not isinstance(resources, list):
        refuse(f"{NAME} lists no tables")
    files = {}
    for resource in resources:
        name = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(name, str) or not _FILE.fullmatch(name):
            refuse(f"{NAME} names a file that an export does not have")
        _check(folder / name, resource)
        files[name] = resource
    return about, files


def _check(file: Path, resource: Mapping[str, Any]) -> None:
    if file.is_symlink() or not file.is_file():
        refuse(f"{file.name} is missing or is no plain file")
    size, digest = _DIGESTS[file.suffix[1:]]
    same = file.stat().st_size == resource.get(size)
    if not same or f"sha256:{_digest(file)}" != resource.get(digest):
        refuse(f"{file.name} was changed after it was written")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(file: Path) -> dict[str, Any]:
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _JSON_BYTES:
        refuse(f"{file.name} is missing, no plain file, or far too large")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        refuse(f"{file.name} is no JSON")
    if not isinstance(found, dict):
        refuse(f"{file.name} is no JSON object")
    return found


def refuse(what: str) -> NoReturn:
    """Raise: this is no export that can be read."""
    msg = (
        f"folder must be one that export_tables wrote, as it wrote it. Got one where "
        f"{what}. Copy it again, or export again; edit a table in a copy elsewhere."
    )
    raise SourceError(msg) from None
