"""Scores to codings: rows of the journal's table of what was found in the texts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal._version import __version__
from alsjournal.themes._passages import Pieces
from alsjournal.themes._state import Layout
from alsjournal.validate import conform, empty_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALSO", "CODER", "codings", "joined"]

CODER = f"themes/{__version__}"

ALSO = 0.95
"""A further theme of a short text is coded where its score is at least this part of
the best one: on comments coded by people more themes than that cost more in precision
than they gain."""


def codings(
    ids: Sequence[str],
    pieces: Pieces,
    labels: npt.NDArray[np.int64],
    first: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float32],
    layout: Layout,
    told: Mapping[int, tuple[int, ...]],
) -> pd.DataFrame:
    """Return the codings of some texts: a row for each theme of each text.

    Parameters
    ----------
    ids : sequence of str, length n
    pieces : Pieces
        The m passages of the texts.
    labels : numpy.ndarray of int, shape (m,)
        The theme of each passage; -1 for none.
    first : numpy.ndarray of int, shape (n,)
        The first theme of each text; -1 for none.
    weights : numpy.ndarray of float32, shape (m, themes)
        The score of each passage.
    layout : Layout

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``codings``.
    """
    import pandas as pd

    starts = pieces.starts
    rows = []
    for i in map(int, np.flatnonzero(first >= 0)):
        start = int(starts[i])
        own = slice(start, start + int(pieces.lengths[i]))
        put_in = told.get(i, ())
        for theme, piece in _found(labels[own], weights[own], int(first[i]), put_in):
            span = pieces.segments[start + piece]
            score = float(np.clip(weights[start + piece, theme], 0, 1))
            score = 1.0 if theme in put_in else score
            rows.append(
                {
                    "coding_id": _id(ids[i], layout.themes[theme].theme_id, span.start),
                    "reflection_id": ids[i],
                    "start": span.start,
                    "end": span.end,
                    "code": layout.themes[theme].name,
                    "construct": "theme",
                    "coder": CODER,
                    "confidence": round(score, 4),
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


def _found(
    labels: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float32],
    first: int,
    put_in: Sequence[int] = (),
) -> list[tuple[int, int]]:
    """Return the themes of a text and the best passage of each, the first one first.

    Of several passages each speaks for the theme that it is clearly about. A text of
    one passage may be about more themes: those whose score comes near the best. A
    theme that a person put it into is shown by the passage nearest to it.
    """
    if len(labels) == 1:
        near = max(float(weights[0].max()) * ALSO, 1e-6)
        order = np.argsort(-weights[0], kind="stable")
        also = [int(t) for t in order if weights[0, t] >= near]
        return [(theme, 0) for theme in dict.fromkeys((first, *put_in, *also))]
    best = {theme: int(weights[:, theme].argmax()) for theme in put_in}
    for piece in np.flatnonzero(labels >= 0):
        theme = int(labels[piece])
        here = best.get(theme)
        if here is None or weights[piece, theme] > weights[here, theme]:
            best[theme] = int(piece)
    rank = sorted(best, key=lambda t: (t != first, -float(weights[best[t], t]), t))
    return [(theme, best[theme]) for theme in rank]


def _id(reflection_id: str, theme_id: str, start: int) -> str:
    """Return an id that the same coding always gets."""
    parts = "\x1f".join((CODER, reflection_id, theme_id, str(start)))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
