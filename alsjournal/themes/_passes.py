"""What a fit does with all the texts of X, however many processes do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from alsjournal.themes._corrections import keys_of
from alsjournal.themes._draw import Sample, sample_of
from alsjournal.themes._input import fingerprint, texts_of
from alsjournal.themes._learn import passages_in
from alsjournal.themes._passages import Placed

if TYPE_CHECKING:
    from alsjournal.themes._base import FittedGroups

__all__ = ["SAMPLE", "OneByOne", "Passes"]

SAMPLE = 10_000
"""Passages that are grouped; of more, those of a random sample of texts, and the
others join after."""


class Passes(Protocol):
    """Goes through all the texts of a fit."""

    def sample(self, rng: np.random.RandomState) -> Sample:
        """Draw the texts that are grouped."""

    def keys(self) -> npt.NDArray[np.int64]:
        """Return the keys of the texts; none where they have no ids."""

    def placed(self, model: FittedGroups) -> Placed:
        """Return the group of every passage that is nearest to it."""

    def digest(self) -> str:
        """Return a digest of all the texts together."""


class OneByOne:
    """Goes through them in this process, in batches.

    Parameters
    ----------
    X : Journal or sequence of str
    """

    def __init__(self, X: object) -> None:
        self._X = X

    def sample(self, rng: np.random.RandomState) -> Sample:
        """Draw the texts that are grouped."""
        return sample_of(self._X, SAMPLE, rng, passages_in)

    def keys(self) -> npt.NDArray[np.int64]:
        """Return the keys of the texts; none where they have no ids."""
        return keys_of(self._X)

    def placed(self, model: FittedGroups) -> Placed:
        """Return the group of every passage that is nearest to it."""
        return Placed.joined([model.place(b)[1] for b in texts_of(self._X)])

    def digest(self) -> str:
        """Return a digest of all the texts together."""
        return fingerprint(self._X)[0]
