"""Who takes on what a whole sentence takes on, where no rule points at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from alsjournal.reflection._grammar import SET, WRITER, Range, owner, subject, words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["taker"]

_DECIDED: Final = frozenset({"agree", "decide", "settle", "arrange", "leave", "minute"})
_PERSONAL: Final = frozenset({"he", "she", "they", "who"})
_WHOLE: Final = frozenset({"all", "each", "both", "everybody", "everyone"})
_US: Final = frozenset({"we", "us"})
_OURS: Final = frozenset({"we", "us", "our", "ours", "ourselves"})


def taker(tokens: Sequence[Token]) -> tuple[str, Range | None]:
    """Return whose a commitment is that a sentence makes, and where that is said.

    Parameters
    ----------
    tokens : sequence of spacy.tokens.Token
        Of the sentence, parsed.

    Returns
    -------
    owner : {"writer", "set", "other", "not said"}
        Whom the main verb is said of; of a thing, or where nobody is the subject,
        whoever is spoken of in the first person. A sentence without a subject and
        without a first person is taken for a note of the writer's, unless it is in
        the passive.
    owner_at : (int, int) or None
    """
    top = _top(tokens)
    whom = None if top is None else subject(top)
    if whom is not None and _is_somebody(whom):
        own = owner(whom)
        if own[0] != "not said":
            return own
    return _spoken_of(tokens, silent="writer" if whom is None else "not said")


def _top(tokens: Sequence[Token]) -> Token | None:
    """Return the main verb; of what was decided, the verb of the decision."""
    inside = {t.i for t in tokens}
    tops = (t for t in tokens if t.head.i == t.i or t.head.i not in inside)
    top = next((t for t in tops if t.pos_ in ("VERB", "AUX")), None)
    if top is not None and top.lemma_.lower() in _DECIDED:
        return next((c for c in top.rights if c.dep_ == "ccomp"), top)
    return top


def _is_somebody(whom: Token) -> bool:
    if whom.pos_ == "NOUN":
        return whom.lemma_.lower() in words()["persons"]
    return whom.pos_ == "PROPN" or whom.lower_ in WRITER | SET | _PERSONAL


def _spoken_of(tokens: Sequence[Token], silent: str) -> tuple[str, Range | None]:
    """Return who is spoken of in the first person: all of us, I, we, else nobody."""
    for own, known in (("writer", WRITER), ("set", _OURS)):
        for token in tokens:
            if token.lower_ in known and not (own == "writer" and _of_us(token)):
                return own, (token.idx, token.idx + len(token))
    passive = any(t.dep_ in ("auxpass", "nsubjpass") for t in tokens)
    return ("not said" if passive else silent), None


def _of_us(token: Token) -> bool:
    """Say whether an "I" stands in a sentence about "each of us"."""
    spoken = {t.lower_ for t in token.sent}
    return bool(spoken & _US and spoken & _WHOLE)
