"""Texts on a plane: the two directions in which their vectors differ most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA

__all__ = ["LEARNED_FROM", "Plane", "plane_of"]

Floats = npt.NDArray[np.float64]

LEARNED_FROM = 10_000
"""Texts from which the plane is learned; of more, a random sample of so many. All of
them are then put on it."""


@dataclass(frozen=True, repr=False)
class Plane:
    """Where texts lie on it.

    Parameters
    ----------
    places : numpy.ndarray of float, shape (texts, 2)
        From -1 to 1 along the longer side, both sides on one scale; not a number where
        a text says nothing that has a vector.
    kept : tuple of float
        The share of the variance of the vectors that each direction keeps.
    learned_from : int
        Texts that it was learned from.
    """

    places: Floats
    kept: tuple[float, float]
    learned_from: int


def plane_of(
    batches: Callable[[], Iterable[Sequence[str]]],
    n: int,
    embed: Callable[[Sequence[str]], npt.NDArray[np.float32]],
    *,
    random_state: int = 0,
) -> Plane:
    """Put texts on the plane of their first two principal components.

    Parameters
    ----------
    batches : callable
        Returns the texts in order, some at a time; called again where there are so
        many that the plane is learned from a part.
    n : int
        How many texts there are.
    embed : callable
        Texts to vectors.
    random_state : int, default=0
        For the sample.

    Returns
    -------
    Plane

    References
    ----------
    Jolliffe, I. T. (2002). Principal Component Analysis, second edition. Springer.
    """
    whole = n <= LEARNED_FROM
    if whole:
        parts = [embed(batch) for batch in batches() if len(batch)]
        learned, vectors = parts, iter(parts)
    else:
        rng = np.random.default_rng(random_state)
        drawn = np.zeros(n, dtype=bool)
        drawn[rng.choice(n, LEARNED_FROM, replace=False)] = True
        learned = [embed(batch) for batch in _some(batches(), drawn) if len(batch)]
        vectors = (embed(batch) for batch in batches() if len(batch))
    rows = np.concatenate(learned) if learned else np.zeros((0, 2))
    rows = rows[rows.any(axis=1)].astype(np.float64)
    if len(rows) < 2 or not rows.std(axis=0).any():
        found = np.concatenate([np.zeros((0, 2)), *map(_still, vectors)])
        return Plane(found, (0.0, 0.0), len(rows))
    n_components = min(2, rows.shape[1], len(rows))
    pca = PCA(n_components, svd_solver="full", random_state=random_state).fit(rows)
    found = np.concatenate([_put(pca, part) for part in vectors])
    if found.shape[1] < 2:
        found = np.column_stack([found[:, 0], found[:, 0] * 0])
    kept = [*map(float, pca.explained_variance_ratio_), 0.0]
    return Plane(found / np.nanmax(np.abs(found)), (kept[0], kept[1]), len(rows))


def _still(vectors: npt.NDArray[np.float32]) -> Floats:
    """Put all texts on one place, where none differs from another."""
    out = np.zeros((len(vectors), 2))
    out[np.asarray(vectors == 0).all(axis=1)] = np.nan
    return out


def _put(pca: PCA, vectors: npt.NDArray[np.float32]) -> Floats:
    out: Floats = pca.transform(vectors.astype(np.float64))
    out[np.asarray(vectors == 0).all(axis=1)] = np.nan
    return out


def _some(
    batches: Iterable[Sequence[str]], drawn: npt.NDArray[np.bool_]
) -> Iterator[list[str]]:
    """Yield of each batch the texts that were drawn."""
    at = 0
    for batch in batches:
        own = drawn[at : at + len(batch)]
        yield [batch[i] for i in np.flatnonzero(own).tolist()]
        at += len(batch)
