"""What went from which earlier theme to which later one, and who is whose heir."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.themes._passages import Placed

__all__ = ["PART", "STAYS", "Flow", "became", "flow_of", "heirs", "known_before"]

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

STAYS = 0.5
"""From this share of its passages on, a theme has gone on into a later one."""

PART = 0.25
"""From this share on, a later theme can be one of the parts of one that split. Both
are the defaults of MONIC (Spiliopoulou and others, 2006, KDD, 706-711)."""

UNKNOWN = -3
"""The label of a passage that the earlier fit did not have."""


@dataclass(frozen=True, repr=False)
class Flow:
    """How many passages and texts went from which theme to which.

    ``sizes`` counts the passages of the earlier themes, unclear now or not, and
    ``n_texts`` the texts with a passage that is clear in both fits.
    """

    passages: Ints
    texts: Ints
    sizes: Ints
    n_texts: int = 0

    @property
    def share(self) -> Reals:
        """How much of what is clear in both went from each to each."""
        clear = np.maximum(self.passages.sum(axis=1, keepdims=True), 1)
        out: Reals = self.passages / clear
        return out

    @property
    def unclear(self) -> Reals:
        """How much of each earlier theme is unclear now."""
        clear = self.passages.sum(axis=1)
        out: Reals = 1 - clear / np.maximum(self.sizes, 1)
        return out

    @property
    def jaccard(self) -> Reals:
        """How much of what either has, both have (of what is clear in both)."""
        of_old = self.passages.sum(axis=1, keepdims=True)
        of_new = self.passages.sum(axis=0, keepdims=True)
        either = np.maximum(of_old + of_new - self.passages, 1)
        out: Reals = self.passages / either
        return out


def flow_of(was: Ints, now: Ints, owners: Ints, shape: tuple[int, int]) -> Flow:
    """Count what went where.

    Parameters
    ----------
    was, now : numpy.ndarray of int, shape (m,)
        The earlier and the later theme of each passage; below 0 for none.
    owners : numpy.ndarray of int, shape (m,)
        Its text.
    shape : (int, int)
        How many earlier and later themes there are.

    Examples
    --------
    >>> flow_of(np.array([0, 0, 1]), np.array([1, 1, -1]), np.arange(3), (2, 2)).share
    array([[0., 1.],
           [0., 0.]])
    """
    passages, texts = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    both = (was >= 0) & (now >= 0)
    np.add.at(passages, (was[both], now[both]), 1)
    once = np.unique(np.stack([owners[both], was[both], now[both]]), axis=1)
    np.add.at(texts, (once[1], once[2]), 1)
    sizes = np.bincount(was[was >= 0], minlength=shape[0])
    return Flow(passages, texts, sizes, len(np.unique(owners[both])))


def known_before(
    labels: Ints, placed: Placed, old_keys: Ints, keys: Ints, lengths: Ints
) -> Ints:
    """Return what an earlier fit said of each passage of some texts.

    Parameters
    ----------
    labels : numpy.ndarray of int, shape (m_old,)
        Of the passages of the earlier fit.
    placed : Placed
        The earlier fit's.
    old_keys : numpy.ndarray of int, shape (n_old,)
    keys : numpy.ndarray of int, shape (n,)
        Of the texts that are asked for.
    lengths : numpy.ndarray of int, shape (n,)
        How many passages they have.

    Returns
    -------
    numpy.ndarray of int, shape (m,)
        -3 for a text that the fit did not have, or that has other words now (as far
        as the number of its passages tells).
    """
    out = np.full(int(lengths.sum()), UNKNOWN, dtype=np.int64)
    at_old = np.cumsum(placed.lengths) - placed.lengths
    at = np.cumsum(lengths) - lengths
    place = {int(key): i for i, key in enumerate(old_keys)}
    for i, key in enumerate(keys):
        j, n = place.get(int(key)), int(lengths[i])
        if j is not None and int(placed.lengths[j]) == n:
            out[at[i] : at[i] + n] = labels[at_old[j] : at_old[j] + n]
    return out


def became(share: Reals, joined: Ints) -> list[tuple[int, str]]:
    """Return the later themes that matter for an earlier one, and what happened."""
    if not len(share):
        return [(-1, "gone")]
    best = int(share.argmax())
    if share[best] >= STAYS:
        return [(best, "merged" if joined[best] > 1 else "goes on")]
    parts = [int(j) for j in np.argsort(-share, kind="stable") if share[j] >= PART]
    if len(parts) > 1 and share[parts].sum() >= STAYS:
        return [(j, "split") for j in parts]
    return [(best if share[best] > 0 else -1, "gone")]


def heirs(flow: Flow) -> dict[int, int]:
    """Return which earlier theme each later one continues, one to one.

    An earlier theme that goes on or merged has one heir, one that split its largest
    part, one that is gone none. Of several with the same heir that comes first which
    shares most with it (Jaccard index). So ids follow what `lineage` tells.

    Returns
    -------
    dict of int to int
        Later to earlier.

    Examples
    --------
    >>> none = np.zeros((2, 2), dtype=np.int64)
    >>> heirs(Flow(np.array([[9, 1], [8, 2]]), none, none[0]))
    {0: 0}
    """
    share, alike = flow.share, flow.jaccard
    joined = (share >= STAYS).sum(axis=0)
    out: dict[int, int] = {}
    for i in range(len(share)):
        j, what = became(share[i], joined)[0]
        if what == "gone":
            continue
        if j not in out or alike[i, j] > alike[out[j], j]:
            out[j] = i
    return out
