"""`Plan`: an act that a sentence commits to or wishes for, and what tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from alsjournal.reflection._grammar import (
    SET,
    WRITER,
    clause,
    is_act,
    is_task,
    negated,
    subject,
    words,
)
from alsjournal.reflection._when import a_date, a_day, ahead

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "FAR",
    "WILL",
    "WOULD",
    "Plan",
    "beside",
    "dated",
    "heard",
    "holder",
    "in_doubt",
    "looks_back",
    "on_a_day",
    "ours",
    "perhaps",
    "person",
    "said_of",
    "under_if",
    "unsaid",
]

WILL: Final = frozenset({"will", "'ll", "\u2019ll", "ll", "shall"})
WOULD: Final = frozenset({"would", "'d", "\u2019d", "d", "should"})
FAR: Final = 9
_ALL_KINDS: Final = frozenset(
    {"do", "get", "take", "put", "set", "sit", "work", "run", "cover", "read", "look"}
)
_OURS: Final = frozenset({"i", "we", "ill"})


class Plan(NamedTuple):
    """An act that a sentence commits to or wishes for."""

    code: str
    act: Token
    top: Token
    """The head of the clause that says so."""
    whom: Token | None


def said_of(act: Token, top: Token, whom: Token | None) -> Plan | None:
    """Who will: of oneself any act, of others work only, of things none."""
    if whom is None:
        return (
            Plan("commitment", act, top, None) if unsaid(top) and is_act(act) else None
        )
    if ours(whom):
        return Plan("commitment", act, top, whom) if is_act(act) else None
    if not is_task(act) or act.dep_ == "relcl":
        return None
    if person(whom) or (whom.pos_ in ("PROPN", "NOUN") and dated(top)):
        return Plan("commitment", act, top, whom)
    return None


def ours(whom: Token) -> bool:
    """Say whether the writer is, or is among, those who are named."""
    if whom.lower_ in _OURS:
        return True
    named = whom.pos_ == "PROPN" or whom.lower_ == "me"
    return named and any(
        (c.dep_ == "conj" and c.lower_ in ("i", "me", "myself")) or whom.lower_ == "me"
        for c in whom.rights
    )


def person(whom: Token) -> bool:
    """Say whether somebody is named: by name, as he or she, or by what they are."""
    if whom.pos_ == "PROPN" or whom.lower_ in ("he", "she") or whom.lower_ in SET:
        return True
    if any(c.lower_ == "of" for c in whom.rights):
        return whom.lower_ in ("one", "two", "three", "each", "some")
    return whom.lemma_.lower() in words()["persons"]


def holder(noun: Token) -> Token | None:
    """Return whose a step or an action is: "my", or "for me"."""
    near = [
        *noun.lefts,
        *(g for c in noun.rights if c.lower_ == "for" for g in c.rights),
    ]
    return next((c for c in near if c.lower_ in WRITER | SET), None)


def unsaid(verb: Token) -> bool:
    """Nobody named, and the verb opens what is said: "Will ring her"."""
    if verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis", "dep"):
        return False
    before = list(verb.lefts)
    edge = verb.left_edge
    for token in verb.doc[edge.i : verb.i]:
        if token.pos_ in ("NOUN", "PROPN", "PRON", "VERB") and token in before:
            return token.dep_ == "npadvmod"
    return True


def in_doubt(verb: Token) -> bool:
    """Under an "if", or what is hoped, feared or asked."""
    if any(c.lower_ in ("if", "whether", "unless") for c in verb.lefts):
        return verb.dep_ in ("advcl", "ccomp")
    while verb.dep_ == "conj" and verb.head.dep_ in ("conj", "ccomp"):
        verb = verb.head
    head = verb.head
    if verb.dep_ in ("ccomp", "acl") and head.i < verb.i < head.i + FAR:
        if head.lemma_.lower() in words()["unsure"] or head.pos_ == "ADJ":
            return True
        return negated(head) and head.pos_ in ("VERB", "AUX")
    return verb.dep_ == "relcl" and subject(verb) is None


def under_if(verb: Token) -> bool:
    return any(c.lower_ in ("if", "when", "once") for c in verb.lefts)


def beside(verb: Token) -> bool:
    """In a clause that tells when, where, why or which."""
    if verb.dep_ == "relcl":
        return True
    return verb.dep_ == "advcl" and any(
        c.dep_ == "mark" or c.tag_ == "WRB" for c in verb.lefts
    )


def perhaps(verb: Token) -> bool:
    return any(c.lower_ in ("maybe", "perhaps", "possibly") for c in verb.lefts)


def heard(verb: Token) -> bool:
    """What one thinks, or was told by somebody else of oneself."""
    head, whom = verb.head, subject(verb)
    if verb.dep_ != "ccomp" or head.i > verb.i or under_if(head):
        return False
    if head.lemma_.lower() in ("think", "know", "believe", "feel", "find", "learn"):
        return True
    teller = subject(head)
    return teller is not None and whom is not None and (not ours(teller) and ours(whom))


def looks_back(verb: Token) -> bool:
    """In a clause of time or of reason, or before something else in the past."""
    if any(c.lower_ in ("had", "'d", "\u2019d") for c in verb.lefts):
        return True
    return verb.dep_ in ("advcl", "relcl") and verb.tag_ in ("VBD", "VBN")


def dated(verb: Token) -> bool:
    """Say whether the clause of a verb names a time that can only be to come."""
    return ahead(verb.doc.text, *_own_words(verb))


def on_a_day(verb: Token) -> bool:
    """Of what one is doing a day is enough: "I'm meeting him on Thursday"."""
    start, end = _own_words(verb)
    if verb.tag_ == "VBG":
        return a_day(verb.doc.text, start, end)
    whom = subject(verb)
    named = whom is not None and (ours(whom) or person(whom)) and is_task(verb)
    if named and verb.lemma_ not in _ALL_KINDS and not under_if(verb):
        return a_day(verb.doc.text, verb.idx, end)
    return a_date(verb.doc.text, start, end)


def _own_words(verb: Token) -> tuple[int, int]:
    start, end = clause(verb)
    beside = [c for c in verb.rights if c.dep_ == "ccomp"]
    return start, max(start, beside[0].left_edge.idx) if beside else end
