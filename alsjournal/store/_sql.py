"""Names, types and frames on their way into and out of DuckDB.

Names of tables and columns come from the data model only and enter a statement in
one place, `fill`; values always go as parameters or as registered frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.errors import SchemaError
from alsjournal.schema import DTYPES, TABLES, Column

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = [
    "HIDDEN",
    "SCHEMA",
    "count",
    "fill",
    "integers",
    "listed",
    "quoted",
    "read_once",
    "read_table",
    "registered",
    "single_column",
    "sql_type",
    "stored_tables",
    "to_arrow",
    "to_frame",
]

SCHEMA = "_alsjournal"
"""Where the tables are. Not ``main``: unqualified names of a query never meet them."""

HIDDEN = ("_row", "_sources")
"""Columns of the file alone: a row's place, and the files that it came from."""

_SQL_TYPES = {
    "int": "BIGINT",
    "float": "DOUBLE",
    "date": "TIMESTAMP",
    "bool": "BOOLEAN",
}


def stored_tables() -> tuple[str, ...]:
    """The tables that a journal may hold, in the order of the data model."""
    return tuple(name for name, table in TABLES.items() if not table.raw_only)


def sql_type(column: Column) -> str:
    """The DuckDB type of a column of the data model."""
    return _SQL_TYPES.get(column.kind, "VARCHAR")


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def listed(names: Iterable[str], *, of: str = "") -> str:
    """Return names as a list of SQL identifiers, each with its alias before it."""
    before = f"{of}." if of else ""
    return ", ".join(before + quoted(name) for name in names)


def fill(template: str, table: str = "", **parts: str) -> str:
    """Put a table's name, and parts made of quoted names, into a statement.

    Examples
    --------
    >>> fill("SELECT count(*) FROM {table}", "turns")
    'SELECT count(*) FROM _alsjournal."turns"'
    """
    return template.format(table=f"{SCHEMA}.{quoted(table)}", **parts)


def count(
    con: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Mapping[str, object] | None = None,
) -> int:
    """Return the one number that a statement answers with."""
    # All rows are fetched: DuckDB 2 lets no statement begin before the last is done.
    rows = con.execute(query, dict(parameters or {})).fetchall()
    return int(rows[0][0]) if rows else 0


@contextmanager
def registered(
    con: duckdb.DuckDBPyConnection, name: str, frame: pa.Table | pd.DataFrame
) -> Iterator[None]:
    """Let statements see a frame under a name, for a while."""
    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)


def integers(**columns: Any) -> pa.Table:
    """Return columns of whole numbers, to be joined with."""
    import pyarrow as pa

    arrays = {name: pa.array(v, type=pa.int64()) for name, v in columns.items()}
    return pa.table(arrays)


def read_once(rows: pa.Table) -> Any:
    """Return the rows as a stream that lets go of them when it has been read.

    Until its transaction ends DuckDB keeps all that was registered in it: a table
    would stay in memory as long, a stream that was read holds nothing any more.
    """
    import pyarrow as pa

    return pa.RecordBatchReader.from_batches(rows.schema, iter(rows.to_batches()))


def single_column(values: Sequence[object], kind: str) -> pa.Table:
    """Return values as the one column ``value``, of a DuckDB type."""
    import pyarrow as pa

    return pa.table({"value": pa.array(values, type=_arrow_types()[kind])})


def to_arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    """Return a conformed frame as an Arrow table with the column types of the file.

    Raises
    ------
    SchemaError
        If a text holds half a character (a lone surrogate), which no file can hold.
    """
    import pyarrow as pa

    arrow_types = _arrow_types()
    arrays = []
    for column in TABLES[name].columns:
        values, wanted = frame[column.name], arrow_types[sql_type(column)]
        try:
            array = pa.array(values, type=wanted, from_pandas=True)
        except UnicodeEncodeError:
            msg = (
                f"The table {name!r}, column {column.name!r}: texts must be whole "
                f"Unicode characters. Got half of one (a lone surrogate). Read the "
                f"file again with its right encoding."
            )
            raise SchemaError(msg) from None
        arrays.append(
            array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        )
    return pa.table(arrays, names=list(TABLES[name].names))


def to_frame(name: str, arrow: pa.Table, columns: Sequence[str]) -> pd.DataFrame:
    """Return an Arrow table from the file as a frame with a journal's dtypes."""
    table = TABLES[name]
    out: dict[str, pd.Series[Any]] = {}
    for column in dict.fromkeys(columns):
        values = arrow.column(column)
        dtype = DTYPES[table[column].kind]
        if dtype == "str":
            objects = values.to_pandas(types_mapper=_string_dtype)
            out[column] = objects.astype("str").where(objects.notna(), None)
        elif dtype.startswith("datetime"):
            out[column] = values.to_pandas().astype(dtype)
        else:
            out[column] = values.to_pandas(types_mapper=_nullable_dtype)
    frame = pd.DataFrame(out, index=pd.RangeIndex(arrow.num_rows))
    return frame[list(columns)]


def read_table(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return a table of the open file as a frame, in order."""
    names = tuple(columns or TABLES[name].names)
    query = "SELECT {columns} FROM {table} ORDER BY _row"
    found = con.sql(fill(query, name, columns=listed(names)))
    return to_frame(name, found.to_arrow_table(), names)


def _arrow_types() -> dict[str, Any]:
    import pyarrow as pa

    return {
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "TIMESTAMP": pa.timestamp("us"),
        "BOOLEAN": pa.bool_(),
        "VARCHAR": pa.string(),
    }


def _string_dtype(_: pa.DataType) -> Any:
    dtype = pd.Series([], dtype="str").dtype
    return dtype if isinstance(dtype, pd.StringDtype) else None


def _nullable_dtype(kind: pa.DataType) -> Any:
    names = {"int64": "Int64", "double": "Float64", "bool": "boolean"}
    return pd.api.types.pandas_dtype(names[str(kind)])
