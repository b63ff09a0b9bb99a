"""Which words are written with a capital, by how frequent their forms are."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from alsjournal.anonymise.finders.slips import Slips
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.wordlists import ACRONYMS

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Recaser"]

_MARGIN = 1.15
"""A word counts as common only if its plain form is clearly the more frequent."""
_EVERYDAY = 30_000
"""So many words and forms are known well enough to be mistyped."""
_FREQUENT = 18_000
"""Plain words up to here are everyday ones: "john" stands at 20,151, "bay" at 6,250."""
_RARE = 60_000
"""Words from here on, of half a million, are rarer than most people's vocabulary."""
_MAX_WORD = 120
_WORD = re.compile(r"[^\W\d_]+")


class Recaser:
    """Put capitals where the vocabulary expects them.

    The keys of the pipeline's vector table stand in the order of how frequent the
    words are. A word whose capitalised form stands before its plain form is more
    often a name.

    Parameters
    ----------
    nlp : spacy.language.Language
    """

    def __init__(self, nlp: Language) -> None:
        self._hash = nlp.vocab.strings
        self._ranks = _ranks(nlp)
        self._stops = nlp.Defaults.stop_words
        self._nlp = nlp

    def is_common(self, word: str) -> bool:
        """Return whether a word is known, and more frequent without a capital."""
        plain = self._rank(word.lower())
        if plain is None:
            return False
        title = self._rank(word.lower().capitalize())
        return title is None or plain * _MARGIN < title

    def is_named(self, word: str) -> bool:
        """Return whether hardly anybody writes a word without a capital."""
        return self._rank(word.lower()) is None or self.is_name_like(word)

    def is_stop(self, word: str) -> bool:
        """Return whether a word is one of those that hold sentences together."""
        return word.lower() in self._stops

    def is_unknown(self, word: str) -> bool:
        """Return whether the table has no plain form of a word."""
        return self._rank(word.lower()) is None

    def is_name_like(self, word: str) -> bool:
        """Return whether a word is far more frequent with a capital."""
        lower = word.lower()
        title = self._rank(lower.capitalize())
        if title is None:
            return False
        plain = self._rank(lower)
        return plain is None or plain > 2 * title

    def recase(
        self, reading: Reading, known: dict[tuple[str, bool], str] | None = None
    ) -> tuple[str, list[int]]:
        """Return the text with other capitals, and where words were given one.

        The text stays as long as it is. What becomes of each word is looked up in
        ``known``, and kept there, where several texts are read.
        """
        known = {} if known is None else known
        text = reading.text
        poor = reading.single_case
        changes: dict[str, str] = {}
        for word in set(_WORD.findall(text)):
            changed = known.get((word, poor))
            if changed is None:
                changed = known[word, poor] = self._recased(word, poor=poor)
            if changed != word and len(changed) == len(word) and not word.istitle():
                changes[word] = changed
        if not changes:
            return text, []
        parts: list[str] = []
        places: list[int] = []
        position = 0
        for match in _WORD.finditer(text):
            start, end = match.span()
            if match.group() in changes and (poor or text[end : end + 1] != "'"):
                parts += [text[position:start], changes[match.group()]]
                places.append(start)
                position = end
        parts.append(text[position:])
        return "".join(parts), places

    def _recased(self, word: str, *, poor: bool) -> str:
        """Return one word with the capital that the vocabulary expects."""
        if len(word) < 3:
            if word == "i":
                return "I"
            plain = poor and word.isupper() and word != "I" and self.is_common(word)
            return word.lower() if plain else word
        if word.islower():
            if word in ACRONYMS:
                return word
            if poor:
                return word if self.is_common(word) else word.capitalize()
            named = self.is_name_like(word) and not self.is_frequent(word)
            return word.capitalize() if named else word
        if word.isupper() and word.lower() not in ACRONYMS:
            if poor and self.is_common(word):
                return word.lower()
            return word.capitalize()
        return word

    def is_written(self, word: str) -> bool:
        """Return whether the table has a word in just this form."""
        return self._rank(word) is not None

    def is_frequent(self, word: str) -> bool:
        """Return whether many write a word without a capital, name or not."""
        rank = self._rank(word.lower())
        return rank is not None and rank < _FREQUENT

    def is_new(self, word: str) -> bool:
        """Return whether nobody writes a word, and it is meant for no everyday one."""
        lower = word.lower()
        if self._rank(lower) is not None or len(lower) > _MAX_WORD:
            return False
        return not self._slips.is_slip(lower)

    def is_rare(self, word: str) -> bool:
        """Return whether few write a word without a capital, and it is no slip."""
        rank = self._rank(word.lower())
        return rank is None or rank > _RARE

    @cached_property
    def _slips(self) -> Slips:
        return _slips(self._nlp)

    def _rank(self, word: str) -> int | None:
        return self._ranks.get(self._hash[word])


@lru_cache(maxsize=2)
def _ranks(nlp: Language) -> dict[int, int]:
    """Return the place of each word of a pipeline's table, made once."""
    return {key: i for i, key in enumerate(nlp.vocab.vectors.key2row)}


@lru_cache(maxsize=2)
def _slips(nlp: Language) -> Slips:
    """Return what tells slips of the pen in everyday words, made once."""
    ranks = _ranks(nlp)
    strings: Any = nlp.vocab.strings
    everyday = [
        strings[key]
        for key, rank in ranks.items()
        if rank < _EVERYDAY and strings.__contains__(key)
    ]
    frequent = {w for w in everyday if w.isalpha() and w.islower()}
    return Slips(sorted(frequent), frequent.__contains__)
