"""The same name again in the same text, where a recogniser saw it only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alsjournal.anonymise.cover import Cover
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import ACRONYMS, CONTEXT_WORDS, WORD_NAMES

__all__ = ["echoes"]

_MIN_LENGTH = 3
_SURE = 0.7
"""A word masked only for being uncommon is looked for with its capital only."""


def echoes(
    reading: Reading, spans: Sequence[Span], is_common: Callable[[str], bool] | None
) -> list[Span]:
    """Return other places of a text that hold a word of a person's name found in it.

    Everyday words are left out; without a vocabulary that knows them, so is every
    word without a capital.

    Parameters
    ----------
    reading : Reading
    spans : sequence of Span
        What finders found in it.
    is_common : callable or None

    Returns
    -------
    list of Span
    """
    people = [s for s in spans if s.label == "PERSON" and s.finder != "roster"]
    if not people:
        return []
    every = Cover(people)
    sure = Cover(s for s in people if s.finder != "vocabulary" or s.confidence >= _SURE)
    names: set[str] = set()
    capitals: set[str] = set()
    others: list[tuple[str, int, int]] = []
    for word, start, end in reading.words:
        if len(word) < _MIN_LENGTH or word.isdigit():
            continue
        there = reading.place(start, end)
        if not every.holds(*there):
            others.append((word, start, end))
        elif sure.holds(*there):
            names.add(word)
        else:
            capitals.add(word)
    if is_common is None:
        capitals |= names
        names = set()
    names, capitals = _telling(names, is_common), _telling(capitals, is_common)
    return [
        reading.span(start, end, "PERSON", "echo", 0.6)
        for word, start, end in others
        if word in names or (word in capitals and reading.text[start].isupper())
    ]


def _telling(words: set[str], is_common: Callable[[str], bool] | None) -> set[str]:
    """Return the words that are no everyday ones."""
    words = words - WORD_NAMES - ACRONYMS - CONTEXT_WORDS
    return {w for w in words if is_common is None or not is_common(w)}
