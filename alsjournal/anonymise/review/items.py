"""What the review hands out: items without text, and the sentence of one of them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AUDIT", "WHOLE", "Place", "ReviewItem", "Sentence"]

AUDIT = "AUDIT"
"""The label of a sentence of the random sample."""
WHOLE = "WHOLE"
"""The label of a text in another language, or of a part of it: to be read whole."""


@dataclass(frozen=True)
class ReviewItem:
    """Something to decide on. It holds no text and may be shown or kept.

    Parameters
    ----------
    id, text_id : str
        Keyed: they say where to those who hold key and texts, and nothing to others.
    label : str
        What it was taken for; ``AUDIT`` is a sentence of the random sample, ``WHOLE``
        a text in another language, or a part of it.
    finders : tuple of str
    masked : bool
        Whether it is masked as things stand.
    leak, disagreement : float
        See ``review/candidates.py``; the queue is in the order of their product.
    reasons : tuple of str
    language : str, default=""
        Of its text, if that is another than English.
    """

    id: str
    text_id: str
    label: str
    finders: tuple[str, ...]
    masked: bool
    leak: float
    disagreement: float
    reasons: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, repr=False)
class Sentence:
    """The words of one item, to be shown to the custodian and thrown away.

    Parameters
    ----------
    before, inside, after : str
        The sentence round the span, and the span. Of the audit sample, and of a text
        to be read whole, ``inside`` is all there is.
    masked : tuple of (int, int)
        What is masked of ``inside``, where that is to be read whole.
    """

    before: str
    inside: str
    after: str
    masked: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        return f"Sentence({len(self.inside)} characters, withheld)"


@dataclass(frozen=True, repr=False, slots=True)
class Place:
    """Where an item stands: the text, the stretch of it, and its words.

    Parameters
    ----------
    text : str
    start, end : int
    first, last : int, default=0
        Its words; none where it is read whole.
    masked : tuple of (int, int), default=()
        What is masked where it is read whole, in code points of the text.
    """

    text: str
    start: int
    end: int
    first: int = 0
    last: int = 0
    masked: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        return "Place(withheld)"
