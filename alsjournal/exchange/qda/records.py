"""The set's record and memos on their way out: notes with variables, and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from alsjournal.exchange.allowed import Allowed
from alsjournal.exchange.qda.names import guid_of
from alsjournal.schema import TABLES, Column

__all__ = ["AS_NOTES", "NOT_CARRIED", "Note", "links_between", "notes_of", "told"]

AS_NOTES: tuple[str, ...] = tuple(
    name
    for name, table in TABLES.items()
    if "text" in table.names
    and name != "reflections"
    and not (table.raw_only or table.store_only)
)
"""Tables whose rows are notes: those of the record that hold words, and memos."""

_CARRIED = ("reflections", "codings", "members", "permissions", *AS_NOTES)
NOT_CARRIED: tuple[str, ...] = tuple(
    name
    for name, table in TABLES.items()
    if name not in _CARRIED and not (table.raw_only or table.store_only)
)
"""Tables for which the format has no place."""

_LINKS = (
    ("issues", "issue_id", "questions"),
    ("issues", "issue_id", "actions"),
    ("issues", "issue_id", "offers"),
    ("actions", "action_id", "action_reports"),
    ("actions", "action_id", "outcomes"),
    ("outcomes", "outcome_id", "claims"),
)
# From which table, by which column, to which: issue to action to outcome.

_TYPES = {"int": "Integer", "float": "Float", "bool": "Boolean", "date": "DateTime"}


@dataclass(frozen=True, repr=False)
class Note:
    """A row of a table as a note: its words, and its other values as variables."""

    guid: str
    table: str
    text: str
    values: tuple[tuple[str, str, str], ...]
    row: Mapping[str, Any]


def notes_of(allowed: Allowed, names: tuple[str, ...]) -> Iterator[Note]:
    """Yield the rows of these tables that may leave."""
    for name in names:
        table = TABLES[name]
        others = [c for c in table.columns if c.name != "text"]
        for frame in allowed.batches(name):
            for row in frame.to_dict("records"):
                key = [row[c] for c in table.key]
                values = [("table", "Text", name)]
                values += [v for c in others for v in told(c, row[c.name])]
                text = "" if pd.isna(row["text"]) else str(row["text"])
                guid = guid_of(name, *("" if pd.isna(k) else k for k in key))
                yield Note(guid, name, text, tuple(values), row)  # type: ignore[arg-type]


def told(column: Column, value: object) -> Iterator[tuple[str, str, str]]:
    """Yield a value as the variable that holds it: its name, type and words."""
    if pd.isna(value):  # type: ignore[call-overload]
        return
    words = str(value)
    if column.kind == "bool":
        words = "true" if value else "false"
    elif column.kind == "float":
        number = Decimal(repr(float(value)))  # type: ignore[arg-type]
        if not number.is_finite():
            return
        words = f"{number:f}"
    elif column.kind == "date":
        words = value.isoformat()  # type: ignore[attr-defined]
    yield column.name, _TYPES.get(column.kind, "Text"), words


def links_between(notes: list[Note]) -> Iterator[tuple[str, str, str]]:
    """Yield links from an issue to what came of it: a name and two GUIDs."""
    homes = {
        (note.table, note.row[column]): note.guid
        for table, column, _ in _LINKS
        for note in notes
        if note.table == table
    }
    for origin, column, target in _LINKS:
        for note in notes:
            if note.table == target and not pd.isna(note.row[column]):
                found = homes.get((origin, note.row[column]))
                if found is not None:
                    yield f"{origin} to {target}", found, note.guid
