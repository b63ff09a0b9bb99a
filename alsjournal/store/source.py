"""A journal's tables in its file, read a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from math import isnan
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alsjournal._source import Criteria
from alsjournal.errors import InputError, StoreError
from alsjournal.schema import TABLES
from alsjournal.store import _cells
from alsjournal.store._connect import opened
from alsjournal.store._files import Place
from alsjournal.store._meta import content_version
from alsjournal.store._sql import (
    count,
    fill,
    integers,
    listed,
    quoted,
    registered,
    single_column,
    sql_type,
    stored_tables,
    to_frame,
)

if TYPE_CHECKING:
    import duckdb

__all__ = ["StoreSource"]

_PAGE = 20_000
"""Rows fetched each time that the file is opened; smaller batches are cut from it."""

_SMALL = 10_000
"""Rows of a table that is kept while several are read in one go."""

_PAGE_QUERY = """
SELECT {columns}, _row FROM {table}
WHERE _row BETWEEN $first AND $last {among} ORDER BY _row
"""


class StoreSource:
    """Where a stored journal's tables are.

    Each page opens the file for reading and closes it again, so that others may
    write in between; then the iteration stops with an error rather than mix old rows
    and new.

    Parameters
    ----------
    place : Place
        The journal's file.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._kept: dict[Any, Any] | None = None

    def names(self) -> tuple[str, ...]:
        """The tables that have rows."""
        with opened(self._place) as con:
            return tuple(name for name in stored_tables() if _has_rows(con, name))

    def count(self, name: str, where: Criteria) -> int:
        """The number of rows that meet the criteria."""
        with opened(self._place) as con:
            return len(_matching(con, name, where))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the file open for reading until the context ends."""
        before = self._kept
        with opened(self._place, steady=True):
            self._kept = {} if before is None else before
            try:
                yield
            finally:
                self._kept = before

    def kept(self) -> dict[Any, Any] | None:
        """Nothing changes while it is read in one go."""
        return self._kept

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        """What outputs on record showed of these counts."""
        with opened(self._place) as con:
            return _cells.earlier_cells(con, cells)

    def batches(
        self, name: str, *, columns: Sequence[str], where: Criteria, size: int
    ) -> Iterator[pd.DataFrame]:
        """The rows that meet the criteria, in order, ``size`` at most at a time.

        Raises
        ------
        InputError
            If the size is not positive.
        StoreError
            If the journal changes before all its pages were read.
        """
        if size < 1:
            msg = f"size must be a whole number of rows, 1 or more. Got {size!r}."
            raise InputError(msg)
        # Small tables are asked for again and again while several are read in one go.
        asked = (name, tuple(columns))
        if self._kept is not None and not where and asked in self._kept:
            # In full: pandas shares extension arrays, which can be written to.
            yield from _cut(self._kept[asked].copy(), size)
            return
        with opened(self._place) as con:
            version = content_version(con)
            rows = _matching(con, name, where)
            page = max(size, _PAGE - _PAGE % size)
            frame = _read_page(con, name, columns, rows[:page])
        if self._kept is not None and not where and len(rows) <= _SMALL:
            self._kept[asked] = frame.copy()
        yield from _cut(frame, size)
        for start in range(page, len(rows), page):
            with opened(self._place) as con:
                if content_version(con) != version:
                    msg = (
                        f"The journal {self._place.given} must stay as it is while "
                        f"it is read. Something changed it meanwhile. Start again "
                        f"from its first batch."
                    )
                    raise StoreError(msg)
                frame = _read_page(con, name, columns, rows[start : start + page])
            yield from _cut(frame, size)


def _has_rows(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    return count(con, fill("SELECT EXISTS (FROM {table})", name)) > 0


def _cut(frame: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    for start in range(0, len(frame), size):
        yield frame.iloc[start : start + size].reset_index(drop=True)


def _matching(con: duckdb.DuckDBPyConnection, name: str, where: Criteria) -> Any:
    """The places of the rows that meet all criteria, in order: 8 bytes a row."""
    tests, names = ["true"], []
    for i, (column, values) in enumerate(where.items()):
        wanted, empty = _typed(name, column, values)
        names.append(f"_wanted{i}")
        con.register(names[-1], wanted)
        parts = {"column": quoted(column), "wanted": names[-1]}
        test = (
            "({column} IN (SELECT value FROM {wanted}) OR {empty} AND {column} IS NULL)"
        )
        tests.append(fill(test, empty=str(empty).lower(), **parts))
    query = fill(
        "SELECT _row FROM {table} WHERE {tests} ORDER BY _row",
        name,
        tests=" AND ".join(tests),
    )
    try:
        return np.asarray(con.execute(query).fetchnumpy()["_row"])
    finally:
        for registered_name in names:
            con.unregister(registered_name)


def _typed(name: str, column: str, values: Sequence[object]) -> tuple[Any, bool]:
    """Return the values that the column could hold, and whether empty is wanted.

    As `pandas.Series.isin` has it, a value of another type matches nothing.
    """
    kind = sql_type(TABLES[name][column])
    empty = any(value is None or value is pd.NA or value != value for value in values)
    fitting: list[Any]
    if kind == "VARCHAR":
        fitting = [v for v in values if isinstance(v, str)]
    elif kind == "TIMESTAMP":
        dates = (v for v in values if isinstance(v, (date, np.datetime64)))
        fitting = [pd.Timestamp(v) for v in dates if not pd.isna(v)]
    else:
        numbers = [float(v) for v in values if isinstance(v, (Real, np.bool_))]
        fitting, kind = [v for v in numbers if not isnan(v)], "DOUBLE"
    return single_column(fitting, kind), empty


def _read_page(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Any
) -> pd.DataFrame:
    first, last = (int(rows[0]), int(rows[-1])) if len(rows) else (0, -1)
    whole = last - first + 1 == len(rows)
    query = fill(
        _PAGE_QUERY,
        name,
        columns=listed(dict.fromkeys(columns)) or "1",
        among="" if whole else "AND _row IN (SELECT _row FROM _chosen)",
    )
    with registered(con, "_chosen", integers(_row=rows)):
        page = con.sql(query, params={"first": first, "last": last})
        return to_frame(name, page.to_arrow_table(), columns)
