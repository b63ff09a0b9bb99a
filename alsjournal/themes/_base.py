"""What `ThemeModel` does inside once it is fitted: scores, layout, kept labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.errors import NotFittedError
from alsjournal.segment import Segment
from alsjournal.themes._input import Batch, fingerprint, texts_of
from alsjournal.themes._learn import says_nothing
from alsjournal.themes._score import Scores, margin_of, scores_of
from alsjournal.themes._state import WITHHELD, Groups, Layout
from alsjournal.themes.codebook import Codebook

__all__ = ["FittedGroups", "speaking"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

N_TERMS = 10
"""Terms a theme."""


class FittedGroups:
    """Groups of texts, and the themes that a codebook makes of them."""

    _groups: Groups
    _layout: Layout
    _embedder: Any
    _segmenter: Callable[[str], Sequence[Segment]]
    codebook_: Codebook

    def _view(self, codebook: Codebook) -> None:
        """Set the public attributes from the groups and a codebook."""
        self._layout = layout = Layout.of(self._groups.ids, codebook)
        columns = layout.columns[: len(layout.themes)]
        self.codebook_ = codebook
        self.n_themes_ = len(layout.themes)
        self.theme_ids_ = [t.theme_id for t in layout.themes]
        self.theme_names_ = [t.name for t in layout.themes]
        self.terms_ = self._terms(columns)
        self.sizes_ = np.asarray(
            [self._groups.sizes[list(c)].sum() for c in columns], dtype=np.int64
        )
        weighted = self._groups.means * self._groups.counts[:, None]
        sums = [weighted[list(c)].sum(axis=0) for c in columns]
        shape = (self.n_themes_, self._groups.means.shape[1])
        self.centroids_ = unit(np.asarray(sums).reshape(shape))
        self.labels_ = layout.labels(self._groups.labels)
        self.n_texts_ = self._groups.n_texts

    def _terms(self, columns: Sequence[Sequence[int]]) -> list[list[str]]:
        vocabulary = self._groups.vocabulary
        weighted = self._groups.means * self._groups.counts[:, None]
        if not columns or not vocabulary.terms:
            return [[] for _ in columns]
        centres = unit(np.asarray([weighted[list(c)].sum(axis=0) for c in columns]))
        likeness = centres @ self._embed(vocabulary.terms).T
        return vocabulary.top(likeness, columns, N_TERMS)

    def _centroids(self) -> Floats:
        return unit(self._groups.means)

    def _embed(self, texts: Sequence[str]) -> Floats:
        vectors: Floats = self._embedder.transform(list(texts))
        return vectors

    def _scores(self, texts: Sequence[str], vectors: Floats | None = None) -> Scores:
        if vectors is None:
            vectors = self._embed(texts)
        return scores_of(
            texts,
            vectors,
            self._centroids(),
            embed=self._embed,
            segmenter=self._segmenter,
        )

    def _place(self, batch: Batch) -> tuple[Ints, Ints, Scores]:
        """Return the group of each text, the rows that were scored, the scores."""
        placed = np.where(batch.usable, -1, WITHHELD).astype(np.int64)
        rows = speaking(batch)
        scores = self._scores([batch.texts[i] for i in rows])
        if self._groups.ids:
            margin = margin_of(scores.by(self._layout.columns))
            clear = margin >= self._groups.threshold
            placed[rows] = np.where(clear, scores.nearest(), -1)
        return placed, rows, scores

    def _groups_of(self, X: object) -> Ints:
        """Return each text's group: that of the fit, or the nearest."""
        digest, usable = fingerprint(X)
        kept = self._groups.labels
        if digest == self._groups.digest and not (usable & (kept == WITHHELD)).any():
            return np.where(usable, kept, WITHHELD)
        parts = [np.zeros(0, dtype=np.int64)]
        parts += [self._place(batch)[0] for batch in texts_of(X)]
        return np.concatenate(parts)

    def _fitted(self) -> None:
        if not hasattr(self, "codebook_"):
            msg = "ThemeModel must be fitted first. Call fit(journal)."
            raise NotFittedError(msg)


def speaking(batch: Batch) -> Ints:
    """Return the rows of the texts that may be used and say something."""
    return np.asarray(
        [i for i in np.flatnonzero(batch.usable) if not says_nothing(batch.texts[i])],
        dtype=np.int64,
    )
