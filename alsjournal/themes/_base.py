"""What `ThemeModel` does inside once it is fitted: scores, layout, kept labels."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.errors import InputError, NotFittedError
from alsjournal.segment import Segment
from alsjournal.themes._code import codings
from alsjournal.themes._corrections import Corrections, keys_of
from alsjournal.themes._input import Batch, fingerprint, texts_of
from alsjournal.themes._learn import says_nothing
from alsjournal.themes._passages import WITHHELD, Pieces, Placed, cut_up
from alsjournal.themes._score import Scores, margin_of, scores_of
from alsjournal.themes._state import Groups, Layout
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.number import Point, curve_frame

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes.holds import Stability

__all__ = ["FittedGroups", "speaking"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

N_TERMS = 10
"""Terms a theme."""


class FittedGroups:
    """Groups of passages, and the themes that a codebook makes of them."""

    _groups: Groups
    _layout: Layout
    _corrections: Corrections
    _embedder: Any
    _segmenter: Callable[[str], Sequence[Segment]]
    _curve: tuple[Point, ...]
    codebook_: Codebook
    stability_: Stability | None

    def _view(self, codebook: Codebook) -> None:
        """Set the public attributes from the groups and a codebook."""
        self._layout = layout = Layout.of(self._groups.ids, codebook)
        columns = layout.columns[: len(layout.themes)]
        self.codebook_ = codebook
        self.n_themes_ = len(layout.themes)
        self.theme_ids_ = [t.theme_id for t in layout.themes]
        self._corrections = Corrections.of(codebook, self._groups.ids, self.theme_ids_)
        self.theme_names_ = [t.name for t in layout.themes]
        self.terms_ = self._terms(columns)
        weighted = self._groups.means * self._groups.counts[:, None]
        sums = [weighted[list(c)].sum(axis=0) for c in columns]
        shape = (self.n_themes_, self._groups.means.shape[1])
        self.centroids_ = unit(np.asarray(sums).reshape(shape))
        self.labels_ = self._themes_of(self._groups.placed, self._groups.keys)
        added = [self._groups.added[list(c)].sum() for c in columns]
        placed = self._groups.placed
        labels = self._labels(placed, self._groups.keys)
        fitted = placed.raised(labels, len(added)) + self._put_in(labels)
        self.sizes_ = fitted + np.asarray(added, dtype=np.int64)
        self.n_texts_ = self._groups.n_texts

    def _terms(self, columns: Sequence[Sequence[int]]) -> list[list[str]]:
        vocabulary = self._groups.vocabulary
        if not columns or not vocabulary.terms:
            return [[] for _ in columns]
        return vocabulary.top(self._likeness(columns), columns, N_TERMS)

    def _words(self, columns: Sequence[Sequence[int]]) -> list[dict[str, float]]:
        vocabulary = self._groups.vocabulary
        if not columns or not vocabulary.terms:
            return [{} for _ in columns]
        return vocabulary.words(self._likeness(columns), columns)

    def _likeness(self, columns: Sequence[Sequence[int]]) -> Floats:
        """Return the cosines of terms and of themes made up of some groups."""
        weighted = self._groups.means * self._groups.counts[:, None]
        centres = unit(np.asarray([weighted[list(c)].sum(axis=0) for c in columns]))
        likeness: Floats = centres @ self._embed(self._groups.vocabulary.terms).T
        return likeness

    def vectors_of(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of whole texts, in the space of ``centroids_``.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_dims)
            A row of zeros where no word has a vector.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        self._fitted()
        return self._embed(texts)

    def _centroids(self) -> Floats:
        return unit(self._groups.means)

    def _embed(self, texts: Sequence[str]) -> Floats:
        vectors: Floats = self._embedder.transform(list(texts))
        return vectors

    def with_codebook(self, codebook: Codebook) -> Self:
        """Return a new model whose themes follow an edited codebook.

        Names are taken over, merged themes become one, and passages about rejected
        ones count for none. A text of a journal that a person put into a theme has it
        first, whatever the model says; what a person took out of a theme is unclear
        there. A theme declared as split stays whole until a new fit, which also
        learns from such texts. With ``codebook.as_of("2026-05-01")`` everything that
        is made of the model is as it was on that day.

        Parameters
        ----------
        codebook : Codebook
            One that goes on from this model's ``codebook_``, or an earlier state.

        Returns
        -------
        ThemeModel

        Raises
        ------
        InputError
            If it is no codebook, or lacks a theme of this model.
        """
        self._fitted()
        if not isinstance(codebook, Codebook):
            msg = f"codebook must be a Codebook. Got {type(codebook).__name__}."  # type: ignore[unreachable]
            raise InputError(msg)
        lost = [i for i in self._groups.ids if not codebook.knows(i)]
        if lost:
            msg = (
                f"codebook must know every theme of this model. {len(lost)} of "
                f"{len(self._groups.ids)} are not there: it is of another model, or "
                f"of a day before this one was fitted. Use the model of that day."
            )
            raise InputError(msg)
        new = copy.copy(self)
        new._view(codebook)
        return new

    @property
    def number_curve_(self) -> pd.DataFrame:
        """How the number of themes was chosen; no row where it was given."""
        return curve_frame(self._curve)

    def stability(self, journal: object, *, n_bootstraps: int = 50) -> Stability:
        """Measure how well the themes hold; see `alsjournal.themes.theme_stability`."""
        from alsjournal.themes.stability import theme_stability

        return theme_stability(self, journal, n_bootstraps=n_bootstraps)

    def with_stability(self, stability: Stability) -> Self:
        """Return a new model that tells how well its themes hold wherever it is shown.

        It stays with the model when that is saved. A theme that people merge later is
        another one, and counts as not measured.

        Parameters
        ----------
        stability : Stability

        Returns
        -------
        ThemeModel
        """
        self._fitted()
        new = copy.copy(self)
        new.stability_ = stability
        return new

    def _themes_of(self, placed: Placed, keys: Ints) -> Ints:
        """Return the theme of each text, from its passages and what people said."""
        labels = placed.of_texts(self._labels(placed, keys))
        return self._corrections.first(labels, ~placed.withheld, keys)

    def _labels(self, placed: Placed, keys: Ints) -> Ints:
        """Return the theme of each passage."""
        groups = self._corrections.without(placed.labels, placed, keys)
        return self._layout.labels(groups)

    def _told(self, placed: Placed, keys: Ints) -> npt.NDArray[np.bool_]:
        """Say which passages are of texts that a person put into a theme."""
        told = np.zeros(len(placed.lengths), dtype=bool)
        told[list(self._corrections.placed(~placed.withheld, keys))] = True
        out: npt.NDArray[np.bool_] = np.repeat(told, placed.lengths)
        return out

    def _put_in(self, labels: Ints) -> Ints:
        """Return how many texts of the fit are about each theme by a person's word."""
        placed = self._groups.placed
        out = np.zeros(self.n_themes_, dtype=np.int64)
        starts = np.cumsum(placed.lengths) - placed.lengths
        told = self._corrections.placed(~placed.withheld, self._groups.keys)
        for i, own in told.items():
            there = labels[starts[i] : starts[i] + placed.lengths[i]]
            out[[theme for theme in own if theme not in there]] += 1
        return out

    def keys_for(self, X: object, kept: Placed | None) -> Ints:
        """Return the keys of the texts of X, where anybody corrected any."""
        if not self._corrections:
            return np.zeros(0, dtype=np.int64)
        found = keys_of(X)
        return found if len(found) or kept is None else self._groups.keys

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

    def place(self, batch: Batch) -> tuple[Pieces, Placed, Scores]:
        """Return the passages of some texts, their groups, the scores of all."""
        pieces = cut_up(batch.texts, batch.usable)
        spoken = np.flatnonzero(pieces.mask(speaking(batch)))
        found = self._scores([pieces.texts[i] for i in spoken])
        usable = np.repeat(batch.usable, pieces.lengths)
        labels = np.where(usable, -1, WITHHELD).astype(np.int64)
        if self._groups.ids:
            margin = margin_of(found.by(self._layout.columns))
            clear = margin >= self._groups.threshold
            labels[spoken] = np.where(clear, found.nearest(), -1)
        scores = found.spread(spoken, len(labels))
        return pieces, Placed(labels, scores.of(labels), pieces.lengths), scores

    def of_fit(self, X: object) -> Placed | None:
        """Return what the fit made of X, if it was fitted on these texts."""
        digest, usable = fingerprint(X)
        kept = self._groups.placed
        if digest != self._groups.digest or (usable & kept.withheld).any():
            return None
        return kept.without(usable)

    def fitted_on(self, X: object) -> bool:
        """Tell whether these are the very texts that the model was fitted on.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        bool
        """
        self._fitted()
        return fingerprint(X)[0] == self._groups.digest

    def _read(self, X: object) -> Iterator[tuple[Batch, Pieces, Placed, Scores, Ints]]:
        """Yield batches with the groups of their passages: of the fit, or nearest.

        And the keys of the texts, if anybody corrected any.
        """
        kept, at = self.of_fit(X), 0
        keys = self.keys_for(X, kept)
        for batch in texts_of(X):
            here = slice(at, at + len(batch))
            at += len(batch)
            rows = None if kept is None else kept.rows(here.start, here.stop)
            used = self.used_in_fit(here) if kept is not None else None
            yield batch, *self._read_batch(batch, keys[here], rows, used), keys[here]

    def used_in_fit(self, rows: slice) -> npt.NDArray[np.bool_]:
        """Say which of some texts the fit used."""
        return ~self._groups.placed.rows(rows.start, rows.stop).withheld

    def without_texts(self) -> Self:
        """Return the groups alone: nothing of the texts that they were made of."""
        none = Placed.nowhere(np.zeros(0, dtype=bool))
        new = copy.copy(self)
        keys = np.zeros(0, dtype=np.int64)
        new._groups = replace(self._groups, placed=none, digest="", keys=keys)
        return new

    def _read_batch(
        self,
        batch: Batch,
        keys: Ints,
        kept: Placed | None,
        used: npt.NDArray[np.bool_] | None,
    ) -> tuple[Pieces, Placed, Scores]:
        """Return a batch's passages: with the groups of the fit, or the nearest."""
        if kept is None:
            return self.place(batch)
        # Cut as in the fit, where more may have been usable than is now.
        pieces = cut_up(batch.texts, used)
        clear = np.flatnonzero((kept.labels >= 0) | self._told(kept, keys))
        found = self._scores([pieces.texts[i] for i in clear])
        return pieces, kept, found.spread(clear, len(kept.labels))

    def code_batch(
        self,
        batch: Batch,
        keys: Ints,
        kept: Placed | None,
        used: npt.NDArray[np.bool_] | None,
    ) -> pd.DataFrame:
        """Code some of the texts that it was fitted on; see `scale`.

        Parameters
        ----------
        batch : Batch
        keys : numpy.ndarray of int
            Of the texts, where anybody corrected any.
        kept : Placed or None
            What the fit made of them; None: they go to the nearest groups.
        used : numpy.ndarray of bool or None
            Which of them the fit used.
        """
        return self._coded(batch, *self._read_batch(batch, keys, kept, used), keys)

    def _coded(
        self, batch: Batch, pieces: Pieces, placed: Placed, scores: Scores, keys: Ints
    ) -> pd.DataFrame:
        said = self._corrections
        left = said.masked(scores, pieces.lengths, keys) if said else scores
        weights = left.by(self._layout.columns[: self.n_themes_])
        return codings(
            batch.ids,
            pieces,
            self._labels(placed, keys),
            self._themes_of(placed, keys),
            weights,
            self._layout,
            said.placed(~placed.withheld, keys),
        )

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
