"""Vectors of words in their places, from spaCy's own layers, in a shorter way.

Weights and results are spaCy's. What a word is by itself is worked out once for all
places where it stands. And the layers over neighbouring words (`MaxoutWindowEncoder`)
are written out, as numpy finds the greatest of three numbers soonest where they lie in
three blocks side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Tok2Vec", "distinct"]

Floats = NDArray[np.float32]
Whole = NDArray[np.uint64]
Places = NDArray[np.intp]

_TOKENS = 1_000
"""Words that go through the layers together: what they need fits into a cache."""

_OF_ONE_WORD = frozenset(
    ["ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
)
"""Features of a word that its form, its norm and the space after it tell."""

_PART = "residual(expand_window>>maxout>>layernorm>>dropout)"
_ODD = np.uint64(0x9E3779B97F4A7C15)
_LEAST = 1e-8  # as in thinc's layernorm


def distinct(rows: Whole) -> tuple[Places, Places]:
    """Return where each distinct row stands first, and which of them each row is.

    Rows are told apart by a number of 64 bits made of theirs, as spaCy tells words.

    Parameters
    ----------
    rows : numpy.ndarray of uint64, shape (n, k)

    Returns
    -------
    first : numpy.ndarray of int, shape (m,)
    place : numpy.ndarray of int, shape (n,)

    Examples
    --------
    >>> rows = np.array([[3, 1], [2, 1], [3, 1]], dtype=np.uint64)
    >>> first, place = distinct(rows)
    >>> bool((rows[first][place] == rows).all()), len(first)
    (True, 2)
    """
    mixed = rows[:, 0]
    for column in rows.T[1:]:
        mixed = mixed * _ODD + column
    _, first, place = np.unique(mixed, return_index=True, return_inverse=True)
    return first, place


class Tok2Vec:
    """A ``tok2vec`` of spaCy's, for many texts at once.

    Parameters
    ----------
    model : thinc.model.Model
        One that `reads`.
    """

    def __init__(self, model: Any) -> None:
        self._embed = model.get_ref("embed")
        encode = model.get_ref("encode")
        self._pad: int = encode.attrs["pad"]
        self._layers = [_Layer.of(part) for part in encode.layers[0].layers]
        self._asked: Any = ["ORTH", "NORM", "SPACY"]
        if "SPACY" not in _features(model):
            self._asked.remove("SPACY")

    @staticmethod
    def reads(model: Any) -> bool:
        """Say whether a network is built as this file expects."""
        if not {"embed", "encode"} <= set(model.ref_names):
            return False
        encode = model.get_ref("encode")
        parts = encode.layers[0].layers if "pad" in encode.attrs else ()
        return (
            _features(model) <= _OF_ONE_WORD and bool(parts) and all(map(_fits, parts))
        )

    def runs(self, docs: Sequence[Doc]) -> Iterator[list[Floats]]:
        """Yield the vectors of each text, those of some texts at a time, in order.

        Parameters
        ----------
        docs : sequence of spacy.tokens.Doc
            Of one vocabulary.

        Yields
        ------
        list of numpy.ndarray of float32, shape (n_words, width)
        """
        rows = [doc.to_array(self._asked).astype(np.uint64) for doc in docs]
        if not any(map(len, rows)):
            none: Floats = np.zeros((0, self._layers[0].width), np.float32)
            yield [none for _ in rows]
            return
        table, place = self._words(docs[0].vocab, np.concatenate(rows))
        held: list[Floats] = []
        start = n = 0
        for i, own in enumerate(rows, start=1):
            held.append(table[place[start : start + len(own)]])
            start, n = start + len(own), n + len(own)
            if n >= _TOKENS or i == len(rows):
                yield self._encoded(held)
                held, n = [], 0

    def _words(self, vocab: Any, every: Whole) -> tuple[Floats, Places]:
        """Return a vector for each distinct word, and which of them each word is."""
        from spacy.tokens import Doc

        first, place = distinct(every)
        kinds = every[first]
        words = [vocab.strings[word] for word in kinds[:, 0].tolist()]
        spaces = kinds[:, 2].astype(bool).tolist() if kinds.shape[1] > 2 else None
        doc = Doc(vocab, words=words, spaces=spaces)
        # The norm is no more than the word tells, but for parts of contractions.
        norms: Any = kinds[:, 1:2]
        doc.from_array(["NORM"], norms)
        return self._embed.predict([doc])[0], place

    def _encoded(self, texts: Sequence[Floats]) -> list[Floats]:
        """Let the layers over neighbouring words see some texts, with gaps between."""
        gap = np.zeros((self._pad, self._layers[0].width), np.float32)
        rows = np.concatenate([gap, *(p for text in texts for p in (text, gap))])
        for layer in self._layers:
            rows += layer.seen(rows)
        ends = np.cumsum([len(text) + self._pad for text in texts])
        return [
            rows[end - len(text) : end] for text, end in zip(texts, ends, strict=True)
        ]


class _Layer(NamedTuple):
    """A window of three words, the greatest of some pieces, and their normal form."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    @property
    def width(self) -> int:
        return len(self.scale)

    @classmethod
    def of(cls, model: Any) -> _Layer:
        by_name = {layer.name: layer for layer in model.walk()}
        maxout, norm = by_name["maxout"], by_name["layernorm"]
        weights = maxout.get_param("W").transpose(1, 0, 2)
        return cls(
            np.ascontiguousarray(weights).reshape(-1, weights.shape[2]),
            np.ascontiguousarray(maxout.get_param("b").T).reshape(-1),
            norm.get_param("G"),
            norm.get_param("b"),
        )

    def seen(self, rows: Floats) -> Floats:
        width = self.width
        windows = np.empty((len(rows), 3 * width), np.float32)
        windows[0, :width] = windows[-1, 2 * width :] = 0
        windows[1:, :width] = rows[:-1]
        windows[:, width : 2 * width] = rows
        windows[:-1, 2 * width :] = rows[1:]
        pieces = windows @ self.weights.T
        pieces += self.bias
        best = pieces[:, :width]
        for at in range(width, pieces.shape[1], width):
            best = np.maximum(best, pieces[:, at : at + width])
        best -= best.mean(axis=1, keepdims=True)
        spread = (best * best).sum(axis=1, keepdims=True) / np.float32(width) + _LEAST
        best *= spread**-0.5
        best *= self.scale
        best += self.shift
        return best


def _features(model: Any) -> set[str]:
    return {
        column
        for layer in model.walk()
        if layer.name == "extract_features"
        for column in layer.attrs["columns"]
    }


def _fits(part: Any) -> bool:
    """Say whether a part is what `_Layer` writes out."""
    sizes = [layer.attrs.get("window_size", 1) for layer in part.walk()]
    return part.name == _PART and set(sizes) == {1}
