"""Whom "we" and "they" refer to, as far as a text says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsjournal.reflection._people import Known, done_by_people, known_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["NOT_SAID", "THING", "they_refer_to", "we_refer_to", "whom"]

NOT_SAID = "not said"
THING = "thing"

_BACK = 60
"""Tokens back from a pronoun in which its noun is looked for."""

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_OBJECT = frozenset({"dobj", "pobj", "dative", "obj", "iobj"})
_JOINS = frozenset({"as", "in", "at", "of", "from", "within", ","})
_PLACED = frozenset({"as", ","})
"""What may join a noun to an "us" or "them" that something is done to, where "in" and
"at" are places: "put them in the ward"."""

_BETWEEN = frozenset(
    {"the", "a", "an", "all", "both", "two", "three", "four", "five", "six", "us"}
    | {"you", "those", "lot", "-", "own", "whole", "of", "our", "local", "new"}
    | {"small", "old", "other"}
)
_NEAR = 6


def we_refer_to(doc: Doc, i: int) -> str:
    """Return the kind that a "we", "us" or "our" names beside itself.

    "We as a practice", "us nurses", "those of us in the trust", "our network". A
    noun further off is not taken: who "we" are is seldom the last group named.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    i : int
        The token of the pronoun.

    Returns
    -------
    str
        A kind, or "not said".
    """
    own = _beside(doc, i)
    return own or NOT_SAID


def they_refer_to(doc: Doc, i: int) -> str:
    """Return the kind that a "they", "them" or "their" refers to.

    The nearest noun of people or bodies before it, in its sentence or the one
    before; first what stands beside it: "they, the council".

    Parameters
    ----------
    doc : spacy.tokens.Doc
    i : int

    Returns
    -------
    str
        A kind, "not said", or "thing" where the nearest noun is of things.
    """
    own = _beside(doc, i)
    if own:
        return own
    known, thing = _nearest(doc, i)
    if thing:
        return THING
    return known.noun.voice if known else NOT_SAID


def whom(doc: Doc, i: int) -> Known | None:
    """Return the noun that a "he", "she" or "they" most likely stands for.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    i : int

    Returns
    -------
    Known or None
    """
    return _nearest(doc, i, one=doc[i].lower_ not in ("they", "them", "their"))[0]


def _beside(doc: Doc, i: int) -> str:
    """Return the kind named right after a pronoun, as "we at the trust"."""
    possessive = doc[i].tag_ == "PRP$"
    joined = possessive
    for j in range(i + 1, min(i + _NEAR, len(doc))):
        token = doc[j]
        known = known_at(doc, j)
        if known and _goes_on(doc, j):
            continue
        if known:
            right = joined or j == i + 1 or doc[j - 1].lower_ in ("lot", "two", "four")
            ends = possessive and known.noun.several and _group(known)
            return known.noun.voice if right and (not possessive or ends) else ""
        if j == i + 1 and token.lower_ in (_PLACED if _placed(doc, i) else _JOINS):
            joined = True
        elif token.lower_ not in _BETWEEN:
            modifies = joined and token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "DET")
            if not modifies:
                return ""
    return ""


def _placed(doc: Doc, i: int) -> bool:
    within = i > 0 and doc[i - 1].lower_ == "of"
    return doc[i].lower_ in ("us", "them") and not within


def _goes_on(doc: Doc, j: int) -> bool:
    """Say whether a noun is only the first part of another, as in "ward sister"."""
    return doc[j].dep_ == "compound" and doc[j].head.i == j + 1


def _group(known: Known) -> bool:
    """Say whether "our" with it means those who write: a body, not its people."""
    return known.noun.voice in (
        "set",
        "team or practice",
        "network",
        "organisation",
        "system",
    )


def _nearest(doc: Doc, i: int, *, one: bool = False) -> tuple[Known | None, bool]:
    """Return the nearest fitting noun before a pronoun, and whether it is a thing."""
    pronoun = doc[i]
    human = one or _acts(pronoun)
    breaks = 1 if pronoun.is_sent_start else 0
    for j in range(i - 1, max(i - _BACK, 0) - 1, -1):
        token = doc[j]
        known = known_at(doc, j)
        if known and _fits(pronoun, token, known, one=one):
            return known, False
        if not (human or known or breaks) and _many_things(token, pronoun):
            return None, True
        breaks += bool(token.is_sent_start)
        if breaks > 1:
            break
    return None, False


def _acts(pronoun: Token) -> bool:
    """Say whether a pronoun does what only people and bodies do."""
    head: Any = pronoun.head
    return pronoun.dep_ in _SUBJECT and head.lemma_.lower() in done_by_people()


def _fits(pronoun: Token, token: Token, known: Known, *, one: bool) -> bool:
    if token.dep_ == "compound" and token.head.i == token.i + 1:
        return False
    if one and (known.noun.several and token.tag_ in ("NNS", "NNPS")):
        return False
    if not one and not (known.noun.several or _any_of(token)):
        return False
    told = pronoun.dep_ in _OBJECT and token.dep_ in _SUBJECT
    return not (told and _clause(pronoun) == token.head.i)


def _any_of(token: Token) -> bool:
    """Say whether a role in the singular means whoever has it, as "a carer"."""
    words = {child.lower_ for child in token.children if child.dep_ == "det"}
    return bool(words & {"a", "an", "any", "every", "each", "no", "another"})


def _clause(token: Token) -> int:
    """Return the verb over an object, past a preposition."""
    head = token.head
    return int(head.head.i if head.dep_ == "prep" else head.i)


def _many_things(token: Token, pronoun: Token) -> bool:
    if token.tag_ not in ("NNS", "NNPS") or token.dep_ in ("npadvmod", "nmod"):
        return False
    if token.ent_type_ or token.lower_.endswith(("ists", "ians")):
        return False
    return not (token.dep_ in _SUBJECT and token.head.i == _clause(pronoun))
