"""Bring a frame to the data model, and say which of its rows break it.

A problem says *where* (table, row, column) and *which rule*, never the value: a
value may be somebody's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from alsjournal.errors import SchemaError
from alsjournal.schema import DTYPES, TABLES, Column

__all__ = ["Problem", "conform", "empty_frame", "validate"]

_TRUE = frozenset({"true", "yes", "y", "1"})
_FALSE = frozenset({"false", "no", "n", "0"})


@dataclass(frozen=True)
class Problem:
    """A row that breaks a rule: where, and which; never the value.

    ``row`` is the position in the frame, counted from 0.
    """

    table: str
    row: int
    column: str
    rule: str


def empty_frame(name: str) -> pd.DataFrame:
    """Return the table without rows, each column with its dtype.

    Parameters
    ----------
    name : str
        A name of `TABLES`.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> list(empty_frame("attendance"))
    ['set_id', 'session', 'member', 'present']
    """
    table = TABLES[name]
    return pd.DataFrame(
        {c.name: pd.Series(dtype=DTYPES[c.kind]) for c in table.columns}
    )


def conform(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Bring a frame to the table's columns and dtypes.

    Columns that are missing are added empty; columns that the table does not have
    raise. A value that cannot be read as its column's kind becomes empty and is
    reported.

    Parameters
    ----------
    name : str
        A name of `TABLES`.
    frame : pandas.DataFrame
        Its index is not kept.

    Returns
    -------
    frame : pandas.DataFrame
        A new frame with exactly the table's columns.
    problems : list of Problem
        One for each value that could not be read.

    Raises
    ------
    SchemaError
        If the frame has a column that the table does not have.

    Examples
    --------
    >>> import pandas as pd
    >>> frame, problems = conform("members", pd.DataFrame({"member": ["m1"]}))
    >>> frame.shape, problems
    ((1, 3), [])
    """
    table = TABLES[name]
    unknown = [str(c) for c in frame.columns if c not in table.names]
    if unknown:
        msg = (
            f"The table {name!r} has the columns {', '.join(table.names)}. "
            f"Got {len(unknown)} it does not know: {', '.join(sorted(unknown))}. "
            f"Rename or drop them."
        )
        raise SchemaError(msg)
    problems: list[Problem] = []
    out: dict[str, pd.Series[Any]] = {}
    source = frame.reset_index(drop=True)
    for column in table.columns:
        if column.name in source:
            values, bad = _coerce(source[column.name], column)
            problems += [Problem(name, row, column.name, rule) for row, rule in bad]
        else:
            values = pd.Series(
                [None] * len(source), index=source.index, dtype=DTYPES[column.kind]
            )
        out[column.name] = values
    return pd.DataFrame(out, index=source.index), problems


def validate(name: str, frame: pd.DataFrame) -> list[Problem]:
    """List the rows of a conformed frame that break a rule of its table.

    Checked are required values, closed lists, and that no two rows have the same
    key. A key of ``permissions`` may have empty parts, but not all of them.

    Parameters
    ----------
    name : str
        A name of `TABLES`.
    frame : pandas.DataFrame
        As `conform` returns it.

    Returns
    -------
    list of Problem
        In the order of the table's columns; empty if all is well.

    Examples
    --------
    >>> import pandas as pd
    >>> frame, _ = conform("members", pd.DataFrame({"member": ["m1", "m1"]}))
    >>> [(p.row, p.rule) for p in validate("members", frame)]
    [(1, 'the same key (member) as an earlier row')]
    """
    table = TABLES[name]
    frame = frame.reset_index(drop=True)
    problems: list[Problem] = []
    for column in table.columns:
        values = frame[column.name]
        missing = values.isna()
        if column.kind in ("key", "person", "label", "text"):
            missing |= values.str.strip() == ""
        if column.required:
            problems += [
                Problem(name, int(row), column.name, "a value is required")
                for row in frame.index[missing]
            ]
        if column.choices:
            wrong = ~missing & ~values.isin(column.choices)
            rule = f"must be one of: {', '.join(column.choices)}"
            problems += [
                Problem(name, int(row), column.name, rule) for row in frame.index[wrong]
            ]
    doubled = frame.duplicated(subset=list(table.key), keep="first")
    rule = f"the same key ({', '.join(table.key)}) as an earlier row"
    problems += [
        Problem(name, int(row), table.key[0], rule) for row in frame.index[doubled]
    ]
    return problems


def _coerce(
    values: pd.Series[Any], column: Column
) -> tuple[pd.Series[Any], list[tuple[int, str]]]:
    """Read values as the column's kind; what cannot be read becomes empty."""
    given = values.notna()
    if values.dtype == object or isinstance(values.dtype, pd.StringDtype):
        given &= values.astype("str").str.strip() != ""
    out: pd.Series[Any]
    rule = ""
    if column.kind in ("key", "person", "label", "text"):
        out = values.where(values.notna(), None).astype("str")
        return out.where(values.notna(), None).astype("str"), []
    if column.kind == "bool":
        out, rule = _as_bool(values), "must be true or false"
    elif column.kind in ("int", "float"):
        numbers = pd.to_numeric(values, errors="coerce").astype("Float64")
        if column.kind == "int":
            whole = numbers.where((numbers % 1 == 0).fillna(False))
            out, rule = whole.astype("Int64"), "must be a whole number"
        else:
            out, rule = numbers, "must be a number"
    else:
        out = pd.to_datetime(values, errors="coerce", format="ISO8601")
        out, rule = out.astype("datetime64[us]"), "must be a date as YYYY-MM-DD"
    bad = given & out.isna()
    return out, [(int(row), rule) for row in values.index[bad]]


def _as_bool(values: pd.Series[Any]) -> pd.Series[Any]:
    if values.dtype == bool or isinstance(values.dtype, pd.BooleanDtype):
        return values.astype("boolean")
    words = values.astype("str").str.strip().str.lower()
    out = pd.Series(pd.NA, index=values.index, dtype="boolean")
    out[words.isin(_TRUE)] = True
    out[words.isin(_FALSE)] = False
    return out
