"""Whole dates, and dates of birth, in every form that people in the UK write.

Only a whole date (day, month and year) or one of birth is masked; "12 July" or "last
Tuesday" leads to nobody, and the course of a set cannot be read without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.wordlists import MONTHS

__all__ = ["NUMERIC_DATE", "dates"]

_I = re.IGNORECASE

NUMERIC_DATE = re.compile(
    r"(?<![\d/.\-])(?:\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?(?:(?:19|20)\d\d|'?\d\d)"
    r"|(?:19|20)\d\d ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{1,2})(?![\d/\-]|\.\d)"
)
"""A date of digits alone."""
_JOINED_DIGITS = re.compile(r"\d ?[/.\-] ?\d")
"""What it holds."""
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_DAY_WORD = (
    rf"(?:(?:twenty|thirty)[ -])?(?:{_UNITS})|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
    r"|thirtieth"
)
_DAY = r"\d{1,2}(?: ?(?:st|nd|rd|th))?"
_ANY_DAY = rf"(?:{_DAY}|{_DAY_WORD})"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,? *"
    r"(?:the )?)?"
)
_SHORT_YEAR = (
    r"(?:'\d\d|\d\d(?! (?:people|patients|of|staff|members|calls|referrals|beds"
    r"|minutes|mins|hours|percent|per|pounds|times|others|more))(?![\d:%.,]\d|%))"
)
_YEAR = rf"(?:(?:19|20)\d\d|{_SHORT_YEAR})"
_GAP = r"[ \-/,.]{1,3}"
_WRITTEN = re.compile(
    rf"\b{_WEEKDAY}(?:{_ANY_DAY}(?: day)?(?: of|,)?[ \-/,.]{{0,2}}(?:{MONTHS})"
    rf"|(?:{MONTHS})[ .\-/]{{1,2}}(?:the )?{_ANY_DAY})"
    rf"(?:{_GAP}(?:of |in )?{_YEAR}|(?:19|20)\d\d)\b",
    _I,
)
_YEAR_END = re.compile(r"\d\d")
_MONTH = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
_MONTH_REACH = 45
"""More than lies between the two: "september, the twenty-seventh, of '"."""
_YEAR_FIRST = re.compile(
    rf"\b(?:19|20)\d\d[ \-/,.]{{1,2}}(?:{MONTHS})[ \-/,.]{{1,2}}{_DAY}\b", _I
)
_BIRTH = re.compile(
    rf"\b(?:born(?: on| in)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday"
    rf"|b\.(?= ?\d))[:\s]{{0,3}}"
    rf"(?:is |was |on |in |= ?|- ?){{0,2}}(?:the )?"
    rf"(?P<date>\d{{1,2}} ?[/.\-] ?\d{{1,2}}(?: ?[/.\-] ?\d{{2,4}})?"
    rf"|\d{{6}}(?:\d\d)?|\d{{1,2}} \d{{1,2}} (?:\d\d){{1,2}}"
    rf"|{_ANY_DAY}(?: of)? ?(?:{MONTHS})(?:,? ?'?\d{{2,4}})?"
    rf"|(?:{MONTHS}) {_DAY}(?:,? \d{{4}})?|(?:(?:{MONTHS}) )?(?:19|20)\d\d)\b",
    _I,
)


def dates(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and how surely a whole date stands there.

    Parameters
    ----------
    text : str
        Normalised.

    Yields
    ------
    tuple
        Start, end (exclusive), confidence.

    Examples
    --------
    >>> text = "We met on Tue 5 Dec 23 and again on 7 March."
    >>> [text[start:end] for start, end, _ in dates(text)]
    ['Tue 5 Dec 23']
    """
    for pattern, may_be in (
        (NUMERIC_DATE, _JOINED_DIGITS.search(text) is not None),
        (_WRITTEN, _year_after_month(text)),
        (_YEAR_FIRST, True),
    ):
        for match in pattern.finditer(text) if may_be else ():
            yield *match.span(), 0.9
    for match in _BIRTH.finditer(text):
        yield *match.span("date"), 1.0


def _year_after_month(text: str) -> bool:
    """Whether two digits stand behind a month, as in every date that is written out."""
    return any(
        _MONTH.search(text, max(0, year - _MONTH_REACH), year)
        for year in (match.start() for match in _YEAR_END.finditer(text))
    )
