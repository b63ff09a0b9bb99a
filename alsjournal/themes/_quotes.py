"""When words count as taken from a text: so many of them in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["RUN", "runs_of", "words_of"]

RUN = 6
"""Words in a row that a codebook must not share with a text. A judgement: shorter runs
are the common stock of English ("at the end of the day" has six)."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, whatever the case and the marks.

    Examples
    --------
    >>> words_of("No beds -- again!")
    ['no', 'beds', 'again']
    """
    return re.findall(r"[^\W_]+", text.lower())


def runs_of(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Return every run of six words, within each of the texts."""
    runs: set[tuple[str, ...]] = set()
    for text in texts:
        words = words_of(text)
        runs |= {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    return runs
