"""Where the sentences of a text stand, and the parts that a person reads at a time."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["parts_of", "sentences_of"]

_BREAK = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+|\n+")
_LONGEST = 600
"""Characters of a sentence that are shown at most."""
_PART = 1_200
"""Characters of a part at most: they fit on a terminal of 24 lines."""


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand, roughly; none is very long.

    Examples
    --------
    >>> sentences_of("Ann came. Then what?")
    [(0, 9), (10, 20)]
    """
    edges = [(0, 0), *(m.span() for m in _BREAK.finditer(text)), (len(text),) * 2]
    out = []
    for (_, start), (end, _) in pairwise(edges):
        for begin in range(start, end, _LONGEST):
            stop = min(begin + _LONGEST, end)
            if text[begin:stop].strip():
                out.append((begin, stop))
    return out


def parts_of(text: str) -> list[tuple[int, int]]:
    """Return the parts of a text in which a person reads all of it.

    Examples
    --------
    >>> parts_of("Ann came. Then what?")
    [(0, 20)]
    """
    parts: list[tuple[int, int]] = []
    for start, end in sentences_of(text):
        if parts and end - parts[-1][0] <= _PART:
            parts[-1] = parts[-1][0], end
        else:
            parts.append((start, end))
    return parts
