"""`PerspectiveFinder`: passages that tell how somebody else sees or feels a matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from alsjournal.reflection._antecedent import whom
from alsjournal.reflection._owner import FIRST, subject_of
from alsjournal.reflection._parse import GRAMMAR
from alsjournal.reflection._people import known_at
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage
from alsjournal.segment import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["WHOSE", "PerspectiveFinder"]

WHOSE = (
    "colleague or member",
    "clinician",
    "manager or commissioner",
    "provider",
    "council or social care",
    "patient or resident",
    "carer or family",
    "other",
)
"""Whose perspective it may be. "other" is also somebody whose role is not said."""

_STRAIGHT = {0x2019: "'", 0x2018: "'"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_THIRD = frozenset({"he", "she", "they", "him", "her", "them", "his", "their", "hers"})

_VIEWS = frozenset(
    {"think", "believe", "see", "fear", "hope", "worry", "expect", "remember"}
    | {"assume", "suppose", "prefer", "hate", "dread", "doubt", "consider", "perceive"}
    | {"regard", "wish", "suspect", "resent", "view", "find", "imagine", "love", "like"}
    | {"feel", "want", "need", "mind", "care", "trust", "understand", "reckon"}
)
"""What somebody does who has a view, a need or a feeling of a matter."""

_BROAD = frozenset({"fear", "prefer", "dread", "doubt", "resent", "need", "hate"})
"""Views of which the thing itself is enough: "she fears the form"."""

_WITH_PREP = frozenset({"worry", "mind", "care"})

_SAID = frozenset(
    {"say", "tell", "explain", "admit", "point", "argue", "insist", "complain"}
    | {"claim", "confess", "remark", "object", "convince", "confirm", "warn"}
)
_TO_WRITER = frozenset(
    {"praise", "criticise", "criticize", "reprimand", "advise", "reassure"}
    | {"compliment", "warn", "blame", "convince", "encourage"}
)
"""What is a view of the writer where "me" or "us" comes after it."""

_COPULAS = frozenset({"be", "seem", "look", "feel", "sound", "become"})
_MUST = frozenset({"should", "must", "ought"})
_WAYS = frozenset({"as", "so", "differently", "otherwise"})
_HELD = frozenset({"ccomp", "acomp", "oprd"})
_NOBODY = frozenset(
    {"someone", "somebody", "anyone", "anybody", "nobody", "everybody", "everyone"}
    | {"others", "other"}
)
_STATES = frozenset(
    {"afraid", "frightened", "scared", "worried", "anxious", "cross", "angry", "tired"}
    | {"proud", "ashamed", "nervous", "convinced", "sure", "keen", "reluctant", "wary"}
    | {"upset", "hurt", "glad", "pleased", "happy", "unhappy", "grateful", "relieved"}
    | {"disappointed", "frustrated", "satisfied", "terrified", "certain", "desperate"}
)

_FROM = re.compile(
    r"\b(?:from|through|in|into) (?:\w+ ){0,2}?(?P<who>(?:[\w'-]+ ){1,4}?)"
    r"(?:point of view|side(?! of the (?:road|room|bed))|perspective|viewpoint|view"
    r"|eyes|shoes|chair|end|opinion|angle|standpoint|position)\b",
    re.IGNORECASE,
)
"""As "from the GP's side": whoever stands before must be a possessor."""

_OF = re.compile(
    r"\b(?:from the (?:point of view|side|perspective|position|angle|standpoint|chair)"
    r"|through the eyes|in the (?:shoes|eyes)|according"
    r"|(?:how|what) (?:it|that|this|things|we) (?:\w+ ){0,3}?"
    r"(?:looks?|looked|feels?|felt|seems?|seemed|means?|meant|sounds?|sounded"
    r"|is like|was like)(?: like)?"
    r"|(?:must|may|might|would) (?:have )?(?:be|been|feel|felt|seem|seemed|look|looked)"
    r"(?: \w+){1,3}?"
    r"|from where)"
    r" (?:of|for|to|in|(?=\w+ (?:sits?|stands?|sat|stood)))",
    re.IGNORECASE,
)
"""As "what it is like for a carer": whoever comes after."""

_REACH = 6


class PerspectiveFinder(Finder):
    """Find passages that tell how somebody else sees, wants or feels a matter.

    A role, a body or a person must be named, or meant by a "he", "she" or "they",
    together with the view, need, feeling or reason. It finds passages to read and to
    quote; their number says nothing of how well a writer sees with other eyes.

    There is nothing to set: who is known lies in ``people.toml``.

    References
    ----------
    Ullmann, T. D. (2019). Automated analysis of reflection in writing. International
    Journal of Artificial Intelligence in Education 29, 217-257: perspective as one of
    eight elements of reflection.

    Examples
    --------
    >>> text = "It rained. From the carer's side it is one more form."
    >>> found = PerspectiveFinder().spans([text])[0]  # doctest: +SKIP
    >>> [(p.of(text), p.code) for p in found]  # doctest: +SKIP
    [("From the carer's side it is one more form", 'carer or family')]
    """

    construct: ClassVar[str] = "perspective"
    name: ClassVar[str] = "als-perspectives"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    @property
    def codes(self) -> tuple[str, ...]:
        """Whose perspective it may be."""
        return WHOSE

    def read(self, doc: Doc) -> Sequence[Passage]:
        """Return the sentences of one parsed text that tell a perspective."""
        places = [
            *((at, code, False) for at, code in _by_verb(doc)),
            *((at, code, True) for at, code in _by_phrase(doc)),
        ]
        if not places:
            return []
        found: list[Passage] = []
        for start, end in sentences(doc.text):
            asked = doc.text[end : end + 1] == "?"
            here = {
                code
                for at, code, phrase in places
                if start <= at < end and (phrase or not asked)
            }
            found += [Passage(start, end, code) for code in WHOSE if code in here]
        return found


def _by_verb(doc: Doc) -> Iterator[tuple[int, str]]:
    """Yield where somebody else is the subject of a view, need or feeling."""
    for token in doc:
        lemma = token.lemma_
        if token.pos_ in ("VERB", "AUX"):
            told = (
                (lemma in _VIEWS and _has_content(token))
                or (lemma in _SAID and _says_a_view(token))
                or (lemma in _TO_WRITER and _is_to_writer(token))
            )
        else:
            told = token.lower_ in _STATES and _state_has_content(token)
        whose = _whose_subject(token) if told else ""
        if whose:
            yield token.idx, whose


def _has_content(verb: Token) -> bool:
    """Say whether a view is told with what is seen, wanted or felt."""
    kinds = {c.dep_ for c in verb.children}
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in verb.children):
        return False
    if verb.lemma_ in _BROAD and "dobj" in kinds:
        return True
    if verb.lemma_ in _WITH_PREP and "prep" in kinds:
        return True
    return bool(_HELD & kinds) or any(c.lower_ in _WAYS for c in verb.children)


def _says_a_view(verb: Token) -> bool:
    """Say whether what is reported is a judgement, and no plain event."""
    told = [c for c in verb.children if c.dep_ == "ccomp"]
    return any(_is_judged(child) for child in told)


def _is_judged(verb: Token) -> bool:
    kinds = {c.dep_ for c in verb.children}
    if verb.lemma_ in _COPULAS and {"acomp", "attr"} & kinds:
        return True
    must = any(c.lower_ in _MUST for c in verb.children if c.dep_ == "aux")
    return must or verb.lemma_ in _VIEWS


def _is_to_writer(verb: Token) -> bool:
    return any(c.dep_ == "dobj" and c.lower_ in FIRST for c in verb.children)


def _state_has_content(token: Token) -> bool:
    return any(c.dep_ in ("prep", "ccomp", "pcomp") for c in token.children)


def _whose_subject(token: Token) -> str:
    """Return whose view a verb or a state tells; "" for the writer's, or nobody's."""
    subject = subject_of(token)
    if subject is None or subject.i == token.i:
        return ""
    if subject.lower_ in FIRST or subject.lower_ in _NOBODY:
        return ""
    return _whose(subject)


def _whose(token: Token) -> str:
    doc = token.doc
    if token.lower_ in _THIRD:
        known = whom(doc, token.i)
        return known.noun.whose if known else "other"
    titled = known_at(doc, token.i - 1) if token.pos_ == "PROPN" and token.i else None
    known = known_at(doc, token.i) or titled
    if known:
        return known.noun.whose
    return "other" if token.pos_ == "PROPN" and token.ent_type_ == "" else ""


def _by_phrase(doc: Doc) -> Iterator[tuple[int, str]]:
    text = doc.text.translate(_STRAIGHT)
    for hit in _FROM.finditer(text):
        code = _possessor(doc, *hit.span("who"))
        if code:
            yield hit.start(), code
    for hit in _OF.finditer(text):
        code = _first_known(doc, hit.end())
        if code:
            yield hit.start(), code


def _possessor(doc: Doc, start: int, end: int) -> str:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return ""
    if any(t.lower_ in FIRST for t in span):
        return ""
    marked = [t for t in span if t.tag_ == "POS"]
    if marked and marked[-1].i:
        return _whose(doc[marked[-1].i - 1])
    owner = [t for t in span if t.lower_ in ("his", "her", "their")]
    return _whose(owner[-1]) if owner else ""


def _first_known(doc: Doc, at: int) -> str:
    """Return who is named in the few words from a place on."""
    span = doc.char_span(at, min(at + 1, len(doc.text)), alignment_mode="expand")
    if span is None:
        return ""
    for i in range(span.start, min(span.start + _REACH, len(doc))):
        token = doc[i]
        if token.lower_ in FIRST or token.pos_ in ("PUNCT", "VERB"):
            return ""
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "compound":
            return _whose(token)
    return ""
