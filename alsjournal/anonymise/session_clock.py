"""Dates told by the sessions of a set: "two weeks before session 3".

A whole date leads to somebody; when it was, seen from the sessions, is what a reader
needs. It is given in whole weeks, for at most eight of them, and never for a birth.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from alsjournal.anonymise.wordlists import MONTHS
from alsjournal.journal import RawJournal

__all__ = ["SessionClock", "read_date"]

_NEAR = 3
"""Days from a session that count as about the session."""
_FAR = 8
"""Weeks from the nearest session from which on nothing is said."""
_BIRTH = re.compile(r"\b(?:born|birth\w*|d\.?o\.?b)\b", re.IGNORECASE)
_NUMBERS = re.compile(
    r"(?<!\d)(\d{1,4}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{1,2})(?!\d)"
)
_WORD = re.compile(rf"\b(?:{MONTHS})", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov")
_CENTURY = 2000


class SessionClock:
    """When the sessions of each set were.

    Parameters
    ----------
    raw : RawJournal
        Its table ``sessions``, as far as it has dates.
    """

    def __init__(self, raw: RawJournal) -> None:
        self._sessions: dict[str, list[tuple[date, int]]] = {}
        if "sessions" not in raw.tables():
            return
        frame = raw.identifiable_frame("sessions", ["set_id", "session", "date"])
        for set_id, session, day in frame.dropna().itertuples(index=False, name=None):
            self._sessions.setdefault(set_id, []).append((day.date(), int(session)))

    def words(self, written: str, before: str = "", set_id: str | None = None) -> str:
        """Return what stands for a date.

        Parameters
        ----------
        written : str
            The date as somebody wrote it.
        before : str, default=""
            What stands before it: a birth is told by no session.
        set_id : str, optional
            The set of the text.

        Returns
        -------
        str
            As ``[about session 3]`` or ``[2 weeks before session 3]``; ``[date]``
            where no session of the set is near.
        """
        sessions: Any = self._sessions.get(set_id or "", ())
        day = read_date(written) if sessions else None
        if day is None or _BIRTH.search(before) or _BIRTH.search(written):
            return "[date]"
        there, session = min(sessions, key=lambda s: (abs((s[0] - day).days), s[1]))
        days = (day - there).days
        if abs(days) <= _NEAR:
            return f"[about session {session}]"
        weeks = max(1, round(abs(days) / 7))
        if weeks > _FAR:
            return "[date]"
        side = "after" if days > 0 else "before"
        return f"[{weeks} week{'s' * (weeks > 1)} {side} session {session}]"


def read_date(written: str) -> date | None:
    """Return the day of a whole date as it is written in the UK; None if it is none.

    Examples
    --------
    >>> read_date("3/5/19"), read_date("Friday 3rd of May 2019")
    (datetime.date(2019, 5, 3), datetime.date(2019, 5, 3))
    >>> read_date("2019-05-03"), read_date("May 2019")
    (datetime.date(2019, 5, 3), None)
    """
    numeric = _NUMBERS.search(written)
    if numeric:
        first, month, last = map(int, numeric.groups())
        if len(numeric[1]) == 4:  # the year first, as ISO 8601 has it
            return _day(first, month, last)
        return _day(last, month, first)
    word = _WORD.search(written)
    numbers = [int(n) for n in _NUMBER.findall(written)]
    if word is None or len(numbers) != 2:
        return None
    name = word.group()[:3].lower()
    month = _NAMES.index(name) + 1 if name in _NAMES else 12
    day, year = numbers
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + _CENTURY if year < 100 else year, month, day)
    except ValueError:
        return None
