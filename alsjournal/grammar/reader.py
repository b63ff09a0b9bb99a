"""Texts through the parts of spaCy's pipeline that read grammar, in a short way.

The components are spaCy's own, and so is what they say. What a word is by itself is
worked out once for all places where it stands, and rules are asked for each kind of
word once (see `alsjournal.grammar.rules`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alsjournal.grammar.rules import Rules, are_plain, distinct
from alsjournal.nlp import load_pipeline

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

_TOKENS = 2_000
"""Words that go through the network together: what they need fits into a cache."""

_OF_ONE_WORD = frozenset(
    ["ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
)
"""Features of a word that its form, its norm and the space after it tell."""

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
        self._embed = model.model.get_ref("embed")
        self._encode = model.model.get_ref("encode")
        self._tagger: Any = nlp.get_pipe("tagger")
        self._parser: Any = nlp.get_pipe("parser")
        self._rules = Rules(nlp)

    def read(self, texts: Sequence[str]) -> list[Doc]:
        docs = [self._nlp.make_doc(text) for text in texts]
        self._add_vectors([doc for doc in docs if len(doc)])
        docs = list(self._tagger.pipe(docs, batch_size=_BATCH))
        docs = list(self._parser.pipe(docs, batch_size=_STATES))
        self._rules.apply(docs)
        return docs

    def _add_vectors(self, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        features = [doc.to_array(["ORTH", "NORM", "SPACY"]) for doc in docs]
        words, place = self._words(docs[0].vocab, np.concatenate(features))
        rows, edges, begun = [], np.cumsum([len(doc) for doc in docs]), 0
        for n, end in enumerate(edges.tolist()):
            before = int(edges[n - 1]) if n else 0
            rows.append(words[place[before:end]])
            if n + 1 == len(docs) or sum(map(len, rows)) >= _TOKENS:
                made = self._encode.predict(rows)
                for doc, own in zip(docs[begun : n + 1], made, strict=True):
                    doc.tensor = own
                rows, begun = [], n + 1

    def _words(
        self, vocab: Any, every: NDArray[np.uint64]
    ) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """Return a vector for each distinct word, and which of them each word is."""
        from spacy.tokens import Doc

        every = every.astype(np.uint64)
        first, place = distinct(every)
        kinds = every[first]
        words = [vocab.strings[word] for word in kinds[:, 0].tolist()]
        doc = Doc(vocab, words=words, spaces=kinds[:, 2].astype(bool).tolist())
        norms: Any = kinds[:, 1:2]
        doc.from_array(["NORM"], norms)
        return self._embed.predict([doc])[0], place


def _is_plain(nlp: Language) -> bool:
    """Say whether a pipeline is built as this file expects."""
    if nlp.pipe_names != ["tok2vec", *GRAMMAR] or not are_plain(nlp):
        return False
    model: Any = nlp.get_pipe("tok2vec")
    features = {
        column
        for layer in model.model.walk()
        if layer.name == "extract_features"
        for column in layer.attrs["columns"]
    }
    return {"embed", "encode"} <= set(model.model.ref_names) and (
        features <= _OF_ONE_WORD
    )
