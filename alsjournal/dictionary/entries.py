"""The words on every column, with what the data model says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from alsjournal.dictionary.evaluation_tables import EVALUATION
from alsjournal.dictionary.journal_tables import JOURNAL
from alsjournal.dictionary.released_facilitation import FACILITATION
from alsjournal.dictionary.released_learning import LEARNED
from alsjournal.dictionary.released_research import RESEARCH
from alsjournal.dictionary.released_tables import RELEASED
from alsjournal.schema import TABLES, Kind

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Entry", "data_dictionary", "entries", "meaning_of"]

KINDS: dict[Kind, str] = {
    "key": "an id",
    "person": "a member",
    "label": "a word or two",
    "text": "free text",
    "int": "a whole number",
    "float": "a number",
    "date": "a date",
    "bool": "true or false",
}
"""Each kind of column in words."""

_LINE = re.compile(
    r"(?P<column>\w+)(?: (?P<kind>\w+))?: (?P<meaning>[^\[]+?)(?: \[(?P<unit>.+)\])?$"
)


@dataclass(frozen=True)
class Entry:
    """One column in the dictionary.

    Parameters
    ----------
    table, column : str
    kind : {"key", "person", "label", "text", "int", "float", "date", "bool"}
    meaning : str
        In plain words.
    unit : str, default=""
        What a number counts.
    required : bool, default=False
        Whether every row has a value.
    choices : tuple of str, default=()
        The closed list of values, when there is one.
    found_in : {"journal", "raw journal", "released"}
        A table of every journal, of a raw journal only, or a released one.
    """

    table: str
    column: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    found_in: str = "journal"


def entries(table: str) -> tuple[Entry, ...]:
    """Return the columns of a table, in order.

    Parameters
    ----------
    table : str
        Of the data model, or a released one by the function that makes it.

    Returns
    -------
    tuple of Entry

    Examples
    --------
    >>> entries("attendance")[-1].meaning
    'Whether they were there.'
    """
    return _ENTRIES[table]


def meaning_of(table: str) -> str:
    """Return what a table holds, in one sentence.

    Examples
    --------
    >>> meaning_of("outcomes")
    'What changed.'
    """
    return _MEANINGS[table]


def data_dictionary() -> pd.DataFrame:
    """Return what every column of every table means.

    Returns
    -------
    pandas.DataFrame
        One row a column, in the order of the tables: ``table``, ``column``, ``type``,
        ``meaning``, ``closed_list``, ``unit``, ``required`` and ``found_in``
        (*journal*, *raw journal* or *released*).

    Examples
    --------
    >>> words = data_dictionary()
    >>> words.loc[words["table"] == "attendance", "column"].tolist()
    ['set_id', 'session', 'member', 'present']
    """
    import pandas as pd

    rows = [
        {
            "table": entry.table,
            "column": entry.column,
            "type": KINDS[entry.kind],
            "meaning": entry.meaning,
            "closed_list": " | ".join(entry.choices),
            "unit": entry.unit,
            "required": entry.required,
            "found_in": entry.found_in,
        }
        for columns in _ENTRIES.values()
        for entry in columns
    ]
    return pd.DataFrame(rows)


def _read(words: str) -> tuple[dict[str, tuple[Entry, ...]], dict[str, str]]:
    columns: dict[str, tuple[Entry, ...]] = {}
    meanings: dict[str, str] = {}
    for block in words.strip().split("\n\n"):
        head, *lines = block.splitlines()
        name, _, meanings[name] = head.partition(": ")
        columns[name] = tuple(_entry(name, line.strip()) for line in lines)
    return columns, meanings


def _entry(table: str, line: str) -> Entry:
    found = _LINE.match(line)
    if found is None:  # a slip in this file
        msg = f"A line of the dictionary reads 'column kind: meaning [unit]'. {line!r}"
        raise ValueError(msg)
    name, meaning, unit = found["column"], found["meaning"], found["unit"] or ""
    if found["kind"]:
        kind = cast("Kind", found["kind"])
        return Entry(table, name, kind, meaning, unit, found_in="released")
    column = TABLES[table][name]
    where = "raw journal" if TABLES[table].raw_only else "journal"
    return Entry(
        table, name, column.kind, meaning, unit, column.required, column.choices, where
    )


_JOURNAL_ENTRIES, _JOURNAL_MEANINGS = _read(JOURNAL)
_TEXTS = (RELEASED, RESEARCH, FACILITATION, LEARNED, EVALUATION)
_RELEASED_ENTRIES, _RELEASED_MEANINGS = _read(
    "\n\n".join(part.strip() for part in _TEXTS)
)
_ENTRIES = _JOURNAL_ENTRIES | _RELEASED_ENTRIES
_MEANINGS = _JOURNAL_MEANINGS | _RELEASED_MEANINGS
