"""Read dates whose order of day and month is recognised, declared or asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from alsjournal.errors import InputError

__all__ = ["ORDERS", "Dates", "Order", "read_dates"]

Order = Literal["iso", "dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("iso", "dmy", "mdy")

NO_DATE = "must be a date that exists, with a year of four digits"
EITHER = "day and month cannot be told apart; other rows use both orders"

_TIME = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp][Mm])?)?"
_ZONE = r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME + _ZONE)
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME + _ZONE)
_WORD_AFTER = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})" + _TIME + _ZONE
)
_WORD_FIRST = re.compile(
    r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME + _ZONE
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@dataclass(frozen=True)
class Dates:
    """What became of a column of dates.

    ``values`` are as ISO 8601, None where empty or refused; ``refused`` holds the
    positions and the rule; ``order`` is what was recognised: an order, ``"either"``
    (it makes no difference) or ``"mixed"``.
    """

    values: list[str | None]
    refused: dict[int, str]
    order: str


def read_dates(
    cells: Sequence[str | None], *, where: str, order: Order | None = None
) -> Dates:
    """Read a column of dates.

    Dates as 2024-03-01 or 1 March 2024 are read whatever the order. For others, as
    01/03/2024, the column is looked at as a whole: one date that only one order
    allows decides for all. Where some allow only the one and some only the other,
    those that allow both are refused.

    Parameters
    ----------
    cells : sequence of str or None
    where : str
        File and column, for the message.
    order : {"iso", "dmy", "mdy"}, optional
        As declared; then nothing is recognised.

    Returns
    -------
    Dates

    Raises
    ------
    InputError
        If both orders are possible throughout.

    Examples
    --------
    >>> read_dates(["03/04/2024", "13/04/2024"], where="a.csv, date").values
    ['2024-04-03', '2024-04-13']
    >>> read_dates(["31/02/2024"], where="a.csv, date", order="dmy").refused
    {0: 'must be a date that exists, with a year of four digits'}
    """
    values: list[str | None] = [None] * len(cells)
    refused: dict[int, str] = {}
    both: dict[int, tuple[str | None, str | None]] = {}
    found_iso = False
    for i, cell in enumerate(cells):
        text = (cell or "").strip()
        if not text:
            continue
        numbers = _NUMBERS.fullmatch(text)
        if numbers:
            both[i] = _readings(numbers)
            continue
        values[i] = _certain(text)
        found_iso = True
        if values[i] is None:
            refused[i] = NO_DATE
    seen = order or _recognise(both.values(), where, found_iso=found_iso)
    for i, (dmy, mdy) in both.items():
        values[i], rule = _chosen(dmy, mdy, seen)
        if rule:
            refused[i] = rule
    return Dates(values, refused, seen)


def _recognise(
    both: Iterable[tuple[str | None, str | None]], where: str, *, found_iso: bool
) -> str:
    pairs = set(both)
    only_dmy = any(d and not m for d, m in pairs)
    only_mdy = any(m and not d for d, m in pairs)
    differ = any(d and m and d != m for d, m in pairs)
    if only_dmy and only_mdy:
        return "mixed"
    if only_dmy or only_mdy:
        return "dmy" if only_dmy else "mdy"
    if differ:
        msg = (
            f"Whether the day or the month comes first must be certain in {where}. "
            f"Every date there can be read both ways. Say which in programme.toml: "
            f'[programme] date_order = "dmy" (or "mdy").'
        )
        raise InputError(msg)
    return "iso" if found_iso else "either"


def _chosen(
    dmy: str | None, mdy: str | None, order: str
) -> tuple[str | None, str | None]:
    if order == "iso":
        return None, "must be a date as YYYY-MM-DD, as date_order declares"
    if order == "dmy":
        value = dmy
    elif order == "mdy":
        value = mdy
    elif dmy and mdy and dmy != mdy:
        return None, EITHER
    else:
        value = dmy or mdy
    return value, (None if value else NO_DATE)


def _readings(found: re.Match[str]) -> tuple[str | None, str | None]:
    first, second, year = (int(part) for part in found.groups()[:3])
    clock = found.groups()[3:]
    return _iso(year, second, first, clock), _iso(year, first, second, clock)


def _certain(text: str) -> str | None:
    """Read a date that does not depend on the order."""
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups()[:3])
        return _iso(year, month, day, found.groups()[3:])
    found = _WORD_AFTER.fullmatch(text)
    if found:
        day_, word, year_ = found.groups()[:3]
        return _iso(int(year_), _month(word), int(day_), found.groups()[3:])
    found = _WORD_FIRST.fullmatch(text)
    if found:
        word, day_, year_ = found.groups()[:3]
        return _iso(int(year_), _month(word), int(day_), found.groups()[3:])
    return None


def _month(word: str) -> int:
    word = "sep" if word.lower() == "sept" else word.lower()
    fits = [i for i, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    return fits[0] if len(fits) == 1 else 0


def _iso(year: int, month: int, day: int, clock: Sequence[str | None]) -> str | None:
    hour, minute, second, half = clock
    h = int(hour or 0)
    if half:
        if not 1 <= h <= 12:
            return None
        h = h % 12 + 12 * (half.lower() == "pm")
    try:
        when = dt.datetime(year, month, day, h, int(minute or 0), int(second or 0))  # noqa: DTZ001 - the clock on the wall
    except ValueError:
        return None
    if not 1900 <= year <= 2100:
        return None
    return when.isoformat() if hour else when.date().isoformat()
