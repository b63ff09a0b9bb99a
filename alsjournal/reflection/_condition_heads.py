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
    "mean_vectors",
    "rules_of",
    "terms_in",
    "weighted",
    "windows",
]

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
        rules = np.array([seen.strengths[a : b + 1].max(axis=0) for a, b in found])
        margins = means @ own._vectors + self.intercepts
        margins += rules.reshape(-1, len(self.codes)) @ own._rules
        known = [bool(mean.any()) for mean in means]
        # Of terms that are not known nothing is asked.
        told = [
            Counter({t: n for t, n in terms_in(words).items() if t in own._place})
            for words in read.words
        ]
        for row, (a, b) in enumerate(found):
            both = told[a] + told[b] if b > a else told[a]
            rows, values = weighted(both, own._place, self.idf)
            margins[row] += values @ own._terms[rows]
            known[row] = known[row] or bool(rows)
        sure = 1 / (1 + np.exp(-(self.slopes * margins + self.shifts)))
        sure[[not one for one in known]] = 0
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
    own = [word for word in words.split() if word != ","]
    pairs = [f"{a} {b}" for a, b in pairwise(own)]
    return Counter(own + pairs)


def weighted(
    told: Counter[str], place: dict[str, int], idf: npt.NDArray[np.float32]
) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Return the known terms of a window: their rows in order, and their weights.

    Parameters
    ----------
    told : Counter of str
    place : dict of str to int
        The row of each known term.
    idf : numpy.ndarray of float32, shape (n,)

    Examples
    --------
    >>> rows, values = weighted(Counter("ab"), {"a": 1, "b": 0}, np.ones(2, "f4"))
    >>> rows, values.round(2).tolist()
    ([0, 1], [0.7099999785423279, 0.7099999785423279])
    """
    known = sorted((place[term], n) for term, n in told.items() if term in place)
    rows = [row for row, _ in known]
    counts = np.array([n for _, n in known], dtype=np.float32)
    values = (1 + np.log(counts)) * idf[rows]
    length = np.sqrt((values * values).sum())
    return rows, values / length if rows else values


def mean_vectors(vectors: Floats, found: Sequence[Window]) -> Floats:
    """Return the mean of the vectors of each window's sentences, of length 1."""
    if not found:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return unit(np.stack([vectors[a : b + 1].sum(axis=0) for a, b in found]))


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
