"""The arithmetic of grouping: smoothing, Ward's tree, k-means; nothing random.

Written out in numpy because the results must be the same bytes every time: the
order in which parallel k-means adds its parts up is not fixed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit

__all__ = ["cut", "k_means", "means", "smoothed", "squared_distances", "ward_tree"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

STEPS = 2
"""Steps of smoothing."""

_ROUNDS = 100
_BLOCK = 2_000


def smoothed(vectors: Floats, steps: int = STEPS) -> Floats:
    """Draw each vector towards its nearest neighbours.

    Each step puts the mean of a text and its k most similar ones in its place, with
    k the square root of n, between 3 and 10. Short texts share few words, and their
    neighbours supply the others. Memory is linear in n.

    Parameters
    ----------
    vectors : numpy.ndarray of float32, shape (n, d)
        Rows of length 1.
    steps : int, default=2

    Returns
    -------
    numpy.ndarray of float32, shape (n, d)
    """
    from scipy.sparse import csr_array

    n = len(vectors)
    k = min(int(np.clip(np.sqrt(n), 3, 10)), n - 1)
    if k < 1:
        return vectors
    near = np.empty((n, k), dtype=np.int64)
    weight = np.empty((n, k), dtype=np.float32)
    for start in range(0, n, _BLOCK):
        likeness = vectors[start : start + _BLOCK] @ vectors.T
        rows = np.arange(len(likeness))
        likeness[rows, start + rows] = -np.inf
        found = np.argpartition(-likeness, k - 1, axis=1)[:, :k]
        near[start : start + _BLOCK] = found
        weight[start : start + _BLOCK] = likeness[rows[:, None], found]
    weight = np.maximum(weight, 0)
    ends = np.arange(0, n * k + 1, k)
    graph = csr_array((weight.ravel(), near.ravel(), ends), shape=(n, n))
    out = vectors
    for _ in range(steps):
        out = unit(out + graph @ out / np.maximum(weight.sum(axis=1), 1e-9)[:, None])
    return out


def squared_distances(vectors: Floats) -> Floats:
    """Return the squared Euclidean distances between all rows, shape (n, n)."""
    length = (vectors**2).sum(axis=1)
    out: Floats = length[:, None] + length[None, :] - 2 * (vectors @ vectors.T)
    np.maximum(out, 0, out=out)
    np.fill_diagonal(out, 0)
    return out


def ward_tree(vectors: Floats) -> npt.NDArray[np.float64]:
    """Return Ward's tree as scipy gives it, shape (n - 1, 4)."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    apart = np.sqrt(squared_distances(vectors), dtype=np.float64)
    apart = (apart + apart.T) / 2
    tree: npt.NDArray[np.float64] = linkage(squareform(apart, checks=False), "ward")
    return tree


def cut(tree: npt.NDArray[np.float64], k: int) -> Ints:
    """Cut a tree into exactly k groups (fewer if it has fewer leaves).

    scipy's ``fcluster`` gives fewer where distances tie.

    Examples
    --------
    >>> tree = ward_tree(np.array([[0.0], [0.0], [1.0]], dtype=np.float32))
    >>> cut(tree, 2).tolist()
    [0, 0, 1]
    """
    n = len(tree) + 1
    parent = np.arange(2 * n - 1)
    for i in range(n - min(k, n)):
        parent[int(tree[i, 0])] = parent[int(tree[i, 1])] = n + i
    while True:
        above = parent[parent]
        if (above == parent).all():
            break
        parent = above
    _, first, labels = np.unique(parent[:n], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    out: Ints = rank[labels]
    return out


def means(vectors: Floats, labels: Ints, k: int) -> npt.NDArray[np.float64]:
    """Return the mean of each group, shape (k, d); zeros for an empty one."""
    from scipy.sparse import csr_array

    n = len(vectors)
    belongs = csr_array((np.ones(n), (labels, np.arange(n))), shape=(k, n))
    size = np.maximum(np.bincount(labels, minlength=k), 1)
    out: npt.NDArray[Any] = (belongs @ vectors.astype(np.float64)) / size[:, None]
    return out


def k_means(vectors: Floats, labels: Ints, k: int) -> Ints:
    """Move texts between groups until each is in the nearest (Lloyd, 1982).

    Parameters
    ----------
    vectors : numpy.ndarray of float32, shape (n, d)
    labels : numpy.ndarray of int, shape (m,)
        The groups to start from, of the first m rows.
    k : int
        Their number.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        Exactly k groups, if those to start from were k.
    """
    now = labels
    centres = means(vectors[: len(labels)], labels, k)
    for _ in range(_ROUNDS):
        half = (centres**2).sum(axis=1) / 2
        new = np.argmax(vectors @ centres.T.astype(np.float32) - half, axis=1)
        if len(np.unique(new)) < k and len(now) == len(vectors):
            break  # a group would be lost
        if len(new) == len(now) and (new == now).all():
            break
        now = new
        centres = means(vectors, now, k)
    return now
