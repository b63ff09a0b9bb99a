"""Which groups stand and which passages are clear, once passages are grouped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.segment import Segment
from alsjournal.themes._confidence import UNCLEAR_BELOW, confidence
from alsjournal.themes._group import means
from alsjournal.themes._passages import Pieces
from alsjournal.themes._score import Scores, margin_of, scores_of
from alsjournal.themes.labels import LEAST_MEMBERS, LEAST_TEXTS

__all__ = ["Settled", "settled", "shared"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_WIDEST = 2.0  # no margin of cosines or silhouette is wider


@dataclass(frozen=True, repr=False)
class Settled:
    """The groups that stand.

    Parameters
    ----------
    labels : numpy.ndarray of int, shape (m,)
        The group of each passage; -1 for none.
    clear : numpy.ndarray of int, shape (m,)
        The same, -1 also where it is unclear.
    strength : numpy.ndarray of float32, shape (m,)
        The score of each passage against its group.
    threshold : float
        The margin below which a new passage is unclear.
    n_groups : int
    """

    labels: Ints
    clear: Ints
    strength: Floats
    threshold: float
    n_groups: int


def settled(
    pieces: Pieces,
    members: Sequence[str],
    vectors: Floats,
    labels: Ints,
    *,
    raw: Floats,
    share: float | None,
    every: bool,
    embed: Callable[[Sequence[str]], Floats],
    segmenter: Callable[[str], Sequence[Segment]],
) -> Settled:
    """Leave the least sure passages unclear, and drop groups that too few share.

    What a group loses to being unclear can leave it with too few members, and
    without it others are surer: so that this goes on until no group falls. One
    group alone tells nothing from nothing, and is dropped too.

    Parameters
    ----------
    pieces : Pieces
    members : sequence of str
        The member of each text; empty where there is none.
    vectors : numpy.ndarray of float32, shape (m, d)
    labels : numpy.ndarray of int, shape (m,)
        From 0 up, without a gap; -1 for none.
    raw : numpy.ndarray of float32, shape (m, f)
        The passages before smoothing; those of the label -1 are not read.
    share : float or None
        The share of the passages to leave unclear; None: those nearer to another
        group than to their own.
    every : bool
        Keep every group, also those that few share.
    embed, segmenter : callable
        As in `scores_of`.

    Returns
    -------
    Settled
    """
    k = int(labels.max(initial=-1)) + 1
    taken = labels >= 0
    scores = scores_of(
        pieces.texts,
        vectors,
        unit(means(vectors[taken], labels[taken], k)),
        embed=embed,
        segmenter=segmenter,
    )
    groups = np.arange(k)
    while True:
        found = _cleared(scores.only(groups), _among(labels, groups), raw, share)
        stand = shared(found.clear, pieces.owners, members, len(groups))
        if every or (stand.all() and len(groups) != 1):
            return found
        groups = groups[stand] if stand.sum() > 1 else groups[:0]


def shared(
    labels: Ints, owners: Ints, members: Sequence[str], k: int
) -> npt.NDArray[np.bool_]:
    """Tell which groups three members share, or five texts without a member.

    Examples
    --------
    >>> at = np.arange(4)
    >>> shared(np.array([0, 0, 0, 1]), at, ["a", "b", "c", "a"], 2).tolist()
    [True, False]
    """
    people: list[set[str]] = [set() for _ in range(k)]
    texts: list[set[int]] = [set() for _ in range(k)]
    for label, owner in zip(labels.tolist(), owners.tolist(), strict=True):
        if label >= 0 and members[owner]:
            people[label].add(members[owner])
        elif label >= 0:
            texts[label].add(owner)
    return np.asarray(
        [
            len(p) >= LEAST_MEMBERS or len(t) >= LEAST_TEXTS
            for p, t in zip(people, texts, strict=True)
        ],
        dtype=bool,
    )


def _among(labels: Ints, groups: Ints) -> Ints:
    """Number the groups that stand from 0; the others become -1."""
    table = np.full(int(labels.max(initial=-1)) + 2, -1, dtype=np.int64)
    table[groups] = np.arange(len(groups))
    return np.where(labels >= 0, table[labels], -1)


def _cleared(scores: Scores, labels: Ints, raw: Floats, share: float | None) -> Settled:
    known = np.flatnonzero(labels >= 0)
    sure = confidence(raw[known], labels[known])
    least = UNCLEAR_BELOW if share is None else _at_share(sure, share)
    unsure = sure < least
    clear = labels.copy()
    clear[known[unsure]] = -1
    # A new passage has no place among the others: as large a share of them by margin,
    # and by default those that lead by less than any passage of the fit.
    margins = margin_of(scores.group[known])
    threshold = _at_share(margins, float(unsure.mean()) if len(known) else 0.0)
    if share is None and not unsure.any():
        threshold = float(margins.min(initial=_WIDEST))
    k = scores.group.shape[1]
    return Settled(labels, clear, scores.of(labels), threshold, k)


def _at_share(values: npt.NDArray[np.float64], share: float) -> float:
    """Return the value that a share of the passages stay below.

    Those with the same value stay together, so that the same words never get two
    labels.
    """
    lowest = int(share * len(values) + 1e-9)
    return float(np.sort(values)[lowest]) if lowest else -_WIDEST
