"""Rules on the parse: which verbs of a sentence commit to an act, or wish for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from alsjournal.reflection._grammar import (
    SET,
    WRITER,
    clause,
    inner,
    is_act,
    is_task,
    negated,
    owner,
    present,
    subject,
    verbs,
    words,
)
from alsjournal.reflection._when import ahead

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["Plan", "plans"]

_WILL: Final = frozenset({"will", "'ll", "’ll", "ll", "shall"})  # noqa: RUF001
_WOULD: Final = frozenset({"would", "'d", "’d", "d", "should"})  # noqa: RUF001
_LEFT_TO: Final = frozenset({"me", "myself", "us", "all", "both", "everyone", "each"})
_NAMING: Final = frozenset({"PROPN", "PRON", "CCONJ", "DET", "NOUN", "ADJ", "ADV"})
_FAR: Final = 9
_READY: Final = frozenset(
    {"happy", "glad", "willing", "ready", "prepared", "determined", "committed"}
    | {"due", "set", "down", "about", "booked", "scheduled"}
)


class Plan(NamedTuple):
    """An act that a sentence commits to or wishes for."""

    code: str
    act: Token
    top: Token
    """The head of the clause that says so."""
    whom: Token | None


def plans(sentence: Span) -> Iterator[Plan]:
    """Yield what a sentence commits to and wishes for, each act once.

    Parameters
    ----------
    sentence : spacy.tokens.Span
        Parsed; a question has none.

    Yields
    ------
    Plan
    """
    seen: set[int] = set()
    for verb in verbs(sentence):
        for rule in _RULES:
            plan = rule(verb)
            if plan is not None and plan.act.i not in seen:
                seen.add(plan.act.i)
                yield plan
                break


def _future(verb: Token) -> Plan | None:
    """I will ring; she'll send; will ask Ros (nobody said: the writer)."""
    if not any(c.lower_ in _WILL for c in verb.lefts if c.tag_ == "MD"):
        return None
    if negated(verb) or _in_doubt(verb):
        return None
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.lefts):
        return None
    return _said_of(verb, verb, subject(verb))


def _left_to(verb: Token) -> Plan | None:
    """Ros to ring the trust; me to draft."""
    doc, i = verb.doc, verb.i - 2
    if verb.tag_ != "VB" or i < 0 or doc[verb.i - 1].tag_ != "TO" or not is_act(verb):
        return None
    whom = doc[i]
    named = whom.pos_ == "PROPN" or whom.lower_ in _LEFT_TO or _person(whom)
    if not named or whom.lower_ in ("he", "she"):
        return None
    while i >= 0 and doc[i].pos_ in _NAMING and verb.i - i < _FAR:
        i -= 1
    opens = i < 0 or doc[i].is_punct or "\n" in doc[i].text or whom.sent.start > i
    return Plan("commitment", verb, verb, whom) if opens else None


def _short(verb: Token) -> Plan | None:
    """And I shall."""
    whom = subject(verb)
    if verb.lower_ not in _WILL or verb.dep_ != "conj" or whom is None:
        return None
    if whom.lower_ in ("i", "we") and whom.head == verb and not negated(verb):
        return Plan("commitment", verb.head, verb, whom)
    return None


def _going_to(verb: Token) -> Plan | None:
    """I'm going to ask; I am to find out; I'm happy to ask."""
    act = inner(verb)
    if act is None or negated(verb) or negated(act) or _in_doubt(verb):
        return None
    going = verb.lower_ in ("going", "gon")
    whom = subject(verb)
    if going and (present(verb) or (whom is None and _first(verb))):
        return _said_of(act, verb, whom)
    if verb.lemma_ == "be" and verb.tag_ in ("VBP", "VBZ") and whom is not None:
        return _to_be(verb, act, whom)
    return None


def _to_be(verb: Token, act: Token, whom: Token) -> Plan | None:
    if whom.lemma_.lower() in words()["notes"]:
        return Plan("commitment", act, verb, _holder(whom)) if is_act(act) else None
    if any(c.tag_ in ("WRB", "WP", "WDT") for t in (verb, act) for c in t.lefts):
        return None
    if act.i == verb.i + 2 or whom.lower_ in WRITER | SET:
        return _said_of(act, verb, whom)
    return None


def _ready(verb: Token) -> Plan | None:
    """I'm happy to ask the practices; we are due to meet."""
    state = next((c for c in verb.rights if c.lower_ in _READY), None)
    if verb.lemma_ != "be" or verb.tag_ not in ("VBP", "VBZ") or state is None:
        return None
    act, whom = inner(state) or inner(verb), subject(verb)
    if act is None or whom is None or negated(verb) or _in_doubt(verb):
        return None
    own = whom.lower_ in ("i", "we")
    return Plan("commitment", act, verb, whom) if own and is_task(act) else None


def _note(verb: Token) -> Plan | None:
    """My action is the letter; the plan is that Ros rings."""
    whom = subject(verb)
    if verb.lemma_ != "be" or verb.tag_ != "VBZ" or whom is None or negated(verb):
        return None
    after = next((c for c in verb.rights if c.dep_ in ("attr", "ccomp")), None)
    if after is None:
        return None
    noun = whom.lemma_.lower()
    own = any(c.lower_ in ("my", "our") for c in whom.lefts)
    if noun in ("action", "homework", "step") and (own or after.dep_ == "ccomp"):
        return Plan("commitment", after, verb, _holder(whom))
    mine = after.lower_ in ("mine", "ours")
    if noun == "action" and mine:
        return Plan("commitment", after, verb, after)
    return None


def _agreed(verb: Token) -> Plan | None:
    """We agreed that Ros rings; I have promised to write; I said I would send."""
    lemma, known = verb.lemma_.lower(), words()
    agreeing = lemma in known["agreeing"]
    if not (agreeing or lemma in known["planning"] or lemma in known["saying"]):
        return None
    if negated(verb) or _in_doubt(verb) or _looks_back(verb):
        return None
    whom, act = subject(verb), inner(verb)
    if act is not None and lemma not in known["saying"]:
        if not agreeing and not present(verb) and not _dated(verb):
            return None
        return _taken_on(verb, act, whom)
    return _reported(verb, agreeing)


def _taken_on(verb: Token, act: Token, whom: Token | None) -> Plan | None:
    if any(c.dep_ == "nsubjpass" for c in verb.lefts) or not is_act(act):
        return None
    if negated(act):
        return None
    if whom is None and not _first(verb):
        return None
    kind, _ = owner(whom)
    if kind == "other" and not is_task(act):
        return None
    return Plan("commitment", act, verb, whom)


def _reported(verb: Token, agreeing: bool) -> Plan | None:
    act = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
    if act is None or act.i < verb.i or negated(act):
        return None
    inside = subject(act)
    modal = {c.lower_ for c in act.lefts if c.tag_ == "MD"}
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in act.lefts):
        return None
    if modal & _WILL or (modal & _WOULD and not (modal == {"should"} and not agreeing)):
        own = inside is not None and inside.lower_ in ("i", "we")
        good = is_act(act) if own or agreeing else is_task(act)
        if not own and not agreeing and inside is not None:
            good = good and _person(inside)
        return Plan("commitment", act, verb, inside) if good else None
    if agreeing and not modal and act.tag_ in ("VBZ", "VBP", "VB") and is_act(act):
        return Plan("commitment", act, verb, inside)
    return None


def _today_for_later(verb: Token) -> Plan | None:
    """Next time I phone first; I'm meeting him tomorrow; we meet again in May."""
    whom = subject(verb)
    if whom is None or negated(verb) or _in_doubt(verb) or verb.dep_ == "relcl":
        return None
    if verb.tag_ not in ("VBP", "VBZ", "VBG") or not present(verb):
        return None
    if any(c.tag_ == "MD" or c.tag_ in ("VBN", "VBD") for c in verb.lefts):
        return None
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.lefts)
    if perfect or not _dated(verb) or verb.lower_ in ("going", "gon"):
        return None
    own = whom.lower_ in ("i", "we")
    good = is_act(verb) if own else _person(whom) and is_task(verb)
    return Plan("commitment", verb, verb, whom) if good else None


def _wish(verb: Token) -> Plan | None:
    """I would like to ask; we need to meet; I should ring; I hope to see her."""
    whom, lemma = subject(verb), verb.lemma_.lower()
    if negated(verb) or whom is None:
        return None
    modal = {c.lower_ for c in verb.lefts if c.tag_ == "MD"}
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.lefts)
    if perfect:
        return None
    if modal & words()["should"]:
        own = whom.lower_ in ("i", "we") or not modal & {"may", "might", "could"}
        could = "could" not in modal or is_task(verb)
        return Plan("wish", verb, verb, whom) if own and could and is_act(verb) else None
    act = inner(verb) or next((c for c in verb.rights if c.dep_ == "ccomp"), None)
    longing = lemma in words()["wishing"] or (lemma == "have" and inner(verb))
    now = present(verb) or modal & (_WOULD | _WILL)
    if act is None or not longing or not now or whom.lower_ not in ("i", "we"):
        return None
    if act.tag_ in ("VBD", "VBN") or not is_act(act):
        return None
    return Plan("wish", act, verb, whom)


_RULES: Final[tuple[Callable[[Token], Plan | None], ...]] = (
    _future,
    _left_to,
    _short,
    _going_to,
    _ready,
    _note,
    _agreed,
    _wish,
    _today_for_later,
)


def _said_of(act: Token, top: Token, whom: Token | None) -> Plan | None:
    """Who will: of oneself any act, of others work only, of things none."""
    if whom is None:
        return Plan("commitment", act, top, None) if _first(top) and is_act(act) else None
    if whom.lower_ in ("i", "we"):
        return Plan("commitment", act, top, whom) if is_act(act) else None
    if not is_task(act) or act.dep_ == "relcl":
        return None
    if _person(whom) or (whom.pos_ in ("PROPN", "NOUN") and _dated(top)):
        return Plan("commitment", act, top, whom)
    return None


def _person(whom: Token) -> bool:
    if whom.pos_ == "PROPN" or whom.lower_ in ("he", "she") or whom.lower_ in SET:
        return True
    if any(c.lower_ == "of" for c in whom.rights):
        return whom.lower_ in ("one", "two", "three", "each", "some")
    return whom.lemma_.lower() in words()["persons"]


def _holder(noun: Token) -> Token | None:
    return next((c for c in noun.lefts if c.lower_ in WRITER | SET), None)


def _first(verb: Token) -> bool:
    """Nobody named, and the verb opens what is said: "Will ring her"."""
    if verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis", "dep"):
        return False
    before = list(verb.lefts)
    edge = verb.left_edge
    for token in verb.doc[edge.i : verb.i]:
        if token.pos_ in ("NOUN", "PROPN", "PRON", "VERB") and token in before:
            return token.dep_ == "npadvmod"
    return True


def _in_doubt(verb: Token) -> bool:
    """Under an "if", or what is hoped, feared or asked."""
    if any(c.lower_ in ("if", "whether", "unless") for c in verb.lefts):
        return verb.dep_ in ("advcl", "ccomp")
    if verb.dep_ in ("ccomp", "acl"):
        head = verb.head
        if head.lemma_.lower() in words()["unsure"] or head.pos_ == "ADJ":
            return True
        return negated(head) and head.pos_ in ("VERB", "AUX")
    return verb.dep_ == "relcl" and subject(verb) is None


def _looks_back(verb: Token) -> bool:
    """In a clause of time or of reason, or before something else in the past."""
    if verb.tag_ == "VBN" and any(
        c.lower_ in ("had", "'d", "’d") for c in verb.lefts  # noqa: RUF001
    ):
        return True
    return verb.dep_ in ("advcl", "relcl") and verb.tag_ in ("VBD", "VBN")


def _dated(verb: Token) -> bool:
    start, end = clause(verb)
    beside = [c for c in verb.rights if c.dep_ == "ccomp"]
    if beside:
        end = max(start, beside[0].left_edge.idx)
    return ahead(verb.doc.text, start, end)
