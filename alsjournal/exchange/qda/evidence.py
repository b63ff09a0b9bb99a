"""How well a span fits what is said of it: its name, and where words begin and end."""

from __future__ import annotations

import re

from alsjournal.exchange.qda.profiles import plain
from alsjournal.exchange.qda.xml import legal

__all__ = ["COLLAPSED", "EXACT", "INVALID", "QUOTED", "quality"]

INVALID = -10
"""No such place in the text."""

QUOTED = 10
"""From here on the name tells that the span is right, not only that it may be."""

COLLAPSED = 13
"""The name is the quote but for blanks within it."""

EXACT = 14
_TRIMMED = QUOTED
_CUT = QUOTED
_SPACE = re.compile(r"\s+")
_ELLIPSIS = re.compile(r"\s*(?:\[?\.\.\.\]?|\[?\u2026\]?)\s*")
_SHORTEST_CUT = 12
_LONGEST_NAME = 200_000


def quality(text: str, span: tuple[int, int] | None, name: str) -> int:
    """Say how well a span of a text fits its name, and its borders those of words.

    Parameters
    ----------
    text : str
    span : (int, int) or None
        In code points.
    name : str
        As in the file: the quote, the quote cut off or with other blanks, or anything.

    Returns
    -------
    int
        `EXACT` if it is the quote, `COLLAPSED` if but for blanks within; from `QUOTED`
        if but for blanks round it, or its beginning; 0 to 2 for borders between words;
        `INVALID` for no span.

    Examples
    --------
    >>> quality("One fine day.", (4, 8), "fine") == EXACT
    True
    >>> quality("One fine day.", (4, 8), ""), quality("One fine day.", (4, 7), "")
    (2, 1)
    """
    if span is None:
        return INVALID
    start, end = span
    named, borders = _named(text[start:end], name), _borders(text, start, end)
    # Of a name without the blanks round it, the borders tell how many there were.
    return named + borders if named == _TRIMMED else max(named, borders)


def _named(quote: str, name: str) -> int:
    if not name.strip() or len(name) > _LONGEST_NAME:
        return 0
    said, is_ = plain(name), plain(legal(quote))  # no XML could hold another name
    if said == is_:
        return EXACT
    said, is_ = _SPACE.sub(" ", said), _SPACE.sub(" ", is_)
    if said == is_:
        return COLLAPSED
    if said.strip() == is_.strip():
        return _TRIMMED
    return _cut(said.strip(), is_)


def _cut(said: str, quote: str) -> int:
    """Compare with a name of which only some was kept, in the middle or at the end."""
    parts = _ELLIPSIS.split(said)
    if len(parts) == 1:
        begins = len(said) >= _SHORTEST_CUT and len(said) < len(quote.rstrip())
        return _CUT if begins and quote.startswith(said) else 0
    first, last = parts[0].strip(), parts[-1].strip()
    if not first or len(first) + len(last) > len(quote):
        return 0
    if not quote.startswith(first) or not quote.endswith(last):
        return 0
    return _CUT + bool(last)


def _borders(text: str, start: int, end: int) -> int:
    """Count the ends that stand at the border of a word, with no blank within."""
    first, last = text[start], text[end - 1]
    begins = not first.isspace() and not (
        start > 0 and text[start - 1].isalnum() and first.isalnum()
    )
    ends = not last.isspace() and not (
        end < len(text) and last.isalnum() and text[end].isalnum()
    )
    return begins + ends
