"""What of a text makes a quote: whole sentences, of four to sixty words."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

__all__ = ["LONGEST", "SHORTEST", "canonical", "stretch"]

SHORTEST = 4
"""Words; fewer say nothing by themselves."""

LONGEST = 60
"""Words; a longer passage is told apart by its writer's style."""

_SURROGATE = re.compile(r"\[(?:member|person) [a-z]-[0-9A-Za-z]+\]")
_SENTENCE_END = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d)\]]*\s+|\n+")


def stretch(text: str, start: Any, end: Any) -> str | None:
    """Return the sentences round a passage as they are; None if it is none.

    Parameters
    ----------
    text : str
    start, end : int or missing
        Code points; missing stands for the whole text.

    Examples
    --------
    >>> stretch("It rained. We had no cover again. So what.", 14, 20)
    'We had no cover again.'
    """
    whole = pd.isna(start) or pd.isna(end)
    low, high = (0, len(text)) if whole else (int(start), int(end))
    if not 0 <= low < high <= len(text):
        return None  # not a passage of this text
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    begin = max((e for e in ends if e <= low), default=0)
    finish = min((e for e in ends if e >= high), default=len(text))
    return " ".join(text[begin:finish].split())


def canonical(said: str | None) -> str | None:
    """Return a quote in the words that answers to previews are kept for.

    Examples
    --------
    >>> canonical("So what.") is None
    True
    """
    if said is None:
        return None
    quote = _SURROGATE.sub("[a colleague]", said)
    return quote if SHORTEST <= len(quote.split()) <= LONGEST else None
