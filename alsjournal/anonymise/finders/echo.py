"""The same name again in the same text, where a recogniser saw it only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import ACRONYMS, CONTEXT_WORDS, WORD_NAMES

__all__ = ["echoes"]

_MIN_LENGTH = 3


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
    names: set[str] = set()
    others: list[tuple[str, int, Span]] = []
    for word, start, end in reading.words:
        if len(word) < _MIN_LENGTH or word.isdigit():
            continue
        span = reading.span(start, end, "PERSON", "echo", 0.6)
        if any(p.start <= span.start and span.end <= p.end for p in people):
            names.add(word)
        else:
            others.append((word, start, span))
    names -= WORD_NAMES | ACRONYMS | CONTEXT_WORDS
    if is_common is not None:
        names = {name for name in names if not is_common(name)}
    return [
        span
        for word, start, span in others
        if word in names and (is_common is not None or reading.text[start].isupper())
    ]
