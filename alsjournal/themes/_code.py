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
from alsjournal.themes.codebook import Theme
from alsjournal.validate import conform, empty_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALSO", "CODER", "coded", "codings", "joined"]

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
    told : mapping of int to tuple of int
        The themes that a person put a text into, by the place of the text.

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``codings``.
    """
    starts = pieces.starts
    found: list[list[tuple[int, int]]] = []
    for i, theme in enumerate(first.tolist()):
        own = slice(int(starts[i]), int(starts[i] + pieces.lengths[i]))
        put_in = told.get(i, ())
        some = _found(labels[own], weights[own], theme, put_in) if theme >= 0 else []
        found.append(some)
    return coded(ids, pieces, found, weights, layout.themes, told, CODER)


def coded(
    ids: Sequence[str],
    pieces: Pieces,
    found: Sequence[Sequence[tuple[int, int]]],
    scores: npt.NDArray[np.float32],
    themes: Sequence[Theme],
    told: Mapping[int, tuple[int, ...]],
    coder: str,
) -> pd.DataFrame:
    """Return codings of what was found in some texts.

    Parameters
    ----------
    ids : sequence of str, length n
    pieces : Pieces
    found : sequence of sequence of (theme, piece)
        Of each text, the piece counted within it.
    scores : numpy.ndarray of float32, shape (m, themes)
    themes : sequence of Theme
    told : mapping of int to tuple of int
        The themes that a person put a text into: their confidence is 1.
    coder : str

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``codings``.
    """
    import pandas as pd

    rows, starts = [], pieces.starts
    for i, own in enumerate(found):
        for theme, piece in own:
            at = int(starts[i]) + piece
            span, name = pieces.segments[at], themes[theme]
            score = float(np.clip(scores[at, theme], 0, 1))
            rows.append(
                {
                    "coding_id": _id(coder, ids[i], name.theme_id, span.start),
                    "reflection_id": ids[i],
                    "start": span.start,
                    "end": span.end,
                    "code": name.name,
                    "construct": "theme",
                    "coder": coder,
                    "confidence": 1.0 if theme in told.get(i, ()) else round(score, 4),
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


def _id(coder: str, reflection_id: str, theme_id: str, start: int) -> str:
    """Return an id that the same coding always gets."""
    parts = "\x1f".join((coder, reflection_id, theme_id, str(start)))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
