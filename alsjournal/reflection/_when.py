"""Where a text says until when, or when, something is to be done."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["a_date", "a_day", "ahead", "when_in"]

_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december|jan|feb|aug|sept|sep|oct|nov|dec)"
)
_DATE: Final = (
    rf"(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?{_MONTH})?\b"
    rf"(?!\s*%)|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?"
)
_PART: Final = r"(?:morning|afternoon|evening|night|lunchtime)"
_SPAN: Final = r"(?:day|night|week|fortnight|month|quarter|term|year|weekend|half-term)"
_MEETING: Final = (
    r"(?:session|meeting|board|set|time|visit|round|supervision|review|committee"
    r"|huddle|handover|appraisal|one-to-one|team\s+meeting|lesson|class)"
)
_FEAST: Final = (
    r"(?:christmas|easter|new\s+year|half[- ]term|whitsun|the\s+new\s+year"
    r"|the\s+(?:bank\s+)?holidays?|the\s+break|the\s+(?:spring|summer|autumn|winter)"
    r"|the\s+weekend|term|lunch)"
)
_EDGE: Final = r"(?:the\s+)?(?:end|start|beginning|middle|close)\s+of\s+"
_POINT: Final = (
    rf"(?:{_EDGE})?(?:(?:the|this|next|that|our|my|coming)\s+){{0,2}}"
    rf"(?:{_DAY}(?:\s+(?:{_PART}|week))?|{_MONTH}\b|{_SPAN}s?\b|{_MEETING}s?\b|tomorrow"
    rf"(?:\s+{_PART})?|tonight|today|then|noon|midday)|{_FEAST}|{_DATE}"
)
_MEET_AGAIN: Final = (
    r"(?:we|i|they|he|she|you|the\s+(?:set|group|board))\s+(?:all\s+)?(?:next\s+)?"
    r"(?:meet|see|speak|talk|sit|come|go|leave|finish|are\s+back|am\s+back)s?"
    r"(?:\s+(?:again|next|together|back))?"
    r"|(?:the|my|our)\s+\w+\s+(?:comes?|starts?|opens?|closes?|arrives?|ends?|begins?"
    r"|goes)"
)
# Of these the day is ahead whatever the tense.
_AHEAD: Final = (
    rf"(?:tomorrow|tonight)(?:\s+{_PART})?|later\s+(?:today|this\s+\w+)"
    rf"|(?:at\s+|in\s+|from\s+|by\s+|before\s+|for\s+|until\s+|till\s+|on\s+|over\s+)?"
    rf"(?:the\s+|our\s+|my\s+)?next\s+(?:(?:few|two|three|four|six|board|set|team|\d+)"
    rf"\s+)?(?:{_SPAN}s?|{_MEETING}s?|{_DAY}|{_MONTH})\b"
    rf"|(?:from|as\s+of)\s+(?:now\s+on|now|today|tomorrow|{_POINT})"
    rf"|by\s+(?:{_POINT}|when\s+{_MEET_AGAIN})"
    rf"|before\s+(?:{_POINT}|{_MEET_AGAIN})"
    rf"|within\s+(?:a|an|the|one|two|three|four|\d+)\s+(?:next\s+)?{_SPAN}s?"
    r"|henceforth|from\s+here\s+on|(?:at|on|in|for|before)\s+(?:the|my|our)\s+next\s+\w+|in\s+the\s+(?:new\s+year|near\s+future|coming\s+\w+)|going\s+forward"
    r"|in\s+future|in\s+(?:a|an|two|three|four|six|ten|\d+)\s+"
    rf"(?:minutes?|hours?|{_SPAN}s?)(?:'s?)?(?:\s+time)?"
    rf"|when(?:ever)?\s+{_MEET_AGAIN}|ahead\s+of\s+(?:{_POINT}|{_MEET_AGAIN})"
    r"|first\s+thing(?:\s+(?:on\s+)?\w+day)?"
)
_ANY: Final = (
    rf"{_AHEAD}|(?:on|until|till|for|after|over|during|this|in|every|each|at)\s+"
    rf"(?:(?:every|each|this|the)\s+)?(?:{_DAY}(?:\s+(?:{_PART}|week))?|{_MONTH}\b"
    rf"|{_FEAST}|(?:{_EDGE}){_POINT})"
    rf"|on\s+(?:{_DATE})|this\s+(?:{_SPAN}|{_PART})|(?:after|until|till)\s+"
    rf"(?:{_POINT}|{_MEET_AGAIN})|(?:once|twice|every|each)\s+(?:a\s+|second\s+|other\s+)?"
    rf"{_SPAN}|for\s+(?:a|one|two|three|four|six|\d+)\s+{_SPAN}s?"
    rf"|{_DAY}(?:\s+(?:{_PART}|week))?|today|straight\s+away|right\s+away|at\s+once"
    rf"|immediately|soon|as\s+soon\s+as\s+\w+(?:\s+\w+){1, 5}"
)
_PLAN = re.compile(rf"\b(?:{_ANY})\b", re.IGNORECASE)
_SURE = re.compile(rf"\b(?:{_AHEAD})\b", re.IGNORECASE)


def when_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a stretch of a text says when; what is surely ahead comes first.

    Parameters
    ----------
    text : str
    start, end : int
        The stretch.

    Returns
    -------
    tuple of (int, int) or None
        Offsets in the text.

    Examples
    --------
    >>> text = "On Monday I thought: I will ring her by Friday."
    >>> start, end = when_in(text, 0, len(text))
    >>> text[start:end]
    'by Friday'
    """
    found = _SURE.search(text, start, end) or _PLAN.search(text, start, end)
    return None if found is None else found.span()


def ahead(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text names a time that can only be to come.

    Examples
    --------
    >>> ahead("Next time I ask first.", 0, 22), ahead("On Monday I asked.", 0, 18)
    (True, False)
    """
    return _SURE.search(text, start, end) is not None


_DATED = re.compile(
    rf"\b(?:on\s+)?(?:{_MONTH}\s+\d{{1,2}}|(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)\b"
    rf"|\d{{1,2}}\s+(?:of\s+)?{_MONTH})\b",
    re.IGNORECASE,
)
_ON_DAY = re.compile(
    rf"\b(?:(?:on|this|in|for)\s+)?(?:{_DAY.replace('days?', 'day')}|{_MONTH})\b",
    re.IGNORECASE,
)


def a_date(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text names a day of a month.

    Examples
    --------
    >>> a_date("We meet on 14 May.", 0, 18), a_date("We meet on Mondays.", 0, 19)
    (True, False)
    """
    return _DATED.search(text, start, end) is not None


def a_day(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text names a day or a month.

    Examples
    --------
    >>> a_day("I'm off on Monday.", 0, 18), a_day("I'm off on Mondays.", 0, 19)
    (True, False)
    """
    found = _ON_DAY.search(text, start, end) or _DATED.search(text, start, end)
    return found is not None
