"""What `ReflectionElements` takes, checked where it comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from alsjournal.embed import checked_texts
from alsjournal.errors import InputError
from alsjournal.reflection._sentence_scorer import FOLDS

__all__ = [
    "ELEMENTS",
    "checked_authors",
    "checked_contexts",
    "checked_labels",
    "checked_weights",
]

ELEMENTS = (
    "Experience",
    "Feeling",
    "Belief",
    "Difficulty",
    "Perspective",
    "Learning",
    "Intention",
    "Reflection",
    "Other",
)
"""In the order to show: what was met, what was made of it, what came of it."""


def checked_contexts(context: object, sentences: Sequence[str]) -> list[str]:
    """Return a passage for each sentence; the sentence itself where there is none.

    Raises
    ------
    InputError
        If there are not as many as sentences, or one is neither str nor missing.
    """
    if context is None:
        return list(sentences)
    given = _column(context, "context", len(sentences))
    filled = ["" if _is_missing(passage) else passage for passage in given]
    return [
        passage.strip() or sentence
        for passage, sentence in zip(checked_texts(filled), sentences, strict=True)
    ]


def checked_labels(labels: object, n: int) -> list[str]:
    """Return labels, if they are elements and enough to learn from.

    Raises
    ------
    InputError
    """
    found = _column(labels, "labels", n)
    for position, label in enumerate(found):
        if not isinstance(label, str) or label not in ELEMENTS:
            msg = (
                f"Every label must be one of {', '.join(ELEMENTS)}. Got another at "
                f"position {position} (counted from 0). Put it right or leave it out."
            )
            raise InputError(msg)
    counted = Counter(found)
    if len(counted) < 2 or min(counted.values()) < FOLDS:
        msg = (
            f"labels must hold two elements or more, each at least {FOLDS} times. Got "
            f"{len(counted)}, the rarest {min(counted.values(), default=0)} times. "
            f"Leave rarer ones out, or code more sentences."
        )
        raise InputError(msg)
    return [str(label) for label in found]


def checked_weights(weights: object, n: int) -> npt.NDArray[np.float64] | None:
    """Return weights, if they are numbers over 0.

    Raises
    ------
    InputError
    """
    if weights is None:
        return None
    try:
        found = np.asarray(_column(weights, "weights", n), dtype=np.float64)
    except (TypeError, ValueError) as trouble:
        if isinstance(trouble, InputError):
            raise
        found = np.zeros(1)
    if not (np.isfinite(found).all() and (found > 0).all()):
        msg = "weights must be numbers over 0, one a sentence. Got something else."
        raise InputError(msg)
    return found


def checked_authors(authors: object, n: int) -> list[str] | None:
    """Return authors as str, one a sentence; one without counts for itself.

    Raises
    ------
    InputError
    """
    if authors is None:
        return None
    found = _column(authors, "authors", n)
    return [
        f"alone {i}" if _is_missing(who) else f"author {who}"
        for i, who in enumerate(found)
    ]


def _column(given: Any, name: str, n: int) -> list[Any]:
    listed = isinstance(given, list | tuple) or (
        hasattr(given, "__array__") and getattr(given, "ndim", 1) == 1
    )
    if not listed or len(given) != n:
        got = f"{len(given)}" if listed else f"a {type(given).__name__}"
        msg = (
            f"{name} must be a list with one value for each of the {n} sentences. "
            f"Got {got}. Leave it out, or give as many."
        )
        raise InputError(msg)
    return list(given)


def _is_missing(value: object) -> bool:
    """Say whether this is None or what pandas and numpy write for missing."""
    return value is None or type(value).__name__ == "NAType" or value != value
