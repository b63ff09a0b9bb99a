"""People by the company they keep: in a list with others, by initials of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.cover import Cover
from alsjournal.anonymise.finders.lexicon import Lexicon
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.finders.vocabulary import NO_NAMES
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import ACRONYMS, GIVEN_WORDS

__all__ = ["Company"]

_ITEM = r"[A-Z][\w'.\-]{0,30}(?: [A-Z][\w'.\-]{0,30}){0,2}"
_LINK = r"(?: ?[,;+&/] ?(?:and |& )?| and | with )"
_LIST = re.compile(rf"(?<![\w'@]){_ITEM}(?:{_LINK}{_ITEM}){{1,14}}(?![\w'])")
_SPLIT = re.compile(_LINK)
_CAPITALS = re.compile(r"[A-Z]{2,3}")
_WORD = re.compile(r"[A-Z][a-z]{1,30}")
_JOINED = re.compile(
    r"(?<![\w'@])(?P<name>[A-Z][a-z]{2,20})(?: ?[+&/] ?| and | & )"
    r"(?:me\b|I\b|myself\b|the others\b|the rest\b|others\b|co\b|the gang\b)"
)
_PAIR = re.compile(
    r"(?P<a>[A-Z])[a-z'\-]+ (?:[A-Z][a-z.'\-]* )?(?P<b>[A-Z])[A-Za-z'\-]+"
)
_INITIALS = re.compile(r"(?<![\w.\-&/'@#])[A-Z]{2}(?![\w&/\-])")


class Company:
    """Find people beside those whom other finders saw.

    Parameters
    ----------
    lexicon : Lexicon
    recaser : Recaser
    """

    def __init__(self, lexicon: Lexicon, recaser: Recaser) -> None:
        self._lexicon = lexicon
        self._recaser = recaser

    def find(self, reading: Reading, spans: Sequence[Span]) -> list[Span]:
        """Return people in one list with others, and the initials of those named.

        Parameters
        ----------
        reading : Reading
        spans : sequence of Span
            What finders found in it.

        Returns
        -------
        list of Span
        """
        if reading.single_case:
            return []
        people = Cover(s for s in spans if s.label == "PERSON")
        places = [*self._joined(reading)]
        if people:
            places += self._lists(reading, people)
            places += self._initials(reading, people)
        return [
            reading.span(start, end, "PERSON", "company", 0.5) for start, end in places
        ]

    def _lists(self, reading: Reading, people: Cover) -> Iterator[tuple[int, int]]:
        for match in _LIST.finditer(reading.text):
            items = list(_items(reading.text, *match.span()))
            known = [people.holds(*reading.place(*item)) for item in items]
            if not any(known):
                continue
            for (start, end), seen in zip(items, known, strict=True):
                written = reading.text[start:end]
                short = _CAPITALS.fullmatch(written) is not None
                if not seen and (self._short(written) if short else self._one(written)):
                    yield start, end

    @staticmethod
    def _short(written: str) -> bool:
        """Whether capitals in a list with people are somebody's initials."""
        return written.lower() not in ACRONYMS

    def _one(self, written: str) -> bool:
        """Whether one word in a list with people is a name."""
        word = written.lower()
        if _WORD.fullmatch(written) is None:
            return False
        if word in GIVEN_WORDS:
            return True
        if word in NO_NAMES or self._recaser.is_stop(word):
            return False
        return self._lexicon.given(word) > 0 or self._recaser.is_rare(word)

    def _joined(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield "Bim + the others", "Bim and me"."""
        for match in _JOINED.finditer(reading.text):
            if self._one(match["name"]):
                yield match.span("name")

    @staticmethod
    def _initials(reading: Reading, people: Cover) -> Iterator[tuple[int, int]]:
        """Yield "AB" where the text names an Ann Bell."""
        known = {
            match["a"] + match["b"]
            for match in _PAIR.finditer(reading.text)
            if people.holds(*reading.place(*match.span()))
        }
        for match in _INITIALS.finditer(reading.text) if known else ():
            written = match.group()
            if written in known and written.lower() not in ACRONYMS:
                yield match.span()


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each item of a list stands; "Present AB" gives AB too."""
    for link in (*_SPLIT.finditer(text, start, end), None):
        stop = end if link is None else link.start()
        yield start, stop
        last = text.rfind(" ", start, stop) + 1
        if last > start and _CAPITALS.fullmatch(text, last, stop):
            yield last, stop
        start = stop if link is None else link.end()
