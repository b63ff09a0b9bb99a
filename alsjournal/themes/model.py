"""`ThemeModel`: what the texts of a journal are about, as groups of passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin, clone

from alsjournal.embed import SpacyEmbedder
from alsjournal.segment import Segment
from alsjournal.themes._base import speaking
from alsjournal.themes._check import checked_parameters, segmenter_of
from alsjournal.themes._code import joined
from alsjournal.themes._earlier import checked_earlier
from alsjournal.themes._fitting import FittingGroups
from alsjournal.themes._input import texts_of
from alsjournal.themes._learn import (
    different,
    group,
    in_context,
    unsmoothed,
)
from alsjournal.themes._passages import Placed, cut_up
from alsjournal.themes._passes import OneByOne, Passes
from alsjournal.themes._settle import settled
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.labels import Vocabulary
from alsjournal.themes.number import NumberCurve

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ThemeModel"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class ThemeModel(FittingGroups, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Group the texts of a journal by what they are about.

    A text that raises several issues is cut into passages of whole sentences, about
    30 words each (`alsjournal.segment.passages`); one of up to 45 words is one
    passage. Passages become vectors (`SpacyEmbedder`), beside a latent semantic
    analysis of their words; each is drawn towards its nearest neighbours; Ward's
    method groups them and k-means, started from its groups, settles the borders. New
    passages go to the nearest centroid, by half of the whole and half of its best
    clause. The same input, versions and ``random_state`` give the same result.

    What the model makes are *groupings*. They become themes when people name and
    adopt them, in ``codebook_`` (see `Codebook`).

    Parameters
    ----------
    n_themes : int or "auto", default="auto"
        How many. "auto" chooses by silhouette, from 2 to the smaller of 12 and a
        fifth of the texts; with fewer than 12 different texts it makes none
        (``n_themes_ == 0``, every label -1): read them instead. A grouping that
        fewer than three members share (five texts, where there are no members) is
        none, and its passages are left unclear; where fewer than two groupings
        stand, there are none. A number is followed as far as
        there are different passages.
    unclear : float or "auto", default="auto"
        The share of the passages, from 0 to below 1, that are about no theme
        because they are least sure to be in the right one (by their silhouette among
        all, before smoothing). "auto" takes those nearer to another grouping than to
        their own: few where themes lie apart, a third where they run into each other.
        0.0 leaves none unclear but those without a word that has a vector. Of new
        passages an equal share is unclear, by the lead of the nearest centroid.
    segmenter : "clauses" or callable, optional
        Takes a passage, returns its clauses as `Segment` objects; by default
        `ClauseSegmenter`, which goes by punctuation. "clauses" goes by the grammar
        (`DependencyClauses`), at some 200 short texts a second.
    embedder : transformer, optional
        Texts to vectors; `SpacyEmbedder` by default. Cloned in fit.
    codebook : Codebook, optional
        An earlier codebook to go on with, or one of your own: a grouping whose words
        are like those of one of its themes takes that theme's id and name, an adopted
        one must be read again, and the others are new. Texts that people put into a
        theme or took out stay so, and its centroid is of what is left. Where the model
        that the codebook is of is at hand, give it to `fit`: it knows more than words.
    random_state : int, RandomState or None, default=None
        For the sample, where there are more than 10,000 passages, and the analysis of
        words. None means 0.

    Attributes
    ----------
    n_themes_ : int
    theme_names_ : list of str
        As in the codebook; made of three phrases of its most central passages until a
        person names them (see `label_candidates`).
    theme_ids_ : list of str
        Ids in the codebook.
    terms_ : list of list of str
        Up to ten a theme, the most telling first. Only terms that at least three
        members used (five texts, where there are no members), and no light words,
        as "asked" or "minutes".
    sizes_ : numpy.ndarray of int, shape (n_themes,)
        Texts with a passage that is clearly about it, those of ``partial_fit``
        included. A text of several passages can count for several themes.
    centroids_ : numpy.ndarray of float32, shape (n_themes, n_dims)
        Rows of length 1, in the embedder's space.
    labels_ : numpy.ndarray of int, shape (n_texts,)
        One a text of what it was fitted on, in order; -1: unclear, or not used.
    codebook_ : Codebook
    n_texts_ : int
        Texts that were used.
    number_curve_ : pandas.DataFrame
        How the number was chosen: ``n_themes``, ``silhouette``, its ``error`` and
        ``chosen``, a row for each number that was tried; none where it was given.
    stability_ : Stability or None
        What `stability` found, in a model that `with_stability` made.

    Examples
    --------
    >>> model = ThemeModel(random_state=0).fit(journal)  # doctest: +SKIP
    >>> model.theme_names_  # doctest: +SKIP
    ['waiting for beds, discharge, ward', 'arranging cover, rota, staff', ...]
    """

    def __init__(
        self,
        *,
        n_themes: int | str = "auto",
        unclear: float | str = "auto",
        segmenter: str | Callable[[str], Sequence[Segment]] | None = None,
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

    def fit(
        self,
        X: object,
        y: object = None,  # noqa: ARG002
        *,
        continues: ThemeModel | None = None,
    ) -> Self:
        """Group the texts of X.

        Parameters
        ----------
        X : Journal or sequence of str
            Of a journal, only texts whose permission allows counts are used.
        y : None
            Not used.
        continues : ThemeModel, optional
            The fitted model to go on from, as before new sessions came in. A grouping
            keeps the id and name of the earlier theme whose passages went into it, as
            `lineage` tells: half of them or more, or the largest part of a theme that
            split; of several, that which shares most with it. The codebook is
            the earlier model's, unless ``codebook`` is a later state of it.

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
        return self.fit_by(OneByOne(X), continues)

    def fit_by(self, passes: Passes, continues: ThemeModel | None = None) -> Self:
        """Fit, while something else goes through all texts; see `scale`."""
        n_themes, share, rng = checked_parameters(self)
        earlier = checked_earlier(continues, self.codebook)
        sample = passes.sample(rng)
        embedder = SpacyEmbedder() if self.embedder is None else self.embedder
        self._embedder = clone(embedder, safe=False).fit(sample.texts)
        self._segmenter = segmenter_of(self.segmenter)
        pieces = cut_up(sample.texts)
        vectors = self._embed(pieces.texts)
        labels = np.full(len(pieces.texts), -1, dtype=np.int64)
        seen = np.flatnonzero(vectors.any(axis=1))
        choose = NumberCurve()
        spoken = [pieces.texts[i] for i in seen]
        context = in_context(vectors, pieces.owners)[seen]
        own = unsmoothed(spoken, context, rng)
        raw = np.zeros((len(labels), own.shape[1]), dtype=np.float32)
        raw[seen] = own
        labels[seen] = group(
            spoken,
            context,
            raw=own,
            n_themes=n_themes,
            rng=rng,
            n_texts=different(sample.texts),
            choose=choose,
        )
        found = settled(
            pieces,
            sample.members,
            vectors,
            labels,
            raw=raw,
            share=share,
            every=n_themes is not None,
            embed=self._embed,
            segmenter=self._segmenter,
        )
        book = self.codebook if earlier is None else earlier.codebook_
        found = self._learn(passes, sample, pieces, vectors, found, book, earlier)
        self._curve, self.stability_ = choose.points, None
        self._keep(passes, sample, found, pieces.lengths)
        return self

    def predict(self, X: object) -> Ints:
        """Return the theme of each text.

        On the very texts it was fitted on, passages have the labels of the fit,
        which know each one's neighbours; any other passage goes to the nearest
        centroid. A text of several passages gets the theme whose clear passages
        have the greatest sum of scores, the first of equal ones.

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
        kept = self.of_fit(X)
        keys = self.keys_for(X, kept)
        if kept is None:
            parts = [self.place(batch)[1] for batch in texts_of(X)]
            kept = Placed.joined(parts)
        return self._themes_of(kept, keys)

    def transform(self, X: object) -> Floats:
        """Return how much each text is about each theme.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_themes)
            From 0 to 1: half the cosine of the whole passage, half that of its best
            clause, with the theme's centroid; that of the best passage. A row of
            zeros where the text says nothing or may not be used.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        self._fitted()
        parts = [np.zeros((0, self.n_themes_), dtype=np.float32)]
        for batch in texts_of(X):
            pieces, _, scores = self.place(batch)
            weights = scores.by(self._layout.columns[: self.n_themes_])
            best = np.maximum.reduceat(weights, pieces.starts, axis=0)
            parts.append(np.clip(best, 0, 1))
        return np.concatenate(parts)

    def partial_fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Go on with new texts: the centroids move towards those nearest to them.

        Each centroid stays the mean of all its passages (the learning rate of
        Sculley, 2010); terms that enough members used are counted in. Themes and
        names stay. Before ``fit``, or without themes, it is ``fit``.

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
            own, k = self._groups, len(self._groups.ids)
            pieces, placed, scores = self.place(batch)
            nearest = scores.nearest()
            taken = np.flatnonzero(nearest >= 0)
            counted = Vocabulary.of(
                pieces.texts,
                [batch.members[i] for i in pieces.owners],
                nearest,
                k,
                owners=pieces.owners,
                known=own.vocabulary.terms,
                used=pieces.mask(speaking(batch)),
            )
            self._groups = replace(
                own.moved(
                    self._embed([pieces.texts[i] for i in taken]), nearest[taken]
                ),
                vocabulary=own.vocabulary.plus(counted),
                added=own.added + placed.raised(placed.labels, k),
                n_texts=own.n_texts + len(speaking(batch)),
                digest="",
            )
        self._view(self.codebook_)
        return self

    def code(self, X: object) -> pd.DataFrame:
        """Return which passage of each text is about which theme.

        A row for each text and theme. A text's first is the theme that ``predict``
        gives it; further ones follow for each theme that another of its passages is
        clearly about, or, in a text of one passage, whose score comes near the
        best. Texts with the label -1 have none.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``: ``start`` and ``end`` tell the
            passage that shows the theme best, ``confidence`` is its score (see
            ``transform``), ``made_at`` is empty: the same input, the same rows.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        self._fitted()
        frames = []
        for batch, pieces, placed, scores, keys in self._read(X):
            frames.append(self._coded(batch, pieces, placed, scores, keys))
        return joined(frames)

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
