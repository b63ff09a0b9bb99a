"""How many themes: the number whose groups are tightest before smoothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from alsjournal.themes._group import cut, squared_distances

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "NumberCurve",
    "Point",
    "choose_number",
    "curve_frame",
    "points_of",
    "silhouette",
]

MOST = 12
"""More than a dozen themes are not read. A judgement, as is one for five texts."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Point(NamedTuple):
    """A number of themes that was tried: its mean silhouette, and the standard error.

    One of them is chosen.
    """

    n_themes: int
    silhouette: float
    error: float
    chosen: bool


class NumberCurve:
    """Chooses as `choose_number` does, and remembers what it saw.

    Examples
    --------
    >>> from alsjournal.themes._group import ward_tree
    >>> points = np.repeat(np.eye(3, dtype=np.float32), 6, axis=0)
    >>> seen = NumberCurve()
    >>> seen(points, ward_tree(points))
    3
    >>> [(p.n_themes, p.chosen) for p in seen.points]
    [(2, False), (3, True)]
    """

    def __init__(self) -> None:
        self.points: tuple[Point, ...] = ()

    def __call__(
        self,
        vectors: Floats,
        tree: npt.NDArray[np.float64],
        n_texts: int | None = None,
    ) -> int:
        """Choose the number; see `choose_number`."""
        self.points = _curve(vectors, tree, n_texts)
        return next(point.n_themes for point in self.points if point.chosen)


def curve_frame(points: Iterable[Point]) -> pd.DataFrame:
    """Return the curve as a table, a row for each number that was tried."""
    import pandas as pd

    kinds = {"n_themes": int, "silhouette": float, "error": float, "chosen": bool}
    return pd.DataFrame(points, columns=list(kinds)).astype(kinds)


def points_of(rows: object) -> tuple[Point, ...]:
    """Read points that were written as lists.

    Raises
    ------
    ValueError
        If they are anything else.
    """
    kinds = [int, float, float, bool]
    if not isinstance(rows, list) or any(
        not isinstance(row, list) or [type(x) for x in row] != kinds for row in rows
    ):
        msg = "no curve"
        raise ValueError(msg)
    return tuple(Point(*row) for row in rows)


def choose_number(
    vectors: Floats, tree: npt.NDArray[np.float64], n_texts: int | None = None
) -> int:
    """Choose the number of themes by the mean silhouette.

    On texts that people had coded it came as near to their themes as knowing their
    number did; choosing by stability under resampling did worse. On its own the
    silhouette is often highest for two groups (praise and complaint, mostly), which
    tells a reader little, so that the search begins at ``log2(n) - 2``. Above it the
    curve is often flat. Of the numbers within one standard error of the best the
    greatest is taken: a person can merge two groupings, but not see one in two.

    Parameters
    ----------
    vectors : numpy.ndarray of float32, shape (n, d)
        The passages before smoothing, n at least 3.
    tree : numpy.ndarray, shape (n - 1, 4)
        Ward's tree of the smoothed passages.
    n_texts : int, optional
        How many texts they come from; n by default.

    Returns
    -------
    int
        From the larger of 2 and ``log2(n) - 2`` to the smaller of 12 and
        ``n_texts / 5``; 2 if that is less.

    Examples
    --------
    >>> from alsjournal.themes._group import ward_tree
    >>> points = np.repeat(np.eye(3, dtype=np.float32), 6, axis=0)
    >>> choose_number(points, ward_tree(points))
    3
    """
    return NumberCurve()(vectors, tree, n_texts)


def _curve(
    vectors: Floats, tree: npt.NDArray[np.float64], n_texts: int | None
) -> tuple[Point, ...]:
    apart = np.sqrt(squared_distances(vectors))
    texts = len(vectors) if n_texts is None else min(n_texts, len(vectors))
    most = max(2, min(MOST, texts // 5))
    fewest = min(most, max(2, round(np.log2(len(vectors))) - 2))
    numbers = range(fewest, most + 1)
    scores = [silhouette(apart, cut(tree, k)) for k in numbers]
    heights = np.asarray([score.mean() for score in scores])
    errors = [float(score.std()) / np.sqrt(len(vectors)) for score in scores]
    best = int(heights.argmax())
    chosen = int(np.flatnonzero(heights >= heights[best] - errors[best]).max())
    return tuple(
        Point(k, float(heights[i]), float(errors[i]), i == chosen)
        for i, k in enumerate(numbers)
    )


def silhouette(apart: Floats, labels: Ints) -> npt.NDArray[np.float64]:
    """Return each passage's silhouette (Rousseeuw, 1987), from -1 to 1.

    Parameters
    ----------
    apart : numpy.ndarray, shape (n, n)
        Distances.
    labels : numpy.ndarray of int, shape (n,)
        Groups from 0 up, each with a passage; at least two.

    Returns
    -------
    numpy.ndarray, shape (n,)
        0 for one that is alone in its group.
    """
    n = len(labels)
    size = np.bincount(labels)
    total = apart @ np.eye(len(size), dtype=np.float32)[labels]
    own = np.maximum(size[labels] - 1, 1)
    within = total[np.arange(n), labels] / own
    outside = total / size
    outside[np.arange(n), labels] = np.inf
    nearest = outside.min(axis=1)
    widest = np.maximum(np.maximum(within, nearest), 1e-12)
    score = (nearest - within) / widest
    return np.where(size[labels] > 1, score, 0.0).astype(np.float64)
