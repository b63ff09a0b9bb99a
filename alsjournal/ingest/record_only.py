"""A programme that keeps the record of its sessions, and no reflections."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.schema import TABLES
from alsjournal.validate import conform

__all__ = ["NO_REFLECTIONS", "RECORD", "check_taken", "of_record", "people_of_record"]

RECORD = (
    *("turns", "issues", "questions", "actions"),
    *("action_reports", "offers", "outcomes"),
)
"""What a set writes down at its sessions, besides reflections."""

NO_REFLECTIONS = (
    "No reflections: only the record of the sessions is taken. `alsjournal record` "
    "tells of it; themes, trends and reports are of reflections and have nothing to "
    "tell."
)

_SET_ITSELF = frozenset({"set", "group", "als"})


def of_record(tables: Collection[str]) -> bool:
    """Say whether there is a record without reflections.

    Examples
    --------
    >>> of_record(["sets", "actions"]), of_record(["reflections", "actions"])
    (True, False)
    """
    return "reflections" not in tables and not set(RECORD).isdisjoint(tables)


def check_taken(frames: Mapping[str, pd.DataFrame]) -> None:
    """Refuse a record of which nothing could be taken.

    Raises
    ------
    InputError
        If no row of it is there.
    """
    if not any(len(frames.get(name, ())) for name in RECORD):
        msg = (
            f"At least one row of the record must be taken ({', '.join(RECORD)}), or "
            f"a reflection. None could be. Fill in one of these tables, or name the "
            f"file of reflections under [files]."
        )
        raise InputError(msg)


def people_of_record(frames: Mapping[str, pd.DataFrame]) -> pd.Series[str]:
    """Return the ids of those who stand in a record, each once; not of the set.

    Examples
    --------
    >>> actions = pd.DataFrame({"owner": ["Ann", "set", "Ann", None]})
    >>> people_of_record({"actions": actions}).tolist()
    ['Ann']
    """
    columns = [
        frames[name][column]
        for name in ("memberships", "attendance", *RECORD, "stories")
        if name in frames
        for column in TABLES[name].of_kind("person")
        if column in frames[name]
    ]
    if not columns:
        return conform("members", pd.DataFrame())[0]["member"]
    found = pd.concat(columns, ignore_index=True).dropna().drop_duplicates()
    return found[~found.str.lower().isin(_SET_ITSELF)].reset_index(drop=True)
