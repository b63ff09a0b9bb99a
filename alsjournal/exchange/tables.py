"""Released tables as CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import re

import pandas as pd

from alsjournal.cleared import Cleared

__all__ = ["csv_text"]

# What Excel and LibreOffice take for the start of a formula, full-width forms too.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def csv_text(table: Cleared) -> str:
    """Return a released table as CSV, without the columns that are empty.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Parameters
    ----------
    table : Cleared

    Returns
    -------
    str
        Comma-separated, with a header.
    """
    frame = table.to_frame().dropna(axis="columns", how="all")
    for column in frame.columns:
        values = frame[column]
        if not pd.api.types.is_numeric_dtype(values.dtype):
            frame[column] = values.map(_inert)
    return frame.to_csv(index=False, lineterminator="\n")


def _inert(value: object) -> object:
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value
