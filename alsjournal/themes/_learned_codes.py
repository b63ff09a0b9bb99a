"""How a framework's codes are learned: their centres, words and a threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.errors import InputError
from alsjournal.segment import Segment
from alsjournal.themes._examples import Material
from alsjournal.themes._heads import Weights, weights_of
from alsjournal.themes._seen import Seen
from alsjournal.themes._threshold import curve, threshold_at
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.labels import Vocabulary

__all__ = ["LearnedCodes"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WORDS = 0.6
"""The weight of a code's name and definition beside the mean of its examples."""

NEAREST = 10
"""Passages of the background that are taken as further examples of a code, once."""

N_TERMS = 10


class LearnedCodes:
    """The part of `FrameworkCoder` that learns."""

    recall: float
    codebook_: Codebook
    theme_ids_: list[str]
    _embedder: Any
    _segmenter: Callable[[str], Sequence[Segment]]

    def _learn(self, found: Material) -> None:
        background = self._see(found.background)
        self._mean = background.whole.mean(axis=0) if len(found.background) else 0.0
        examples = [self._see(own) for own in found.of(self.theme_ids_)]
        rows = [np.flatnonzero(e.whole.any(axis=1)) for e in examples]
        self.n_examples_ = [len(r) for r in rows]
        themes = [self.codebook_.theme(i) for i in self.theme_ids_]
        words = self._embed([f"{t.name}. {t.definition} {t.include}" for t in themes])
        if max(self.n_examples_, default=0) < 2:
            msg = (
                "codebook must have examples: two or more of one code at least, five "
                "to ten of each to be of use. See Codebook.define and Codebook.put_in."
            )
            raise InputError(msg)
        made = [
            self._centre(e.whole[r], w, background)
            for e, r, w in zip(examples, rows, words, strict=True)
        ]
        own = [
            self._left_out(seen, known, w, background)
            for seen, known, w in zip(examples, rows, words, strict=True)
        ]
        texts = found.of(self.theme_ids_)
        weights, own = weights_of(texts, examples, rows, np.stack(made), own)
        self.centroids_, self.intercepts_ = weights.centres, weights.intercepts
        self.regression_ = weights.headed
        self._own = np.concatenate(own)
        self._background = scores = weights.score(background)
        self.threshold_ = threshold_at(curve(self._own, scores, 1.0), self.recall)
        self.terms_ = self._terms(found, scores)

    def _weights(self) -> Weights:
        return Weights(self.centroids_, self.intercepts_, self.regression_)

    def _left_out(
        self, seen: Seen, known: Ints, words: Floats, background: Seen
    ) -> Floats:
        """Return each example's score against the centre that the others make."""
        out = np.zeros(len(known) if len(known) > 1 else 0, dtype=np.float32)
        for at in range(len(out)):
            rest = seen.whole[np.delete(known, at)]
            centre = self._centre(rest, words, background)[None]
            out[at] = seen.row(int(known[at])).score(centre)[0, 0]
        return out

    def _centre(self, vectors: Floats, words: Floats, background: Seen) -> Floats:
        """Return the centre of a code: its examples, its words, what is nearest."""
        centre = self._less(vectors.mean(axis=0)) if len(vectors) else 0 * words
        if words.any():
            centre = centre + WORDS * self._less(words)
        centre = unit(np.asarray(centre)[None])
        near = background.score(centre)[:, 0]
        if len(near) > NEAREST:
            best = np.argsort(-near, kind="stable")[:NEAREST]
            centre = unit(centre + self._less(background.whole[best].mean(axis=0)))
        out: Floats = centre[0].astype(np.float32)
        return out

    def _less(self, vector: Floats) -> Floats:
        out: Floats = unit((vector - self._mean)[None])[0]
        return out

    def _terms(self, found: Material, scores: Floats) -> list[list[str]]:
        """Return the terms of each code's passages in the background."""
        k = len(self.theme_ids_)
        best = scores.argmax(axis=1) if len(scores) else np.zeros(0, dtype=np.int64)
        sure = scores.max(axis=1, initial=-1) >= self.threshold_
        labels = np.where(sure, best, -1)
        vocabulary = Vocabulary.of(found.background, found.members, labels, k)
        if not vocabulary.terms:
            return [[] for _ in range(k)]
        likeness = unit(self.centroids_) @ self._embed(vocabulary.terms).T
        return vocabulary.top(likeness, [(j,) for j in range(k)], N_TERMS)

    def _see(self, texts: Sequence[str]) -> Seen:
        return Seen.of(texts, self._embed, self._segmenter)

    def _embed(self, texts: Sequence[str]) -> Floats:
        vectors: Floats = self._embedder.transform(list(texts))
        return vectors
