"""Texts as vectors, whole and clause by clause, to be held against codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.segment import Segment

__all__ = ["Seen"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, repr=False)
class Seen:
    """Vectors of n texts and of their clauses.

    Parameters
    ----------
    whole : numpy.ndarray of float32, shape (n, d)
    clauses : numpy.ndarray of float32, shape (c, d)
        Of the texts of several clauses.
    owners : numpy.ndarray of int, shape (c,)
        The text of each, ascending.
    """

    whole: Floats
    clauses: Floats
    owners: Ints

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        embed: Callable[[Sequence[str]], Floats],
        segmenter: Callable[[str], Sequence[Segment]],
    ) -> Seen:
        """Embed texts and their clauses."""
        parts: list[str] = []
        owners: list[int] = []
        for i, text in enumerate(texts):
            found = segmenter(text)
            if len(found) > 1:
                parts += [text[s.start : s.end] for s in found]
                owners += [i] * len(found)
        return cls(embed(texts), embed(parts), np.asarray(owners, dtype=np.int64))

    def score(self, centres: Floats) -> Floats:
        """Return half of each whole and half of its best clause, shape (n, k)."""
        near = self.whole @ centres.T
        best = near.copy()
        if len(self.owners):
            texts, starts = np.unique(self.owners, return_index=True)
            best[texts] = np.maximum.reduceat(self.clauses @ centres.T, starts, axis=0)
        out: Floats = ((near + best) / 2).astype(np.float32)
        return out

    def row(self, i: int) -> Seen:
        """Return one of the texts."""
        own = self.owners == i
        none = np.zeros(int(own.sum()), dtype=np.int64)
        return Seen(self.whole[i : i + 1], self.clauses[own], none)
