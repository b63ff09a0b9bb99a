"""A text as all finders share it: normalised once, cut into words once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from alsjournal.anonymise.language import language_of
from alsjournal.anonymise.normalise import Normalised, keeps_to_case, normalise
from alsjournal.anonymise.spans import Span

__all__ = ["Finder", "Reading", "Word"]

Word = tuple[str, int, int]
"""A word without its case, and where it starts and ends in the normalised text."""

_WORD = re.compile(r"[^\W_]+")
_UPPER = re.compile(r"[A-Z]")
_LOWER = re.compile(r"[a-z]+")
_SENTENCE_END = re.compile(r"(?:^|[.!?:\n•\-]|\.\"|\bsaid,)[\s\"'(\[]*$")
_LOOK_BACK = 8


class Reading:
    """One text, normalised, with its words.

    Parameters
    ----------
    text : str
        As written.
    """

    __slots__ = ("__dict__", "_normalised", "_written")

    def __init__(self, text: str) -> None:
        self._written = text
        self._normalised: Normalised = normalise(text)

    @property
    def written(self) -> str:
        """The text as written."""
        return self._written

    @property
    def text(self) -> str:
        """The normalised text; what finders search."""
        return self._normalised.text

    @cached_property
    def foreign(self) -> bool:
        """Whether it is surely written in another language than English."""
        return language_of(self._written).sure

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words in order: runs of letters and digits, in lower case."""
        text = self.text.lower()
        if len(text) != len(self.text):
            text = "".join(c if len(c.lower()) > 1 else c.lower() for c in self.text)
        return tuple((m.group(), *m.span()) for m in _WORD.finditer(text))

    @cached_property
    def plain_case(self) -> bool:
        """Whether `words` hold what a pattern without case finds: nearly always."""
        return keeps_to_case(self.text)

    @cached_property
    def _different(self) -> frozenset[str]:
        return frozenset(word for word, _, _ in self.words)

    def may_hold(self, words: frozenset[str]) -> bool:
        """Whether one of some words, in lower case, may stand here; False is sure.

        A pattern, with case or without, can then find none of them as a whole word.
        """
        return not self.plain_case or not self._different.isdisjoint(words)

    @cached_property
    def single_case(self) -> bool:
        """Whether capitals tell nothing: nearly none, or nearly all capitals."""
        upper = len(_UPPER.findall(self.text))
        lower = sum(map(len, _LOWER.findall(self.text)))
        return upper * 100 <= lower or lower * 2 <= upper

    @cached_property
    def shouted(self) -> bool:
        """Whether nearly all of the text is in capitals."""
        return self.single_case and len(_UPPER.findall(self.text)) * 2 > len(self.text)

    @cached_property
    def titled(self) -> bool:
        """Whether most words have a capital."""
        capitals = sum(self.text[start].isupper() for _, start, _ in self.words)
        return capitals * 2 > len(self.words)

    def capital(self, start: int) -> bool:
        """Whether a capital stands there that says something."""
        return self.text[start].isupper() and not self.single_case

    def begins_sentence(self, start: int) -> bool:
        """Whether a sentence may begin there, so that any word has a capital."""
        return bool(_SENTENCE_END.search(self.text[max(0, start - _LOOK_BACK) : start]))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of it stands in the text as written."""
        return self._normalised.to_original(start, end)

    def span(
        self, start: int, end: int, label: str, finder: str, confidence: float = 1.0
    ) -> Span:
        """Make a span of the text as written from one of the normalised text.

        A possessive is no part of a person's name: "[name]'s" reads on.
        """
        owns = label == "PERSON" and start + 2 < end
        if owns and self.text[end - 2 : end].lower() == "'s":
            end -= 2
        return Span(*self.place(start, end), label, finder, confidence)

    def __repr__(self) -> str:
        return f"Reading({len(self.text)} characters, text withheld)"


class Finder(Protocol):
    """Finds identifiers of some kinds. Holds no text between calls."""

    @property
    def name(self) -> str:
        """Goes into `Span.finder`."""

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return one list of spans a text, in any order, overlapping or not."""
