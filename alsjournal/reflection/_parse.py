"""Texts through spaCy's pipeline once, in batches, for all that read grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from alsjournal.grammar.reader import GRAMMAR, docs_of
from alsjournal.nlp import load_pipeline, tokenizer_only
from alsjournal.reflection._sentences import Together

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GRAMMAR", "parsed"]

_BATCH = 128
"""Texts read together: the result does not depend on it."""


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
    whole = set(GRAMMAR) <= set(needs)
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        with nlp.memory_zone():
            docs = docs_of(nlp, batch) if whole else nlp.pipe(batch)
            yield from Together(batch).mark(docs)
