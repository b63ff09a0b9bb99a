"""Forget a member: the journal without them, in a new file that replaces the old.

Deleting rows is not enough. DuckDB frees the blocks that held them, and their bytes
stay in the file (measured: after CHECKPOINT and VACUUM too). So the rows that remain
are copied into a new file. The old one is not changed before it is replaced: whatever
goes wrong, there is either the journal with all of the member or with nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal.errors import InputError, StoreError
from alsjournal.schema import TABLES
from alsjournal.store._connect import (
    STORAGE,
    Place,
    copy_of,
    opened,
    remove_database,
    transaction,
)
from alsjournal.store._meta import raise_version
from alsjournal.store._sql import (
    SCHEMA,
    count,
    fill,
    integers,
    listed,
    quoted,
    registered,
    stored_tables,
)
from alsjournal.store.migrations import migrate
from alsjournal.store.reports import ForgetReport

if TYPE_CHECKING:
    import duckdb

__all__ = ["forget_member", "moved_span"]

NAMELESS = "[name]"
"""What a mention becomes: as any name of somebody outside the programme."""

_REFLECTIONS = "SELECT reflection_id FROM {old}.reflections WHERE member = $member"
_ACTIONS = "SELECT action_id FROM {old}.actions WHERE owner = $member"

_ALSO_GONE = {
    "codings": f"reflection_id IN ({_REFLECTIONS})",
    "permissions": f"reflection_id IN ({_REFLECTIONS})",
    "action_reports": f"action_id IN ({_ACTIONS})",
    "memos": f"target = $member OR target IN ({_REFLECTIONS})",
}
"""Rows that are the member's, or about them, with no person's column that says so."""

_NEEDLE = "'[member ' || $member || ']'"

_MENTIONED = """
SELECT codings._row, codings.start, codings.end, reflections.text
FROM {old}.codings AS codings JOIN {old}.reflections AS reflections
  USING (reflection_id)
WHERE contains(reflections.text, {needle})
  AND (codings.start IS NOT NULL OR codings.end IS NOT NULL)
  AND reflections.member IS DISTINCT FROM $member
"""
_COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {old}.{name} AS old {join} WHERE NOT {gone}
"""


def forget_member(place: Place, member: str) -> ForgetReport:
    """Rewrite the journal's file without a member; see `JournalStore.forget`."""
    if not isinstance(member, str) or not member.strip():
        msg = (
            "forget() must be given a member's pseudonym, as the table members has "
            "it. Got none. Look it up with sql('SELECT member FROM members')."
        )
        raise InputError(msg)
    new = copy_of(place.path)
    with opened(place, write=True) as con:
        # A log that a killed process left would outlive its file: empty it first.
        con.execute("CHECKPOINT")
        try:
            remove_database(new)
            report = _copy_without(con, new, member)
            _replace(con, new, place.path)
        except StoreError:
            raise
        except OSError as error:
            msg = (
                f"{place.given} must be replaced by a file without the member, which "
                f"failed ({type(error).__name__}). Nothing was forgotten. Check the "
                f"rights and the space of its folder, then try again."
            )
            raise StoreError(msg) from None
        finally:
            remove_database(new)
    return report


def moved_span(
    text: str, needle: str, start: int | None, end: int | None
) -> tuple[int | None, int | None]:
    """Move a span along with a text in which every ``needle`` becomes ``[name]``.

    A span that cuts a mention grows to hold all of it. Offsets count code points,
    the end exclusive.

    Examples
    --------
    >>> text = "I thanked [member m7] twice."
    >>> moved_span(text, "[member m7]", 22, 27)
    (17, 22)
    >>> moved_span(text, "[member m7]", 12, 15)
    (10, 16)
    """
    new_start, new_end = start, end
    shorter, at = len(needle) - len(NAMELESS), text.find(needle)
    removed = 0
    while at >= 0:
        stop, new_at = at + len(needle), at - removed
        removed += shorter
        if start is not None and start >= stop:
            new_start = start - removed
        elif start is not None and start > at:
            new_start = new_at
        if end is not None and end >= stop:
            new_end = end - removed
        elif end is not None and end > at:
            new_end = new_at + len(NAMELESS)
        at = text.find(needle, stop)
    return new_start, new_end


def _copy_without(
    con: duckdb.DuckDBPyConnection, new: Path, member: str
) -> ForgetReport:
    ((current,),) = con.execute("SELECT current_database()").fetchall()
    old_name = quoted(str(current))
    escaped = str(new).replace("'", "''")
    con.execute(f"ATTACH '{escaped}' AS new_journal {STORAGE}")
    con.execute("USE new_journal")
    try:
        migrate(con)
        with transaction(con):
            report = _fill_new(con, f"{old_name}.{SCHEMA}", member)
            if report.found:
                raise_version(con)
    finally:
        con.execute(f"USE {old_name}")
        con.execute("DETACH new_journal")
    return report


def _replace(con: duckdb.DuckDBPyConnection, new: Path, path: Path) -> None:
    """Put the new file in the old one's place, while nobody else can open that."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    shutil.copymode(path, new)
    with suppress(OSError, AttributeError):  # where there are owners to keep
        before = path.stat()
        os.chown(new, before.st_uid, before.st_gid)
    if os.name == "nt":  # Windows replaces no file that is open
        con.close()
    new.replace(path)


def _fill_new(con: duckdb.DuckDBPyConnection, old: str, member: str) -> ForgetReport:
    for name in ("_meta", "_migrations", "refusals"):
        con.execute(fill("DELETE FROM {table}", name))
        query = "INSERT INTO {table} SELECT * FROM {old}.{name}"
        con.execute(fill(query, name, old=old, name=name))
    removed: dict[str, int] = {}
    mentions, who = 0, {"member": member}
    moves = _moves(con, old, member)
    with registered(con, "_moves", moves):
        for name in stored_tables():
            parts = {"old": old, "name": quoted(name), "gone": _gone(name, old)}
            query = "SELECT count(*) FROM {old}.{name} AS old WHERE {gone}"
            n = count(con, fill(query, name, **parts), who)
            if n:
                removed[name] = n
            parts["mentions"] = _mentions(TABLES[name].of_kind("text"))
            query = (
                "SELECT count(*) FROM {old}.{name} AS old "
                "WHERE NOT {gone} AND {mentions}"
            )
            mentions += count(con, fill(query, name, **parts), who)
            con.execute(fill(_COPY, name, **parts, **_values(name)), who)
    return ForgetReport(removed, mentions, moves.num_rows)


def _gone(name: str, old: str) -> str:
    """The condition of rows that go; true or false, never NULL."""
    tests = [f"old.{quoted(c)} = $member" for c in TABLES[name].of_kind("person")]
    if name in _ALSO_GONE:
        tests.append(_ALSO_GONE[name].format(old=old))
    # A statement must use its parameter, also where a table names no person.
    return f"coalesce({' OR '.join(tests) or '$member IS NULL'}, false)"


def _mentions(columns: Iterable[str]) -> str:
    tests = [f"contains(old.{quoted(c)}, {_NEEDLE})" for c in columns]
    return f"coalesce({' OR '.join(tests) or 'false'}, false)"


def _values(name: str) -> dict[str, str]:
    """What is copied of each row: texts made nameless, spans moved with them."""
    table = TABLES[name]
    values = {c: f"old.{quoted(c)}" for c in (*table.names, "_row", "_sources")}
    for column in table.of_kind("text"):
        values[column] = f"replace({values[column]}, {_NEEDLE}, '{NAMELESS}')"
    join = ""
    if name == "codings":
        join = "LEFT JOIN _moves ON old._row = _moves._row"
        for column in ("start", "end"):
            moved = f"_moves.{quoted(column)}"
            values[column] = f"coalesce({moved}, {values[column]})"
    return {
        "columns": listed(values),
        "values": ", ".join(values.values()),
        "join": join,
    }


def _moves(con: duckdb.DuckDBPyConnection, old: str, member: str) -> Any:
    """The new offsets of codings in texts of others that mention the member."""
    needle = f"[member {member}]"
    found = con.execute(fill(_MENTIONED, old=old, needle=_NEEDLE), {"member": member})
    moves: dict[str, list[Any]] = {"_row": [], "start": [], "end": []}
    while rows := found.fetchmany(10_000):
        for row, start, end, text in rows:
            new_start, new_end = moved_span(text, needle, start, end)
            if (new_start, new_end) != (start, end):
                moves["_row"].append(row)
                moves["start"].append(new_start)
                moves["end"].append(new_end)
    return integers(**moves)
