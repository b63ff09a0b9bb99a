"""Texts in another language: every word with a capital inside a sentence is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.finders.lexicon import Lexicon
from alsjournal.anonymise.finders.vocabulary import NO_NAMES, begins_item
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

__all__ = ["CautionFinder"]

_GIVEN = 4
"""The grade from which a first word of a sentence is taken for a given name."""
_CAPITAL = re.compile(r"(?<![\w'@.\-])[^\W\d_a-z][\w'\-]{1,40}")


class CautionFinder:
    """Find words with a capital where no recogniser knows the language.

    In scripts without capitals (Arabic, Urdu, Bengali, Punjabi, Chinese) it finds
    nothing: a person must read those texts.

    Parameters
    ----------
    lexicon : Lexicon
    """

    name = "caution"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(start, end, "PERSON", self.name, 0.5)
                for start, end in self._find(reading)
            ]
            for reading in readings
        ]

    def _find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        for match in _CAPITAL.finditer(reading.text):
            word = match.group().lower()
            if word in NO_NAMES or not match.group()[0].isupper():
                continue
            begins = begins_item(reading, match.start())
            if not begins or self._lexicon.given(word) >= _GIVEN:
                yield match.span()
        if reading.single_case:
            for word, start, end in reading.words:
                if self._lexicon.given(word) > _GIVEN and word not in NO_NAMES:
                    yield start, end
