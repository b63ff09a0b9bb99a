"""What a spreadsheet makes of a cell, and how it is kept from doing so.

Excel and LibreOffice take a text that begins with ``= + - @`` (full-width forms too,
also after blanks) for a formula. In csv it gets an apostrophe before it; in a
workbook it is a text cell, which runs nothing. The limits are Excel's (Microsoft,
"Excel specifications and limits"): 32,767 characters in a cell, 1,048,576 rows in a
sheet. A text that does not fit says so in its cell and is counted for the reader.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import IO, Any

import pandas as pd

from alsjournal.dictionary import Entry

__all__ = ["ROWS", "Fitter", "inert", "is_formula", "write_rows"]

ROWS = 1_048_575
"""Rows of a sheet, without its header."""

_CHARACTERS = 32_767  # UTF-16 units, as Excel counts
_DIGITS = 10**15  # a larger whole number would be rounded
_FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - before, Excel's calendar is wrong

_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
# Blanks and marks that nobody sees may stand before the sign.
_UNSEEN = r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_FORMULA = re.compile(rf"^[\s{_UNSEEN}]*{_SIGN}|^[\t\r]")
# What a spreadsheet that is told another separator than ours takes for a new cell.
_INNER = re.compile(rf"(?<=[;\t\r\n])(?=(?:[^\S\t\r\n]|[{_UNSEEN}])*{_SIGN})")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PICTURES = {i: chr(0x2400 + i) for i in range(32)} | {
    0xFFFE: "\ufffd",
    0xFFFF: "\ufffd",
}


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula.

    Examples
    --------
    >>> is_formula("=1+1"), is_formula(" @SUM(A1)"), is_formula("1 = 1")
    (True, True, False)
    """
    return _FORMULA.match(text) is not None


def inert(value: Any) -> Any:
    """Put an apostrophe before what would be taken for a formula.

    Inside a text too, after a semicolon, a tab or a line break: a spreadsheet that is
    told that these part the cells would begin a new one there.

    Examples
    --------
    >>> inert("=1+1"), inert("text"), inert(-1), inert("a;=1+1")
    ("'=1+1", 'text', -1, "a;'=1+1")
    """
    if not isinstance(value, str):
        return value
    return _INNER.sub("'", f"'{value}" if is_formula(value) else value)


def write_rows(file: IO[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as csv that runs nothing: texts in quotes, formulas made inert.

    The quotes keep a text in its cell where the list separator is a semicolon.
    """
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerows([_written(value) for value in row] for row in rows)


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return inert(value)


class Fitter:
    """Brings values into what a cell can hold, and counts what had to be changed.

    Parameters
    ----------
    whole : str
        Where the whole text is, for a cell that cannot hold it.

    Attributes
    ----------
    cut, signs : Counter of (table, column)
        Texts that were cut, and texts with characters that no cell can hold.
    """

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.cut: Counter[tuple[str, str]] = Counter()
        self.signs: Counter[tuple[str, str]] = Counter()

    def rows(
        self, columns: Sequence[Entry], frame: pd.DataFrame
    ) -> list[tuple[Any, ...]]:
        """Return the rows as str, int, float, bool, datetime, or None for missing."""
        return list(
            zip(*(self._column(e, frame[e.column]) for e in columns), strict=True)
        )

    def _column(self, entry: Entry, values: pd.Series[Any]) -> list[Any]:
        plain = values.astype(object).where(values.notna(), None).tolist()
        if entry.kind in ("int", "float"):
            return [_number(value) for value in plain]
        if entry.kind == "date":
            return [_day(value) for value in plain]
        if entry.kind == "bool":
            return plain
        return [v if v is None else self._text(entry, v) for v in plain]

    def _text(self, entry: Entry, text: str) -> str:
        where = (entry.table, entry.column)
        if _UNFIT.search(text):
            self.signs[where] += 1
            text = _UNFIT.sub(lambda found: _PICTURES[ord(found[0])], text)
        if 2 * len(text) > _CHARACTERS and _units(text) > _CHARACTERS:
            self.cut[where] += 1
            words = f" [cut here: a cell holds no more. {self.whole}]"
            room = _CHARACTERS - _units(words)
            start = text.encode("utf-16-le")[: 2 * room]
            text = start.decode("utf-16-le", errors="ignore") + words
        return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _number(value: Any) -> Any:
    """A number that a cell would round, or cannot hold, is kept as text."""
    if value is None or (abs(value) < _DIGITS and math.isfinite(value)):
        return value
    return str(value)


def _day(value: Any) -> Any:
    if value is None:
        return None
    day = value.to_pydatetime()
    return day if day >= _FIRST_DAY else day.date().isoformat()
