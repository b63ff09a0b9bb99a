"""The seam for a model of the elements that reads sentences with a transformer."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from alsjournal._resources import resource_path
from alsjournal.errors import MissingExtraError
from alsjournal.segment import Segment

__all__ = ["AROUND", "Backend", "encoder", "marked", "window"]

AROUND = 2
"""Sentences on each side that make the passage round a sentence, as in CEReD."""

_CLOSING = ".!?…\"'\u201d\u2019)]"


class Backend(Protocol):
    """What reads sentences in the passage round them."""

    def proba(
        self, sentences: Sequence[str], contexts: Sequence[str]
    ) -> npt.NDArray[np.float32]:
        """Return probabilities, shape (n, 9), labels in alphabetical order."""
        ...


@lru_cache(maxsize=1)
def encoder() -> Backend:
    """Return the transformer that can come with the package, read once a process.

    Raises
    ------
    MissingExtraError
        If this installation lacks it.
    """
    try:
        module: Any = importlib.import_module("alsjournal.reflection._encoder")
    except ImportError:
        msg = (
            "model='encoder' must come with what reads it; this installation lacks "
            "that. Use model=None, or install alsjournal with its extras."
        )
        raise MissingExtraError(msg) from None
    folder = resource_path("models", "als-elements-encoder")
    return cast("Backend", module.EncoderElements.load(folder))


def window(text: str, found: Sequence[Segment], i: int) -> str:
    """Return a sentence with its neighbours, as they stand in the text."""
    first, last = found[max(0, i - AROUND)], found[min(len(found) - 1, i + AROUND)]
    return text[first.start : marked(text, last.end)]


def marked(text: str, end: int) -> int:
    """Return where a sentence ends with the marks that close it.

    Examples
    --------
    >>> marked('Who decides?" Nobody.', 11)
    13
    """
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return end
