"""When a response was given, and the ids that are made of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from alsjournal.ingest.dates import Order, read_dates

__all__ = ["answer_id", "is_stamp", "read_stamps", "response_keys"]

_STAMP = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
    r"(?:[T ,]+\d{1,2}[:.]\d{2}.{0,24})?"
)
_SHORT_YEAR = re.compile(r"^(\d{1,2}[-/.]\d{1,2}[-/.])(\d{2})(?!\d)")
_ZONE = re.compile(r"\s+(?:[A-Z]{3,5}|Z)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?$")
_FRACTION = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\.\d{1,6}")


def is_stamp(cell: str) -> bool:
    """Whether a cell holds a date or a time stamp, whichever way round.

    Examples
    --------
    >>> [is_stamp(c) for c in ("2026-03-01 14:05:33", "3/1/26 14:05", "1. We met")]
    [True, True, False]
    """
    return _STAMP.fullmatch(" ".join(cell.split())) is not None


def read_stamps(
    cells: Sequence[str], *, where: str, order: Order | None
) -> list[str | None]:
    """Read time stamps as ISO 8601, by the clock that they show; None if unreadable.

    A time zone behind them is left out, a year of two digits is one of this century
    (forms on the web are younger), and parts of a second are rounded: a spreadsheet
    holds times as fractions of a day.

    Parameters
    ----------
    cells : sequence of str
    where : str
        File and column, for the message.
    order : {"iso", "dmy", "mdy"} or None
        As declared.

    Raises
    ------
    InputError
        If day and month cannot be told apart throughout.

    Examples
    --------
    >>> read_stamps(["2026/03/01 2:05:33 pm GMT"], where="f", order=None)
    ['2026-03-01T14:05:33']
    """
    ready = [_ready(cell) for cell in cells]
    return read_dates(ready, where=where, order=order).values


def _ready(cell: str) -> str:
    text = " ".join(cell.split())
    if _FRACTION.fullmatch(text):
        when = dt.datetime.fromisoformat(text) + dt.timedelta(milliseconds=500)
        return when.replace(microsecond=0).isoformat(" ")
    text = _ZONE.sub("", text) if ":" in text else text
    return _SHORT_YEAR.sub(r"\g<1>20\2", text, count=1)


def response_keys(parts: Sequence[tuple[str, ...]]) -> list[str]:
    """Make a key for each response; those that are alike are counted.

    Parameters
    ----------
    parts : sequence of tuple of str
        What a service gives each response: its number and when it was begun.

    Returns
    -------
    list of str
        Each once.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    keys = []
    for part in parts:
        again = seen[part]
        seen[part] += 1
        keys.append("\x1f".join((*part, str(again)) if again else part))
    return keys


def answer_id(service: str, key: str, question: str) -> str:
    """Make the id of an answer, the same in every export of the form.

    It is a fingerprint of the service, of the response's number and the time when it
    was begun (which stay when it is edited, and when others follow), and of the
    question. Not of the file's name, which counts the responses; nor of the other
    headers, so that a question that is added later changes nothing. The number
    alone would not do: forms that were copied from one another have the same
    questions, and each counts from 1. A response without a number (Google Forms) has
    its time, the account, and the set that was answered: after a session several
    people write within the same second, in forms of several sets. Those that still are
    alike are counted, in the order of the sheet. A question that is worded anew is
    another question.

    Parameters
    ----------
    service : str
    key : str
        As `response_keys` makes it.
    question : str
        As compared.
    """
    told = "\x1f".join((service, key, question)).encode("utf-8", "replace")
    return "f" + hashlib.sha256(told).hexdigest()[:16]
