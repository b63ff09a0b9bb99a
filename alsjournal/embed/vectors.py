"""What every embedder shares: which texts it takes, and rows of length 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal, RawJournal

__all__ = ["Floats", "checked_batch_size", "checked_texts", "unit"]

Floats = npt.NDArray[np.float32]


def checked_texts(X: object) -> list[str]:
    """Return the texts of a journal or of a sequence, or say why it is neither.

    Parameters
    ----------
    X : Journal or sequence of str
        A list, a tuple, an array or a column of a frame.

    Returns
    -------
    list of str

    Raises
    ------
    DisclosureError
        For a RawJournal.
    InputError
        For anything else; names the position of the first item that is no text.

    Examples
    --------
    >>> checked_texts(("One.", "Two."))
    ['One.', 'Two.']
    """
    if isinstance(X, RawJournal):
        msg = (
            "A Journal or a sequence of str is needed; got a RawJournal, which holds "
            "identifiable texts. Anonymise first: Anonymiser().fit_transform(raw)."
        )
        raise DisclosureError(msg)
    if isinstance(X, Journal):
        return [str(t) for t in X.table("reflections", ["text"])["text"]]
    one_column = getattr(X, "ndim", 1) == 1
    if isinstance(X, list | tuple) or (hasattr(X, "__array__") and one_column):
        texts: list[str] = list(X)  # type: ignore[call-overload]
        for position, text in enumerate(texts):
            if not isinstance(text, str):
                msg = (  # type: ignore[unreachable]
                    "Every text must be a str. Got a value of type "
                    f"{type(text).__name__} at position {position} (counted from 0). "
                    f"Leave such rows out."
                )
                raise InputError(msg)
        return texts
    msg = (
        f"X must be a Journal or a sequence of str, as a list. Got one value of type "
        f"{type(X).__name__}. Put a single text in a list."
    )
    raise InputError(msg)


def checked_batch_size(batch_size: object) -> None:
    """Refuse what is no number of texts.

    Raises
    ------
    InputError
    """
    if not isinstance(batch_size, int) or batch_size < 1:
        msg = f"batch_size must be a whole number from 1 up. Got {batch_size!r}."
        raise InputError(msg)


def unit(vectors: npt.NDArray[Any]) -> Floats:
    """Scale the rows to length 1, as float32; rows of zeros stay.

    Examples
    --------
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    length[length == 0] = 1.0
    scaled: Floats = (vectors / length).astype(np.float32)
    return scaled
