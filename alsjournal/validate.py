"""Bring a frame to the data model, and say which of its rows break it.

A problem says *where* (table, row, column) and *which rule*, never the value: a
value may be somebody's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from alsjournal.errors import SchemaError
from alsjournal.schema import DTYPES, TABLES, Column

__all__ = [
    "Problem",
    "checked_frames",
    "conform",
    "empty_frame",
    "raise_problems",
    "validate",
]

# A column of 0 and 1 with a gap is read as floats: "1.0".
_TRUE = frozenset({"true", "yes", "y", "1", "1.0"})
_FALSE = frozenset({"false", "no", "n", "0", "0.0"})


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
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(
        {c.name: pd.Series(dtype=DTYPES[c.kind]) for c in TABLES[name].columns}
    )


def conform(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Bring a frame to the table's columns and dtypes.

    Columns that are missing are added empty; columns that the table does not have
    raise. A value that cannot be read as its column's kind becomes empty and is
    reported. Keys, people and labels lose the blanks round them, and a blank one is
    empty; texts stay as they are, since codings point into them.

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
        If it is not a frame, or has a column that the table does not have, or one
        column twice.

    Examples
    --------
    >>> import pandas as pd
    >>> frame, problems = conform("members", pd.DataFrame({"member": ["m1"]}))
    >>> frame.shape, problems
    ((1, 3), [])
    """
    table = TABLES[name]
    if not isinstance(frame, pd.DataFrame) or not frame.columns.is_unique:
        msg = f"The table {name!r} must be a DataFrame, each of its columns once."
        raise SchemaError(msg)
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
    key. A permission is for a member or for a reflection: one must be given.

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
    if name == "permissions":
        for_nobody = frame["member"].isna() & frame["reflection_id"].isna()
        rule = "a value is required here or in reflection_id"
        problems += [
            Problem(name, int(row), "member", rule) for row in frame.index[for_nobody]
        ]
    doubled = frame.duplicated(subset=list(table.key), keep="first")
    rule = f"the same key ({', '.join(table.key)}) as an earlier row"
    problems += [
        Problem(name, int(row), table.key[0], rule) for row in frame.index[doubled]
    ]
    return problems


def checked_frames(
    frames: Mapping[str, pd.DataFrame], *, raw: bool
) -> dict[str, pd.DataFrame]:
    """Conform and validate every table; raise on the first broken rule."""
    out = {}
    for name, frame in frames.items():
        table = TABLES.get(name)
        if table is None or (table.raw_only and not raw):
            known = [n for n, t in TABLES.items() if raw or not t.raw_only]
            msg = f"A journal has the tables {', '.join(known)}. Got {name!r}."
            raise SchemaError(msg)
        conformed, problems = conform(name, frame)
        raise_problems(problems + validate(name, conformed))
        out[name] = conformed
    return out


def raise_problems(problems: Sequence[Any]) -> None:
    """Raise a `SchemaError` that names the first problem, if there is one."""
    if problems:
        first = problems[0]
        msg = (
            f"The table {first.table!r}, column {first.column!r}: {first.rule}. "
            f"Row {first.row} (counted from 0) breaks this, and "
            f"{len(problems) - 1} more. Correct the rows or leave them out."
        )
        raise SchemaError(msg)


def _coerce(
    values: pd.Series[Any], column: Column
) -> tuple[pd.Series[Any], list[tuple[int, str]]]:
    """Read values as the column's kind; what cannot be read becomes empty."""
    given = values.notna()
    if values.dtype == object or isinstance(values.dtype, pd.StringDtype):
        given &= values.astype("str").str.strip() != ""
    out: pd.Series[Any]
    rule = ""
    if column.kind == "text":
        return _as_str(values), []
    if column.kind in ("key", "person", "label"):
        out = _as_str(_without_decimals(values)).str.strip()
        return out.mask(out == "", None).astype("str"), []
    if column.kind == "bool":
        out, rule = _as_bool(values), "must be true or false"
    elif column.kind in ("int", "float"):
        numbers = _as_numbers(values)
        if column.kind == "int":
            whole = numbers.where((numbers % 1 == 0).fillna(False))
            out, rule = whole.astype("Int64"), "must be a whole number"
        else:
            out, rule = numbers, "must be a number"
    else:
        out, rule = _as_dates(values), "must be a date as YYYY-MM-DD"
    bad = given & out.isna()
    return out, [(int(row), rule) for row in values.index[bad]]


def _as_str(values: pd.Series[Any]) -> pd.Series[Any]:
    out = values.where(values.notna(), None).astype("str")
    return out.where(values.notna(), None).astype("str")


def _without_decimals(values: pd.Series[Any]) -> pd.Series[Any]:
    """Undo what a gap does to a column of whole numbers: 1 became 1.0."""
    if pd.api.types.is_float_dtype(values.dtype):
        known = values.dropna()
        if bool((known % 1 == 0).all()):
            return values.astype("Int64")
    return values


def _as_numbers(values: pd.Series[Any]) -> pd.Series[Any]:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        # to_numeric would count nanoseconds.
        return pd.Series(pd.NA, index=values.index, dtype="Float64")
    return pd.to_numeric(values, errors="coerce").astype("Float64")


def _as_dates(values: pd.Series[Any]) -> pd.Series[Any]:
    """Read dates; one with a time zone is read at the clock of UTC."""
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = _as_str(_without_decimals(values))
    out = pd.to_datetime(values, errors="coerce", format="ISO8601", utc=True)
    return out.dt.tz_localize(None).astype("datetime64[us]")


def _as_bool(values: pd.Series[Any]) -> pd.Series[Any]:
    if values.dtype == bool or isinstance(values.dtype, pd.BooleanDtype):
        return values.astype("boolean")
    words = values.astype("str").str.strip().str.lower()
    out = pd.Series(pd.NA, index=values.index, dtype="boolean")
    out[words.isin(_TRUE)] = True
    out[words.isin(_FALSE)] = False
    return out
