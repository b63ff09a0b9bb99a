"""Scores to codings: rows of the journal's table of what was found in the texts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal._version import __version__
from alsjournal.themes._score import Scores
from alsjournal.themes._state import Layout
from alsjournal.validate import conform, empty_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALSO", "CODER", "codings", "joined"]

CODER = f"themes/{__version__}"

ALSO = 0.95
"""A further theme is coded where its score is at least this part of the best one: on
comments coded by people more themes than that cost more in precision than they gain."""


def codings(
    ids: Sequence[str],
    labels: npt.NDArray[np.int64],
    scores: Scores,
    layout: Layout,
) -> pd.DataFrame:
    """Return the codings of some texts that have a theme.

    Parameters
    ----------
    ids : sequence of str
    labels : numpy.ndarray of int
        The first theme of each text.
    scores : Scores
    layout : Layout

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``codings``.
    """
    import pandas as pd

    weights = scores.by(layout.columns[: len(layout.themes)])
    rows = []
    for i, (own, first) in enumerate(zip(ids, labels, strict=True)):
        for theme in _themes(weights[i], int(first)):
            start, end = scores.passage(i, layout.columns[theme])
            rows.append(
                {
                    "coding_id": _id(own, layout.themes[theme].theme_id, start),
                    "reflection_id": own,
                    "start": start,
                    "end": end,
                    "code": layout.themes[theme].name,
                    "construct": "theme",
                    "coder": CODER,
                    "confidence": round(float(np.clip(weights[i, theme], 0, 1)), 4),
                }
            )
    if not rows:
        return empty_frame("codings")
    return conform("codings", pd.DataFrame(rows))[0]


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the codings of batches under each other."""
    import pandas as pd

    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else empty_frame("codings")


def _themes(weights: npt.NDArray[np.float32], first: int) -> list[int]:
    """Return the first theme, then those near the best, best first."""
    near = max(float(weights.max()) * ALSO, 1e-6)
    order = np.argsort(-weights, kind="stable")
    return [first, *(int(t) for t in order if weights[t] >= near and t != first)]


def _id(reflection_id: str, theme_id: str, start: int) -> str:
    """Return an id that the same coding always gets."""
    parts = "\x1f".join((CODER, reflection_id, theme_id, str(start)))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
