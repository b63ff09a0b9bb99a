"""People, organisations and places by spaCy's named-entity recogniser.

Texts whose capitals tell nothing are read a second time with capitals put where the
vocabulary expects them: a recogniser trained on edited text sees few names without.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from alsjournal.anonymise.finders.entities import EntityReader
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import (
    ABBREVIATIONS,
    ACRONYMS,
    GIVEN_ACRONYMS,
    NOT_NAMES,
    PERSON_ACTS,
    SERVICE_WORDS,
)

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["NerFinder", "identifies_nobody"]

_LABELS = {
    "PERSON": ("PERSON", 0.85),
    "ORG": ("ORG", 0.6),
    "GPE": ("PLACE", 0.8),
    "LOC": ("PLACE", 0.6),
    "FAC": ("PLACE", 0.6),
}
"""What spaCy finds, its label here, and how often that label is right (roughly)."""

_SECOND_PASS_FACTOR = 0.8
_MAX_CHARS = 10_000
"""A text is read in pieces of this length at most (spaCy's own limit is 1,000,000)."""
_MAX_WORD = 120
"""Longer runs without a space are no words; the tokeniser is slow on them."""

_RUN = re.compile(rf"\S{{{_MAX_WORD + 1},}}")
_WORD = re.compile(r"[^\W\d_]+")
_OWNS = re.compile(
    r"'s\s+(?!(?:and|or|but|in|at|on|to|for|with|by|from|is|was|has|had|will|where"
    r"|which|who|when|that|as|so|because)\b)\w",
    re.IGNORECASE,
)
"""A possessive before what is owned."""
_EDGES = re.compile(r"^(?:the|a|an)\s+|(?:'s|')$|^\W+|\W+$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_TITLES = frozenset(
    [
        "dr",
        "drs",
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "prof",
        "professor",
        "sister",
        "matron",
        "nurse",
        "doctor",
        "cllr",
        "rev",
        "revd",
        "sir",
        "dame",
        "hi",
        "hello",
        "dear",
    ]
)
_LINKS = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "to",
        "of",
        "in",
        "at",
        "for",
        "with",
        "my",
        "our",
        "re",
    ]
)
_BREAK = re.compile(r"[.!?]\s|\n")
_WINDOW = 300
"""Characters at most on each side of a word that was given a capital."""
_PLACEHOLDER = re.compile(r"\[[a-zA-Z ]{1,40}\]")

_NOBODY = SERVICE_WORDS - {"christian"}


class NerFinder:
    """Find people, organisations and places with a spaCy pipeline.

    Parameters
    ----------
    nlp : spacy.language.Language
        A pipeline with ``ner``, better with no other component.
    """

    name = "ner"

    def __init__(self, nlp: Language) -> None:
        self._reader = EntityReader(nlp)
        self._recaser = Recaser(nlp)

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        found: list[list[Span]] = [[] for _ in readings]
        # In a SHOUTED text only the second reading counts.
        first = (
            (i, *piece)
            for i, reading in enumerate(readings)
            if not reading.shouted
            for piece in _pieces(reading.text)
        )
        for i, start, end, label in self._entities(first):
            span = _span(readings[i], start, end, label, 1.0)
            if span is not None and not (
                label == "ORG" and self._plain(readings[i], start, end)
            ):
                found[i].append(span)
        self._find_again(readings, found)
        return found

    def _plain(self, reading: Reading, start: int, end: int) -> bool:
        """Whether it is everyday words without a capital, or SHOUTED ones."""
        if reading.single_case:
            return False
        words = _WORD.findall(reading.text, start, end)
        return all(
            (word.islower() or (word.isupper() and len(word) > 1))
            and self._recaser.is_common(word)
            for word in words
        )

    def _find_again(self, readings: Sequence[Reading], found: list[list[Span]]) -> None:
        changed: dict[int, list[int]] = {}
        passages: list[tuple[int, int, str]] = []
        known: dict[tuple[str, bool], str] = {}
        for i, reading in enumerate(readings):
            text, places = self._recaser.recase(reading, known)
            if not places and not reading.shouted:
                continue
            if not reading.single_case:
                changed[i] = places
            windows = _windows(text, places, whole=reading.single_case)
            for start, end in windows:
                for offset, piece in _pieces(text[start:end]):
                    passages.append((i, start + offset, piece))
        for i, start, end, label in self._entities(passages):
            # In a text with capitals only the words that were given one count, and
            # of those not what is likely a slip: organisations.
            if i in changed and (label == "ORG" or not _any(changed[i], start, end)):
                continue
            span = _span(readings[i], start, end, label, _SECOND_PASS_FACTOR)
            if span is not None:
                found[i].append(span)

    def _entities(
        self, passages: Iterable[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, int, str]]:
        """Yield the number of the text, start, end and spaCy's label."""
        passages = list(passages)
        found = self._reader.read([text for _, _, text in passages])
        for (i, begin, _), entities in zip(passages, found, strict=True):
            for start, end, label in entities:
                if label in _LABELS:
                    yield i, begin + start, begin + end, label


def _any(places: list[int], start: int, end: int) -> bool:
    i = bisect_left(places, start)
    return i < len(places) and places[i] < end


def _windows(text: str, places: list[int], *, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield the sentences that hold these places; or all of the text."""
    if whole:
        yield 0, len(text)
        return
    end = -1
    for place in places:
        if place < end:
            continue
        begin = max(place - _WINDOW, 0)
        breaks = list(_BREAK.finditer(text, begin, place))
        start = max(breaks[-1].end() if breaks else begin, end, 0)
        after = _BREAK.search(text, place, place + _WINDOW)
        end = after.end() if after else min(place + _WINDOW, len(text))
        yield start, end


def _span(
    reading: Reading, start: int, end: int, kind: str, factor: float
) -> Span | None:
    text = reading.text[start:end]
    around = reading.text[max(0, start - 1) : end + 1]
    if identifies_nobody(text) or _PLACEHOLDER.fullmatch(around):
        return None
    if kind == "PERSON":
        start, end = _trimmed(reading, start, end)
        if start >= end:
            return None
        text = reading.text[start:end]
    if kind == "ORG" and text.isupper() and text.lower() in ABBREVIATIONS:
        return None
    label, confidence = _LABELS[kind]
    # "[organisation]'s rota" reads on; in "at St Agatha's" it is part of the name.
    if label != "PERSON" and _OWNS.match(reading.text, end - 2):
        end -= 2
    return reading.span(start, end, label, "ner", confidence * factor)


def _trimmed(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Leave out what is no part of a person's name at both ends: "the", "Dr", "2"."""
    words = list(_TOKEN.finditer(reading.text, start, end))
    while words and _no_part(reading, words[0]):
        words.pop(0)
    while words and (_no_part(reading, words[-1]) or _acts(reading, words)):
        words.pop()
    if not words:
        return start, start
    # Keep the point of an initial.
    last = words[-1].end()
    dotted = len(words[-1].group()) == 1 and reading.text[last : last + 1] == "."
    return words[0].start(), max(last, min(end, last + dotted))


def _acts(reading: Reading, words: Sequence[re.Match[str]]) -> bool:
    """Whether the last word is what somebody does: "sarah rang"."""
    last = words[-1].group()
    plain = last.islower() or reading.single_case
    return plain and len(words) > 1 and last.lower() in PERSON_ACTS


def _no_part(reading: Reading, word: re.Match[str]) -> bool:
    written = word.group()
    lower = written.lower()
    if lower in _TITLES or not any(map(str.isalpha, written)):
        return True
    if lower in ACRONYMS and written.isupper() and not reading.single_case:
        return len(written) > 1
    return lower in _LINKS and not written[0].isupper()


def identifies_nobody(name: str) -> bool:
    """Return whether a name is one of this field's own, or has no letter.

    Examples
    --------
    >>> identifies_nobody("the PCN's"), identifies_nobody("Amir")
    (True, False)
    """
    plain = name.casefold()
    if plain in GIVEN_ACRONYMS and name.istitle():
        return False
    for _ in range(3):
        plain = _EDGES.sub("", plain)
    if plain in NOT_NAMES or plain in ACRONYMS:
        return True
    words = _WORD.findall(plain)
    return not words or all(word in ACRONYMS or word in _NOBODY for word in words)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text at spaces; runs that are no words are blanked."""
    if len(text) > _MAX_WORD:
        text = _RUN.sub(lambda match: " " * len(match.group()), text)
    start = 0
    while len(text) - start > _MAX_CHARS:
        cut = text.rfind(" ", start + _MAX_CHARS // 2, start + _MAX_CHARS)
        cut = cut if cut > 0 else start + _MAX_CHARS
        yield start, text[start:cut]
        start = cut
    if text[start:].strip():
        yield start, text[start:]
