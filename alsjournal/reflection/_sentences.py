"""A text's sentences with their words and vectors: made once for all that read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

from alsjournal.embed import SpacyEmbedder
from alsjournal.embed.vectors import Floats
from alsjournal.reflection.cues import as_words
from alsjournal.segment import LONGEST, Segment, segments, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Read", "read_text", "sentences_of", "vectors", "vectors_hash"]

_OPENING = "\"'\u201c\u2018(["
_CLOSING = ".!?\u2026\"'\u201d\u2019)]"


@dataclass(frozen=True, repr=False)
class Read:
    """Sentences of a text, in order."""

    spans: tuple[Segment, ...]
    words: tuple[str, ...]
    vectors: Floats

    def whole(self, text: str, first: int, last: int) -> Segment:
        """Return some sentences together with the marks that open and close them."""
        start, end = self.spans[first].start, self.spans[last].end
        while start and text[start - 1] in _OPENING:
            start -= 1
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        return Segment(start, end)


def sentences_of(doc: Doc) -> Read:
    """Return the sentences of a text; the parsed text keeps them while it lasts."""
    key = "alsjournal.sentences"
    if key not in doc.user_data:
        doc.user_data[key] = read_text(doc.text)
    return cast("Read", doc.user_data[key])


def read_text(text: str) -> Read:
    """Return the sentences of a text that nobody parsed."""
    spans = [part for own in sentences(text) for part in _parts(text, own)]
    words = [as_words(text[s.start : s.end]) for s in spans]
    return Read(
        tuple(spans), tuple(words), vectors([text[s.start : s.end] for s in spans])
    )


def _parts(text: str, sentence: Segment) -> list[Segment]:
    """Cut what was dictated without a full stop into clauses."""
    start, end = sentence
    if len(text[start:end].split()) <= LONGEST:
        return [sentence]
    cut = segments(text[start:end])
    return [Segment(start + part.start, start + part.end) for part in cut]


def vectors(texts: list[str]) -> Floats:
    """Return a unit vector for each text, or zeros where no word is known."""
    if not texts:
        return np.zeros((0, _embedder().n_dims_), dtype=np.float32)
    return _embedder().transform(texts)


def vectors_hash() -> str:
    """Return the fingerprint of the table that the vectors come from."""
    return str(_embedder().vectors_hash_)


@lru_cache(maxsize=1)
def _embedder() -> SpacyEmbedder:
    # Without the map: with it each text costs as much again, and no code was found
    # better for it.
    return SpacyEmbedder(projection=None).fit([])
