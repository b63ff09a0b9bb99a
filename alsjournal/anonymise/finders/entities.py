"""What spaCy's recogniser finds, asked for in a way that takes a fraction of the time.

The network is spaCy's own, with its weights. Two things around it are done otherwise.
What a word is by itself is worked out once for all places where it stands. And what
is valid is not tried action by action at each word, as spaCy does for any transition
system. In that of entities a word outside of one does not depend on what was decided
before, so that all words are decided at once; and inside of one it can only go on or
end (``Begin``, ``In``, ``Last``, ``Unit`` and ``Out`` of spaCy 3.8,
``pipeline/_parser_internals/ner.pyx``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alsjournal.tok2vec import Tok2Vec

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Entity", "EntityReader"]

Entity = tuple[int, int, str]
"""Start and end in the text, in characters, and spaCy's label."""
_Floats = NDArray[np.float32]
_Whole = NDArray[np.intp]
_Flags = NDArray[np.bool_]

_TEXTS = 256
"""Texts whose words are looked at together."""
_lock = threading.Lock()


class EntityReader:
    """Read texts with a pipeline's recogniser; nothing of them is kept.

    Parameters
    ----------
    nlp : spacy.language.Language
        A pipeline with ``ner``. One that is not built like the default pipeline's
        (more components, a transformer, a beam) is asked in spaCy's own way.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._network = _Network(nlp.get_pipe("ner")) if _is_plain(nlp) else None

    def read(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the entities of each text, in order.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        list of list of tuple
            Start, end, and the label.
        """
        found: list[list[Entity]] = []
        for begin in range(0, len(texts), _TEXTS):
            # The zone frees the words that people wrote from the shared vocabulary.
            with _lock, self._nlp.memory_zone():
                found += self._read(texts[begin : begin + _TEXTS])
        return found

    def _read(self, texts: Sequence[str]) -> list[list[Entity]]:
        if self._network is None:
            return [
                [(e.start_char, e.end_char, e.label_) for e in doc.ents]
                for doc in self._nlp.pipe(texts)
            ]
        docs = [self._nlp.make_doc(text) for text in texts]
        found: list[list[Entity]] = [[] for _ in docs]
        for i, start, end, label in self._network.entities(docs):
            last = docs[i][end - 1]
            found[i].append((docs[i][start].idx, last.idx + len(last), label))
        return found


class _Network:
    """The layers of a recogniser, and what its actions mean."""

    def __init__(self, ner: Any) -> None:
        tok2vec, *after = ner.model.get_ref("tok2vec").layers
        self._tok2vec = Tok2Vec(tok2vec)
        self._after = after
        self._lower = ner.model.get_ref("lower")
        self._upper = ner.model.get_ref("upper")
        self._bias: _Floats = self._lower.get_param("b")
        names = [ner.moves.get_class_name(i) for i in range(ner.moves.n_moves)]
        kinds = np.array([name[:2] if name[2:] else name[:1] for name in names])
        number = {name: i for i, name in enumerate(names)}
        self._labels = [name[2:] for name in names]
        self._begins: _Flags = kinds == "B-"
        self._is_one: _Flags = kinds == "U-"
        self._never: _Flags = ~(self._begins | self._is_one | (kinds == "O"))
        self._goes_on = np.array([number.get(f"I-{x}", 0) for x in self._labels])
        self._ends = np.array([number.get(f"L-{x}", 0) for x in self._labels])

    def entities(self, docs: Sequence[Any]) -> Iterator[tuple[int, int, int, str]]:
        """Yield the number of the doc, first word, the word behind the last, label."""
        begun = 0
        for texts in self._tok2vec.runs(docs):
            own = docs[begun : begun + len(texts)]
            edges = np.cumsum([len(doc) for doc in own])
            if edges[-1]:
                space = np.concatenate([doc.to_array("IS_SPACE") for doc in own]) > 0
                last = np.zeros(len(space), bool)
                last[edges[np.diff(edges, prepend=0) > 0] - 1] = True
                for start, end, label in self._decided(self._seen(texts), last, space):
                    i = int(np.searchsorted(edges, start, side="right"))
                    before = int(edges[i - 1]) if i else 0
                    yield begun + i, start - before, end - before, label
            begun += len(texts)

    def _seen(self, texts: list[_Floats]) -> _Floats:
        """Return what the layers behind the words' vectors make of some texts."""
        made: Any = texts
        for layer in self._after:
            made = layer.predict(made)
        out: _Floats = made
        return out

    def _decided(
        self, vectors: _Floats, last: _Flags, space: _Flags
    ) -> Iterator[tuple[int, int, str]]:
        """Yield where entities start and end, and their labels, in order."""
        # One row more than words: the first stands for a word that is not there.
        parts: _Floats = self._lower.predict(vectors)
        scores = self._scores(parts[1:, 0] + (parts[0, 1] + parts[0, 2]))
        scores[:, self._never] = -np.inf
        scores[np.ix_(last, self._begins)] = -np.inf
        scores[np.ix_(space, self._begins | self._is_one)] = -np.inf
        best: _Whole = scores.argmax(axis=1)
        begins = np.flatnonzero(self._begins[best])
        end_of = self._end_of(parts, last, best, begins)
        until = 0
        for i in np.flatnonzero(self._begins[best] | self._is_one[best]).tolist():
            if i >= until:
                until = end_of.get(i, i + 1)
                yield i, until, self._labels[best[i]]

    def _end_of(
        self, parts: _Floats, last: _Flags, best: _Whole, first: _Whole
    ) -> dict[int, int]:
        """Return the word behind each entity of several words, by its first."""
        out: dict[int, int] = {}
        at = first + 1
        while first.size:
            state = parts[at + 1, 0] + parts[first + 1, 1] + parts[at, 2]
            scores = self._scores(state)
            row = np.arange(len(at))
            more, over = self._goes_on[best[first]], self._ends[best[first]]
            closed = last[at] | (scores[row, over] > scores[row, more])
            behind = (at[closed] + 1).tolist()
            out.update(zip(first[closed].tolist(), behind, strict=True))
            first, at = first[~closed], at[~closed] + 1
        return out

    def _scores(self, state: _Floats) -> _Floats:
        """Return how well each action fits states of the recogniser."""
        hidden, _ = self._lower.ops.maxout(state + self._bias)
        scores: _Floats = self._upper.predict(hidden)
        return scores


def _is_plain(nlp: Language) -> bool:
    """Whether a pipeline's recogniser is alone and built as this file expects."""
    if nlp.pipe_names != ["ner"]:
        return False
    ner: Any = nlp.get_pipe("ner")
    model = ner.model
    if not {"tok2vec", "lower", "upper"} <= set(model.ref_names):
        return False
    inner = model.get_ref("tok2vec").layers[:1]
    return (
        model.attrs.get("has_upper") is True
        and not model.attrs.get("unseen_classes")
        and model.get_ref("lower").maybe_get_dim("nF") == 3
        and ner.cfg.get("beam_width") == 1
        and bool(inner)
        and Tok2Vec.reads(inner[0])
    )
