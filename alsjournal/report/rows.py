"""Rows of a released table as plain values."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["plain_rows", "shaky_last"]


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a dict a row; what is missing is None.

    Examples
    --------
    >>> plain_rows(pd.DataFrame({"n": pd.array([1, None], dtype="Int64")}))
    [{'n': 1}, {'n': None}]
    """
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def shaky_last(themes: pd.DataFrame) -> pd.DataFrame:
    """Put themes on which nothing should be built after all others."""
    shaky = themes["stability"].astype("str").str.startswith("shaky")
    return themes.loc[shaky.sort_values(kind="stable").index]
