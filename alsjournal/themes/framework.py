"""`FrameworkCoder`: code texts by a framework of one's own, from examples."""

from __future__ import annotations

import copy
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, clone

from alsjournal._version import __version__
from alsjournal.embed import SpacyEmbedder
from alsjournal.errors import InputError, NotFittedError
from alsjournal.segment import ClauseSegmenter
from alsjournal.themes._check import checked_framework
from alsjournal.themes._code import coded, joined
from alsjournal.themes._corrections import Corrections, keys_of
from alsjournal.themes._examples import material_of
from alsjournal.themes._input import texts_of
from alsjournal.themes._learned_codes import LearnedCodes
from alsjournal.themes._passages import cut_up
from alsjournal.themes._threshold import curve
from alsjournal.themes.codebook import Codebook

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FrameworkCoder"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CODER = f"framework/{__version__}"


class FrameworkCoder(LearnedCodes, BaseEstimator):  # type: ignore[misc]
    """Code texts by a framework of one's own, from five to ten examples a code.

    A code is a theme of a codebook, with a name, a definition, and examples: sentences
    of one's own, codings that show it best (``coded_examples``) or texts that were put
    into it. Its centre is the mean of their vectors, less the mean of all texts, beside
    the vector of its words; and of the ten passages nearest to that, once (Rocchio's
    feedback, 1971). A passage is scored against each code, half the whole and half its
    best clause, and has every code whose score reaches one threshold. A code with
    twenty examples or more, beside twenty of other codes, has a logistic regression in
    the place of its centre, on the same vectors and scored in the same way.

    The threshold is set for recall: a person who reads finds a wrong code quickly, and
    never one that is missing. `threshold_curve` tells what each would cost, and
    `with_threshold` takes another.

    Parameters
    ----------
    codebook : Codebook
        Rejected themes are left out.
    recall : float, default=0.8
        The share of examples, each left out in turn, that must be found.
    embedder : transformer, optional
        Texts to vectors; `SpacyEmbedder` by default. Cloned in fit.

    Attributes
    ----------
    theme_names_, theme_ids_ : list of str
        The codes, in the codebook's order.
    n_examples_ : list of int
        How many examples each has that say something.
    centroids_ : numpy.ndarray of float32, shape (n_codes, n_dims)
        The centre of each code, or the coefficients of its regression.
    intercepts_ : numpy.ndarray of float32, shape (n_codes,)
        Of the regressions; 0 for a centre.
    regression_ : numpy.ndarray of bool, shape (n_codes,)
        Which codes have a regression.
    terms_ : list of list of str
        As `words` gives them.
    threshold_ : float
    codebook_ : Codebook

    See Also
    --------
    ThemeModel : Groups texts without a framework, or follows a codebook's names.

    Notes
    -----
    On 4,425 comments of patients with 23 codes (1.2 a comment; only the codes' names
    beside the examples; means of 10 draws, in ``benchmarks/framework.py``), with five
    or ten examples that have that code alone: at a recall of 0.8 it found 0.83 and
    0.80 of the codes with precision 0.16 and 0.17 (F1 0.27, 0.28; 6 codes a comment);
    at 0.5 it found 0.54 and 0.50 with precision 0.33 and 0.36 (F1 0.40, 0.41). With
    examples drawn among all comments F1 at 0.5 was 0.35 and 0.38. The precision that
    `threshold_curve` expected was off by 0.05 at most. With an earlier embedder, over
    four draws and at the best threshold, the mean of the examples alone, without words
    and feedback, had 0.02 to 0.06 less F1; logistic regression on the same vectors
    0.01 to 0.05 less with five examples, and 0.00 to 0.01 more with ten. From twenty on
    it is better, and used: with 28 to 536 a code F1 is 0.66 at the threshold for a
    recall of 0.8, on comments of two codes or more, where centres had 0.53
    (``benchmarks/several_themes.py``).

    Examples
    --------
    >>> book = Codebook().add(
    ...     "Cover",
    ...     by="Ade",
    ...     definition="Nobody to stand in.",
    ...     examples=["No locum came.", "There was nobody to take my clinic."],
    ... )
    >>> coder = FrameworkCoder(book).fit(journal)  # doctest: +SKIP
    >>> coder.threshold_curve()  # doctest: +SKIP
    >>> coder.with_threshold(0.3).code(journal)  # doctest: +SKIP
    """

    def __init__(
        self,
        codebook: Codebook | None = None,
        *,
        recall: float = 0.8,
        embedder: Any = None,
    ) -> None:
        self.codebook = codebook
        self.recall = recall
        self.embedder = embedder

    def fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Learn the codes' centres from their examples, and a threshold.

        Parameters
        ----------
        X : Journal or sequence of str
            What is to be coded: up to 2,000 passages of it are the background. Of a
            journal it also holds the codings and texts that are examples.
        y : None
            Not used.

        Returns
        -------
        FrameworkCoder

        Raises
        ------
        InputError
            If a parameter cannot be used, or no code has two examples.
        """
        book = checked_framework(self)
        embedder = SpacyEmbedder() if self.embedder is None else self.embedder
        found = material_of(X, book)
        self._embedder = clone(embedder, safe=False).fit(found.background)
        self._follow(book)
        self._learn(found)
        return self

    def transform(self, X: object) -> Floats:
        """Return the score of each text against each code.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_codes)
            That of its best passage; -1 where the text may not be used.
        """
        self._fitted()
        parts = [np.zeros((0, len(self.theme_ids_)), dtype=np.float32)]
        for batch in texts_of(X):
            pieces = cut_up(batch.texts, batch.usable)
            scores = self._weights().score(self._see(pieces.texts))
            best = np.maximum.reduceat(scores, pieces.starts, axis=0)
            parts.append(np.where(batch.usable[:, None], best, -1).astype(np.float32))
        return np.concatenate(parts)

    def predict(self, X: object) -> npt.NDArray[np.int64]:
        """Return which text has which code: 1 or 0.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of int, shape (n_texts, n_codes)
            What people said of a text of a journal goes before the scores.
        """
        scores = self.transform(X)
        usable = np.asarray((scores > -1).any(axis=1))
        out = ((scores >= self.threshold_) & usable[:, None]).astype(np.int64)
        keys = keys_of(X) if self._corrections else np.zeros(0, dtype=np.int64)
        for i, gone in self._corrections.gone(keys).items():
            out[i, sorted(gone)] = 0
        for i, own in self._corrections.placed(usable, keys).items():
            out[i, list(own)] = 1
        return out

    def code(self, X: object) -> pd.DataFrame:
        """Return which passage of each text has which code.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``: a row for each text and code, with
            the passage that shows it best. ``confidence`` is its score, and 1 where a
            person put the text into the theme.
        """
        self._fitted()
        keys = keys_of(X) if self._corrections else np.zeros(0, dtype=np.int64)
        themes = tuple(self.codebook_.theme(i) for i in self.theme_ids_)
        frames, at = [], 0
        for batch in texts_of(X):
            pieces = cut_up(batch.texts, batch.usable)
            scores = self._weights().score(self._see(pieces.texts))
            own = keys[at : at + len(batch)]
            told = self._corrections.placed(batch.usable, own)
            gone = self._corrections.gone(own)
            found = [
                self._found(scores[start : start + n], told.get(i, ()), gone.get(i, ()))
                if batch.usable[i]
                else []
                for i, (start, n) in enumerate(
                    zip(pieces.starts, pieces.lengths, strict=True)
                )
            ]
            frames.append(coded(batch.ids, pieces, found, scores, themes, told, CODER))
            at += len(batch)
        return joined(frames)

    def _found(
        self, scores: Floats, told: Collection[int], gone: Collection[int]
    ) -> list[tuple[int, int]]:
        """Return the codes of a text and the passage that shows each best."""
        best = scores.argmax(axis=0)
        most = scores.max(axis=0)
        order = [int(j) for j in np.argsort(-most, kind="stable")]
        enough = [j for j in order if most[j] >= self.threshold_ and j not in gone]
        return [(j, int(best[j])) for j in dict.fromkeys((*told, *enough))]

    def threshold_curve(self, *, codes_a_passage: float = 1.0) -> pd.DataFrame:
        """Return what each threshold finds, and how much of it would be right.

        Parameters
        ----------
        codes_a_passage : float, default=1.0
            How many codes a passage has in truth, on average: count it on a few.
            Examples cannot tell how common their code is.

        Returns
        -------
        pandas.DataFrame
            A row for each score that an example has, ascending: ``threshold``;
            ``recall``, the share of examples found, each left out in turn; ``found``,
            codes a passage of the background; ``precision``, the part of those that
            is expected to be right; ``chosen``.

        Raises
        ------
        InputError
            If codes_a_passage is no number above 0.
        """
        self._fitted()
        number = isinstance(codes_a_passage, int | float | np.floating)
        if not number or not 0 < codes_a_passage <= len(self.theme_ids_):
            msg = "codes_a_passage must be above 0, at most the number of codes."
            raise InputError(msg)
        table = curve(self._own, self._background, codes_a_passage)
        table["chosen"] = table["threshold"] == self.threshold_
        return table

    def with_threshold(self, threshold: float) -> FrameworkCoder:
        """Return the same coder with another threshold, without a new fit.

        Raises
        ------
        InputError
            If it is no number from -1 to 1.
        """
        self._fitted()
        number = isinstance(threshold, int | float | np.floating)
        if isinstance(threshold, bool) or not number or not -1 <= threshold <= 1:
            msg = "threshold must be a number from -1 to 1, as a score. Got another."
            raise InputError(msg)
        new = copy.copy(self)
        new.threshold_ = float(threshold)
        return new

    def words(self, code: str) -> list[str]:
        """Return the words behind a code: what sets its passages apart, best first.

        Parameters
        ----------
        code : str
            Its name or id.

        Returns
        -------
        list of str
            Up to ten terms of the passages that have the code; only such as three
            members used, or five texts without members.
        """
        self._fitted()
        own = self.codebook_.theme(code).theme_id
        if own not in self.theme_ids_:
            msg = "code must be one that is not rejected. Got one that is."
            raise InputError(msg)
        return list(self.terms_[self.theme_ids_.index(own)])

    def save(self, path: str | Path) -> Path:
        """Write the coder to a folder of plain files, without the texts it learned of.

        Parameters
        ----------
        path : str or pathlib.Path
            A new or empty folder, or one with an earlier coder, which is replaced.

        Returns
        -------
        pathlib.Path
            The folder; see `alsjournal.themes.framework_file` for what is in it.

        Raises
        ------
        InputError
            If the folder holds anything else, or the embedder is one of your own.
        """
        from alsjournal.themes.framework_file import save

        self._fitted()
        return save(self, path)

    @classmethod
    def load(cls, path: str | Path) -> FrameworkCoder:
        """Read a coder that `save` wrote; it predicts what it predicted before.

        Parameters
        ----------
        path : str or pathlib.Path

        Returns
        -------
        FrameworkCoder

        Raises
        ------
        SourceError
            If the folder is not there, is not whole, or is not what it says.
        InputError
            If it is of another format, or was made on another vector table.
        """
        from alsjournal.themes.framework_file import load

        return load(path)

    def _follow(self, book: Codebook) -> None:
        self._segmenter = ClauseSegmenter()
        self.codebook_ = book
        themes = [t for t in book.themes() if t.status != "rejected"]
        self.theme_names_ = [t.name for t in themes]
        self.theme_ids_ = [t.theme_id for t in themes]
        self._corrections = Corrections.of(book, self.theme_ids_, self.theme_ids_)

    def _fitted(self) -> None:
        if not hasattr(self, "threshold_"):
            msg = "FrameworkCoder must be fitted first. Call fit(journal)."
            raise NotFittedError(msg)
