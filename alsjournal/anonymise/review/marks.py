"""What stands for a place in a text where nothing of the text may stand.

A decision about a span must find the span again when the texts are read again, also
where a word elsewhere in the text was corrected, and must tell nobody what it was. So
it is kept under HMAC-SHA256 (RFC 2104), with a key made of the programme's, of the
words of the span and the three words on each side.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from alsjournal.anonymise.normalise import normalise
from alsjournal.anonymise.reading import Reading, Word
from alsjournal.anonymise.review.stretches import parts_of
from alsjournal.anonymise.spans import Span

__all__ = ["Marks", "Words"]

_CONTEXT = 3
_BYTES = 16


class Words:
    """The words of one text, each with its place in the text as written.

    Parameters
    ----------
    text : str
    """

    __slots__ = ("places", "reading", "words")

    def __init__(self, text: str) -> None:
        self.reading = Reading(text)
        self.words: tuple[Word, ...] = self.reading.words
        spans = (self.reading.span(s, e, "", "") for _, s, e in self.words)
        self.places = [(span.start, span.end) for span in spans]

    def __repr__(self) -> str:
        return f"Words({len(self.words)}, withheld)"

    def __len__(self) -> int:
        return len(self.words)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word that a span touches, and the one after the last."""
        touched = [i for i, (a, b) in enumerate(self.places) if a < end and start < b]
        return (touched[0], touched[-1] + 1) if touched else (0, 0)

    def span(self, first: int, last: int, label: str, finder: str) -> Span:
        """Return the span of the words from ``first`` to before ``last``."""
        start, end = self.places[first][0], self.places[last - 1][1]
        return Span(start, end, label, finder)

    def plain(self, first: int, last: int) -> tuple[str, ...]:
        """Return words without case."""
        return tuple(word for word, _, _ in self.words[first:last])

    def written(self, first: int, last: int) -> str:
        """Return words as somebody wrote them, normalised."""
        return self.reading.text[self.words[first][1] : self.words[last - 1][2]]


class Marks:
    """Make keyed ids.

    Parameters
    ----------
    key : bytes
        From `find_key`.

    Examples
    --------
    >>> marks, words = Marks(b"a key of the docs only"), Words("So Ann came.")
    >>> marks.item(words, 1, 2) == marks.item(Words("so ANN came!"), 1, 2)
    True
    """

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"review", "sha256")

    def __repr__(self) -> str:
        return "Marks(withheld)"

    def item(self, words: Words, first: int, last: int) -> str:
        """Return the id of a span of words where it stands."""
        sides = (
            words.plain(max(0, first - _CONTEXT), first),
            words.plain(first, last),
            words.plain(last, last + _CONTEXT),
        )
        return self._made("item", *map(" ".join, sides))

    def text(self, text: str) -> str:
        """Return the id of a text."""
        return self._made("text", text)

    def place(self, text_id: str, start: int, end: int) -> str:
        """Return the id of a stretch of a text."""
        return self._made("place", text_id, str(start), str(end))

    def part(self, text_id: str, start: int, end: int) -> str:
        """Return the id of a part of a text that is to be read whole."""
        return self._made("part", text_id, str(start), str(end))

    def parts(self, text: str) -> list[str]:
        """Return the ids of all parts of a text that is to be read whole."""
        text_id = self.text(text)
        return [self.part(text_id, start, end) for start, end in parts_of(text)]

    def person(self, name: str) -> str:
        """Return the id of who decides."""
        return self._made("person", normalise(name).text.strip().casefold())[:12]

    def _made(self, *parts: str) -> str:
        # A sign that stands in no normalised word keeps the parts apart.
        message = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, message, "sha256")[:_BYTES].hex()


def overlapping(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return the spans that touch a stretch."""
    return [s for s in spans if s.start < end and start < s.end]
