"""Rules on the parse: what is wished, needed or fitting, and taken on by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsjournal.reflection._grammar import (
    inner,
    is_act,
    negated,
    present,
    subject,
    words,
)
from alsjournal.reflection._plan import (
    WILL,
    WOULD,
    Plan,
    dated,
    ours,
    perhaps,
    unsaid,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["wish"]


def wish(verb: Token) -> Plan | None:
    """I would like to ask; we need cover; I should ring; I hope to see her."""
    modal = {c.lower_ for c in verb.lefts if c.tag_ == "MD"}
    lemma = verb.lemma_.lower()
    if not (modal or lemma in words()["wishing"] | {"have", "ought", "be"}):
        return None
    if any(c.lemma_ in ("have", "of") and c.dep_ == "aux" for c in verb.lefts):
        return None
    return _longing(verb, modal) or _fitting(verb, modal) or _good_to(verb, modal)


def _longing(verb: Token, modal: set[str]) -> Plan | None:
    lemma, whom = verb.lemma_.lower(), subject(verb)
    if lemma == "ought":
        act = inner(verb)
        return Plan("wish", act, verb, whom) if act is not None else None
    own = ours(whom) if whom is not None else unsaid(verb)
    if not own or lemma not in words()["wishing"] | {"have"}:
        return None
    if verb.lower_ == "has" or (not modal & (WOULD | WILL) and not _now(verb)):
        return None
    return _longed_for(verb, modal, whom)


def _longed_for(verb: Token, modal: set[str], whom: Token | None) -> Plan | None:
    act, lemma = inner(verb), verb.lemma_.lower()
    if act is not None and act.lemma_ in ("thank", "say", "add", "note", "mention"):
        return None
    if lemma == "have":
        return _bound(verb, act, whom)
    if lemma in ("like", "love", "prefer") and not modal & WOULD:
        return None
    if lemma in ("hop", "hope", "long", "dream", "wish") and act is None:
        act = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
        if act is None or act.tag_ in ("VBD", "VBN"):
            return None
    if act is None:
        act = next((c for c in verb.rights if c.dep_ in ("dobj", "ccomp")), None)
    return None if act is None else Plan("wish", act, verb, whom)


def _bound(verb: Token, act: Token | None, whom: Token | None) -> Plan | None:
    """I have to ring her: a need, but with a day to do it by a commitment."""
    if act is None or negated(verb) or not is_act(act):
        return None
    return Plan("commitment" if dated(verb) else "wish", act, verb, whom)


def _now(verb: Token) -> bool:
    did = any(c.lower_ in ("did", "had") for c in verb.lefts)
    return not did and (present(verb) or verb.tag_ == "VB")


def _fitting(verb: Token, modal: set[str]) -> Plan | None:
    whom = subject(verb)
    if negated(verb) or not modal & words()["should"]:
        return None
    if whom is None and not is_act(verb):
        return None
    if whom is not None and whom.lower_ in ("it", "there", "that", "this"):
        return None
    if whom is None:
        return Plan("wish", verb, verb, None) if unsaid(verb) else None
    own = ours(whom) or "might" not in modal
    return Plan("wish", verb, verb, whom) if own else None


def _good_to(verb: Token, modal: set[str]) -> Plan | None:
    """It would be good to have them; I could do with an hour; perhaps I'll ask."""
    whom = subject(verb)
    if whom is None or negated(verb):
        return None
    own = ours(whom)
    if verb.lemma_ == "be" and modal & WOULD and whom.lower_ == "it":
        state = next((c for c in verb.rights if c.dep_ == "acomp"), verb)
        act = inner(verb) or inner(state)
        good = state.lower_ in ("good", "nice", "lovely", "useful", "great", "helpful")
        return Plan("wish", act, verb, None) if act is not None and good else None
    tempted = next((c for c in verb.rights if c.lower_ in ("tempted", "keen")), None)
    if own and tempted is not None and verb.tag_ in ("VBP", "VB"):
        act = inner(tempted)
        return None if act is None else Plan("wish", act, verb, whom)
    do_with = verb.lemma_ == "do" and any(c.lower_ == "with" for c in verb.rights)
    if own and "could" in modal and (do_with or perhaps(verb)):
        return Plan("wish", verb, verb, whom)
    if own and modal & WILL and perhaps(verb) and is_act(verb):
        return Plan("wish", verb, verb, whom)
    return None
