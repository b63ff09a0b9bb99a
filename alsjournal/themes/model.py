"""`ThemeModel`: what the texts of a journal are about, as groups of texts."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin, clone

from alsjournal.embed import SpacyEmbedder
from alsjournal.errors import InputError
from alsjournal.segment import ClauseSegmenter, Segment
from alsjournal.themes._base import FittedGroups, speaking
from alsjournal.themes._check import checked_parameters
from alsjournal.themes._code import CODER, codings, joined
from alsjournal.themes._group import means
from alsjournal.themes._input import Sample, fingerprint, sample_of, texts_of
from alsjournal.themes._learn import group, says_nothing
from alsjournal.themes._match import continued
from alsjournal.themes._score import margin_of
from alsjournal.themes._state import WITHHELD, Groups
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.labels import Vocabulary, names_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ThemeModel"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

SAMPLE = 10_000
"""Texts that are grouped; of more, a random sample, and the others join after."""

_WIDEST = 2.0  # no margin of cosines is wider


class ThemeModel(FittedGroups, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Group the texts of a journal by what they are about.

    Texts become vectors (`SpacyEmbedder`), beside a latent semantic analysis of
    their words; each is drawn towards its nearest neighbours; Ward's method groups
    them and k-means, started from its groups, settles the borders. New texts go to
    the nearest centroid, by half of the whole text and half of its best clause. The
    same input, versions and ``random_state`` give the same result.

    What the model makes are *groupings*. They become themes when people name and
    adopt them, in ``codebook_`` (see `Codebook`).

    Parameters
    ----------
    n_themes : int or "auto", default="auto"
        How many. "auto" chooses by silhouette, from 2 to the smaller of 12 and a
        fifth of the texts; with fewer than 12 different texts it makes none
        (``n_themes_ == 0``, every label -1): read them instead. A number is
        followed as far as there are different texts.
    unclear : float or "auto", default="auto"
        The share, from 0 to below 1, that gets the label -1 because the best theme
        leads by least. "auto" is a quarter. 0.0 leaves none unclear but texts
        without a word that has a vector.
    segmenter : callable, optional
        Takes a text, returns `Segment` objects; `ClauseSegmenter` by default.
    embedder : transformer, optional
        Texts to vectors; `SpacyEmbedder` by default. Cloned in fit.
    codebook : Codebook, optional
        An earlier codebook to go on with: a grouping whose terms are like one of its
        themes takes that theme's id and name, and an adopted one must be read again.
    random_state : int, RandomState or None, default=None
        For the sample, where there are more than 10,000 texts, and the analysis of
        words. None means 0.

    Attributes
    ----------
    n_themes_ : int
    theme_names_ : list of str
        As in the codebook; made of the first three terms until a person names them.
    theme_ids_ : list of str
        Ids in the codebook.
    terms_ : list of list of str
        Up to ten a theme, the most telling first. Only terms that at least three
        members used (five texts, where there are no members).
    sizes_ : numpy.ndarray of int, shape (n_themes,)
        Texts with that label, those of ``partial_fit`` included.
    centroids_ : numpy.ndarray of float32, shape (n_themes, n_dims)
        Rows of length 1, in the embedder's space.
    labels_ : numpy.ndarray of int, shape (n_texts,)
        One a text of what it was fitted on, in order; -1: unclear, or not used.
    codebook_ : Codebook
    n_texts_ : int
        Texts that were used.

    Examples
    --------
    >>> model = ThemeModel(random_state=0).fit(journal)  # doctest: +SKIP
    >>> model.theme_names_  # doctest: +SKIP
    ['beds, discharge, ward', 'rota, staff, cover', ...]
    """

    def __init__(
        self,
        *,
        n_themes: int | str = "auto",
        unclear: float | str = "auto",
        segmenter: Callable[[str], Sequence[Segment]] | None = None,
        embedder: Any = None,
        codebook: Codebook | None = None,
        random_state: Any = None,
    ) -> None:
        self.n_themes = n_themes
        self.unclear = unclear
        self.segmenter = segmenter
        self.embedder = embedder
        self.codebook = codebook
        self.random_state = random_state

    def fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Group the texts of X.

        Parameters
        ----------
        X : Journal or sequence of str
            Of a journal, only texts whose permission allows counts are used.
        y : None
            Not used.

        Returns
        -------
        ThemeModel

        Raises
        ------
        InputError
            If X or a parameter cannot be used.
        DisclosureError
            For a RawJournal.
        """
        n_themes, share, rng = checked_parameters(self)
        sample = sample_of(X, SAMPLE, rng, lambda text: not says_nothing(text))
        fresh = (
            SpacyEmbedder()
            if self.embedder is None
            else clone(self.embedder, safe=False)
        )
        self._embedder = fresh.fit(sample.texts)
        self._segmenter = self.segmenter or ClauseSegmenter()
        vectors = self._embed(sample.texts)
        labels = np.full(len(sample.texts), -1, dtype=np.int64)
        seen = np.flatnonzero(vectors.any(axis=1))
        labels[seen] = group(
            [sample.texts[i] for i in seen], vectors[seen], n_themes=n_themes, rng=rng
        )
        self._learn(sample, vectors, labels)
        self._decide(X, sample, vectors, labels, share)
        return self

    def predict(self, X: object) -> Ints:
        """Return the theme of each text.

        On the very texts it was fitted on, these are the labels of the fit, which
        know each text's neighbours; any other text goes to the nearest centroid.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of int, shape (n_texts,)
            One for every text, in order: an index into ``theme_names_``, or -1 where
            it is unclear, says nothing, or may not be used.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        self._fitted()
        return self._layout.labels(self._groups_of(X))

    def transform(self, X: object) -> Floats:
        """Return how much each text is about each theme.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_themes)
            From 0 to 1: half the cosine of the whole text, half that of its best
            clause, with the theme's centroid. A row of zeros where the text says
            nothing or may not be used.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        self._fitted()
        parts = [np.zeros((0, self.n_themes_), dtype=np.float32)]
        for batch in texts_of(X):
            rows = speaking(batch)
            found = self._scores([batch.texts[i] for i in rows])
            out = np.zeros((len(batch), self.n_themes_), dtype=np.float32)
            out[rows] = np.clip(found.by(self._layout.columns[: self.n_themes_]), 0, 1)
            parts.append(out)
        return np.concatenate(parts)

    def partial_fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Go on with new texts: the centroids move towards those nearest to them.

        Each centroid stays the mean of all its texts (the learning rate of Sculley,
        2010), and terms that enough members used are counted in. The number of
        themes and their names stay. Before ``fit``, or without themes, it is ``fit``.

        Parameters
        ----------
        X : Journal or sequence of str
        y : None
            Not used.

        Returns
        -------
        ThemeModel
        """
        if not getattr(self, "n_themes_", 0):
            return self.fit(X)
        for batch in texts_of(X):
            placed, rows, scores = self._place(batch)
            texts = [batch.texts[i] for i in rows]
            nearest = scores.nearest()
            own = self._groups
            more = Vocabulary.of(
                texts,
                [batch.members[i] for i in rows],
                nearest,
                len(own.ids),
                known=own.vocabulary.terms,
            )
            added = np.bincount(placed[placed >= 0], minlength=len(own.ids))
            self._groups = replace(
                own.moved(self._embed(texts), nearest),
                vocabulary=own.vocabulary.plus(more),
                sizes=own.sizes + added,
                n_texts=own.n_texts + len(rows),
                digest="",
            )
        self._view(self.codebook_)
        return self

    def code(self, X: object) -> pd.DataFrame:
        """Return which passage of each text is about which theme.

        A text's first coding is the theme that ``predict`` gives it; further ones
        follow for themes whose score comes near the best. Texts with the label -1
        have none.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``: ``start`` and ``end`` are code
            points of the passage nearest to the theme, ``confidence`` is the score
            of ``transform``, ``made_at`` is empty, so that the same input gives the
            same rows.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        self._fitted()
        groups = self._groups_of(X)
        frames, at = [], 0
        for batch in texts_of(X):
            labels = self._layout.labels(groups[at : at + len(batch)])
            rows = np.flatnonzero(labels >= 0)
            scores = self._scores([batch.texts[i] for i in rows])
            ids = [batch.ids[i] for i in rows]
            frames.append(codings(ids, labels[rows], scores, self._layout))
            at += len(batch)
        return joined(frames)

    def with_codebook(self, codebook: Codebook) -> ThemeModel:
        """Return a new model whose themes follow an edited codebook.

        Names are taken over, merged themes become one, and texts of rejected ones
        get the label -1. A theme declared as split stays whole until a new fit.

        Parameters
        ----------
        codebook : Codebook
            One that goes on from this model's ``codebook_``.

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
        new = copy.copy(self)
        new._view(codebook)
        return new

    def save(self, path: str | Path) -> Path:
        """Write the model to a folder; see `alsjournal.themes.persist.save`."""
        from alsjournal.themes.persist import save

        self._fitted()
        return save(self, path)

    @classmethod
    def load(cls, path: str | Path) -> ThemeModel:
        """Read a model that `save` wrote; see `alsjournal.themes.persist.load`."""
        from alsjournal.themes.persist import load

        return load(path)

    def _learn(self, sample: Sample, vectors: Floats, labels: Ints) -> None:
        """Make groups of labelled texts, and enter them into the codebook."""
        k = int(labels.max(initial=-1)) + 1
        taken = labels >= 0
        vocabulary = Vocabulary.of(sample.texts, sample.members, labels, k)
        counts = np.bincount(labels[taken], minlength=k)
        self._groups = Groups(
            means=means(vectors[taken], labels[taken], k),
            counts=counts,
            sizes=counts,
            ids=tuple(f"t{i + 1}" for i in range(k)),
            vocabulary=vocabulary,
            threshold=0.0,
            labels=labels,
            digest="",
            n_texts=len(sample.texts),
        )
        names = names_of(self._terms(tuple((i,) for i in range(k))))
        codebook, ids = continued(
            self.codebook, names, self._centroids(), embed=self._embed, by=CODER
        )
        self._groups = replace(self._groups, ids=tuple(ids))
        self._view(codebook)

    def _decide(
        self,
        X: object,
        sample: Sample,
        vectors: Floats,
        labels: Ints,
        share: float,
    ) -> None:
        """Set what is unclear, and the label of every text."""
        scores = self._scores(sample.texts, vectors)
        known = labels >= 0
        best = margin_of(scores.group[known])
        own = margin_of(scores.group[known], labels[known])
        self._groups = replace(self._groups, threshold=_at_share(best, share))
        labels[np.flatnonzero(known)[own < _at_share(own, share)]] = -1
        if sample.whole:
            everything = np.where(sample.usable, -1, WITHHELD).astype(np.int64)
        else:
            everything = np.concatenate([self._place(b)[0] for b in texts_of(X)])
        everything[sample.positions] = labels
        k = len(self._groups.ids)
        self._groups = replace(
            self._groups,
            labels=everything,
            sizes=np.bincount(everything[everything >= 0], minlength=k),
            digest=fingerprint(X)[0],
        )
        self._view(self.codebook_)


def _at_share(margins: npt.NDArray[np.float64], share: float) -> float:
    """Return the margin that a share of the texts stay below.

    Texts with the same margin stay together, so that the same words never get two
    labels.
    """
    lowest = int(share * len(margins))
    return float(np.sort(margins)[lowest]) if lowest else -_WIDEST
