"""People by their names: a list of names, the vocabulary, and what stands beside.

A recogniser trained on edited text misses names in lower case and in CAPITALS, and
those that are words too. Here a word counts as a name when the list of names has
it and hardly anybody writes it small; a word that is also an everyday one (Will,
Grace, Joy) only where a name stands: with a capital inside a sentence, or beside
words that people keep company with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alsjournal.anonymise.finders.lexicon import Lexicon
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.finders.vocabulary import NO_NAMES, begins_item
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import (
    GIVEN_ACRONYMS,
    GIVEN_WORDS,
    MONTH_COMPANY,
    MONTH_NAMES,
    NO_NAME_AFTER,
    PERSON_ACTS,
    PERSON_BEFORE,
    PERSON_NOUNS,
    VERB_NAMES,
    WORD_NAMES,
)

__all__ = ["NameFinder"]

_GIVEN = 3
_SURNAME = 4
"""Grades from which a name is borne by hundreds: rarer ones need more proof."""
_SURE = 5
_MIN_LENGTH = 3
_MIN_CAPITALS = 4
_MIN_NEW = 5
_PROOF = 0.75
_LIKELY = 0.6
_POSSIBLE = 0.5

_BEFORE_THINGS = frozenset(
    ["a", "an", "the", "this", "that", "these", "those", "my", "our", "your", "his"]
) | frozenset(["her", "their", "its", "one", "no", "any", "some", "every", "each"])
"""After an article or the like a word with a capital is a thing."""
_TOLD = frozenset(["told", "thanked", "rang", "phoned", "emailed", "texted"])
"""What is done to people only, whatever follows ("told mercy it was fine")."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HUMP = re.compile(r"[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is known of a word wherever it stands."""

    listed: bool
    given: int
    surname: int
    named: bool
    everyday: bool
    excluded: bool
    never_plain: bool
    """No name without a capital, whatever stands beside it."""


class NameFinder:
    """Find names of people that stand in a list, or where only names stand.

    Parameters
    ----------
    lexicon : Lexicon
    recaser : Recaser
        Knows which words are written with a capital.
    """

    name = "names"

    def __init__(self, lexicon: Lexicon, recaser: Recaser) -> None:
        self._lexicon = lexicon
        self._recaser = recaser
        self._kinds: dict[str, _Kind] = {}

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        found = [
            [
                reading.span(start, end, "PERSON", self.name, confidence)
                for start, end, confidence in self._find(reading)
            ]
            for reading in readings
        ]
        # What people wrote is not kept between calls.
        self._kinds.clear()
        return found

    def _find(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        heading = reading.titled
        text = reading.text
        for i, (word, start, end) in enumerate(reading.words):
            if len(word) < _MIN_LENGTH or not word.isalpha():
                continue
            kind = self._kinds.get(word) or self._kind(word)
            if kind.excluded:
                continue
            written = text[start:end]
            if kind.never_plain and written.islower():
                continue
            if text[end : end + 2] == "'t":
                continue
            if reading.single_case or written.islower():
                confidence = self._plain(reading, i, kind)
            elif written.isupper():
                confidence = self._capitals(reading, i, kind)
            else:
                confidence = self._capital(reading, i, kind, heading=heading)
            if confidence:
                yield start, end, confidence

    def _kind(self, word: str) -> _Kind:
        given, surname = self._lexicon.given(word), self._lexicon.surname(word)
        common = self._recaser.is_common(word)
        named = self._recaser.is_named(word)
        kind = self._kinds[word] = _Kind(
            listed=given >= _GIVEN or surname >= _SURNAME,
            given=given,
            surname=surname,
            named=named and not self._recaser.is_frequent(word),
            everyday=common or self._recaser.is_stop(word),
            excluded=word in NO_NAMES and word not in GIVEN_WORDS,
            never_plain=common and not given and not named and word not in GIVEN_WORDS,
        )
        return kind

    def _plain(self, reading: Reading, i: int, kind: _Kind) -> float:
        """Return how surely a word without a capital, or SHOUTED, is a name."""
        word = reading.words[i][0]
        if word in WORD_NAMES or (kind.everyday and word in GIVEN_WORDS):
            sure = word in GIVEN_WORDS and self._spoken_to(reading, i)
            return _POSSIBLE if sure else 0.0
        if kind.named and (kind.listed or (kind.given and self._rare(word))):
            return _LIKELY
        if len(word) >= _MIN_NEW and self._recaser.is_new(word):
            return _POSSIBLE
        if kind.everyday and not (kind.given and self._rare(word)):
            return 0.0
        rare = self._rare(word)
        met = (kind.given or rare) and self._met(reading, i)
        return _POSSIBLE if met and not self._recaser.is_stop(word) else 0.0

    def _capitals(self, reading: Reading, i: int, kind: _Kind) -> float:
        """Return how surely a word in CAPITALS, in a text with others, is a name."""
        word, start, end = reading.words[i]
        if word in GIVEN_ACRONYMS:
            return 0.0
        if word in WORD_NAMES or kind.everyday:
            person = word in GIVEN_WORDS and self._met(reading, i)
            return _POSSIBLE if person else 0.0
        if kind.listed and (kind.named or self._met(reading, i)):
            return _LIKELY
        if len(word) < _MIN_CAPITALS:
            return 0.0
        known = self._recaser.is_written(reading.text[start:end])
        return _POSSIBLE if not known and self._rare(word) else 0.0

    def _capital(
        self, reading: Reading, i: int, kind: _Kind, *, heading: bool
    ) -> float:
        """Return how surely a word with a capital is a name."""
        word, start, end = reading.words[i]
        if not reading.text[start + 1 : end].islower():
            return _LIKELY if self._compound(reading.text[start:end]) else 0.0
        begins = begins_item(reading, start)
        if word in GIVEN_WORDS:
            if begins or heading:
                acts = self._acts(reading, i) or self._was(reading, i)
                return _LIKELY if acts else 0.0
            return 0.0 if self._is_month(reading, i) else _LIKELY
        if kind.everyday:
            return self._everyday_capital(reading, i, kind, begins=begins or heading)
        if not begins and not heading:
            return _PROOF if kind.listed else 0.0
        if kind.listed and kind.named:
            return _LIKELY
        return self._at_start(reading, i, kind) if not heading else 0.0

    def _everyday_capital(
        self, reading: Reading, i: int, kind: _Kind, *, begins: bool
    ) -> float:
        """Return how surely a word known without a capital is a name with one."""
        before = reading.words[i - 1][0] if i else ""
        if (
            begins
            or before in _BEFORE_THINGS
            or self._recaser.is_stop(reading.words[i][0])
        ):
            return 0.0
        if kind.given >= _GIVEN and (
            self._rare(reading.words[i][0]) or self._met(reading, i)
        ):
            return _POSSIBLE
        return 0.0

    def _at_start(self, reading: Reading, i: int, kind: _Kind) -> float:
        """Return how surely an uncommon word that begins a sentence is a name."""
        word = reading.words[i][0]
        acts = self._acts(reading, i)
        if kind.given and acts:
            return _POSSIBLE
        if len(word) < _MIN_NEW or not self._recaser.is_unknown(word):
            return 0.0
        if self._recaser.is_new(word):
            return _POSSIBLE
        return _POSSIBLE if acts and self._nearly(word) else 0.0

    def _nearly(self, word: str) -> bool:
        """Whether one slip of the pen makes a frequent given name of a word."""
        return any(self._lexicon.given(other) >= _SURE for other in _one_slip(word))

    def _compound(self, written: str) -> bool:
        """Whether a word like SarahJ or AskSarah holds a name."""
        humps = [hump.lower() for hump in _HUMP.findall(written)]
        return any(
            self._lexicon.best(hump) >= _SURE
            and self._recaser.is_named(hump)
            and not self._recaser.is_frequent(hump)
            for hump in humps
            if len(hump) > _MIN_LENGTH and hump not in NO_NAMES
        ) or (
            humps[:1] in (["mc"], ["mac"], ["o"])
            and self._lexicon.best(written.lower()) > 0
        )

    def _rare(self, word: str) -> bool:
        """Whether hardly anybody writes a word without a capital, if at all."""
        return self._recaser.is_rare(word)

    def _is_month(self, reading: Reading, i: int) -> bool:
        """Whether May, June or a season stands for a time of the year."""
        words = reading.words
        if words[i][0] not in MONTH_NAMES:
            return False
        before = words[i - 1][0] if i else ""
        after = words[i + 1][0] if i + 1 < len(words) else ""
        if i > 1 and f"{words[i - 2][0]} {before}" in PERSON_BEFORE:
            return False
        return before in MONTH_COMPANY or before.isdigit() or after[:1].isdigit()

    def _acts(self, reading: Reading, i: int) -> bool:
        """Whether what follows is said of people only."""
        words, text = reading.words, reading.text
        end = words[i][2]
        if text[end : end + 2] == "'s":
            return True
        if i + 1 == len(words):
            return False
        after, start, stop = words[i + 1]
        if after in PERSON_ACTS and start == end + 1:
            return True
        if start == end + 1 and after.endswith("ly") and i + 2 < len(words):
            # "Ann quietly asked"
            return words[i + 2][0] in PERSON_ACTS and words[i + 2][1] == stop + 1
        if after == "and" and i + 2 < len(words):
            return words[i + 2][0] == "i" and text[words[i + 2][1]] == "I"
        return False

    @staticmethod
    def _was(reading: Reading, i: int) -> bool:
        """Whether it is said what a first name was: "Faith was late"."""
        word, _, end = reading.words[i]
        if i + 1 == len(reading.words) or word in VERB_NAMES | MONTH_NAMES:
            return False
        after, start, _ = reading.words[i + 1]
        return after in ("was", "has", "had") and start == end + 1

    def _spoken_to(self, reading: Reading, i: int) -> bool:
        """Whether an everyday word stands where only a person can."""
        words = reading.words
        before = words[i - 1][0] if i else ""
        pair = f"{words[i - 2][0]} {before}" if i > 1 else ""
        after = words[i + 1][0] if i + 1 < len(words) else ""
        noun = before in PERSON_NOUNS and words[i][0] not in VERB_NAMES
        # "colleague" is no verb: what follows may be one ("will").
        spoken = before in PERSON_BEFORE and before not in PERSON_NOUNS
        if not (noun or spoken or pair in PERSON_BEFORE):
            return False
        between = reading.text[words[i - 1][2] : words[i][1]]
        ends = reading.text[words[i][2] : words[i][2] + 1] in (",", "!")
        told = before in _TOLD and words[i][0] not in VERB_NAMES
        return between.strip(" ,") == "" and (
            told or ends or after not in NO_NAME_AFTER
        )

    def _met(self, reading: Reading, i: int) -> bool:
        """Whether a word stands beside what people do or what is done to them."""
        return self._acts(reading, i) or self._spoken_to(reading, i)


def _one_slip(word: str) -> Iterator[str]:
    """Yield what a word may be meant for: a letter wrong, missing, doubled, swapped."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :]
        for letter in _LETTERS:
            yield word[:i] + letter + word[i + 1 :]
            yield word[:i] + letter + word[i:]
