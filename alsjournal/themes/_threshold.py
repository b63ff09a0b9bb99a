"""How much a threshold finds and how much of it is right, told from a few examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["curve", "threshold_at"]

Floats = npt.NDArray[np.float32]


def curve(own: Floats, background: Floats, codes_a_passage: float) -> pd.DataFrame:
    """Return what to expect at each threshold.

    Parameters
    ----------
    own : numpy.ndarray, shape (e,)
        The score of each example against its own code, made without it.
    background : numpy.ndarray, shape (n, k)
        The scores of passages that nobody coded.
    codes_a_passage : float
        How many codes a passage has in truth, on average.

    Returns
    -------
    pandas.DataFrame
        ``threshold``, ascending: the score of an example; ``recall``, the share of
        examples that reach it; ``found``, the codes a passage that reach it in the
        background; ``precision``, how many of those are expected to be right, missing
        where there is no background.
    """
    import pandas as pd

    steps = np.unique(own)
    recall = _reach(own, steps)
    k = background.shape[1]
    found = _reach(background.ravel(), steps) * k
    right = codes_a_passage * recall
    precision = np.clip(right / np.maximum(found, 1e-12), 0, 1)
    table = {
        "threshold": steps.astype(np.float64),
        "recall": recall,
        "found": found,
        "precision": np.where(found > 0, precision, np.nan),
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
