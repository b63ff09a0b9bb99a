"""How sure it is that a passage is in the right grouping: its silhouette."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["UNCLEAR_BELOW", "confidence"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

UNCLEAR_BELOW = 0.0
"""Below this a passage is nearer to those of another grouping than to its own. On short
texts that people had coded, 30 to 61 in 100 of such passages had the commonest code of
their grouping (where 20 passages or more were such), of the others 58 to 95; on the
long texts of the sample 22, and 27 (``benchmarks/unclear.py``). No probability."""

_DIGITS = 9  # the same words have the same value, whatever rows stand beside them


def confidence(raw: Floats, labels: Ints) -> Reals:
    """Return each passage's silhouette (Rousseeuw, 1987) by cosine distance.

    Of the passages before they were smoothed: smoothing draws each to its neighbours,
    and all look sure then. Linear in the passages, since the mean cosine with a
    group is the cosine with the sum of its rows.

    Parameters
    ----------
    raw : numpy.ndarray of float32, shape (n, f)
        Rows of length 1.
    labels : numpy.ndarray of int, shape (n,)
        Groups from 0 up, each with a passage.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        From -1 to 1; 0 for one that is alone in its group, 1 where there is one group.

    Examples
    --------
    >>> raw = np.eye(3, dtype=np.float32)[[0, 0, 1, 1]]
    >>> confidence(raw, np.array([0, 0, 1, 1])).tolist()
    [1.0, 1.0, 1.0, 1.0]
    >>> confidence(raw, np.array([0, 0, 0, 1])).tolist()
    [0.5, 0.5, -1.0, 0.0]
    """
    k = int(labels.max(initial=-1)) + 1
    if k < 2:
        return np.ones(len(labels))
    rows = raw.astype(np.float64)
    sums = np.zeros((k, rows.shape[1]))
    np.add.at(sums, labels, rows)
    size, at = np.bincount(labels, minlength=k), np.arange(len(labels))
    total = rows @ sums.T
    itself = (rows * rows).sum(axis=1)
    within = 1 - (total[at, labels] - itself) / np.maximum(size[labels] - 1, 1)
    apart = 1 - total / size
    apart[at, labels] = np.inf
    nearest = apart.min(axis=1)
    widest = np.maximum(np.maximum(within, nearest), 1e-12)
    score = np.where(size[labels] > 1, (nearest - within) / widest, 0.0)
    return np.asarray(np.round(score, _DIGITS), dtype=np.float64)
