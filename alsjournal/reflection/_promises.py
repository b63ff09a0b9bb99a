"""Rules on the parse: which verbs of a sentence commit to an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

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
    words,
)
from alsjournal.reflection._plan import (
    FAR,
    WILL,
    WOULD,
    Plan,
    beside,
    dated,
    heard,
    holder,
    in_doubt,
    looks_back,
    on_a_day,
    ours,
    perhaps,
    person,
    said_of,
    unsaid,
)
from alsjournal.reflection._when import a_day, when_in

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["PROMISES"]

_LEFT_TO: Final = frozenset({"me", "myself", "us", "all", "both", "everyone", "each"})
_NAMING: Final = frozenset({"PROPN", "PRON", "CCONJ", "DET", "NOUN", "ADJ", "ADV"})
_USUAL: Final = frozenset({"always", "usually", "often", "sometimes", "never"})
_READY: Final = frozenset(
    {"happy", "glad", "willing", "ready", "prepared", "determined", "committed"}
    | {"due", "set", "down", "about", "booked", "scheduled"}
)


def _future(verb: Token) -> Plan | None:
    """I will ring; she'll send; will ask Ros (nobody said: the writer)."""
    will = any(c.lower_ in WILL for c in verb.lefts if c.tag_ == "MD")
    if not will and (verb.i == 0 or verb.nbor(-1).lower_ != "ill"):
        return None
    whom = subject(verb)
    if negated(verb) or in_doubt(verb) or beside(verb) or perhaps(verb):
        return None
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.lefts):
        own = whom is not None and ours(whom)
        if not (own and dated(verb)):
            return None
    if heard(verb) and not (is_task(verb) or dated(verb)):
        return None
    passive = any(c.dep_ == "auxpass" for c in verb.lefts)
    if passive and verb.lemma_.lower() in words()["tasks"] and dated(verb):
        return Plan("commitment", verb, verb, whom)
    return said_of(verb, verb, whom)


def _can(verb: Token) -> Plan | None:
    """I can do that by Friday."""
    if not any(c.lower_ == "can" for c in verb.lefts if c.tag_ == "MD"):
        return None
    whom = subject(verb)
    if whom is None or not ours(whom) or negated(verb) or in_doubt(verb):
        return None
    by_then = is_task(verb) and dated(verb) and not beside(verb)
    return Plan("commitment", verb, verb, whom) if by_then else None


def _left_to(verb: Token) -> Plan | None:
    """Ros to ring the trust; me to draft."""
    doc, i = verb.doc, verb.i - 2
    if verb.tag_ != "VB" or i < 0 or doc[verb.i - 1].tag_ != "TO" or not is_act(verb):
        return None
    whom = doc[i]
    named = whom.pos_ == "PROPN" or whom.lower_ in _LEFT_TO or person(whom)
    if not named or whom.lower_ in ("he", "she"):
        return None
    while i >= 0 and doc[i].pos_ in _NAMING and verb.i - i < FAR:
        i -= 1
    opens = i < 0 or doc[i].is_punct or "\n" in doc[i].text or whom.sent.start > i
    return Plan("commitment", verb, verb, whom) if opens else None


def _short(verb: Token) -> Plan | None:
    """And I shall."""
    if verb.lower_ not in WILL or verb.dep_ != "conj":
        return None
    whom = subject(verb)
    if whom is None:
        return None
    if ours(whom) and whom.head == verb and not negated(verb):
        return Plan("commitment", verb.head, verb, whom)
    return None


def _going_to(verb: Token) -> Plan | None:
    """I'm going to ask; I am to find out; I'm happy to ask."""
    if verb.lower_ not in ("going", "gon") and verb.lemma_ != "be":
        return None
    act = inner(verb)
    if act is None or negated(verb) or negated(act) or in_doubt(verb):
        return None
    going = verb.lower_ in ("going", "gon")
    now = present(verb) or any(c.lower_ in ("'s", "m", "s", "re") for c in verb.lefts)
    whom = subject(verb)
    if going and (now or (whom is None and unsaid(verb))):
        return said_of(act, verb, whom)
    if verb.lemma_ == "be" and verb.tag_ in ("VBP", "VBZ") and whom is not None:
        return _to_be(verb, act, whom)
    return None


def _to_be(verb: Token, act: Token, whom: Token) -> Plan | None:
    noun = whom.lemma_.lower()
    first = any(c.lower_ in ("next", "first") for c in whom.lefts)
    if noun in words()["standing"] and not (dated(verb) or first):
        return None
    if noun in words()["notes"] | words()["standing"]:
        good = is_act(act) or act.lemma_ == "start"
        return Plan("commitment", act, verb, holder(whom)) if good else None
    if any(c.tag_ in ("WRB", "WP", "WDT") for t in (verb, act) for c in t.lefts):
        return None
    if act.i == verb.i + 2 or whom.lower_ in WRITER | SET:
        return said_of(act, verb, whom)
    return None


def _ready(verb: Token) -> Plan | None:
    """I'm happy to ask the practices; we are due to meet."""
    state = next((c for c in verb.rights if c.lower_ in _READY), None)
    if verb.lemma_ != "be" or verb.tag_ not in ("VBP", "VBZ") or state is None:
        return None
    act, whom = inner(state) or inner(verb) or _to_doing(state), subject(verb)
    if act is None or whom is None or negated(verb) or in_doubt(verb):
        return None
    own = ours(whom)
    return Plan("commitment", act, verb, whom) if own and is_task(act) else None


def _to_doing(state: Token) -> Token | None:
    to = next((c for c in state.rights if c.lower_ == "to"), None)
    return (
        None if to is None else next((c for c in to.rights if c.dep_ == "pcomp"), None)
    )


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
        return Plan("commitment", after, verb, holder(whom))
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
    if negated(verb) or in_doubt(verb) or looks_back(verb):
        return None
    whom, act = subject(verb), inner(verb)
    if act is not None and lemma not in known["saying"]:
        offered = lemma == "offer" and is_task(act)
        if not (agreeing or offered or present(verb) or dated(verb)):
            return None
        return _taken_on(verb, act, whom, any_act=agreeing)
    if lemma == "commit" and present(verb) and whom is not None:
        to = next((c for c in verb.rights if c.lower_ == "to"), None)
        return None if to is None else Plan("commitment", verb, verb, whom)
    return _reported(verb, agreeing)


def _booked(verb: Token) -> Plan | None:
    """I've booked an hour with him for Tuesday."""
    if verb.lemma_ not in ("book", "arrange", "schedule"):
        return None
    whom = subject(verb)
    if whom is None:
        return None
    start, end = clause(verb)
    dated = when_in(verb.doc.text, start, end) is not None
    if ours(whom) and verb.tag_ in ("VBN", "VBD") and present(verb):
        return Plan("commitment", verb, verb, whom) if dated else None
    return None


def _taken_on(
    verb: Token, act: Token, whom: Token | None, *, any_act: bool
) -> Plan | None:
    if any(c.dep_ == "nsubjpass" for c in verb.lefts) or not is_act(act):
        return None
    if negated(act):
        return None
    if whom is None and not unsaid(verb):
        return None
    kind, _ = owner(whom)
    if kind == "other" and not any_act and not is_task(act):
        return None
    return Plan("commitment", act, verb, whom)


def _reported(verb: Token, agreeing: bool) -> Plan | None:
    act = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
    if act is None or act.i < verb.i or negated(act) or (heard(act) and not agreeing):
        return None
    inside = subject(act)
    modal = {c.lower_ for c in act.lefts if c.tag_ == "MD"}
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in act.lefts):
        return None
    if modal & WILL or (modal & WOULD and not (modal == {"should"} and not agreeing)):
        own = inside is not None and ours(inside)
        good = is_act(act) if own or agreeing else is_task(act)
        if not own and not agreeing and inside is not None:
            good = good and person(inside)
        return Plan("commitment", act, verb, inside) if good else None
    now = not modal and act.tag_ in ("VBZ", "VBP", "VB")
    someone = inside is not None and (ours(inside) or person(inside))
    if agreeing and now and is_act(act) and (someone or dated(act)):
        return Plan("commitment", act, verb, inside)
    return None


def _today_for_later(verb: Token) -> Plan | None:
    """Next time I phone first; I'm meeting him tomorrow; we meet again in May."""
    if verb.tag_ not in ("VB", "VBP", "VBZ", "VBG") or verb.dep_ in ("relcl", "aux"):
        return None
    whom = subject(verb)
    if whom is None and verb.dep_ == "ROOT":
        return _telegram(verb)
    if whom is None or negated(verb) or in_doubt(verb):
        return None
    if not present(verb):
        return _bare(verb, whom)
    if verb.tag_ == "VB" or any(
        c.tag_ == "MD" or c.tag_ in ("VBN", "VBD") for c in verb.lefts
    ):
        return None
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.lefts)
    usual = any(c.lower_ in _USUAL for c in verb.children)
    if (
        perfect
        or usual
        or not (dated(verb) or on_a_day(verb))
        or verb.lower_ in ("going", "gon")
    ):
        return None
    own = ours(whom)
    someone = person(whom) or (whom.pos_ == "NOUN" and dated(verb))
    good = is_act(verb) if own else someone and is_task(verb)
    return Plan("commitment", verb, verb, whom) if good else None


def _telegram(verb: Token) -> Plan | None:
    """Seeing the landlord on Thursday; ring her tomorrow."""
    if negated(verb) or not unsaid(verb) or not is_act(verb) or list(verb.lefts):
        return None
    text, (start, end) = verb.doc.text, clause(verb)
    soon = a_day(text, start, end) if verb.tag_ == "VBG" else False
    return Plan("commitment", verb, verb, None) if soon or dated(verb) else None


def _bare(verb: Token, whom: Token) -> Plan | None:
    """Ros doing the visits on 4 May."""
    if verb.tag_ != "VBG" or verb.dep_ not in ("ROOT", "conj") or whom.head != verb:
        return None
    start, end = clause(verb)
    dated = when_in(verb.doc.text, start, end) is not None
    aux = any(c.dep_ == "aux" for c in verb.lefts)
    if aux or not dated or not person(whom) or not is_task(verb):
        return None
    return Plan("commitment", verb, verb, whom)


PROMISES: Final[tuple[Callable[[Token], Plan | None], ...]] = (
    _future,
    _can,
    _left_to,
    _short,
    _going_to,
    _ready,
    _note,
    _agreed,
    _booked,
    _today_for_later,
)
"""Each takes a verb, and gives the act that is committed to, or nothing."""
