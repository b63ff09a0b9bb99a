"""Rows that could not be read, kept beside the journal: where and why, never what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alsjournal.errors import SchemaError
from alsjournal.store._sql import count, fill, listed, registered
from alsjournal.store.reports import TableChange

if TYPE_CHECKING:
    import duckdb

__all__ = ["REFUSAL_COLUMNS", "checked_refusals", "read_refusals", "replace_refusals"]

REFUSAL_COLUMNS = ("file", "row", "column", "reason")
"""The columns of the rows that could not be read."""

_OURS = '_source = $source OR ($source IS NULL AND "file" IN (SELECT "file" FROM _new))'


def checked_refusals(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring a frame to the columns and dtypes of the refused rows.

    Raises
    ------
    SchemaError
        If it has other columns, or ``row`` is not a whole number.
    """
    if set(frame.columns) != set(REFUSAL_COLUMNS):
        msg = (
            f"Refused rows have the columns {', '.join(REFUSAL_COLUMNS)}. Got "
            f"{', '.join(map(str, frame.columns)) or 'none'}. Rename or drop them."
        )
        raise SchemaError(msg)
    rows = pd.to_numeric(frame["row"], errors="coerce").astype("Float64")
    if ((rows.isna() & frame["row"].notna()) | (rows % 1 != 0).fillna(False)).any():
        msg = (
            "Refused rows: the column 'row' must hold whole numbers. Got others. "
            "Count the rows of the file, or leave the number empty."
        )
        raise SchemaError(msg)
    out = {
        name: frame[name].where(frame[name].notna(), None).astype("object")
        for name in REFUSAL_COLUMNS
    }
    out["row"] = rows.astype("Int64")
    return _typed(pd.DataFrame(out).reset_index(drop=True))


def read_refusals(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return all refused rows, in the order in which they were written."""
    query = "SELECT {columns} FROM {table} ORDER BY _row"
    query = fill(query, "refusals", columns=listed(REFUSAL_COLUMNS))
    return _typed(con.execute(query).df())


def replace_refusals(
    con: duckdb.DuckDBPyConnection, frame: pd.DataFrame, source: str | None
) -> TableChange:
    """Replace the refused rows of a source, or of the files that the frame names."""
    parameters = {"source": source}
    parts = {"columns": listed(REFUSAL_COLUMNS), "ours": _OURS}
    with registered(con, "_new", _numbered(con, frame)):
        query = "SELECT {columns} FROM {table} WHERE {ours} ORDER BY _row"
        before = con.execute(fill(query, "refusals", **parts), parameters).df()
        if _typed(before).equals(frame):
            return TableChange(unchanged=len(frame))
        query = "DELETE FROM {table} WHERE {ours}"
        con.execute(fill(query, "refusals", **parts), parameters)
        query = "INSERT INTO {table} SELECT {columns}, _row, $source FROM _new"
        con.execute(fill(query, "refusals", **parts), parameters)
    return TableChange(added=len(frame), removed=len(before))


def _numbered(con: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> pd.DataFrame:
    query = "SELECT coalesce(max(_row), 0) + 1 FROM {table}"
    first = count(con, fill(query, "refusals"))
    return frame.assign(_row=np.arange(first, first + len(frame)))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    words = [name for name in REFUSAL_COLUMNS if name != "row"]
    out = frame[list(REFUSAL_COLUMNS)].astype({"row": "Int64"})
    for name in words:
        out[name] = out[name].astype("str").where(out[name].notna(), None)
    return out
