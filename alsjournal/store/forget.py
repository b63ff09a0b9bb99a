"""Forget members: the journal without them, in a new file that replaces the old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.schema import TABLES
from alsjournal.store._connect import opened
from alsjournal.store._files import Place, copy_of, remove_database
from alsjournal.store._meta import raise_version, read_provenance
from alsjournal.store._releases import as_releases, mark_stale
from alsjournal.store._removal import GONE_FROM_RELEASED, Removal, gone
from alsjournal.store._rewrite import OLD, Copied, copy_into, key_of, put_in_place
from alsjournal.store._sql import fill, listed, registered, single_column, to_frame
from alsjournal.store._tombstones import bury, pseudonyms_of
from alsjournal.store.reports import ForgetReport, Leaving

if TYPE_CHECKING:
    import duckdb

__all__ = ["Beside", "forget_members", "removal_of"]

Beside = Callable[[Leaving], None]
"""Strikes what lies beside the journal and points at what is to go."""

_THEIRS = "SELECT DISTINCT {key} FROM {table} WHERE {who} IN (SELECT value FROM _asked)"
_CODED = "SELECT coding_id FROM {table} AS old WHERE {gone} AND coding_id IS NOT NULL"
_HOLD = """
SELECT {columns} FROM {table} AS old
WHERE {gone} OR release_id IN
  (SELECT release_id FROM {old}._released AS old WHERE {in_it})
ORDER BY _row
"""


def forget_members(
    place: Place, members: Sequence[str], *, beside: Beside | None = None
) -> ForgetReport:
    """Rewrite the journal's file without members; see `JournalStore.forget`."""
    if not all(isinstance(member, str) and member.strip() for member in members):
        msg = (
            "forget() must be given a member's pseudonym, as the table members has "
            "it. Got none. `alsjournal who` tells whose it is."
        )
        raise InputError(msg)
    new = copy_of(place.path)
    with opened(place, write=True, alone=True) as con:
        # A log that a killed process left would outlive its file: empty it first.
        con.execute("CHECKPOINT")
        removal = removal_of(con, members)
        outputs = _outputs_with(con, removal)
        pseudonyms = pseudonyms_of(read_provenance(con))
        if beside is not None:
            # Before the journal: afterwards nobody knows any more what was theirs.
            beside(_leaving(con, removal))

        def settle_rest(con: duckdb.DuckDBPyConnection, copied: Copied) -> None:
            bury(con, removal, pseudonyms)
            mark_stale(con, outputs["release_id"], "forgotten")
            if copied.removed or copied.mentions:
                raise_version(con)

        try:
            remove_database(new)
            copied = copy_into(
                con, new, key=key_of(place), removal=removal, extra=settle_rest
            )
            put_in_place(con, new, place)
        finally:
            remove_database(new)
    report = ForgetReport(copied.removed, copied.mentions, copied.moved)
    return replace(report, stale=as_releases(outputs))


def removal_of(con: duckdb.DuckDBPyConnection, members: Sequence[str]) -> Removal:
    """Return members with the records of theirs that the open journal holds."""
    found = []
    with registered(con, "_asked", single_column(list(members), "VARCHAR")):
        for table, key, who in (
            ("reflections", "reflection_id", "member"),
            ("actions", "action_id", "owner"),
            ("outcomes", "outcome_id", "claimed_by"),
        ):
            rows = con.execute(fill(_THEIRS, table, key=key, who=who)).fetchall()
            found.append(tuple(str(value) for (value,) in rows))
    return Removal(tuple(dict.fromkeys(members)), *found)


def _leaving(con: duckdb.DuckDBPyConnection, removal: Removal) -> Leaving:
    query = fill(_CODED, "codings", gone=gone("codings"))
    with removal.known_to(con):
        codings = tuple(str(i) for (i,) in con.execute(query).fetchall())
    return Leaving(removal.members, removal.reflections, removal.actions, codings)


def _outputs_with(con: duckdb.DuckDBPyConnection, removal: Removal) -> pd.DataFrame:
    """Return the outputs that hold somebody who goes."""
    columns = TABLES["releases"].names
    query = fill(
        _HOLD,
        "releases",
        columns=listed(columns, of="old"),
        gone=gone("releases"),
        old=OLD,
        in_it=GONE_FROM_RELEASED,
    )
    with removal.known_to(con):
        return to_frame("releases", con.sql(query).to_arrow_table(), columns)
