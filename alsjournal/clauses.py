"""Texts to clauses by the grammar: `DependencyClauses`, slower than punctuation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from alsjournal.segment import SEPARATORS, ClauseSegmenter, Segment, checked_text

__all__ = ["DependencyClauses"]

_HEADS = frozenset({"ROOT", "conj", "advcl", "ccomp", "relcl", "parataxis"})
"""Relations of a verb to what it depends on by which it opens a clause of its own."""

_TRIMMED = SEPARATORS | frozenset(" \t\r\n\u2028\u2029\u00a0")


class DependencyClauses(ClauseSegmenter):
    """Cut a text into clauses where its verbs depend on each other.

    spaCy's parser says which verb each word belongs to. Words side by side that
    belong to the same one make a clause; a shorter one joins the clause before it.
    It does some 200 short texts a second, where `ClauseSegmenter` does tens of
    thousands: for texts with little punctuation.

    Parameters
    ----------
    min_words : int, default=4
        The fewest words of a clause. A text may be shorter.

    Raises
    ------
    InputError
        If ``min_words`` is not a whole number from 1 up.

    Examples
    --------
    >>> text = "We agreed a rota but the ward was full because nobody told them"
    >>> [text[s.start : s.end] for s in DependencyClauses()(text)]  # doctest: +SKIP
    ['We agreed a rota but', 'the ward was full', 'because nobody told them']
    """

    def __call__(self, text: str) -> list[Segment]:
        """Return the clauses of a text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Segment
            In order, without overlap.

        Raises
        ------
        InputError
            If ``text`` is not a str.
        """
        checked_text(text)
        from alsjournal.nlp import load_pipeline

        nlp: Any = load_pipeline(components=("tagger", "parser", "attribute_ruler"))
        with nlp.memory_zone():
            doc = nlp(text)
            starts = self._starts(doc)
            ends = [doc[i].idx for i in starts[1:]]
            edges = [*(doc[i].idx for i in starts[:1]), *ends, len(text)]
        found = (_trimmed(text, a, b) for a, b in pairwise(edges))
        return [segment for segment in found if segment.end > segment.start]

    def _starts(self, doc: Any) -> list[int]:
        """Return the tokens that a clause begins with; long enough ones alone."""
        owner = _owners(doc)
        starts: list[int] = []
        words = 0
        for i, token in enumerate(doc):
            changed = i == 0 or owner[i] != owner[i - 1]
            ended = i > 0 and doc[i].is_sent_start
            if not starts or ended or (changed and words >= self.min_words):
                starts.append(i)
                words = 0
            words += token.is_alpha
        return self._joined(doc, starts)

    def _joined(self, doc: Any, starts: list[int]) -> list[int]:
        """Give a last clause of a sentence that is too short to the one before."""
        kept: list[int] = []
        for start, end in pairwise([*starts, len(doc)]):
            short = sum(t.is_alpha for t in doc[start:end]) < self.min_words
            if kept and short and not doc[start].is_sent_start:
                continue
            kept.append(start)
        return kept


def _owners(doc: Iterable[Any]) -> list[int]:
    """Return the verb that opens the clause of each token, by position."""
    return [next(_opening(token)) for token in doc]


def _opening(token: Any) -> Any:
    for one in (token, *token.ancestors):
        if one.dep_ == "ROOT" or (one.dep_ in _HEADS and one.pos_ in ("VERB", "AUX")):
            yield one.i
    yield -1


def _trimmed(text: str, start: int, end: int) -> Segment:
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    return Segment(start, end)
