"""How much a threshold finds and how much of it is right, told from a few examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["curve", "threshold_at"]

Floats = npt.NDArray[np.float32]

_APART = 0.25
"""Forman (2008): where fewer than this lies between the rates of true and false
positives, the estimate of how common a code is says nothing."""


def curve(own: Floats, other: Floats, background: Floats) -> pd.DataFrame:
    """Return what to expect at each threshold.

    Parameters
    ----------
    own : numpy.ndarray, shape (e,)
        The score of each example against its own code, made without it.
    other : numpy.ndarray
        The scores of examples against codes that they are not of.
    background : numpy.ndarray, shape (n, k)
        The scores of passages that nobody coded.

    Returns
    -------
    pandas.DataFrame
        ``threshold``, ascending: the score of an example; ``recall``, the share of
        examples that reach it; ``precision``, expected among what reaches it, missing
        where there is no background; ``codes_a_passage``, how many reach it there.

    Notes
    -----
    How common codes are is not known. It is estimated as in adjusted counting, with
    the median over thresholds (Forman, 2008, Quantifying counts and costs via
    classification): of the share ``s`` that reaches a threshold, ``(s - fpr) /
    (tpr - fpr)`` are right, with the rates among examples.
    """
    import pandas as pd

    steps = np.unique(own)
    recall = _reach(own, steps)
    passing = _reach(background.ravel(), steps)
    wrong = _reach(other, steps)
    apart = recall - wrong
    known = apart >= _APART
    precision = np.full(len(steps), np.nan)
    if background.size and len(other) and known.any():
        common = np.median(np.clip((passing - wrong)[known] / apart[known], 0, 1))
        right = common * recall / np.maximum(passing, 1e-12)
        precision = np.where(passing > 0, np.clip(right, 0, 1), np.nan)
    k = background.shape[1] if background.ndim > 1 else 1
    table = {
        "threshold": steps.astype(np.float64),
        "recall": recall,
        "precision": precision,
        "codes_a_passage": passing * k,
    }
    return pd.DataFrame(table)


def threshold_at(table: pd.DataFrame, recall: float) -> float:
    """Return the highest threshold that reaches an expected recall."""
    enough = table.loc[table["recall"] >= recall - 1e-9, "threshold"]
    return float(enough.max())


def _reach(scores: Floats, steps: Floats) -> npt.NDArray[np.float64]:
    """Return which share of scores is at least each step."""
    if not len(scores):
        return np.zeros(len(steps))
    below = np.searchsorted(np.sort(scores), steps, side="left")
    out: npt.NDArray[np.float64] = 1 - below / len(scores)
    return out
