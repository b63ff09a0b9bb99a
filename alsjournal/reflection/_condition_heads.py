"""Sentences and pairs of them to probabilities of conditions: `Heads`.

What is read at a time (a window) is a sentence, or two neighbours together. It is
described by its words and pairs of words (sublinear tf-idf, of length 1), the mean of
the vectors of its sentences (of length 1), and by how surely the rules of each
condition see it; a logistic regression for each condition reads these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from alsjournal.embed.vectors import Floats, unit
from alsjournal.reflection._matcher import Matcher
from alsjournal.reflection._sentences import Read

__all__ = [
    "Heads",
    "Rules",
    "listed_terms",
    "mean_vectors",
    "rules_of",
    "terms_in",
    "weighted",
    "windows",
]

Ints = npt.NDArray[np.int64]

Window = tuple[int, int]
"""The first and the last sentence."""


class Rules(NamedTuple):
    """What the rules see in each sentence.

    ``strengths``, shape (n_sentences, n_codes), from 0 to 1; ``turned``, of the same
    shape: the words say the opposite of what the code usually means.
    """

    strengths: Floats
    turned: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Heads:
    """One logistic regression for each of c conditions, calibrated.

    A window's margins are ``words @ terms + vector @ vectors + seen @ rules +
    intercepts``, its probabilities those of ``slopes * margins + shifts`` (Platt 1999).

    Parameters
    ----------
    codes : tuple of str, length c
    vocabulary : tuple of str, length n
        In order.
    idf : numpy.ndarray of float32, shape (n,)
    terms : numpy.ndarray of float16, shape (n, c)
    vectors : numpy.ndarray of float16, shape (n_dims, c)
    rules : numpy.ndarray of float16, shape (c, c)
    intercepts, slopes, shifts : numpy.ndarray of float32, shape (c,)
    thresholds : numpy.ndarray of float32, shape (c,)
        The probability from which each counts.
    vectors_hash : str
        Of the table of vectors that it was learned with.
    """

    codes: tuple[str, ...]
    vocabulary: tuple[str, ...] = field(repr=False)
    idf: npt.NDArray[np.float32] = field(repr=False)
    terms: npt.NDArray[np.float16] = field(repr=False)
    vectors: npt.NDArray[np.float16] = field(repr=False)
    rules: npt.NDArray[np.float16] = field(repr=False)
    intercepts: npt.NDArray[np.float32] = field(repr=False)
    slopes: npt.NDArray[np.float32] = field(repr=False)
    shifts: npt.NDArray[np.float32] = field(repr=False)
    thresholds: npt.NDArray[np.float32] = field(repr=False)
    vectors_hash: str = ""

    def __post_init__(self) -> None:
        place = {term: row for row, term in enumerate(self.vocabulary)}
        object.__setattr__(self, "_place", place)
        for name in ("terms", "vectors", "rules"):
            wide = getattr(self, name).astype(np.float32)
            object.__setattr__(self, f"_{name}", wide)

    def proba(self, read: Read, seen: Rules) -> tuple[list[Window], Floats]:
        """Return the windows of a text and their probabilities.

        Parameters
        ----------
        read : Read
        seen : Rules

        Returns
        -------
        windows : list of (int, int), length n_windows
        probabilities : numpy.ndarray of float32, shape (n_windows, c)
            To four places; zero where a window has no known word.
        """
        found = windows(len(read.words))
        own: Any = self
        means = mean_vectors(read.vectors, found)
        margins = means @ own._vectors + self.intercepts
        margins += _over(np.maximum, seen.strengths, found) @ own._rules
        # Of terms that are not known nothing is asked.
        each = [
            [row for row in map(own._place.get, listed_terms(words)) if row is not None]
            for words in read.words
        ]
        told = [each[a] + each[b] if b > a else each[a] for a, b in found]
        rows, values, ends = weighted(told, self.idf)
        terms = own._terms[rows]
        for k, (start, end) in enumerate(pairwise(ends.tolist())):
            if end > start:
                margins[k] += values[start:end] @ terms[start:end]
        known = means.any(axis=1) | (np.diff(ends) > 0)
        sure = 1 / (1 + np.exp(-(self.slopes * margins + self.shifts)))
        sure[~known] = 0
        return found, sure.round(4).astype(np.float32)


def windows(n_sentences: int) -> list[Window]:
    """Return each sentence, then each pair of neighbours.

    Examples
    --------
    >>> windows(3)
    [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2)]
    """
    alone = [(i, i) for i in range(n_sentences)]
    return alone + [(i, i + 1) for i in range(n_sentences - 1)]


def terms_in(words: str) -> Counter[str]:
    """Return the words of a sentence and its pairs of words, with their counts.

    Parameters
    ----------
    words : str
        See `alsjournal.reflection.cues.as_words`.

    Examples
    --------
    >>> sorted(terms_in(" no money , no say "))
    ['money', 'money no', 'no', 'no money', 'no say', 'say']
    """
    return Counter(listed_terms(words))


def listed_terms(words: str) -> list[str]:
    """Return the words of a sentence and its pairs of words, as often as they come."""
    own = [word for word in words.split() if word != ","]
    return own + [f"{a} {b}" for a, b in pairwise(own)]


def weighted(
    told: Sequence[Sequence[int]], idf: npt.NDArray[np.float32]
) -> tuple[Ints, npt.NDArray[np.float32], Ints]:
    """Return the terms of windows with their weights, those of a window together.

    Parameters
    ----------
    told : sequence of sequence of int, length n_windows
        The row of each known term, as often as it comes.
    idf : numpy.ndarray of float32, shape (n,)

    Returns
    -------
    rows : numpy.ndarray of int, shape (n_told,)
        Each once for each window, in order.
    values : numpy.ndarray of float32, shape (n_told,)
        Of a window, of length 1.
    ends : numpy.ndarray of int, shape (n_windows + 1,)
        Where each window begins and ends.

    Examples
    --------
    >>> rows, values, ends = weighted([[1, 0], [2]], np.ones(3, "f4"))
    >>> rows.tolist(), values.round(2).tolist(), ends.tolist()
    ([0, 1, 2], [0.7099999785423279, 0.7099999785423279, 1.0], [0, 2, 3])
    """
    n = len(idf)
    every = [window * n + row for window, own in enumerate(told) for row in own]
    keys, counts = np.unique(np.array(every, dtype=np.int64), return_counts=True)
    rows, ends = keys % n, np.searchsorted(keys, n * np.arange(len(told) + 1))
    values = (1 + np.log(counts.astype(np.float32))) * idf[rows]
    squares = values * values
    # One sum a window: sums of parts of an array at once are added in another order.
    lengths = [squares[a:b].sum() for a, b in pairwise(ends.tolist())]
    sizes = np.sqrt(np.array(lengths, dtype=np.float32))
    return rows, values / np.repeat(sizes, np.diff(ends)), ends


def mean_vectors(vectors: Floats, found: Sequence[Window]) -> Floats:
    """Return the mean of the vectors of each window's sentences, of length 1."""
    return unit(_over(np.add, vectors, found))


def _over(combine: np.ufunc, rows: Floats, found: Sequence[Window]) -> Floats:
    """Return one row for each window: those of its sentences combined, in order."""
    first, last = np.array(found, dtype=np.int64).reshape(-1, 2).T
    out = rows[first]
    for k in range(1, int((last - first).max(initial=0)) + 1):
        more = np.flatnonzero(first + k <= last)
        out[more] = combine(out[more], rows[first[more] + k])
    return out


def rules_of(read: Read, own: Matcher) -> Rules:
    """Return what the rules of a framework see in each sentence of a text."""
    codes = own.framework.codes
    column = {code.name: j for j, code in enumerate(codes)}
    shape = (len(read.words), len(codes))
    strengths, opposite = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=bool)
    for i, found in enumerate(own.strengths(read)):
        for j, (strength, turned) in found.items():
            other = codes[j].other if turned else ""
            at = column[other] if other else j
            if strength > strengths[i, at]:
                strengths[i, at] = strength
                opposite[i, at] = turned and not other
    return Rules(strengths, opposite)
