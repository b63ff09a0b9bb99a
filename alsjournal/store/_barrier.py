"""Hold back, of what is about to be written, what belongs to people forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store._removal import (
    MENTIONED_MEMBERS,
    OF,
    Removal,
    about,
    gone,
    mentioned,
    moves_of,
    values,
    worded,
)
from alsjournal.store._sql import (
    fill,
    integers,
    read_once,
    registered,
    single_column,
    to_arrow,
    to_frame,
)
from alsjournal.store._tombstones import Forgotten, pseudonyms_of

if TYPE_CHECKING:
    import duckdb

__all__ = ["Barrier", "barrier_before", "lost_codings"]

_BATCH = 20_000
_THROUGH = """
SELECT {values}, {mentioned} AS _mentioned FROM _incoming AS old {join}
WHERE NOT {gone} ORDER BY old._row
"""
_HELD = "SELECT old._row FROM _incoming AS old WHERE {gone} ORDER BY old._row"
_RECORDS = {
    "reflections": ("reflection_id", "member"),
    "actions": ("action_id", "owner"),
    "outcomes": ("outcome_id", "claimed_by"),
}
_KINDS = {"reflections": "reflection", "actions": "action", "outcomes": "outcome"}


class Barrier:
    """Lets through of each batch what belongs to nobody who was forgotten.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    removal : Removal
        The forgotten whom the journal holds, and records of theirs.
    texts : dict of str to str
        The reflections of others that name them, as they are before.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, removal: Removal, texts: dict[str, str]
    ) -> None:
        self._con = con
        self._removal = removal
        self._texts = texts
        self.held: dict[str, int] = {}
        self.made_nameless = 0

    def let_through(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a conformed batch that may be written.

        Mentions of the forgotten are nameless in them, codings moved with the words.
        """
        if not self._removal or not len(frame):
            return frame
        query = fill(
            _THROUGH,
            gone=gone(name),
            mentioned=mentioned(name, self._removal),
            **values(name, self._removal, hidden=()),
        )
        rows = to_arrow(name, frame)
        rows = rows.append_column("_row", integers(_row=range(len(frame)))["_row"])
        with (
            self._removal.known_to(self._con),
            registered(self._con, "_incoming", read_once(rows)),
            registered(self._con, "_moves", self._moves(name, frame)),
        ):
            parameters = self._removal.parameters(query)
            found = self._con.sql(query, params=parameters).to_arrow_table()
        kept = to_frame(name, found, TABLES[name].names)
        if len(kept) < len(frame):
            self.held[name] = self.held.get(name, 0) + len(frame) - len(kept)
        self.made_nameless += sum(found.column("_mentioned").to_pylist())
        return kept

    def held_rows(self, name: str, frame: pd.DataFrame) -> list[int]:
        """Return which rows of a conformed table, from 0, would not be let through."""
        if not self._removal or not len(frame):
            return []
        rows = to_arrow(name, frame)
        rows = rows.append_column("_row", integers(_row=range(len(frame)))["_row"])
        with (
            self._removal.known_to(self._con),
            registered(self._con, "_incoming", rows),
        ):
            found = self._con.execute(fill(_HELD, gone=gone(name))).fetchall()
        return [int(row) for (row,) in found]

    def _moves(self, name: str, frame: pd.DataFrame) -> Any:
        rows: Iterable[tuple[Any, ...]] = ()
        if name == "codings" and self._texts:
            columns = ("reflection_id", "start", "end")
            rows = (
                (i, _cell(start), _cell(end), self._texts[reflection_id])
                for i, (reflection_id, start, end) in enumerate(
                    zip(*(frame[c] for c in columns), strict=True)
                )
                if reflection_id in self._texts
            )
        return moves_of(rows, self._removal)


def barrier_before(con: duckdb.DuckDBPyConnection, journal: Journal) -> Barrier:
    """Look through a journal for people who were forgotten in the open file.

    Raises
    ------
    MissingKeyError
        If it cannot be told, as the key of the tombstones is not at hand.
    DisclosureError
        If the journal's pseudonyms were made with another key.
    """
    forgotten = Forgotten.read(con)
    if not forgotten:
        return Barrier(con, Removal(), {})
    forgotten.check(pseudonyms_of(journal.provenance))
    members = forgotten.among("member", _people(journal))
    records = [_records(con, journal, forgotten, table, members) for table in _RECORDS]
    removal = Removal(tuple(sorted(members)), *records)
    return Barrier(con, removal, _texts_with(journal, removal))


def lost_codings(con: duckdb.DuckDBPyConnection, ids: pd.Series[str]) -> set[str]:
    """Return which of these reflections, not in the file, were of forgotten people."""
    unknown = _unknown(con, "reflections", ids.dropna().unique())
    return Forgotten.read(con).among("reflection", unknown) if unknown else set()


def _people(journal: Journal) -> set[str]:
    """Return every pseudonym in a journal, in columns and in texts."""
    found: set[str] = set()
    for name in journal.tables():
        words = worded(name)
        columns = dict.fromkeys((*about(name), *words))
        for batch in journal.batches(name, list(columns), size=_BATCH):
            for column in about(name):
                found.update(batch[column].dropna().unique())
            for column in words:
                named = batch[column].dropna().str.extractall(MENTIONED_MEMBERS)
                found.update(named[0].unique())
    return found


def _records(
    con: duckdb.DuckDBPyConnection,
    journal: Journal,
    forgotten: Forgotten,
    table: str,
    members: set[str],
) -> tuple[str, ...]:
    """Return the records of the forgotten: those that come, and those that came.

    An id can be given to another person's record later. So one of before counts only
    where no record of that id comes or is in the file.
    """
    key, who = _RECORDS[table]
    theirs: set[str] = set()
    come: set[str] = set()
    for batch in journal.batches(table, [key, who], size=_BATCH):
        come.update(batch[key])
        theirs.update(batch.loc[batch[who].isin(members), key])
    kind = _KINDS[table]
    asked = {i for i in _dependent(journal, kind) if i not in come}
    unknown = _unknown(con, table, sorted(asked))
    return tuple(sorted(theirs | forgotten.among(kind, unknown)))


def _dependent(journal: Journal, kind: str) -> Iterator[str]:
    """Yield the ids of records that other tables of a journal are about."""
    present = journal.tables()
    for name, (column, of) in OF.items():
        if of == kind and name in present:
            for batch in journal.batches(name, [column], size=_BATCH):
                yield from batch[column].dropna().unique()


def _unknown(
    con: duckdb.DuckDBPyConnection, table: str, ids: Iterable[str]
) -> set[str]:
    query = "SELECT value FROM _asked WHERE value NOT IN (SELECT {key} FROM {table})"
    key, _ = _RECORDS[table]
    with registered(con, "_asked", single_column(list(ids), "VARCHAR")):
        found = con.execute(fill(query, table, key=key)).fetchall()
    return {str(value) for (value,) in found}


def _texts_with(journal: Journal, removal: Removal) -> dict[str, str]:
    """Return the reflections that name a forgotten member, if codings come too."""
    if not removal.members or "codings" not in journal.tables():
        return {}
    texts: dict[str, str] = {}
    for batch in journal.batches("reflections", ["reflection_id", "text"], size=_BATCH):
        named = batch[batch["text"].str.contains(removal.pattern, regex=True)]
        texts.update(zip(named["reflection_id"], named["text"], strict=True))
    return texts


def _cell(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
