"""Texts to vectors, fast and the same every time: `SpacyEmbedder`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin

from alsjournal.embed.projection import Projection, projection_for
from alsjournal.embed.vectors import Floats, checked_batch_size, checked_texts, unit
from alsjournal.embed.word_table import WordTable, chunks, word_table
from alsjournal.errors import NotFittedError

__all__ = ["SpacyEmbedder"]

_BLOCK = 64


class SpacyEmbedder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to unit vectors, from a spaCy pipeline's word vectors.

    Two parts of equal weight stand side by side: the corrected mean of the content
    words (see `alsjournal.embed.word_table`), and a linear map, learned from a
    sentence transformer, of that mean and of the mean of all words. It uses the
    pipeline's tokenizer and vector table and none of its components, needs no GPU,
    and does many thousands of short texts a second. Each text's vector depends on
    that text only.

    Parameters
    ----------
    model : str, optional
        Name of an installed pipeline with vectors; the package's own by default.
    projection : "default", None, str or pathlib.Path, default="default"
        The map. "default" is the one in ``models/als-projection``, which was learned
        on the package's own vector table; another pipeline does without. None leaves
        it out; a path names the folder of one of your own.
    batch_size : int, default=256
        Texts looked up at a time. It does not change the result.

    Attributes
    ----------
    n_dims_ : int
        Columns of the result: those of the table, and those of the map.
    vectors_hash_ : str
        Fingerprint of the vector table: vectors of two tables do not compare.
    projection_hash_ : str
        Fingerprint of the map; empty without one.

    Examples
    --------
    >>> embedder = SpacyEmbedder()
    >>> embedder.fit_transform(["Waiting times", "Delays"])  # doctest: +SKIP
    array([[...]], dtype=float32)
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        projection: str | Path | None = "default",
        batch_size: int = 256,
    ) -> None:
        self.model = model
        self.projection = projection
        self.batch_size = batch_size

    def fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Check the parameters and load the tables; nothing is learned from texts.

        Parameters
        ----------
        X : Journal or sequence of str
        y : None
            Not used.

        Returns
        -------
        SpacyEmbedder

        Raises
        ------
        InputError
            If X or a parameter cannot be used, the pipeline has no vectors, or the
            map was learned on another table.
        SourceError
            If a path given for the map holds none.
        """
        checked_texts(X)
        checked_batch_size(self.batch_size)
        table = word_table(self.model)
        n_dims = int(table.vectors.shape[1])
        found = projection_for(self.projection, table.vectors_hash, n_dims)
        self._projection_: Projection | None = found
        self.vectors_hash_ = table.vectors_hash
        self.projection_hash_ = found.fingerprint if found else ""
        self.n_dims_ = n_dims + (int(found.matrix.shape[1]) if found else 0)
        return self

    def transform(self, X: object) -> Floats:
        """Return one vector a text.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_dims)
            Rows of length 1; a row of zeros where no content word has a vector.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        InputError
            If X is not a sequence of texts.
        """
        if not hasattr(self, "vectors_hash_"):
            msg = (
                "SpacyEmbedder must be fitted first. Call fit(texts), or fit_transform."
            )
            raise NotFittedError(msg)
        texts = checked_texts(X)
        table = word_table(self.model)
        out = np.empty((len(texts), self.n_dims_), dtype=np.float32)
        known: dict[str, tuple[int, ...]] = {}
        for at in range(0, len(texts), self.batch_size):
            part = texts[at : at + self.batch_size]
            words = _Words.of(part, table, known)
            content = words.content()
            if self._projection_ is None:
                out[at : at + len(part)] = content
                continue
            both = np.hstack([content, words.plain()])
            mapped = _mapped(both, self._projection_.matrix)
            mapped[~content.any(axis=1)] = 0
            out[at : at + len(part)] = unit(np.hstack([content, unit(mapped)]))
        return out


def _mapped(rows: Floats, matrix: Floats) -> Floats:
    """Multiply in blocks of one size, so that a row's company changes no bit of it."""
    out = np.empty((len(rows), matrix.shape[1]), dtype=np.float32)
    for at in range(0, len(rows), _BLOCK):
        part = rows[at : at + _BLOCK]
        block = np.zeros((_BLOCK, rows.shape[1]), dtype=np.float32)
        block[: len(part)] = part
        out[at : at + len(part)] = (block @ matrix)[: len(part)]
    return out


def means(
    texts: Sequence[str], table: WordTable, known: dict[str, tuple[int, ...]]
) -> tuple[Floats, Floats]:
    """Return the two means of each text that a map is learned from.

    Parameters
    ----------
    texts : sequence of str, length n
    table : WordTable
    known : dict
        Rows of the stretches met so far, which it adds to.

    Returns
    -------
    content : numpy.ndarray of float32, shape (n, n_dims)
        Weighted mean of the corrected vectors of the content words; of length 1.
    plain : numpy.ndarray of float32, shape (n, n_dims)
        Mean of the vectors of all words, as the table has them; of length 1.
    """
    words = _Words.of(texts, table, known)
    return words.content(), words.plain()


@dataclass(frozen=True, eq=False, repr=False)
class _Words:
    """The rows of the words of some texts, and the means that they have.

    A map needs both means, and without one the second would be for nothing.
    """

    table: WordTable
    rows: npt.NDArray[np.int32]
    light: npt.NDArray[np.bool_]  # words without matter
    ends: list[int]  # where each text's rows begin and end

    @classmethod
    def of(
        cls, texts: Sequence[str], table: WordTable, known: dict[str, tuple[int, ...]]
    ) -> Self:
        rows: list[int] = []
        ends = [0]
        for text in texts:
            for chunk in chunks(text):
                found = known.get(chunk)
                if found is None:
                    found = known[chunk] = table.rows_of(chunk)
                rows += found
            ends.append(len(rows))
        signed = np.asarray(rows, dtype=np.int32)
        light = signed < 0
        return cls(table, np.where(light, ~signed, signed), light, ends)

    def content(self) -> Floats:
        weights = np.where(self.light, np.float32(0), self.table.weights[self.rows])
        return self._mean(weights, self.table.vectors)

    def plain(self) -> Floats:
        return self._mean(np.ones(len(self.rows), np.float32), self.table.plain)

    def _mean(self, weights: Any, vectors: Floats) -> Floats:
        from scipy.sparse import csr_array

        shape = (len(self.ends) - 1, len(vectors))
        return unit(csr_array((weights, self.rows, self.ends), shape=shape) @ vectors)
