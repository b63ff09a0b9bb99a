"""The elements of reflection, sentence by sentence: `ReflectionElements`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
import numpy.typing as npt

from alsjournal._given import given_path
from alsjournal._version import __version__
from alsjournal.embed import checked_texts
from alsjournal.errors import InputError, NotFittedError
from alsjournal.reflection._element_backend import Backend, encoder, marked, window
from alsjournal.reflection._element_input import (
    ELEMENTS,
    checked_authors,
    checked_contexts,
    checked_labels,
    checked_weights,
)
from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection._sentence_file import (
    ELEMENTS as KIND,
)
from alsjournal.reflection._sentence_file import (
    load_scorer,
    save_scorer,
    shipped_scorer,
)
from alsjournal.reflection._sentence_scorer import Scorer, learned
from alsjournal.reflection._sentence_terms import positions_between, terms_at
from alsjournal.reflection._sentence_words import words
from alsjournal.reflection._sentences import text_of, whole_sentences
from alsjournal.reflection.card import ModelCard, model_card
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from alsjournal.segment import Segment

__all__ = ["ReflectionElements"]

_ENCODER = "encoder"
_BATCH = 256

_MEANT = {
    "Experience": "what happened",
    "Feeling": "how it felt",
    "Belief": "what is held true",
    "Difficulty": "what is in the way",
    "Perspective": "how others see it",
    "Learning": "what is understood now",
    "Intention": "what is to be done",
    "Reflection": "turning it over",
    "Other": "none of these",
}
"""The elements in a few words of our own, after Ullmann (2019)."""


class ReflectionElements(Finder):
    """Say of each sentence which element of reflection it shows.

    The elements are those of Ullmann (2019): Experience, Feeling, Belief, Difficulty,
    Perspective, Learning, Intention and Reflection, and Other for the rest. A linear
    support vector machine over the words, the grammar and the matter of a sentence
    (see `alsjournal.reflection._sentence_terms`) was learned on diaries of student
    teachers (CEReD); ``card`` tells how far it agrees with people. It finds what a
    sentence shows, and says nothing about whoever wrote it.

    Parameters
    ----------
    model : None, "encoder" or path, default=None
        None: the model that comes with the package, until ``fit`` learns another.
        "encoder": a transformer that reads the sentence in the passage round it, if
        this installation has it. A path: a folder that ``save`` wrote.
    random_state : int, optional
        For the folds of the calibration in ``fit``; 0 by default.

    Examples
    --------
    >>> elements = ReflectionElements()
    >>> elements.predict(["I was so relieved.", "What if I had asked?"]).tolist()
    ['Feeling', 'Reflection']

    References
    ----------
    Ullmann, T. D. (2019), doi 10.1007/s40593-019-00174-2. Štefánik, M. and Nehyba, J.
    (2021), CEReD, hdl 11372/LRT-3573.
    """

    construct: ClassVar[str] = "element"
    name: ClassVar[str] = "als-elements"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    def __init__(
        self,
        *,
        model: str | Path | None = None,
        random_state: int | None = None,
    ) -> None:
        self.model = model
        self.random_state = random_state

    def fit(
        self,
        sentences: Sequence[str],
        labels: Sequence[str],
        context: Sequence[str] | None = None,
        weights: Sequence[float] | None = None,
        authors: Sequence[str] | None = None,
    ) -> Self:
        """Learn from sentences that people coded, in place of the model that comes.

        A term is kept only if three authors used it; where ``authors`` is not given,
        if it stands in five sentences.

        Parameters
        ----------
        sentences : sequence of str, length n
        labels : sequence of str, length n
            Two elements or more, each five times or more.
        context : sequence of str, length n, optional
            Checked and not used: on sentences of authors kept out, the neighbours of
            a sentence added nothing to this model.
        weights : sequence of float, length n, optional
            How much each counts, over 0.
        authors : sequence of str, length n, optional
            Who wrote each; None or NaN where it is not known. They are not kept.

        Returns
        -------
        ReflectionElements

        Raises
        ------
        InputError
            If something given cannot be used, or ``model`` is not None.
        """
        if self.model is not None:
            msg = (
                "fit must start from model=None: it learns the default model anew. Got "
                "another model. Make a ReflectionElements() and fit that."
            )
            raise InputError(msg)
        texts = checked_texts(sentences)
        checked_contexts(context, texts)
        given = (
            checked_labels(labels, len(texts)),
            checked_weights(weights, len(texts)),
            checked_authors(authors, len(texts)),
        )
        terms = list(_terms(texts))
        self._scorer_ = learned(terms, *given, self.random_state or 0)
        return self

    def predict(  # type: ignore[override]
        self, sentences: Sequence[str], context: Sequence[str] | None = None
    ) -> npt.NDArray[np.str_]:
        """Return the element that each sentence most likely shows.

        Parameters
        ----------
        sentences : sequence of str, length n
        context : sequence of str, length n, optional
            The passage round each, itself included. The default model checks it and
            does without.

        Returns
        -------
        numpy.ndarray of str, shape (n,)

        Raises
        ------
        InputError
            If what is given is no sequence of str, or of different lengths.
        """
        best = self.predict_proba(sentences, context).argmax(axis=1)
        found: npt.NDArray[np.str_] = self.classes_[best]
        return found

    def predict_proba(
        self, sentences: Sequence[str], context: Sequence[str] | None = None
    ) -> npt.NDArray[np.float64]:
        """Return how likely each sentence shows each element.

        Parameters
        ----------
        sentences, context
            As in ``predict``.

        Returns
        -------
        numpy.ndarray of float64, shape (n, 9)
            Columns as in ``classes_``; rows sum to 1. Fewer columns if ``fit`` was
            given fewer elements.

        Raises
        ------
        InputError
            As ``predict``.
        """
        texts = checked_texts(sentences)
        contexts = checked_contexts(context, texts)
        model = self._model()
        if isinstance(model, Scorer):
            rows = [model.proba(terms) for terms in _terms(texts)]
        else:
            rows = []
            for at in range(0, len(texts), _BATCH):
                batch = slice(at, at + _BATCH)
                rows += list(_by(model, texts[batch], contexts[batch]))
        return np.array(rows, dtype=np.float64).reshape(-1, len(self.classes_))

    @property
    def classes_(self) -> npt.NDArray[np.str_]:
        """The elements in alphabetical order, as the columns of ``predict_proba``."""
        return np.asarray(sorted(self.codes))

    @property
    def codes(self) -> tuple[str, ...]:
        """The elements that may be found, in the order to show."""
        model = self._model() if self._is_own() else None
        own = model.classes if isinstance(model, Scorer) else ELEMENTS
        return tuple(code for code in ELEMENTS if code in own)

    @property
    def titles(self) -> dict[str, str]:
        """What each element is called where people read it, in a few words."""
        return {code: f"{code}: {_MEANT[code]}" for code in self.codes}

    @property
    def coder(self) -> str:
        """Who codes, as name and version: one's own model under another name."""
        kind = "elements-own" if self._is_own() else "elements"
        kind = "elements-encoder" if self.model == _ENCODER else kind
        return f"{kind}/{__version__}"

    def read(self, doc: Doc) -> list[Passage]:
        """Return the sentences of one parsed text, each with its element."""
        found = whole_sentences(doc)
        if not found:
            return []
        proba, classes = self._read(doc, found), self.classes_.tolist()
        best, sure = proba.argmax(axis=1).tolist(), proba.max(axis=1).tolist()
        return [
            Passage(own.start, own.end, classes[k], p)
            for own, k, p in zip(found, best, sure, strict=True)
        ]

    def card(self) -> ModelCard:
        """Return what the model that comes with the package is good for.

        Raises
        ------
        InputError
            For a model of one's own, of which nobody knows.
        """
        if self._is_own():
            msg = (
                "card must be asked of a model that comes with alsjournal. Got one of "
                "your own. Measure it on sentences that it was not fitted on."
            )
            raise InputError(msg)
        return model_card(self.name + ("-encoder" if self.model == _ENCODER else ""))

    def save(self, path: str | Path) -> Path:
        """Write what was fitted to a new folder: JSON and arrays, no pickle.

        Parameters
        ----------
        path : str or pathlib.Path

        Returns
        -------
        pathlib.Path

        Raises
        ------
        NotFittedError
            Before ``fit``.
        InputError
            If something at the path would be lost.
        """
        if not hasattr(self, "_scorer_"):
            msg = (
                "ReflectionElements must be fitted before it is saved; the model that "
                "comes with the package is there already. Call fit(sentences, labels)."
            )
            raise NotFittedError(msg)
        return save_scorer(self._scorer_, path, KIND)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a model that ``save`` wrote.

        Parameters
        ----------
        path : str or pathlib.Path

        Returns
        -------
        ReflectionElements
            Fitted.

        Raises
        ------
        SourceError
            If it is not there, or not what it says.
        InputError
            If it was learned with other lists or classes of words.
        """
        made = cls()
        made._scorer_ = load_scorer(path, KIND)
        return made

    def _is_own(self) -> bool:
        return hasattr(self, "_scorer_") or self.model not in (None, _ENCODER)

    def _model(self) -> Scorer | Backend:
        if hasattr(self, "_scorer_"):
            return self._scorer_
        if self.model is None:
            return shipped_scorer(self.name, KIND)
        if self.model == _ENCODER:
            return encoder()
        return _of_path(given_path(self.model, "model"))

    def _read(self, doc: Doc, found: Sequence[Segment]) -> npt.NDArray[np.float64]:
        """Return the probabilities of the sentences of a parsed text."""
        model, text = self._model(), text_of(doc)
        if isinstance(model, Scorer):
            ends = [marked(text, own.end) for own in found]
            places = [
                positions_between(doc, own.start, end)
                for own, end in zip(found, ends, strict=True)
            ]
            return model.probas([terms_at(doc, own, words()) for own in places])
        spoken = [text[own.start : marked(text, own.end)] for own in found]
        around = [window(text, found, i) for i in range(len(found))]
        return _by(model, spoken, around)


def _terms(texts: Sequence[str]) -> Iterator[set[str]]:
    known = words()
    for doc in parsed(texts, GRAMMAR):
        yield terms_at(doc, range(len(doc)), known)


def _by(
    model: Backend, sentences: Sequence[str], contexts: Sequence[str]
) -> npt.NDArray[np.float64]:
    return np.asarray(model.proba(sentences, contexts), dtype=np.float64)


def _of_path(path: str) -> Scorer:
    """Read a folder once for each state that it is in."""
    folder = Path(path)
    file = folder / "config.json"
    stamp = file.stat().st_mtime_ns if file.is_file() else 0
    return _cached(folder.absolute(), stamp)


@lru_cache(maxsize=2)
def _cached(folder: Path, stamp: int) -> Scorer:  # noqa: ARG001
    return load_scorer(folder, KIND)
