"""Small csv files of answers, as people fill them in: several separators and dates."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from alsjournal.errors import InputError, SourceError

__all__ = ["NO_DATE", "day_of", "rows_of"]

_LARGEST = 5_000_000  # bytes; an answer has about 30
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


def rows_of(path: Path) -> list[Sequence[str]]:
    """Return the rows of a file of answers, the first with its columns.

    Raises
    ------
    SourceError
        If it cannot be read.
    InputError
        If it is too large, not UTF-8, or no csv.
    """
    try:
        if path.stat().st_size > _LARGEST:
            msg = "A file of answers must be small: 5 MB at most. Got a larger one."
            raise InputError(msg)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"The file of answers must be readable: {path} ({error.strerror})."
        raise SourceError(msg) from None
    except UnicodeDecodeError:
        msg = "A file of answers must be UTF-8. Got another encoding: save it anew."
        raise InputError(msg) from None
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        msg = "A file of answers must be a csv. Got something that is none."
        raise InputError(msg) from None
