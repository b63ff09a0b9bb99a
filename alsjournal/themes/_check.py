"""The parameters of `ThemeModel`, checked in fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from sklearn.utils import check_random_state

from alsjournal.clauses import DependencyClauses
from alsjournal.errors import InputError
from alsjournal.segment import ClauseSegmenter, Segment
from alsjournal.themes.codebook import Codebook

if TYPE_CHECKING:
    from alsjournal.themes.framework import FrameworkCoder
    from alsjournal.themes.model import ThemeModel

__all__ = ["checked_framework", "checked_parameters", "segmenter_of"]


def checked_parameters(
    model: ThemeModel,
) -> tuple[int | None, float | None, np.random.RandomState]:
    """Return the number of themes, the unclear share and the random numbers.

    The number is None where it is to be chosen, the share where each passage's own
    confidence says it.

    Raises
    ------
    InputError
        If a parameter cannot be used.
    """
    segmenter: object = model.segmenter
    codebook: object = model.codebook
    if not (segmenter in (None, "clauses") or callable(segmenter)):
        msg = (
            "segmenter must be None, 'clauses' or a callable that takes a text, as "
            f"ClauseSegmenter(). Got {type(segmenter).__name__}."
        )
        raise InputError(msg)
    if codebook is not None and not isinstance(codebook, Codebook):
        msg = f"codebook must be None or a Codebook. Got {type(codebook).__name__}."
        raise InputError(msg)
    _embedder(model.embedder)
    seed = 0 if model.random_state is None else model.random_state
    try:
        rng = check_random_state(seed)
    except ValueError:
        msg = (
            "random_state must be None, a whole number from 0 up or a RandomState. "
            f"Got {type(seed).__name__}."
        )
        raise InputError(msg) from None
    return _number(model.n_themes), _share(model.unclear), rng


def checked_framework(coder: FrameworkCoder) -> Codebook:
    """Return the codebook of a `FrameworkCoder` whose parameters can be used.

    Raises
    ------
    InputError
        If one cannot.
    """
    book, recall = coder.codebook, coder.recall
    if not isinstance(book, Codebook):
        msg = f"codebook must be a Codebook. Got {type(book).__name__}."
        raise InputError(msg)
    number = isinstance(recall, int | float | np.floating)
    if isinstance(recall, bool) or not number or not 0 < recall <= 1:
        msg = "recall must be a share above 0, up to 1. Got something else."
        raise InputError(msg)
    _embedder(coder.embedder)
    return book


def _embedder(embedder: object) -> None:
    if embedder is not None and not hasattr(embedder, "transform"):
        msg = (
            "embedder must be None or have fit and transform, as SpacyEmbedder(). "
            f"Got {type(embedder).__name__}."
        )
        raise InputError(msg)


def _number(n_themes: object) -> int | None:
    if isinstance(n_themes, str) and n_themes == "auto":
        return None
    whole = isinstance(n_themes, int | np.integer) and not isinstance(n_themes, bool)
    if not whole or int(n_themes) < 1:  # type: ignore[call-overload]
        msg = (
            "n_themes must be 'auto' or a whole number from 1 up. Got "
            f"{n_themes if whole else type(n_themes).__name__}."
        )
        raise InputError(msg)
    return int(n_themes)  # type: ignore[call-overload,no-any-return]


def _share(unclear: object) -> float | None:
    if isinstance(unclear, str) and unclear == "auto":
        return None
    number = isinstance(unclear, int | float | np.number)
    if isinstance(unclear, bool) or not number or not 0 <= float(unclear) < 1:  # type: ignore[arg-type]
        msg = (
            "unclear must be 'auto' or a share from 0 to below 1. Got "
            f"{unclear if number else type(unclear).__name__}."
        )
        raise InputError(msg)
    return float(unclear)  # type: ignore[arg-type]


def segmenter_of(segmenter: object) -> Callable[[str], Sequence[Segment]]:
    """Return what cuts passages into clauses."""
    if segmenter == "clauses":
        return DependencyClauses()
    if callable(segmenter):
        return segmenter
    return ClauseSegmenter()
