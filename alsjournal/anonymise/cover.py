"""Whether a stretch of a text lies inside one of many spans, asked many times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from alsjournal.anonymise.spans import Span

__all__ = ["Cover"]


class Cover:
    """What some spans cover, each by itself.

    Parameters
    ----------
    spans : iterable of Span

    Examples
    --------
    >>> cover = Cover([Span(0, 4, "PERSON", "ner"), Span(4, 8, "PERSON", "ner")])
    >>> cover.holds(5, 8), cover.holds(3, 5)
    (True, False)
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        places = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in places]
        # The furthest end of all that start no later: one look-up is enough.
        self._ends = list(accumulate((end for _, end in places), max))

    def __bool__(self) -> bool:
        return bool(self._starts)

    def holds(self, start: int, end: int) -> bool:
        """Return whether one span holds all of a stretch."""
        i = bisect_right(self._starts, start)
        return i > 0 and self._ends[i - 1] >= end
