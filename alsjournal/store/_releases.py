"""Which outputs were made for whom, and whose texts each of them holds.

The table ``releases`` can be read by everybody who can read the journal. The inner
table ``_released`` says who is in each: by their texts, counted or quoted; by the
record of a set; or as everybody, where an output is held whole (a backup).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pandas as pd

from alsjournal._given import whole_path
from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.schema import TABLES
from alsjournal.store._meta import content_version
from alsjournal.store._removal import people_in, people_of_sets
from alsjournal.store._sql import (
    SCHEMA,
    count,
    fill,
    listed,
    quoted,
    read_table,
    registered,
)
from alsjournal.store.reports import Release

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = [
    "BACKUP",
    "RECORD",
    "UNFINISHED",
    "WHOLE",
    "Ledger",
    "Output",
    "as_releases",
    "begin",
    "drop",
    "drop_begun",
    "mark_stale",
    "note",
    "stale_frame",
]

WHOLE = "whole"
RECORD = "record"
BACKUP = "backup"
"""What an output is that a withdrawal leaves as it is: to restore it carries that
over."""

UNFINISHED = "unfinished"
"""Why an output is stale that was begun, and of which nobody said that it was made."""

_PSEUDONYM = re.compile(r"\bm-[0-9A-HJKMNP-TV-Z]{12}(?![0-9A-Za-z])")
_LOST = "SELECT count(*) FROM _shown ANTI JOIN {table} USING (reflection_id)"
_SHOWN = """
INSERT INTO {table}
SELECT DISTINCT $id, texts.member, texts.reflection_id, _shown.use
FROM _shown JOIN {texts} AS texts USING (reflection_id)
"""
_HELD = "INSERT INTO {table} SELECT $id, member, NULL, $use FROM _people"
_NEW = """
INSERT INTO {table}
  (release_id, audience, kind, made_at, place, version, _row, _sources)
SELECT $id, $audience, $kind, current_timestamp::TIMESTAMP, $place, $version,
       coalesce(max(_row), 0) + 1, [] FROM {table}
"""
_BEGIN = """
INSERT INTO {table}
  (release_id, audience, kind, made_at, place, version, stale, reason, _row, _sources)
SELECT $id, $audience, $kind, current_timestamp::TIMESTAMP, $place, $version,
       current_date, $reason, coalesce(max(_row), 0) + 1, [] FROM {table}
"""
_BEGUN = """
DELETE FROM {table} WHERE reason = $reason AND audience = $audience
  AND kind = $kind AND place = $place
"""
_STALE = """
UPDATE {table} SET stale = coalesce(stale, current_date),
                   reason = concat_ws(', ', reason, $reason)
WHERE release_id IN (SELECT release_id FROM _old)
  AND (stale IS NULL OR NOT contains(coalesce(reason, ''), $reason))
"""
_FORGET_OUTPUTS = """
DELETE FROM {table} WHERE release_id IN (SELECT release_id FROM _outputs)
"""
_CARRY = """
INSERT INTO {table} ({columns}, _row, _sources)
SELECT {columns}, (SELECT coalesce(max(_row), 0) FROM {table}) + row_number() OVER (),
       [] FROM {rows}
"""


@dataclass(frozen=True)
class Output:
    """What was made: for whom, of what kind, where, and of which texts.

    ``record`` says that it shows what sets keep on record besides texts, ``whole`` that
    it may hold anybody.
    """

    audience: str | Audience
    kind: str
    place: str | os.PathLike[str]
    counted: Iterable[str] = ()
    quoted: Iterable[str] = ()
    record: bool = False
    whole: bool = False


def note(con: duckdb.DuckDBPyConnection, output: Output) -> str:
    """Record an output; see `JournalStore.note_release`."""
    called = _called(output.audience, output.kind, output.place)
    release_id = f"o-{uuid4().hex[:12]}"
    pairs = [(i, "counted") for i in output.counted]
    pairs += [(i, "quoted") for i in output.quoted]
    shown = pd.DataFrame(pairs, columns=["reflection_id", "use"], dtype="str")
    with registered(con, "_shown", shown):
        lost = count(con, fill(_LOST, "reflections"))
        if lost:
            msg = (
                f"counted= and quoted= must be ids of the journal's reflections. "
                f"{lost:,} are not. Note an output of the journal as it is now."
            )
            raise InputError(msg)
        query = fill(_SHOWN, "_released", texts=f"{SCHEMA}.{quoted('reflections')}")
        con.execute(query, {"id": release_id})
    if output.record:
        recorded = _on_record(con, Audience.parse(output.audience))
        _note_people(con, release_id, recorded, RECORD)
    if output.whole:
        _note_people(con, release_id, people_in(con), WHOLE)
    con.execute(fill(_BEGUN, "releases"), {**called, "reason": UNFINISHED})
    parameters = {"id": release_id, "version": content_version(con), **called}
    con.execute(fill(_NEW, "releases"), parameters)
    return release_id


def _on_record(con: duckdb.DuckDBPyConnection, who: Audience) -> set[str]:
    """Return whom a record names of which an audience is told.

    The public is told of none, and a member of their own.
    """
    if who.kind in ("public", "member"):
        return set()
    people = people_of_sets(con, texts=False)
    if who.kind == "set":
        people = people[people["set_id"] == who.name]
    return set(people["member"])


def _note_people(
    con: duckdb.DuckDBPyConnection, release_id: str, people: set[str], use: str
) -> None:
    frame = pd.DataFrame({"member": sorted(people)}, dtype="str")
    with registered(con, "_people", frame):
        con.execute(fill(_HELD, "_released"), {"id": release_id, "use": use})


def begin(
    con: duckdb.DuckDBPyConnection,
    audience: str | Audience,
    kind: str,
    place: str | os.PathLike[str],
) -> str:
    """Record that an output is begun: stale, until `note` says that it was made."""
    release_id = f"o-{uuid4().hex[:12]}"
    called = {**_called(audience, kind, place), "reason": UNFINISHED}
    con.execute(fill(_BEGUN, "releases"), called)
    told = {"id": release_id, "version": content_version(con)}
    con.execute(fill(_BEGIN, "releases"), {**told, **called})
    return release_id


def drop(con: duckdb.DuckDBPyConnection, release_id: str) -> None:
    """Take back that an output was begun."""
    query = "DELETE FROM {table} WHERE release_id = $id AND reason = $reason"
    told = {"id": release_id, "reason": UNFINISHED}
    con.execute(fill(query, "releases"), told)


def drop_begun(con: duckdb.DuckDBPyConnection) -> None:
    """Forget what is begun, in a copy of a journal: it is not of the copy."""
    query = "DELETE FROM {table} WHERE reason = $reason"
    con.execute(fill(query, "releases"), {"reason": UNFINISHED})


def _called(
    audience: str | Audience, kind: str, place: str | os.PathLike[str]
) -> dict[str, str]:
    where = os.fspath(place)
    for name, value in (("place", where), ("kind", kind)):
        if not isinstance(value, str) or not value.strip():
            msg = f"{name}= must be a few words. Got none."
            raise InputError(msg)
    return {
        "audience": str(Audience.parse(audience)),
        "kind": kind.strip(),
        # A page for one member may be named after them.
        "place": _PSEUDONYM.sub("[member]", where),
    }


def mark_stale(
    con: duckdb.DuckDBPyConnection, release_ids: Iterable[str], reason: str
) -> None:
    """Say of outputs that they hold what they may not hold any more.

    One that is stale already gets this reason too.
    """
    ids = pd.DataFrame({"release_id": list(release_ids)}, dtype="str")
    with registered(con, "_old", ids):
        con.execute(fill(_STALE, "releases"), {"reason": reason})


def stale_frame(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the stale outputs that were not made again since."""
    last = _lying(read_table(con, "releases"))
    return last[last["stale"].notna()].reset_index(drop=True)


def _lying(rows: pd.DataFrame) -> pd.DataFrame:
    """Return of the outputs at each place the last: it is what lies there."""
    # The same file has other names in other folders.
    same = rows.assign(place=rows["place"].fillna("").map(whole_path))
    return rows[~same.duplicated(["audience", "kind", "place"], keep="last")]


@dataclass(frozen=True, repr=False)
class Ledger:
    """All outputs that a file knows of, to be carried over into another."""

    releases: pa.Table
    previews: pa.Table
    released: pa.Table
    cells: pa.Table

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection) -> Ledger:
        """Read the tables of an open file."""
        found = []
        for name in ("releases", "previews"):
            query = "SELECT {columns} FROM {table} ORDER BY _row"
            query = fill(query, name, columns=listed(TABLES[name].names))
            found.append(con.sql(query).to_arrow_table())
        for name in ("_released", "_cells"):
            query = fill("SELECT * FROM {table}", name)
            found.append(con.sql(query).to_arrow_table())
        return cls(*found)

    def write(self, con: duckdb.DuckDBPyConnection) -> None:
        """Put these outputs in the place of what the open file says of them."""
        with (
            registered(con, "_outputs", self.releases),
            registered(con, "_asked", self.previews),
            registered(con, "_held", self.released),
            registered(con, "_counted", self.cells),
        ):
            for name in ("releases", "previews", "_released", "_cells"):
                con.execute(fill(_FORGET_OUTPUTS, name))
            for name, rows in (("releases", "_outputs"), ("previews", "_asked")):
                columns = listed(TABLES[name].names)
                con.execute(fill(_CARRY, name, columns=columns, rows=rows))
            for name, rows in (("_released", "_held"), ("_cells", "_counted")):
                query = "INSERT INTO {table} SELECT * FROM {rows}"
                con.execute(fill(query, name, rows=rows))


def as_releases(rows: pd.DataFrame) -> tuple[Release, ...]:
    """Return outputs as values; of several at one place, the last."""
    columns = ["audience", "kind", "place", "made_at", "stale", "reason"]
    return tuple(
        Release(
            str(audience),
            _words(kind),
            _words(place),
            _day(made_at),
            _day(stale),
            _words(reason),
        )
        for audience, kind, place, made_at, stale, reason in _lying(rows)[
            columns
        ].itertuples(index=False)
    )


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) else None
