"""`CommitmentFinder`: what a text takes on to do, by whom and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import numpy.typing as npt

from alsjournal.reflection._commitment_rules import (
    CODES,
    Commitment,
    apart,
    by_rules,
    touches,
)
from alsjournal.reflection._element_backend import marked
from alsjournal.reflection._grammar import Range, others_speech
from alsjournal.reflection._parse import GRAMMAR
from alsjournal.reflection._sentence_file import COMMITMENTS, shipped_scorer
from alsjournal.reflection._sentence_terms import terms_of, tokens_between
from alsjournal.reflection._sentence_words import words
from alsjournal.reflection._taker import taker
from alsjournal.reflection._when import when_in
from alsjournal.reflection.finder import Finder
from alsjournal.segment import Segment, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Commitment", "CommitmentFinder", "Told", "told"]

LEAST: Final = 0.4
"""The probability from which a sentence has a code. In folds over what was learned from
(``models/train/commitments.py --folds``) kappa was 0.71 on sentences written for the
project and 0.38 on the sample's at 0.25, 0.64 and 0.51 at 0.5; 0.4 lies between, with
0.69 and 0.48."""


class CommitmentFinder(Finder):
    """Finds commitments to act, apart from what is only wished.

    A commitment is what somebody takes on to do: it may be said ("I will ring her"),
    reported ("we agreed that she rings") or noted ("Action: ring her"). What is
    foretold, denied, asked, quoted from somebody else or done already is none.

    Whether a sentence holds one is decided by a linear support vector machine over
    its words, its grammar and what rules say of it; the rules over the parse also say
    where in the sentence it lies, whose it is, what is to be done and when. Where no
    rule knows it, the whole sentence is the passage.

    There is nothing to set.

    Notes
    -----
    The idea of a commitment as an utterance that places the responsibility for an
    act is that of Lampert, Dale and Paris (2008), "The nature of requests and
    commitments in email messages".

    Examples
    --------
    >>> from alsjournal.reflection.commitments import CommitmentFinder
    >>> text = "I will ring the trust by Friday."
    >>> [found] = CommitmentFinder().spans([text])[0]  # doctest: +SKIP
    >>> found.owner, text[slice(*found.when_at)]  # doctest: +SKIP
    ('writer', 'by Friday')
    """

    construct: ClassVar[str] = "commitment"
    name: ClassVar[str] = "als-commitments"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    @property
    def codes(self) -> tuple[str, ...]:
        """Commitment and wish."""
        return CODES

    def read(self, doc: Doc) -> Sequence[Commitment]:
        """Return the commitments and wishes of one parsed text, in order."""
        scorer = shipped_scorer(self.name, COMMITMENTS)
        found: list[Commitment] = []
        for own in told(doc):
            code, sure = decided(scorer.proba(own.terms), scorer.classes)
            if code in CODES:
                found += own.passages(doc.text, code, sure)
        return apart(found)


@dataclass(frozen=True, eq=False, repr=False)
class Told:
    """A sentence, its terms, and what the rules find upon it."""

    at: Segment
    tokens: list[Token]
    terms: set[str]
    ruled: list[Commitment]
    quoted: bool

    def passages(self, text: str, code: str, sure: float) -> Iterator[Commitment]:
        """Yield where a sentence with a code shows it.

        What the rules found of the same code; else what they found of the other;
        else the sentence, unless somebody else is quoted in it.
        """
        own = [c for c in self.ruled if c.code == code] or self.ruled
        for one in own:
            yield replace(one, code=code, confidence=sure)
        if not own and not self.quoted:
            whose, at = taker(self.tokens)
            start, end = self.at
            when = when_in(text, start, end)
            yield Commitment(start, end, code, sure, whose, at, when_at=when)


def told(doc: Doc) -> Iterator[Told]:
    """Yield every sentence of a parsed text with what its code is decided by."""
    text, known = doc.text, words()
    quoted = others_speech(text)
    ruled = by_rules(doc, quoted)
    for at in sentences(text):
        tokens = tokens_between(doc, at.start, marked(text, at.end))
        own = [c for c in ruled if touches((c.start, c.end), [at])]
        terms = terms_of(tokens, known) | _said_by_rules(own)
        yield Told(at, tokens, terms, own, _mostly(at, quoted))


def decided(
    proba: npt.NDArray[np.float64], classes: Sequence[str], least: float = LEAST
) -> tuple[str, float]:
    """Return the code of a sentence and its probability; a commitment comes first.

    Examples
    --------
    >>> decided(np.array([0.2, 0.35, 0.45]), ("commitment", "none", "wish"))
    ('wish', 0.45)
    """
    sure = dict(zip(classes, proba.tolist(), strict=True))
    code = next((c for c in CODES if sure[c] >= least), "none")
    return code, sure[code]


def _said_by_rules(own: Sequence[Commitment]) -> set[str]:
    """Return terms, two of them, so that the rules count twice."""
    codes = {c.code for c in own}
    code = next((c for c in CODES if c in codes), "none")
    return {f"rule {code}", f"rule! {code}"}


def _mostly(at: Range, quoted: Sequence[Range]) -> bool:
    """Say whether half of a sentence and more is somebody else's speech."""
    start, end = at
    said = sum(max(0, min(end, b) - max(start, a)) for a, b in quoted)
    return 2 * said >= end - start
