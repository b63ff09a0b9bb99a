"""Terms of sentences to probabilities: a linear support vector machine, calibrated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Scorer", "known_terms", "learned"]

Floats = npt.NDArray[np.float64]

LEAST_AUTHORS = 3
"""Writers who must have used a term, so that none can be told from the vocabulary."""

LEAST_SENTENCES = 5
"""Sentences with a term, where it is not known who wrote them."""

FOLDS = 5
STRENGTH = 0.5
"""Inverse regularisation; 0.3 to 0.8 were within 0.3 percentage points of each other
on authors kept out."""


@dataclass(frozen=True, eq=False)
class Scorer:
    """A linear model over terms that are there or not.

    A sentence with k known terms has the margins ``(sum of their weights) / sqrt(k) +
    intercepts``; its probabilities are the softmax of ``mix @ margins + shift``.

    Parameters
    ----------
    classes : tuple of str, length c
        In alphabetical order.
    terms : tuple of str, length n
        In order.
    weights : numpy.ndarray of float16, shape (n, c)
    intercepts, shift : numpy.ndarray of float32, shape (c,)
    mix : numpy.ndarray of float32, shape (c, c)
    """

    classes: tuple[str, ...]
    terms: tuple[str, ...] = field(repr=False)
    weights: npt.NDArray[np.float16] = field(repr=False)
    intercepts: npt.NDArray[np.float32] = field(repr=False)
    mix: npt.NDArray[np.float32] = field(repr=False)
    shift: npt.NDArray[np.float32] = field(repr=False)

    def __post_init__(self) -> None:
        rows = {term: row for row, term in enumerate(self.terms)}
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_wide", self.weights.astype(np.float64))

    def proba(self, terms: Collection[str]) -> Floats:
        """Return the probabilities of one sentence, shape (c,); they sum to 1."""
        row: Floats = self.probas([terms])[0]
        return row

    def probas(self, sentences: Sequence[Collection[str]]) -> Floats:
        """Return the probabilities of some sentences, shape (n, c).

        A row depends on its own sentence alone: sums of numbers of 16 bits, as the
        weights are, are exact in 64.
        """
        row_of = self._rows.get  # type: ignore[attr-defined]
        found: list[int] = []
        ends = [0]
        for terms in sentences:
            found += [row for row in map(row_of, terms) if row is not None]
            ends.append(len(found))
        sizes = np.diff(ends)
        some = np.flatnonzero(sizes)
        total = np.zeros((len(sizes), len(self.classes)))
        if len(some):
            heavy = self._wide[found]  # type: ignore[attr-defined]
            total[some] = np.add.reduceat(heavy, np.asarray(ends)[some], axis=0)
        margins = self.intercepts + total / np.sqrt(np.maximum(sizes, 1))[:, None]
        return _softmax((self.mix * margins[:, None, :]).sum(axis=2) + self.shift)


def learned(
    terms: Sequence[Collection[str]],
    labels: Sequence[str],
    weights: npt.NDArray[np.float64] | None,
    authors: Sequence[str] | None,
    random_state: int | None,
) -> Scorer:
    """Learn a scorer from sentences with a label each.

    Margins for the calibration come from folds, so that no sentence is judged by a
    model that saw it or, where authors are known, another of its author
    (Platt, 1999; here a multinomial logistic regression over all margins).

    Parameters
    ----------
    terms : sequence of collection of str, length n
    labels : sequence of str, length n
        At least two different ones, each at least `FOLDS` times.
    weights : numpy.ndarray of float64, shape (n,), optional
    authors : sequence of str, length n, optional
    random_state : int, optional

    Returns
    -------
    Scorer
    """
    from sklearn.linear_model import LogisticRegression

    vocabulary = known_terms(terms, authors)
    rows = _presence(terms, vocabulary)
    y = np.asarray(labels, dtype=str)
    classes = np.unique(y)
    margins = np.full((len(y), len(classes)), -1.0)
    for seen, left_out in _folds(y, authors, random_state):
        part = None if weights is None else weights[seen]
        machine = _machine(rows[seen], y[seen], part)
        at = np.searchsorted(classes, machine.classes_)
        margins[np.ix_(left_out, at)] = _margins(machine, rows[left_out])
    platt = LogisticRegression(C=1.0, max_iter=2_000)
    platt.fit(margins, y, sample_weight=weights)
    mix, shift = platt.coef_, platt.intercept_
    if len(classes) == 2:  # scikit-learn keeps the second class's only
        mix, shift = np.vstack([-mix, mix]) / 2, np.concatenate([-shift, shift]) / 2
    machine = _machine(rows, y, weights)
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(classes) == 2:
        coefficients = np.vstack([-coefficients, coefficients])
        intercepts = np.concatenate([-intercepts, intercepts])
    return Scorer(
        tuple(classes.tolist()),
        tuple(vocabulary),
        np.ascontiguousarray(coefficients.T, dtype=np.float16),
        intercepts.astype(np.float32),
        mix.astype(np.float32),
        shift.astype(np.float32),
    )


def known_terms(
    terms: Sequence[Collection[str]], authors: Sequence[str] | None
) -> list[str]:
    """Return the terms that enough people used, in order.

    Examples
    --------
    >>> known_terms([{"a"}, {"a", "b"}, {"a", "b"}], ["x", "y", "z"])
    ['a']
    """
    least = LEAST_SENTENCES if authors is None else LEAST_AUTHORS
    whose = range(len(terms)) if authors is None else authors
    used: dict[str, set[Any]] = {}
    for own, who in zip(terms, whose, strict=True):
        for term in own:
            by = used.setdefault(term, set())
            if len(by) < least:
                by.add(who)
    return sorted(term for term, by in used.items() if len(by) >= least)


def _presence(terms: Sequence[Collection[str]], vocabulary: Sequence[str]) -> Any:
    """Return a sparse matrix: rows of length 1, equal where a term is there."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    place = {term: column for column, term in enumerate(vocabulary)}
    columns: list[int] = []
    ends = [0]
    for own in terms:
        columns += sorted(place[term] for term in own if term in place)
        ends.append(len(columns))
    ones = np.ones(len(columns))
    shape = (len(terms), max(1, len(vocabulary)))
    return normalize(csr_matrix((ones, columns, ends), shape=shape))


def _folds(
    y: npt.NDArray[np.str_], authors: Sequence[str] | None, random_state: int | None
) -> list[Any]:
    """Return folds by author where that leaves two labels in each, else by sentence."""
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    if authors is not None and len(set(authors)) >= FOLDS:
        apart = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=random_state)
        folds = list(apart.split(y, y, np.asarray(authors, dtype=str)))
        if all(len(set(y[seen])) > 1 and len(out) for seen, out in folds):
            return folds
    plain = StratifiedKFold(FOLDS, shuffle=True, random_state=random_state)
    return list(plain.split(y, y))


def _machine(rows: Any, y: Any, weights: Any) -> Any:
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=STRENGTH, tol=1e-3, random_state=0, max_iter=5_000)
    return machine.fit(rows, y, sample_weight=weights)


def _margins(machine: Any, rows: Any) -> Floats:
    found: Floats = machine.decision_function(rows)
    return found if found.ndim == 2 else np.column_stack([-found, found])


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found
