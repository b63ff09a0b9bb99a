"""Turns of phrase that settle what a sentence says, or wish for it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from alsjournal.reflection._grammar import clause, is_act, negated, subject, words
from alsjournal.reflection._plan import Plan

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["settled", "wished"]


_MAY: Final = frozenset({"should", "could", "can", "may", "might", "must", "did"})
_LATER: Final = ("VBP", "VBZ", "VB", "VBG")


@cache
def _phrase(name: str) -> re.Pattern[str]:
    """Return the phrases of a list of ``commitments.toml`` as one pattern."""
    return re.compile("|".join(sorted(words()[name])), re.IGNORECASE)


def settled(sentence: Span) -> Plan | None:
    """Return what a sentence says to be settled: "that was the decision".

    Parameters
    ----------
    sentence : spacy.tokens.Span

    Returns
    -------
    Plan or None
        Of its first clause in the present that can be done.
    """
    found = _phrase("settling").search(sentence.text)
    if found is None:
        return None
    return next((p for t in sentence if (p := _act(t)) is not None), None)


def _act(verb: Token) -> Plan | None:
    if verb.tag_ not in _LATER or not is_act(verb) or negated(verb):
        return None
    before = [c for c in verb.lefts if c.dep_ == "aux"]
    if any(c.tag_ == "VBD" or c.lower_ in _MAY or c.lemma_ == "have" for c in before):
        return None
    return Plan("commitment", verb, verb, _whose(verb))


def _whose(verb: Token) -> Token | None:
    """Of "has the job of telling" the subject stands further up."""
    whom, above = subject(verb), verb
    while whom is None and verb.tag_ in ("VBG", "VB") and above.head != above:
        above = above.head
        whom = subject(above)
    return whom


def wished(sentence: Span) -> tuple[int, int] | None:
    """Return the clause of a sentence that a turn of phrase makes a wish."""
    found = _phrase("wished").search(sentence.text)
    if found is None:
        return None
    return clause(sentence.root)
