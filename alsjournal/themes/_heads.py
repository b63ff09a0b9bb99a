"""Codes with many examples: logistic regression in the place of a mean.

Each code with `MANY` examples or more is set against the examples of the others, one
against the rest. How much F1 it adds to means, and which kind was chosen, stands in
``benchmarks/README.md`` ("Many examples a code").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.themes._seen import Seen

__all__ = ["MANY", "Weights", "weights_of"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

MANY = 20
"""Examples of a code, and of others together, from which regression is used."""

STRENGTH = 10.0
"""How freely a regression follows its examples (scikit-learn's C)."""

FOLDS = 5
"""Parts of the examples, each left out in turn to tell how unseen ones score."""

_EDGE = 1e-6  # arctanh has no value at 1


@dataclass(frozen=True, repr=False)
class Weights:
    """What scores passages against codes.

    Parameters
    ----------
    centres : numpy.ndarray of float32, shape (k, d)
        A centre, or the coefficients of a regression.
    intercepts : numpy.ndarray of float32, shape (k,)
        0 for a centre.
    headed : numpy.ndarray of bool, shape (k,)
        Which are regressions. Their scores are bent into -1 to 1 by a tanh.
    """

    centres: Floats
    intercepts: Floats
    headed: npt.NDArray[np.bool_]

    def score(self, seen: Seen) -> Floats:
        """Return half of each whole and half of its best clause, shape (n, k)."""
        scores = seen.score(self.centres)
        own = self.headed
        if own.any():
            scores[:, own] = _bent(scores[:, own] + self.intercepts[own])
        return scores


def weights_of(
    texts: Sequence[Sequence[str]],
    seen: Sequence[Seen],
    rows: Sequence[Ints],
    centres: Floats,
    own: list[Floats],
) -> tuple[Weights, list[Floats]]:
    """Put a regression in the place of each centre that has many examples.

    Parameters
    ----------
    texts : sequence of sequence of str, length k
        The examples of each code.
    seen : sequence of Seen, length k
        The same as vectors.
    rows : sequence of numpy.ndarray of int, length k
        Those that say something.
    centres : numpy.ndarray of float32, shape (k, d)
    own : list of numpy.ndarray of float32, length k
        The scores of each code's examples against it, each left out in turn.

    Returns
    -------
    Weights
    list of numpy.ndarray of float32, length k
        The scores, those against a regression made without their part of the examples.

    Notes
    -----
    A regression's values are no cosines. They are moved and stretched, all codes' in
    the same way, so that examples that were left out have the mean and the spread that
    they had against the centres: then one threshold finds as many of either kind.
    """
    at: dict[str, int] = {}
    place = [
        np.array([at.setdefault(own_texts[i], len(at)) for i in r], dtype=np.int64)
        for own_texts, r in zip(texts, rows, strict=True)
    ]
    vectors = np.zeros((len(at), centres.shape[1]), dtype=np.float32)
    for one, r, p in zip(seen, rows, place, strict=True):
        vectors[p] = one.whole[r]
    learned = {}
    for j, p in enumerate(place):
        has = np.isin(np.arange(len(at)), p)
        if min(has.sum(), (~has).sum()) >= MANY:
            head = _regression(vectors, has)
            learned[j] = head, _left_out(seen[j], rows[j], p, vectors, has)
    return _joined(centres, learned, own)


def _regression(vectors: Floats, has: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """Return coefficients, shape (1, d), and the intercept."""
    from sklearn.linear_model import LogisticRegression

    head = LogisticRegression(C=STRENGTH, max_iter=500)
    head.fit(vectors, has)
    return head.coef_.astype(np.float32), float(head.intercept_[0])


def _left_out(
    seen: Seen, rows: Ints, place: Ints, vectors: Floats, has: npt.NDArray[np.bool_]
) -> Floats:
    """Return the values of a code's examples, each by a regression without it."""
    from sklearn.model_selection import StratifiedKFold

    out = np.zeros(len(rows), dtype=np.float32)
    for kept, rest in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(
        vectors, has
    ):
        weights, intercept = _regression(vectors[kept], has[kept])
        here = np.isin(place, rest)
        out[here] = seen.score(weights)[rows[here], 0] + intercept
    return out


def _joined(
    centres: Floats,
    learned: dict[int, tuple[tuple[Floats, float], Floats]],
    own: list[Floats],
) -> tuple[Weights, list[Floats]]:
    """Bring regressions to the scale of the centres, and put them in their place."""
    scale = 1.0, 0.0
    if learned:
        edge = 1 - _EDGE
        before = np.concatenate([own[j] for j in learned]).astype(np.float64)
        before = np.arctanh(np.clip(before, -edge, edge))
        after = np.concatenate([values for _, values in learned.values()])
        stretch = float(before.std() / max(float(after.std()), _EDGE))
        scale = stretch, float(before.mean() - stretch * after.mean())
    made = Weights(
        centres.copy(),
        np.zeros(len(centres), dtype=np.float32),
        np.isin(np.arange(len(centres)), list(learned)),
    )
    scores = list(own)
    for j, ((weights, intercept), values) in learned.items():
        made.centres[j] = scale[0] * weights[0]
        made.intercepts[j] = scale[0] * intercept + scale[1]
        scores[j] = _bent(scale[0] * values + scale[1])
    return made, scores


def _bent(values: Floats) -> Floats:
    """Return scores between -1, which is for what may not be used, and 1."""
    out: Floats = np.clip(np.tanh(values), _EDGE - 1, 1 - _EDGE).astype(np.float32)
    return out
