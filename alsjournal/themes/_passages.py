"""The passages of texts, and the group that each was placed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.segment import Segment, passages

__all__ = ["WITHHELD", "Pieces", "Placed", "cut_up"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WITHHELD = -2
"""The kept label of a text that could not be used."""

_LEAST = 1e-6  # a clear passage counts, however weak


@dataclass(frozen=True, repr=False)
class Pieces:
    """The passages of some texts, one text after the other.

    Parameters
    ----------
    texts : list of str, length m
    segments : list of Segment, length m
        Where each stands in its text.
    lengths : numpy.ndarray of int, shape (n,)
        How many each text has; at least one.
    """

    texts: list[str]
    segments: list[Segment]
    lengths: Ints

    @property
    def owners(self) -> Ints:
        """The text of each passage, shape (m,)."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @property
    def starts(self) -> Ints:
        """The first passage of each text, shape (n,)."""
        out: Ints = np.cumsum(self.lengths) - self.lengths
        return out

    def mask(self, rows: Ints) -> npt.NDArray[np.bool_]:
        """Say of each passage whether its text is among those rows."""
        chosen = np.zeros(len(self.lengths), dtype=bool)
        chosen[rows] = True
        out: npt.NDArray[np.bool_] = chosen[self.owners]
        return out


def cut_up(texts: Sequence[str], usable: npt.NDArray[np.bool_] | None = None) -> Pieces:
    """Cut texts into passages; one that may not be used stays in one piece.

    Examples
    --------
    >>> cut_up(["No beds.", ""]).texts
    ['No beds.', '']
    """
    segments: list[Segment] = []
    lengths = np.ones(len(texts), dtype=np.int64)
    found: list[str] = []
    for i, text in enumerate(texts):
        own = [] if usable is not None and not usable[i] else passages(text)
        own = own or [Segment(0, len(text))]
        segments += own
        found += [text[s.start : s.end] for s in own]
        lengths[i] = len(own)
    return Pieces(found, segments, lengths)


@dataclass(frozen=True, repr=False)
class Placed:
    """The group of each passage of some texts.

    Parameters
    ----------
    labels : numpy.ndarray of int, shape (m,)
        -1 unclear, -2 not used.
    strength : numpy.ndarray of float32, shape (m,)
        Its score against that group.
    lengths : numpy.ndarray of int, shape (n,)
        How many passages each text has; their sum is m.
    """

    labels: Ints
    strength: Floats
    lengths: Ints

    @classmethod
    def joined(cls, parts: Sequence[Placed]) -> Placed:
        """Put the texts of several under each other."""
        none = np.zeros(0, dtype=np.int64)
        return cls(
            np.concatenate([none, *(p.labels for p in parts)]),
            np.concatenate([none.astype(np.float32), *(p.strength for p in parts)]),
            np.concatenate([none, *(p.lengths for p in parts)]),
        )

    @classmethod
    def nowhere(cls, usable: npt.NDArray[np.bool_]) -> Placed:
        """Return texts of one passage each that have no group."""
        n = len(usable)
        labels = np.where(usable, -1, WITHHELD).astype(np.int64)
        return cls(labels, np.zeros(n, np.float32), np.ones(n, np.int64))

    @property
    def withheld(self) -> npt.NDArray[np.bool_]:
        """Which texts were not used, shape (n,)."""
        first = np.cumsum(self.lengths) - self.lengths
        out: npt.NDArray[np.bool_] = self.labels[first] == WITHHELD
        return out

    def without(self, usable: npt.NDArray[np.bool_]) -> Placed:
        """Return the same with the texts left out that may not be used."""
        kept = np.repeat(usable, self.lengths)
        labels = np.where(kept, self.labels, WITHHELD)
        return Placed(labels, self.strength, self.lengths)

    def rows(self, start: int, stop: int) -> Placed:
        """Return some of the texts."""
        ends = np.concatenate([[0], np.cumsum(self.lengths)])
        part = slice(int(ends[start]), int(ends[stop]))
        lengths = self.lengths[start:stop]
        return Placed(self.labels[part], self.strength[part], lengths)

    def only(self, stays: npt.NDArray[np.bool_]) -> Placed:
        """Return those of the texts that stay."""
        kept = np.repeat(stays, self.lengths)
        return Placed(self.labels[kept], self.strength[kept], self.lengths[stays])

    def with_rows(self, positions: Ints, other: Placed) -> Placed:
        """Return the same with other passages for the texts at some positions."""
        lengths = self.lengths.copy()
        lengths[positions] = other.lengths
        stays = np.ones(len(lengths), dtype=bool)
        stays[positions] = False
        new, old = np.repeat(stays, lengths), np.repeat(stays, self.lengths)
        labels = np.empty(len(new), dtype=np.int64)
        strength = np.empty(len(new), dtype=np.float32)
        labels[new], strength[new] = self.labels[old], self.strength[old]
        labels[~new], strength[~new] = other.labels, other.strength
        return Placed(labels, strength, lengths)

    def raised(self, labels: Ints, k: int) -> Ints:
        """Return in how many texts a passage has each label, shape (k,)."""
        owners = np.repeat(np.arange(len(self.lengths)), self.lengths)
        clear = labels >= 0
        pairs = np.unique(owners[clear] * k + labels[clear])
        out: Ints = np.bincount(pairs % max(k, 1), minlength=k)
        return out

    def of_texts(self, labels: Ints) -> Ints:
        """Return one label a text: that with the most evidence in its passages.

        Parameters
        ----------
        labels : numpy.ndarray of int, shape (m,)
            What each passage's group stands for; negative for nothing.

        Returns
        -------
        numpy.ndarray of int, shape (n,)
            The label whose passages' strengths add up to most, the lower of equal
            ones; -1 where a text has none.
        """
        out = np.full(len(self.lengths), -1, dtype=np.int64)
        clear = labels >= 0
        if not clear.any():
            return out
        k = int(labels.max()) + 1
        owners = np.repeat(np.arange(len(self.lengths)), self.lengths)
        # Sparse, as there may be a hundred thousand texts and a thousand labels.
        pairs, at = np.unique(owners[clear] * k + labels[clear], return_inverse=True)
        weight = np.maximum(self.strength[clear].astype(np.float64), _LEAST)
        evidence = np.bincount(at, weights=weight)
        owner, label = np.divmod(pairs, k)
        order = np.lexsort((label, -evidence, owner))
        texts, first = np.unique(owner[order], return_index=True)
        out[texts] = label[order][first]
        return out
