"""How a journal's file came to its present form: every step, recorded in the file.

A step is a function under `@migration`; it runs in a transaction and is written into
the table ``_migrations``. Steps are never edited once released; a new form is a new
step. Columns and tables that the data model gains need no step of their own: they
are added when a file of an earlier data model is next opened (`match_data_model`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alsjournal.errors import StoreError
from alsjournal.schema import TABLES
from alsjournal.store._errors import not_a_journal
from alsjournal.store._sql import (
    HIDDEN,
    SCHEMA,
    count,
    fill,
    quoted,
    sql_type,
    stored_tables,
)

if TYPE_CHECKING:
    import duckdb

__all__ = ["MIGRATIONS", "Migration", "is_current", "migrate", "migration"]

Step = Callable[["duckdb.DuckDBPyConnection"], None]

_HIDDEN_TYPES = {"_row": "BIGINT NOT NULL", "_sources": "VARCHAR[]"}
_INTERNAL = frozenset(
    {"_cells", "_meta", "_migrations", "_released", "_tombstones", "refusals"}
)


@dataclass(frozen=True)
class Migration:
    """One recorded step."""

    number: int
    title: str
    run: Step


MIGRATIONS: list[Migration] = []


def migration(title: str) -> Callable[[Step], Step]:
    """Add a function to the steps, under the next number."""

    def add(step: Step) -> Step:
        MIGRATIONS.append(Migration(len(MIGRATIONS) + 1, title, step))
        return step

    return add


@migration("first form: meta data, refused rows")
def _first_form(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(fill("CREATE TABLE {table} (key VARCHAR, value VARCHAR)", "_meta"))
    con.execute(
        fill(
            'CREATE TABLE {table} (file VARCHAR, "row" BIGINT, "column" VARCHAR, '
            "reason VARCHAR, _row BIGINT NOT NULL, _source VARCHAR)",
            "refusals",
        )
    )
    con.execute(fill("INSERT INTO {table} VALUES ('version', '0')", "_meta"))


@migration("who was forgotten; whom each output contains")
def _forgotten_and_released(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        fill(
            "CREATE TABLE {table} (kind VARCHAR, digest VARCHAR, salt VARCHAR, "
            "key_fingerprint VARCHAR, pseudonyms VARCHAR, made_at TIMESTAMP)",
            "_tombstones",
        )
    )
    con.execute(
        fill(
            "CREATE TABLE {table} (release_id VARCHAR, member VARCHAR, "
            'reflection_id VARCHAR, "use" VARCHAR)',
            "_released",
        )
    )


@migration("the counts that each output showed")
def _shown_counts(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        fill(
            "CREATE TABLE {table} (release_id VARCHAR, salt VARCHAR, cell VARCHAR, "
            "raised BIGINT, wrote BIGINT)",
            "_cells",
        )
    )


def is_current(con: duckdb.DuckDBPyConnection, given: str) -> bool:
    """Say whether the open file has the form that this version writes.

    Raises
    ------
    StoreError
        If it is no journal, or one of a newer version.
    """
    tables = _columns_by_table(con)
    if not {"_meta", "_migrations"} <= set(tables):
        raise not_a_journal(given, "another DuckDB database")
    number = _number(con)
    known = {name: {*TABLES[name].names, *HIDDEN} for name in stored_tables()}
    strange = set(tables) - _INTERNAL - set(known)
    strange |= {n for n, cols in known.items() if tables.get(n, set()) - cols}
    if number > len(MIGRATIONS) or strange:
        msg = (
            f"{given} must be of schema {len(MIGRATIONS)} or older, which this "
            f"version of alsjournal reads. Got schema {number} of a newer version. "
            f"Update alsjournal, then try again."
        )
        raise StoreError(msg)
    return number == len(MIGRATIONS) and all(
        tables.get(name) == columns for name, columns in known.items()
    )


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Take an open, writable file to the present form, a transaction a step."""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    con.execute(
        fill(
            "CREATE TABLE IF NOT EXISTS {table} (number INTEGER, title VARCHAR, "
            "model VARCHAR, applied_at TIMESTAMP)",
            "_migrations",
        )
    )
    for step in MIGRATIONS[_number(con) :]:
        _apply(con, step)
    model = len(MIGRATIONS), "data model", match_data_model
    _apply(con, Migration(*model))


def match_data_model(con: duckdb.DuckDBPyConnection) -> None:
    """Add the tables and columns of the data model that the file does not have."""
    there = _columns_by_table(con)
    for name in stored_tables():
        there_if_new = TABLES[name].names
        columns = {quoted(c.name): sql_type(c) for c in TABLES[name].columns}
        columns |= _HIDDEN_TYPES
        listed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        con.execute(
            fill("CREATE TABLE IF NOT EXISTS {table} ({listed})", name, listed=listed)
        )
        for column in TABLES[name].columns:
            if column.name in there.get(name, there_if_new):
                continue
            con.execute(
                fill(
                    "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {kind}",
                    name,
                    column=quoted(column.name),
                    kind=sql_type(column),
                )
            )


def _apply(con: duckdb.DuckDBPyConnection, step: Migration) -> None:
    con.execute("BEGIN")
    try:
        step.run(con)
        con.execute(
            fill(
                "INSERT INTO {table} VALUES ($number, $title, $model, "
                "current_timestamp::TIMESTAMP)",
                "_migrations",
            ),
            {"number": step.number, "title": step.title, "model": _fingerprint()},
        )
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def _number(con: duckdb.DuckDBPyConnection) -> int:
    return count(
        con, fill("SELECT coalesce(max(number), 0) FROM {table}", "_migrations")
    )


def _columns_by_table(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name = $schema AND database_name = current_database()",
        {"schema": SCHEMA},
    ).fetchall()
    out: dict[str, set[str]] = {}
    for table, column in rows:
        out.setdefault(table, set()).add(column)
    return out


def _fingerprint() -> str:
    """Name the data model that the file was made to match."""
    model = {
        name: [(c.name, sql_type(c)) for c in TABLES[name].columns]
        for name in stored_tables()
    }
    return hashlib.sha256(json.dumps(model).encode()).hexdigest()[:16]
