"""Write rows into one table of the file: new ones at the end, known ones in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alsjournal.schema import TABLES
from alsjournal.store._sql import (
    count,
    fill,
    integers,
    listed,
    quoted,
    read_once,
    registered,
    to_arrow,
)
from alsjournal.store.reports import TableChange

if TYPE_CHECKING:
    import duckdb

__all__ = ["WITHDRAWN", "TableWriter"]

WITHDRAWN = "(withdrawn)"
"""The source of rows that `JournalStore.withdraw` wrote: no other may change them."""


_MATCH = """
SELECT new._row AS place, old._row AS kept_row,
       ({differs}) AND NOT coalesce(list_contains(old._sources, $own), false)
           AS changed,
       ({reworded}) AS reworded,
       $source IS NULL OR coalesce(list_contains(old._sources, $source), false)
           AS claimed
FROM _batch AS new JOIN {table} AS old ON {same_key}
"""
_INSERT = """
INSERT INTO {table} ({columns}, _row, _sources)
SELECT {columns}, _row, CASE WHEN $source IS NULL THEN [] ELSE [$source] END
FROM _batch
"""
_UPDATE = """
UPDATE {table} AS old SET {assignments} FROM _batch AS new WHERE old._row = new._row
"""
_CLAIM = """
UPDATE {table} SET _sources = list_append(_sources, $source)
WHERE _row IN (SELECT _row FROM _batch)
"""
_HELD = "SELECT _row FROM {table} WHERE list_contains(_sources, $source)"
_RELEASE = """
UPDATE {table} SET _sources = [held FOR held IN _sources IF held <> $source]
WHERE _row IN (SELECT _row FROM _batch) AND len(_sources) > 1
"""
_DELETE = """
DELETE FROM {table}
WHERE _row IN (SELECT _row FROM _batch)
  AND list_contains(_sources, $source) AND len(_sources) = 1
RETURNING {returned}
"""


class TableWriter:
    """The rows of one table, in one transaction that the caller holds.

    Rows are found again by the key of the data model, empty parts included. There is
    no index: a join against the key columns is as fast for batches, and DuckDB's
    indexes refuse to delete and insert the same key in one transaction.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    name : str
        A table of the data model.
    source : str or None
        Whose rows these are; None claims nothing.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, name: str, source: str | None
    ) -> None:
        self._con = con
        self._name = name
        self._source = {"source": source}
        self._seen: list[Any] = []
        self._next = self._first_free_row()
        self.change = TableChange()
        self.claimed = False
        self.reworded: list[str] = []

    def add(self, frame: pd.DataFrame) -> None:
        """Write a conformed, valid batch."""
        rows = to_arrow(self._name, frame)
        met = self._match(rows)
        fresh = np.setdiff1d(np.arange(rows.num_rows), met["place"])
        self._insert(rows, fresh)
        changed = met["changed"]
        self._update(rows, met["place"][changed], met["kept_row"][changed])
        self._claim(met["kept_row"][~met["claimed"]])
        self._seen.append(met["kept_row"])
        if self._name == "reflections":
            places = met["place"][met["reworded"]]
            self.reworded += list(frame["reflection_id"].iloc[places])
        n_changed = int(changed.sum())
        self.change += TableChange(
            added=len(fresh),
            changed=n_changed,
            unchanged=len(met["place"]) - n_changed,
        )

    def seen(self) -> Any:
        """The places of all rows that were written, as an array."""
        return np.concatenate(self._seen) if self._seen else np.empty(0, np.int64)

    def remove_unseen(self) -> list[str]:
        """Delete the source's rows that it has no more; return their first keys.

        A row that another source has too loses this one's claim only.
        """
        held = self._con.execute(fill(_HELD, self._name), self._source).fetchnumpy()
        rows = np.setdiff1d(held["_row"], self.seen())
        if not len(rows):
            return []
        returned = quoted(TABLES[self._name].key[0])
        with registered(self._con, "_batch", integers(_row=rows)):
            gone = self._con.execute(
                fill(_DELETE, self._name, returned=returned), self._source
            ).fetchall()
            self._con.execute(fill(_RELEASE, self._name), self._source)
        self.claimed = True
        self.removed(len(gone))
        return [key for (key,) in gone]

    def removed(self, n: int) -> None:
        """Count rows that were deleted."""
        self.change = replace(self.change, removed=self.change.removed + n)

    def _first_free_row(self) -> int:
        query = "SELECT coalesce(max(_row), 0) + 1 FROM {table}"
        return count(self._con, fill(query, self._name))

    def _match(self, rows: Any) -> dict[str, Any]:
        table = TABLES[self._name]
        others = [c for c in table.names if c not in table.key]
        differs = " OR ".join(
            f"old.{quoted(c)} IS DISTINCT FROM new.{quoted(c)}" for c in others
        )
        same_key = " AND ".join(
            f"old.{quoted(c)} IS NOT DISTINCT FROM new.{quoted(c)}" for c in table.key
        )
        reworded = "old.text IS DISTINCT FROM new.text"
        query = fill(
            _MATCH,
            self._name,
            differs=differs or "false",
            same_key=same_key,
            reworded=reworded if self._name == "reflections" else "false",
        )
        with registered(self._con, "_batch", _placed(rows, np.arange(rows.num_rows))):
            parameters = {**self._source, "own": WITHDRAWN}
            found = self._con.execute(query, parameters).fetchnumpy()
        return {name: np.asarray(values) for name, values in found.items()}

    def _insert(self, rows: Any, places: Any) -> None:
        if not len(places):
            return
        numbers = np.arange(self._next, self._next + len(places))
        self._next += len(places)
        self._seen.append(numbers)
        query = fill(_INSERT, self._name, columns=listed(TABLES[self._name].names))
        with registered(self._con, "_batch", _placed(rows.take(places), numbers)):
            self._con.execute(query, self._source)

    def _update(self, rows: Any, places: Any, numbers: Any) -> None:
        if not len(places):
            return
        table = TABLES[self._name]
        assignments = ", ".join(
            f"{quoted(c)} = new.{quoted(c)}" for c in table.names if c not in table.key
        )
        query = fill(_UPDATE, self._name, assignments=assignments)
        with registered(self._con, "_batch", _placed(rows.take(places), numbers)):
            self._con.execute(query)

    def _claim(self, numbers: Any) -> None:
        if not len(numbers):
            return
        self.claimed = True
        with registered(self._con, "_batch", integers(_row=numbers)):
            self._con.execute(fill(_CLAIM, self._name), self._source)


def _placed(rows: Any, numbers: Any) -> Any:
    return read_once(rows.append_column("_row", integers(_row=numbers)["_row"]))
