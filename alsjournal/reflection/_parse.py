"""Texts through spaCy's pipeline once, in batches, for all that read grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from alsjournal.nlp import load_pipeline, tokenizer_only

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GRAMMAR", "parsed"]

GRAMMAR = ("tagger", "parser", "attribute_ruler", "lemmatizer")
"""What gives parts of speech, the parse and lemmas."""

_BATCH = 64
"""Texts parsed together: the result does not depend on it."""


def parsed(texts: Sequence[str], needs: tuple[str, ...] = GRAMMAR) -> Iterator[Doc]:
    """Yield each text parsed, in order; let go of each before the next but a few.

    Parameters
    ----------
    texts : sequence of str
    needs : tuple of str, default=GRAMMAR
        Components of the pipeline; none, for the words alone.

    Yields
    ------
    spacy.tokens.Doc
        It must not be kept: its memory is used again.

    Examples
    --------
    >>> [len(doc) for doc in parsed(["We agreed.", ""], needs=())]
    [3, 0]
    """
    nlp: Any = load_pipeline(components=needs) if needs else tokenizer_only()
    for start in range(0, len(texts), _BATCH):
        with nlp.memory_zone():
            yield from nlp.pipe(texts[start : start + _BATCH], batch_size=_BATCH)
