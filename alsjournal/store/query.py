"""Questions in SQL: one SELECT over the journal's tables, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.schema import TABLES
from alsjournal.store._connect import opened
from alsjournal.store._errors import wordless
from alsjournal.store._files import Place
from alsjournal.store._refusals import REFUSAL_COLUMNS
from alsjournal.store._sql import SCHEMA, fill, listed, quoted, stored_tables

if TYPE_CHECKING:
    import duckdb

__all__ = ["run_query"]

_HARMLESS = (
    "ParserException",
    "BinderException",
    "CatalogException",
    "SyntaxException",
)


def run_query(place: Place, query: str) -> pd.DataFrame:
    """Run one SELECT, reading only.

    See `JournalStore.sql`.
    """
    import duckdb

    with opened(place, alone=True) as con:
        _check(con, query)
        _show_tables(con)
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        try:
            return con.execute(query).df()
        except duckdb.InterruptException:
            raise
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise _refused(error) from None


def _check(con: duckdb.DuckDBPyConnection, query: object) -> None:
    import duckdb

    if not isinstance(query, str):
        msg = f"sql() must be given a query, a str. Got a {type(query).__name__}."
        raise InputError(msg)
    if SCHEMA in query.lower():
        msg = f"sql() must be about the journal's own tables. Got {SCHEMA}, its inside."
        raise InputError(msg)
    try:
        statements = con.extract_statements(query)
    except duckdb.Error as error:
        raise _refused(error) from None
    kinds = [statement.type.name for statement in statements]
    if query.lstrip().lower().startswith("pragma"):  # some are turned into a SELECT
        kinds = ["PRAGMA"]
    if kinds != ["SELECT"]:
        got = " and ".join(kinds) or "nothing"
        msg = (
            f"sql() must be given one SELECT (or WITH ... SELECT). Got {got}. A "
            f"journal is changed with write(), write_codings() and forget() only."
        )
        raise InputError(msg)


def _show_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Lay a view over each table: the columns of the data model.

    The views are this connection's own. A stored view would hold the name of the
    file, and break when the file is renamed.
    """
    for name in stored_tables():
        _show(con, name, listed(TABLES[name].names))
    _show(con, "refusals", listed(REFUSAL_COLUMNS))


def _show(con: duckdb.DuckDBPyConnection, name: str, columns: str) -> None:
    con.execute(
        fill(
            "CREATE TEMP VIEW {view} AS SELECT {columns} FROM {table}",
            name,
            view=quoted(name),
            columns=columns,
        )
    )


def _refused(error: BaseException) -> InputError:
    """Say what was wrong with a query, without a value of the data.

    DuckDB's error is left without words, as Python keeps it beside ours.
    """
    kind = type(error).__name__
    if kind in _HARMLESS:  # about the query's own words: nothing was read yet
        said = str(error).replace(f"{SCHEMA}.", "")
        msg = f"sql() must be given a SELECT that DuckDB understands. It says: {said}"
    elif kind == "PermissionException":
        msg = (
            "sql() must read the tables of this journal. Got another file, which it "
            "may not touch. Read that file with pandas and join the frames there."
        )
    else:
        msg = (
            f"sql() must be given a SELECT that suits the values. DuckDB stopped at "
            f"one of them ({kind}). Use TRY_CAST, or leave out such rows with WHERE."
        )
    wordless(error)
    return InputError(msg)
