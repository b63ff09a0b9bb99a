"""What the rules for commitments ask of a parsed sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "SET",
    "WRITER",
    "Range",
    "clause",
    "inner",
    "is_act",
    "is_task",
    "negated",
    "others_speech",
    "owner",
    "present",
    "subject",
    "words",
]

Range = tuple[int, int]

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
WRITER: Final = frozenset({"i", "ill", "me", "myself", "mine", "my"})
SET: Final = frozenset(
    {"we", "us", "ourselves", "ours", "our", "all", "both", "everyone", "everybody"}
    | {"each", "set"}
)
NOBODY: Final = frozenset({"nobody", "none", "nothing", "noone", "no-one", "neither"})
_SPLIT: Final = frozenset({"conj", "parataxis"})
_LEFT: Final = frozenset(
    {"nsubj", "nsubjpass", "aux", "auxpass", "neg", "advmod", "npadvmod", "prep"}
    | {"mark", "expl", "advcl", "csubj"}
)
_QUOTED = re.compile(
    r"\"[^\"\n]{1,400}\"|“[^”\n]{1,400}”|(?<!\w)[‘'](?=\w)[^\n]{1,300}?"  # noqa: RUF001
    r"(?<=[\w.,!?])['’](?!\w)"  # noqa: RUF001
)
_OWN_WORDS = re.compile(
    r"\b(?:I|we)\b(?:\s+\w+){0,2}\s+(?:said|told|say|wrote|promised|replied|answered)\b"
    r"|\b(?:said|replied|answered)\s+(?:I|we)\b"
)


@cache
def words() -> Mapping[str, frozenset[str]]:
    """Return the lists of ``commitments.toml``, read once."""
    path = files("alsjournal.reflection").joinpath("commitments.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: frozenset(own) for name, own in told.items()}


def others_speech(text: str) -> list[Range]:
    """Return where a text quotes what somebody else said."""
    found: list[Range] = []
    for quote in _QUOTED.finditer(text):
        start, end = quote.span()
        near = text[max(0, start - 45) : start].rpartition(".")[2]
        near += " | " + text[end : end + 40].partition(".")[0]
        if _OWN_WORDS.search(near) is None:
            found.append((start, end))
    return found


def subject(verb: Token) -> Token | None:
    """Return whom a verb is said of, over a chain of "and"."""
    for _ in range(4):
        own = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
        if own is not None:
            return own
        if verb.dep_ != "conj":
            return None
        verb = verb.head
    return None


def negated(verb: Token) -> bool:
    """Say whether a verb is denied, or said of nobody."""
    if any(c.dep_ == "neg" or c.lower_ in ("never", "hardly") for c in verb.children):
        return True
    whom = subject(verb)
    return whom is not None and (
        whom.lower_ in NOBODY or any(c.lower_ == "no" for c in whom.lefts)
    )


def present(verb: Token) -> bool:
    """Say whether a verb stands in the present or the perfect: "have promised"."""
    if verb.tag_ in ("VBP", "VBZ"):
        return True
    return verb.tag_ in ("VBN", "VBG", "VBD", "VB") and any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBP", "VBZ") for c in verb.children
    )


def inner(verb: Token) -> Token | None:
    """Return the verb after "to" that a verb leads to."""
    for child in verb.rights:
        if child.dep_ in ("xcomp", "advcl", "ccomp", "acl") and any(
            c.tag_ == "TO" for c in child.lefts
        ):
            return child
    return None


def is_act(verb: Token) -> bool:
    """Say whether a verb is something that somebody can do on purpose one day."""
    known = words()
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "auxpass" for c in verb.children):
        return False
    if lemma in known["aspect"] or lemma in ("make", "take", "find", "see", "look"):
        return _light(verb, lemma)
    if lemma in ("be", "have", "stay"):
        return _being(verb, lemma)
    if any(c.lower_ == "here" for c in verb.rights) and lemma in (
        "put",
        "set",
        "write",
    ):
        return False
    if lemma in known["announce"]:
        return _told_somebody(verb)
    return lemma not in known["states"] and verb.pos_ in ("VERB", "AUX", "NOUN")


def is_task(verb: Token) -> bool:
    """Say whether a verb is work that somebody else can be left with."""
    return verb.lemma_.lower() in words()["tasks"] and is_act(verb)


def _light(verb: Token, lemma: str) -> bool:
    after = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp")), None)
    if after is None and lemma in ("go", "carry", "keep"):
        after = next(
            (g for c in verb.rights for g in c.children if g.dep_ == "pcomp"), None
        )
        if after is not None:
            return is_act(after)
    deps = {c.dep_: c for c in verb.rights}
    thing = deps.get("dobj")
    if lemma == "see":
        after = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
        who = thing is not None and (
            thing.pos_ == "PROPN"
            or thing.lower_ in _THEM
            or thing.lemma_.lower() in words()["persons"]
        )
        return who or (lemma == "see" and any(c.lower_ == "to" for c in verb.rights))
    if lemma == "find":
        return "prt" in deps or (
            thing is not None and thing.lower_ not in ("it", "myself") and after is None
        )
    if lemma in ("get", "go", "look", "make") and "acomp" in deps:
        return False
    if lemma == "look":
        return "forward" not in {c.lower_ for c in verb.rights}
    if after is not None and lemma in words()["aspect"] and after.pos_ == "VERB":
        return is_act(after)
    return lemma != "begin" or after is not None or thing is not None


_THEM: Final = frozenset({"him", "her", "them"})


def _being(verb: Token, lemma: str) -> bool:
    thing = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    if lemma == "have":
        return thing is not None and thing.lemma_.lower() in words()["havings"]
    if lemma == "stay":
        return False
    after = {c.lower_ for c in verb.rights}
    if any(c.dep_ == "attr" and c.lower_ == "one" for c in verb.rights):
        return True
    touch = any(c.lower_ == "touch" for w in verb.rights for c in w.children)
    return touch or bool(after & {"there", "back"})


def _told_somebody(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in ("begin", "start"):
        return not any(c.lower_ in ("with", "by") for c in verb.rights)
    for child in verb.rights:
        whom = child
        if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "with"):
            whom = next((c for c in child.rights if c.dep_ == "pobj"), child)
        if whom.dep_ in ("dobj", "pobj", "dative") and whom.lower_ != "you":
            if whom.pos_ == "PROPN" or whom.lower_ in _THEM:
                return True
            if lemma == "tell" or whom.dep_ == "pobj":
                return True
            if whom.lemma_.lower() in words()["persons"]:
                return True
    return False


def owner(whom: Token | None) -> tuple[str, Range | None]:
    """Return who takes something on: writer, set, other or not said; and where."""
    if whom is None:
        return "not said", None
    inside = list(whom.subtree)[:8] if whom.pos_ != "PRON" else [whom]
    at = inside[0].idx, inside[-1].idx + len(inside[-1])
    lower = {t.lower_ for t in inside}
    if whom.lower_ in WRITER or lower & {"i", "me", "myself"}:
        return "writer", at
    if whom.lower_ in SET or (whom.pos_ in ("PRON", "NUM", "DET") and "us" in lower):
        return "set", at
    if whom.pos_ in ("PROPN", "NOUN") or whom.lower_ in ("he", "she", "they", "who"):
        return "other", at
    return "not said", None


def clause(top: Token) -> Range:
    """Return where the clause of a verb lies, without what is said beside it."""
    left = [c for c in top.lefts if c.dep_ in _LEFT]
    first = left[0].left_edge if left else top
    last = top
    for child in top.rights:
        if child.dep_ in _SPLIT and any(c.dep_ in SUBJECTS for c in child.lefts):
            break
        if child.dep_ not in ("cc", "punct"):
            last = child.right_edge
    return first.idx, last.idx + len(last)
