"""What every chart does with its table first, and the last step of tables of words."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Cleared
from alsjournal.errors import InputError

__all__ = ["in_words", "rows_of"]


def rows_of(
    table: object,
    kind: type[Cleared],
    *,
    what: str,
    maker: str,
    one: str,
    cure: str = "",
) -> pd.DataFrame:
    """Return the rows of a released table, if it is of this kind and not empty.

    Parameters
    ----------
    table : object
    kind : type
        What it must be.
    what : str
        What is drawn, as "A chart of changes".
    maker : str
        The function that makes such a table, after ``alsjournal.``.
    one : str
        What each row is of, as "theme".
    cure : str, default=""
        What to do where there is none.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    InputError
        If it is no such table, or is empty.
    """
    if not isinstance(table, kind):
        msg = (
            f"{what} takes a {kind.__name__} table, as alsjournal.{maker} makes it. "
            f"Got {type(table).__name__}."
        )
        raise InputError(msg)
    rows = table.to_frame()
    if rows.empty:
        do = f"; {cure}" if cure else ""
        msg = f"{what} needs at least one {one}. Got a table without rows{do}."
        raise InputError(msg)
    return rows


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose cells are all text, what is missing as none."""
    return table.astype("object").where(table.notna(), "").astype("str")
