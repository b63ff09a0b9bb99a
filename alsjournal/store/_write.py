"""Write all tables of a journal within one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal, RawJournal
from alsjournal.schema import TABLES
from alsjournal.store._barrier import barrier_before
from alsjournal.store._meta import read_provenance
from alsjournal.store._removal import people_in
from alsjournal.store._sql import count, fill, integers, registered, stored_tables
from alsjournal.store._tombstones import pseudonyms_of
from alsjournal.store._upsert import TableWriter
from alsjournal.store.reports import TableChange, WriteReport
from alsjournal.validate import conform, raise_problems, validate

if TYPE_CHECKING:
    import duckdb

__all__ = ["check_journal", "write_journal"]

_BATCH = 20_000
"""Rows held in memory at a time."""

_OF_GONE = """
DELETE FROM {table} WHERE reflection_id IN (SELECT reflection_id FROM _reflections)
"""
_OF_REWORDED = """
FROM {table}
WHERE reflection_id IN (SELECT reflection_id FROM _reflections)
  AND _row NOT IN (SELECT _row FROM _seen)
  AND {by_person} coalesce(contains(coder, '/'), false)
"""


def check_journal(given: object) -> None:
    """Refuse what is no Journal.

    Raises
    ------
    DisclosureError
        If it is a RawJournal: identifiable texts are never written.
    InputError
        If it is something else.
    """
    if isinstance(given, RawJournal):
        msg = (
            "write() must be given a Journal. Got a RawJournal, which is "
            "identifiable and never written. Use Anonymiser().fit_transform(raw)."
        )
        raise DisclosureError(msg)
    if not isinstance(given, Journal):
        msg = f"write() must be given a Journal. Got a {type(given).__name__}."
        raise InputError(msg)


def write_journal(
    con: duckdb.DuckDBPyConnection, journal: Journal, source: str | None
) -> tuple[WriteReport, bool]:
    """Write a journal; the caller holds the transaction.

    Returns
    -------
    report : WriteReport
    claimed : bool
        Whether rows came to, or were given up by, the source: a change of the file
        that no reader sees.
    """
    present = tuple(n for n in journal.tables() if not TABLES[n].store_only)
    barrier = barrier_before(con, journal)
    _check_key(con, journal)
    writers = {
        name: TableWriter(con, name, source)
        for name in stored_tables()
        if name in present or name == "codings" or source is not None
    }
    for name, writer in writers.items():
        if name not in present:
            continue
        for batch in journal.batches(name, size=_BATCH):
            frame, problems = conform(name, batch)
            raise_problems(problems + validate(name, frame))
            writer.add(barrier.let_through(name, frame))
    gone: list[str] = []
    if source is not None:
        for name, writer in writers.items():
            keys = writer.remove_unseen()
            if name == "reflections":
                gone = keys
    reworded = writers["reflections"].reworded if "reflections" in writers else []
    stale = _settle_codings(con, writers["codings"], gone, reworded)
    changes = {name: writer.change for name, writer in writers.items()}
    changes = {name: c for name, c in changes.items() if c != TableChange()}
    report = WriteReport(changes, stale, barrier.held, barrier.made_nameless)
    return report, any(w.claimed for w in writers.values())


def _check_key(con: duckdb.DuckDBPyConnection, journal: Journal) -> None:
    """Refuse pseudonyms of another key than those that are there.

    Everybody would stand in the file twice, and what they took back under the one
    pseudonym would not hold for the other.
    """
    there = pseudonyms_of(read_provenance(con))
    come = pseudonyms_of(journal.provenance)
    if there is None or come is None or there == come or not people_in(con):
        return
    msg = (
        f"What is written must have pseudonyms of the key that this journal's were "
        f"made with (fingerprint {there}). Got those of another key ({come}): its "
        f"people would be others, and what they took back would not hold for them. "
        f"Use the key of before, or begin a new journal file. Nothing was written."
    )
    raise DisclosureError(msg)


def _settle_codings(
    con: duckdb.DuckDBPyConnection,
    codings: TableWriter,
    gone: Sequence[str],
    reworded: Sequence[str],
) -> int:
    """Take away codings that have lost their text; count those to look at again."""
    if gone:
        with registered(con, "_reflections", _ids(gone)):
            codings.removed(count(con, fill(_OF_GONE, "codings")))
    if not reworded:
        return 0
    with (
        registered(con, "_reflections", _ids(reworded)),
        registered(con, "_seen", integers(_row=codings.seen())),
    ):
        by_model = fill("DELETE" + _OF_REWORDED, "codings", by_person="")
        codings.removed(count(con, by_model))
        by_person = fill("SELECT count(*)" + _OF_REWORDED, "codings", by_person="NOT")
        return count(con, by_person)


def _ids(values: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({"reflection_id": pd.Series(values, dtype="str")})
