"""The passages of a fit once more, with the themes that they were placed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.errors import InputError
from alsjournal.themes._base import FittedGroups
from alsjournal.themes._draw import Sample, sample_of
from alsjournal.themes._learn import passages_in
from alsjournal.themes._passages import Pieces, cut_up

__all__ = ["Reread", "reread"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, repr=False)
class Reread:
    """Some texts of a fit, their passages, and the theme of each passage.

    ``vectors`` has shape (m, d), ``labels`` (m,): an index into ``theme_names_``, -1
    where it is unclear.
    """

    sample: Sample
    pieces: Pieces
    vectors: Floats
    labels: Ints


def reread(
    model: FittedGroups, X: object, most: int, rng: np.random.RandomState
) -> Reread:
    """Read the texts of a fit again, a random sample if they have too many passages.

    Raises
    ------
    InputError
        If the model was fitted on others.
    NotFittedError
        If it was not fitted.
    """
    model._fitted()
    kept = model.of_fit(X)
    if kept is None:
        msg = (
            "The texts must be the very ones that the themes were fitted on. Got "
            "others, or a model that went on with partial_fit. Fit again, then ask."
        )
        raise InputError(msg)
    labels = model._labels(kept, model.keys_for(X, kept))
    sample = sample_of(X, most, rng, passages_in)
    pieces = cut_up(sample.texts)
    starts = np.cumsum(kept.lengths) - kept.lengths
    first = np.repeat(starts[sample.positions], pieces.lengths)
    within = np.arange(len(pieces.texts)) - np.repeat(pieces.starts, pieces.lengths)
    vectors = model._embed(pieces.texts)
    return Reread(sample, pieces, vectors, labels[first + within])
