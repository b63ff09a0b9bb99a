"""The rest of a name, where finders saw a part of it: "Ruby Case", "Imran R"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.cover import Cover
from alsjournal.anonymise.finders.lexicon import Lexicon
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.finders.vocabulary import NO_NAMES, begins_item
from alsjournal.anonymise.reading import Reading, Word
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import (
    GIVEN_WORDS,
    NO_NAME_AFTER,
    PERSON_ACTS,
    PERSON_NOUNS,
    VERB_NAMES,
    WORD_NAMES,
)

__all__ = ["Adjoining"]

_SURNAME = 5
"""From here on an everyday word behind a first name is a surname: 2,000 bear it."""
_SURE_SURNAME = 7
"""Without a capital, from here on: 50,000 bear it."""
_GIVEN = 3
_GAPS = frozenset([" ", "-", "'", ". ", "."])
_COMPOUND = re.compile(r"[^\W\d_]{1,30}+(?:['\-](?!s\b)[^\W\d_]{1,30}){1,4}")
_LETTERS = frozenset("bcdefghjlmpqstwyz")
"""Initials in lower case: not a, i, and what is short for and, are, you, know."""
_PART = re.compile(r"[^\W\d_]+")
_MOST = 3
"""Parts that are added to a name on one side."""


class Adjoining:
    """Widen people's names to the words beside that belong to them.

    Parameters
    ----------
    lexicon : Lexicon
    recaser : Recaser
    """

    def __init__(self, lexicon: Lexicon, recaser: Recaser) -> None:
        self._lexicon = lexicon
        self._recaser = recaser

    def find(self, reading: Reading, spans: Sequence[Span]) -> list[Span]:
        """Return the spans of those names that are longer than what was seen.

        Parameters
        ----------
        reading : Reading
        spans : sequence of Span
            What finders found in it.

        Returns
        -------
        list of Span
        """
        words = reading.words
        people = [s for s in spans if s.label == "PERSON"]
        guessed = [s for s in people if s.finder != "roster"]
        seen = set(self._seen(reading, guessed)) if guessed else set()
        out = list(_joined(reading, [s for s in people if s.finder == "roster"]))
        out += self._hyphened(reading, guessed)
        for i in sorted(seen | set(self._pairs(reading))):
            first = last = i
            while i - first < _MOST and self._before(reading, first):
                first -= 1
            while last - i < _MOST and self._behind(reading, last):
                last += 1
            if last > first:
                start, end = words[first][1], words[last][2]
                out.append(reading.span(start, end, "PERSON", "adjoining", 0.6))
        return out

    def _hyphened(self, reading: Reading, people: Sequence[Span]) -> Iterator[Span]:
        """Yield a name whose parts are joined: "Wing-Yee", though wing is a word."""
        for match in _COMPOUND.finditer(reading.text) if people else ():
            parts = _PART.findall(match.group())
            plain = not all(part[0].isupper() for part in parts)
            if plain and not all(
                self._lexicon.best(p.lower()) >= _GIVEN for p in parts
            ):
                continue
            whole = reading.span(*match.span(), "PERSON", "adjoining", 0.6)
            if any(whole.start <= p.end and p.start <= whole.end for p in people):
                yield whole

    @staticmethod
    def _seen(reading: Reading, people: Sequence[Span]) -> Iterator[int]:
        """Yield the number of each word that is part of a person's name."""
        cover = Cover(people)
        for i, (_, start, end) in enumerate(reading.words):
            if cover.holds(*reading.place(start, end)):
                yield i

    def _pairs(self, reading: Reading) -> Iterator[int]:
        """Yield an everyday first name at the start of a sentence before a surname."""
        for i, (word, start, _) in enumerate(reading.words[:-1]):
            if (
                word in GIVEN_WORDS
                and reading.text[start].isupper()
                and self._behind(reading, i)
                and len(reading.words[i + 1][0]) > 1
            ):
                yield i

    def _before(self, reading: Reading, i: int) -> bool:
        """Whether the word before is part of the same name."""
        if not i or _gap(reading, i - 1) not in _GAPS:
            return False
        word, start, end = reading.words[i - 1]
        if not reading.capital(start):
            return self._small_before(reading, word, reading.text[start:end])
        begins = begins_item(reading, start)
        if len(word) == 1:
            return word.isalpha() and word != "i" and not (word == "a" and begins)
        if _gap(reading, i - 1) not in (" ", "-", "'") or self._is_none(word):
            return False
        if word in GIVEN_WORDS:
            return True
        given = self._lexicon.given(word) >= _GIVEN
        if given and self._recaser.is_rare(word):
            return True
        known = self._recaser.is_common(word) or self._recaser.is_stop(word)
        return not known and (not begins or given)

    def _behind(self, reading: Reading, i: int) -> bool:
        """Whether the word behind is part of the same name."""
        if i + 1 >= len(reading.words):
            return False
        gap = _gap(reading, i)
        word, start, end = reading.words[i + 1]
        if gap not in (" ", "-", "'"):
            return False
        if gap == "'" and word == "s":
            return self._named_after(reading, i + 1)
        if not reading.capital(start):
            return self._small_behind(reading, i)
        if len(word) == 1:
            follows = reading.text[end : end + 1]
            own = reading.text[end : end + 2] == "'s"
            fits = (follows != "'" or own) and gap == " "
            return word.isalpha() and word != "i" and fits
        if self._is_none(word) or not word.isalpha():
            return False
        everyday = self._recaser.is_common(word) or self._recaser.is_stop(word)
        if not everyday or word in WORD_NAMES:
            return True
        return self._lexicon.surname(word) >= _SURNAME and word not in PERSON_NOUNS

    def _named_after(self, reading: Reading, i: int) -> bool:
        """Whether what somebody owns is called after them: "Rosie's Post"."""
        if i + 1 >= len(reading.words) or reading.single_case:
            return False
        return reading.capital(reading.words[i + 1][1]) and self._behind(reading, i)

    def _small_before(self, reading: Reading, word: str, written: str) -> bool:
        """Whether a word without a capital, or SHOUTED, is a first name."""
        if written.isupper() and len(word) > _GIVEN and not self._is_none(word):
            known = self._recaser.is_common(word) or self._recaser.is_stop(word)
            return not known
        plain = reading.single_case or written.islower()
        return plain and word in GIVEN_WORDS and word not in VERB_NAMES

    def _small_behind(self, reading: Reading, i: int) -> bool:
        """Whether a word without a capital is a surname: "sarah price"."""
        word, start, end = reading.words[i + 1]
        if not (reading.single_case or reading.text[start:end].islower()):
            return False
        if self._is_none(word) or word in PERSON_ACTS or word in NO_NAME_AFTER:
            return False
        if len(word) == 1:
            first = reading.words[i][0]
            return word in _LETTERS and self._lexicon.given(first) > _GIVEN
        surname = self._lexicon.surname(word)
        if self._recaser.is_stop(word) or surname < _GIVEN:
            return False
        if self._recaser.is_common(word):
            return surname >= (_SURNAME if word in WORD_NAMES else _SURE_SURNAME)
        return surname >= _SURNAME or not self._recaser.is_frequent(word)

    @staticmethod
    def _is_none(word: str) -> bool:
        return word in NO_NAMES and word not in WORD_NAMES


def _joined(reading: Reading, people: Sequence[Span]) -> Iterator[Span]:
    """Yield names of the roster with what is joined to them: "O'Neill-Shaw".

    No further: the next word may make it somebody else's name.
    """
    for match in _COMPOUND.finditer(reading.text) if people else ():
        whole = reading.span(*match.span(), "PERSON", "adjoining", 0.6)
        for person in people:
            if whole.start <= person.start and person.end <= whole.end:
                yield whole
                break


def _gap(reading: Reading, i: int) -> str:
    words: tuple[Word, ...] = reading.words
    return reading.text[words[i][2] : words[i + 1][1]]
