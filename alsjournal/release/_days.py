"""What files of answers have in common: how large they may be, and their days."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

__all__ = ["LARGEST", "NO_DATE", "day_of"]

LARGEST = 5_000_000
"""Bytes; an answer has about 30."""

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")
NO_DATE = "the date must be a day, as 2026-11-22 or 22/11/2026"
"""Why a row is refused whose date is none."""


def day_of(cell: str) -> pd.Timestamp | None:
    """Return the day that a cell names; None if it names none.

    Examples
    --------
    >>> day_of("22/11/2026")
    Timestamp('2026-11-22 00:00:00')
    """
    for form in _DAYS:
        try:
            return pd.Timestamp(datetime.strptime(cell, form))  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None
