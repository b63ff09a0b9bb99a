"""Which rows of a journal would be held back, as they are of people forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alsjournal.journal import Journal
from alsjournal.store._barrier import barrier_before
from alsjournal.store._connect import opened
from alsjournal.store._files import Place
from alsjournal.store._tombstones import Forgotten

__all__ = ["held_rows"]


def held_rows(path: Path, coming: Callable[[], Journal]) -> dict[str, list[int]]:
    """Return the rows that a write would hold back.

    Parameters
    ----------
    path : pathlib.Path
        The journal's file.
    coming : callable
        Returns what would be written; called only where somebody was forgotten. Its
        texts may be anything.

    Returns
    -------
    dict of str to list of int
        By table, which rows, counted from 0; nothing where there is no journal.

    Raises
    ------
    MissingKeyError, DisclosureError
        As `JournalStore.write`, if it cannot be told.
    """
    if not path.exists():
        return {}
    with opened(Place(str(path), 5.0)) as con:
        if not Forgotten.read(con):
            return {}
        journal = coming()
        barrier = barrier_before(con, journal)
        found = {
            name: barrier.held_rows(name, journal.table(name))
            for name in journal.tables()
        }
    return {name: rows for name, rows in found.items() if rows}
