"""A text's sentences with their words and vectors: made once for all that read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

from alsjournal.embed import SpacyEmbedder
from alsjournal.embed.vectors import Floats
from alsjournal.reflection.cues import as_words, keys_of
from alsjournal.segment import LONGEST, Segment, segments, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "Read",
    "Together",
    "read_text",
    "sentences_of",
    "text_of",
    "vectors",
    "vectors_hash",
    "whole_sentences",
]

_TEXT, _TOGETHER = "alsjournal.text", "alsjournal.together"

_OPENING = "\"'\u201c\u2018(["
_CLOSING = ".!?\u2026\"'\u201d\u2019)]"


@dataclass(frozen=True, repr=False)
class Read:
    """Sentences of a text, in order.

    ``keys`` are those that cues in the words may have.
    """

    spans: tuple[Segment, ...]
    words: tuple[str, ...]
    keys: tuple[frozenset[str], ...]
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
        text, held = text_of(doc), doc.user_data.get(_TOGETHER)
        doc.user_data[key] = held.read(text) if held else read_text(text)
    return cast("Read", doc.user_data[key])


def text_of(doc: Doc) -> str:
    """Return the text of a parsed text, put together from its words only once."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return cast("str", doc.user_data[_TEXT])


def whole_sentences(doc: Doc) -> list[Segment]:
    """Return the sentences of a text, none of them cut."""
    key = "alsjournal.whole"
    if key not in doc.user_data:
        text, held = text_of(doc), doc.user_data.get(_TOGETHER)
        doc.user_data[key] = held.sentences(text) if held else sentences(text)
    return cast("list[Segment]", doc.user_data[key])


class Together:
    """Texts whose sentences are read together, if anybody asks for those of one.

    Parameters
    ----------
    texts : sequence of str
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._whole: dict[str, list[Segment]] = {}
        self._read: dict[str, Read] | None = None

    def mark(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        """Yield parsed texts, in the order of the texts, that know they are here."""
        for text, doc in zip(self._texts, docs, strict=True):
            doc.user_data[_TEXT] = text
            doc.user_data[_TOGETHER] = self
            yield doc

    def sentences(self, text: str) -> list[Segment]:
        """Return the sentences of one of the texts, none of them cut."""
        if text not in self._whole:
            self._whole[text] = sentences(text)
        return self._whole[text]

    def read(self, text: str) -> Read:
        """Return the sentences of one of the texts."""
        if self._read is None:
            made = _read(self._texts, map(self.sentences, self._texts))
            self._read = dict(zip(self._texts, made, strict=True))
        return self._read[text]


def read_text(text: str) -> Read:
    """Return the sentences of a text that nobody parsed."""
    return _read([text], [sentences(text)])[0]


def _read(texts: Sequence[str], whole: Iterable[list[Segment]]) -> list[Read]:
    """Return the sentences of texts; a word is looked up once for all of them."""
    spans = [
        [part for one in own for part in _parts(text, one)]
        for text, own in zip(texts, whole, strict=True)
    ]
    said = [
        [text[s.start : s.end] for s in own]
        for text, own in zip(texts, spans, strict=True)
    ]
    made = vectors([one for own in said for one in own])
    out, begun = [], 0
    for own, parts in zip(spans, said, strict=True):
        words = tuple(as_words(part) for part in parts)
        rows = made[begun : begun + len(parts)]
        begun += len(parts)
        out.append(Read(tuple(own), words, tuple(map(keys_of, words)), rows))
    return out


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
