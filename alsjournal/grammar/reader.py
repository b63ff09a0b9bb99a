"""Texts through the parts of spaCy's pipeline that read grammar, in a short way.

The components are spaCy's own, and so is what they say. What a word is by itself is
worked out once for all places where it stands, and rules are asked for each kind of
word once (see `alsjournal.grammar.rules`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from alsjournal.grammar.rules import Rules, are_plain
from alsjournal.nlp import load_pipeline
from alsjournal.tok2vec import Tok2Vec

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["GRAMMAR", "docs_of"]

GRAMMAR = ("tagger", "parser", "attribute_ruler", "lemmatizer")
"""What gives parts of speech, the parse and lemmas."""

_BATCH = 128
"""Texts tagged together: the result does not depend on it."""

_STATES = 64
"""Texts of which the parser takes the next step together."""

_lock = threading.Lock()


def docs_of(nlp: Language, texts: Sequence[str]) -> Iterable[Doc]:
    """Return texts read by a pipeline with the components of `GRAMMAR`.

    Parameters
    ----------
    nlp : Language
        From ``load_pipeline(components=GRAMMAR)``, in its ``memory_zone``. One that is
        built otherwise than spaCy's own reads them itself.
    texts : sequence of str
        Some hundred at most.

    Returns
    -------
    iterable of spacy.tokens.Doc
    """
    with _lock:
        reader = _reader()
        return nlp.pipe(texts) if reader is None else reader.read(texts)


@lru_cache(maxsize=1)
def _reader() -> _Reader | None:
    """Return what reads texts the short way; None, if the pipeline is another."""
    nlp = load_pipeline(components=GRAMMAR)
    return _Reader(nlp) if _is_plain(nlp) else None


class _Reader:
    """The components of a pipeline that `_is_plain`, one after another."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        model: Any = nlp.get_pipe("tok2vec")
        self._vectors = Tok2Vec(model.model)
        self._tagger: Any = nlp.get_pipe("tagger")
        self._parser: Any = nlp.get_pipe("parser")
        self._rules = Rules(nlp)

    def read(self, texts: Sequence[str]) -> list[Doc]:
        docs = [self._nlp.make_doc(text) for text in texts]
        vectors: Iterator[Any] = chain.from_iterable(self._vectors.runs(docs))
        for doc, own in zip(docs, vectors, strict=True):
            doc.tensor = own
        docs = list(self._tagger.pipe(docs, batch_size=_BATCH))
        docs = list(self._parser.pipe(docs, batch_size=_STATES))
        self._rules.apply(docs)
        return docs


def _is_plain(nlp: Language) -> bool:
    """Say whether a pipeline is built as this file expects."""
    if nlp.pipe_names != ["tok2vec", *GRAMMAR] or not are_plain(nlp):
        return False
    model: Any = nlp.get_pipe("tok2vec")
    return Tok2Vec.reads(model.model)
