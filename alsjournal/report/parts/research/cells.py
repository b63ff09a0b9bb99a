"""Cells of analysts' tables: figures to two places, and nothing where there is none."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from alsjournal.cleared import Cleared
from alsjournal.coders import Agreement
from alsjournal.exchange import csv_text
from alsjournal.exchange.spreadsheet import write_rows
from alsjournal.report.document import Table
from alsjournal.report.rows import plain_rows
from alsjournal.report.words import Words

__all__ = ["between", "cell", "grid", "laid_out", "p_value"]

_LONG = 40  # rows; a longer table is closed at first
_SMALLEST_P = 0.001
_ABOUT = ("theme", "question", "wave", "where")
_CLOSED = (
    *("verdict", "standing", "attrition", "status", "status_now", "wave"),
    *("use", "reach", "audience", "answer", "source", "interval"),
)
"""Columns whose values are of a closed list, which is said in the page's language."""
_COUNTS = ("continuing",)  # kept as a float where some are missing


def cell(value: Any) -> str:
    """Say a value as a table does.

    Examples
    --------
    >>> cell(0.6251), cell(3), cell(None), cell(True), cell(-0.004)
    ('0.63', '3', '', 'yes', '0.00')
    """
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        said = f"{value:.2f}"
        return said.removeprefix("-") if float(said) == 0 else said
    return str(value)


def p_value(value: Any) -> str:
    """Say a p-value.

    Examples
    --------
    >>> p_value(0.0004), p_value(0.0416), p_value(None)
    ('<0.001', '0.042', '')
    """
    if value is None or value != value:
        return ""
    return f"<{_SMALLEST_P}" if value < _SMALLEST_P else f"{value:.3f}"


def between(low: Any, high: Any) -> str:
    """Say an interval.

    Examples
    --------
    >>> between(0.104, 0.5), between(None, None)
    ('0.10 to 0.50', '')
    """
    told = cell(low), cell(high)
    return " to ".join(told) if all(told) else ""


def laid_out(
    table: Cleared | Agreement,
    caption: str,
    names: Sequence[str],
    words: Words,
    file: str = "",
) -> Table:
    """Lay some columns of a released table out; the download has all of them.

    ``low`` and ``high`` under one name, as ``change_low:change_high``, are an interval;
    ``where`` puts set, session and group together. A row that has nothing but what it
    is about is left out.
    """
    told = plain_rows(table.to_frame())
    cells = [tuple(_value(row, name) for name in names) for row in told]
    about = sum(name in _ABOUT for name in names)
    kept = (row for row in cells if any(row[about:]))
    rows = tuple(_said(row, names, words) for row in kept)
    heads = tuple(words(f"column.{_head(name)}") for name in names)
    csv = csv_text(table) if file else ""
    folded = _folded(len(rows), words)
    return Table(caption, heads, rows, file=file, csv=csv, folded=folded)


def grid(
    caption: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    words: Words,
    file: str = "",
) -> Table:
    """Lay rows out that are no released table, with a download if it has a name."""
    told = tuple(tuple(map(cell, row)) for row in rows)
    heads = tuple(words(f"column.{name}") for name in names)
    csv = ""
    if file:
        out = io.StringIO()
        write_rows(out, [list(names), *told])
        csv = out.getvalue()
    said = tuple(_said(row, names, words) for row in told)
    folded = _folded(len(told), words)
    return Table(caption, heads, said, file=file, csv=csv, folded=folded)


def _said(row: Sequence[str], names: Sequence[str], words: Words) -> tuple[str, ...]:
    """Say values of closed lists in the page's language; the download keeps them."""
    return tuple(
        words.shown(value) if _head(name) in _CLOSED else value
        for name, value in zip(names, row, strict=True)
    )


def _folded(n: int, words: Words) -> str:
    return words("research.open_table", n=f"{n:,}") if n > _LONG else ""


def _value(row: dict[str, Any], name: str) -> str:
    low, _, high = name.partition(":")
    if high:
        return between(row[low], row[high])
    if name == "where":
        return _where(row)
    if name in ("p", "q"):
        return p_value(row[name])
    value = row[name]
    return cell(int(value) if name in _COUNTS and value is not None else value)


def _where(row: dict[str, Any]) -> str:
    """Say of whom a row is.

    Examples
    --------
    >>> _where({"set_id": "A", "session": 2}), _where({"set_id": None, "group": "GP"})
    ('A, 2', 'GP')
    """
    parts = (row.get("set_id"), row.get("session"), row.get("group"))
    told = ", ".join(str(part) for part in parts if part is not None)
    return told or str(row.get("between") or "")


def _head(name: str) -> str:
    return "interval" if ":" in name else name
