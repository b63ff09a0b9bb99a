"""The spans of many texts, in little memory and without the texts."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

from alsjournal.anonymise.spans import Span

__all__ = ["KeptSpans"]

_ONE = struct.Struct("<IIHHd")
"""Start, end, the numbers of label and finder, confidence: 20 bytes a span."""


class KeptSpans:
    """What was found in texts, by a digest of each text.

    A text of a hundred words with five spans takes about 250 bytes here; as objects
    beside a second copy of the text it takes six times as much.

    Examples
    --------
    >>> kept = KeptSpans()
    >>> kept.put("Ann came.", [Span(0, 3, "PERSON", "ner", 0.85)])
    >>> kept.get("Ann came.")
    [Span(start=0, end=3, label='PERSON', finder='ner', confidence=0.85)]
    """

    __slots__ = ("_found", "_numbers", "_words")

    def __init__(self) -> None:
        self._found: dict[bytes, bytes] = {}
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []

    def __repr__(self) -> str:
        return f"KeptSpans({len(self._found)} texts, withheld)"

    def __len__(self) -> int:
        return len(self._found)

    def put(self, text: str, spans: Sequence[Span]) -> None:
        """Keep the spans of a text."""
        self._found[self.mark(text)] = self.packed(spans)

    def get(self, text: str) -> list[Span]:
        """Return the spans of a text that was put."""
        return self.unpacked(self._found[self.mark(text)])

    def __contains__(self, text: str) -> bool:
        return self.mark(text) in self._found

    def mark(self, text: str) -> bytes:
        """Return what stands for a text here."""
        return digest(text)

    def packed(self, spans: Sequence[Span]) -> bytes:
        """Return spans as 20 bytes each."""
        packed = (
            _ONE.pack(
                span.start,
                span.end,
                self._number(span.label),
                self._number(span.finder),
                span.confidence,
            )
            for span in spans
        )
        return b"".join(packed)

    def unpacked(self, packed: bytes) -> list[Span]:
        """Return what was packed."""
        return [
            Span(start, end, self._words[label], self._words[finder], confidence)
            for start, end, label, finder, confidence in _ONE.iter_unpack(packed)
        ]

    def _number(self, word: str) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self._words)
            self._words.append(word)
        return self._numbers[word]


def digest(text: str) -> bytes:
    """Return 16 bytes that tell texts apart."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).digest()
