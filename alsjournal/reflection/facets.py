"""`FacetFinder`: which facet of an issue a passage inquires into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from alsjournal.reflection._parse import GRAMMAR
from alsjournal.reflection._people import known_at
from alsjournal.reflection.feelings import FeelingFinder
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage
from alsjournal.segment import Segment, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["FACETS", "FacetFinder"]

FACETS = ("own-part-and-feelings", "wider-system-and-stakeholders", "what-is-needed")
"""The facets, in the order to show."""

_OWN, _SYSTEM, _NEEDED = FACETS
_STRAIGHT = {0x2019: "'", 0x2018: "'"}

_MINE = re.compile(
    r"\b(?:my (?:own )?(?:part|habit|fault|doing|mistake|side|responsibility|job|role"
    r"|signature|voice|way|temper|pride|head|heart|turn to)|myself"
    r"|i(?:'d|'ve)? (?:should|ought to|could) (?:not )?have"
    r"|i (?:could|should) of"
    r"|i (?:am|was|'m) (?:the one|part of|to blame|not the only))\b",
    re.IGNORECASE,
)
"""What names one's own part outright."""

_WEIGHED = frozenset(
    {"realise", "realize", "notice", "regret", "wish", "doubt", "wonder", "hesitate"}
    | {"avoid", "let", "fear", "admit", "pretend", "ignore", "assume", "forget", "fail"}
    | {"interrupt", "blame", "apologise", "apologize", "mind", "feel", "dread", "want"}
    | {"learn", "hold", "hide", "dare", "mean", "suppose", "think", "believe", "decide"}
    | {"suspect", "know", "understand", "prefer", "trust", "like", "keep", "stop"}
)
"""What "I" do that is a part in the matter and no errand."""

_BODIES = frozenset({"organisation", "network", "system"})
_ABOVE = frozenset({"manager or commissioner", "council or social care"})
_WORKINGS = frozenset(
    {"contract", "budget", "funding", "tender", "bid", "policy", "target", "guidance"}
    | {"specification", "procurement", "commissioning", "allocation", "regulation"}
    | {"indemnity", "shortfall", "deficit", "partnership", "integration", "strategy"}
    | {"merger", "reorganisation", "framework", "governance", "stakeholder", "money"}
    | {"grant", "fee", "price", "pot", "agreement", "delegation", "liability"}
)
"""How bodies deal with each other, as lemmas of nouns."""

_NEED = re.compile(
    r"\b(?:(?:what|all)(?: \w+){0,2} needs?|needs? (?:to|a|an|the|some|more|is|was|for"
    r"|someone|somebody|its|their|our)|needed"
    r"|(?:is|are|'s) (?:required|missing|lacking)"
    r"|(?:would|might|could|'d) (?:really )?help|if only|(?:could|can) do with"
    r"|next (?:time|step|steps|session)|actions?(?: for me)?:|to do:|let's"
    r"|(?:have|has|'ve|got) to(?! do with)|must(?! have)|ought to(?! have)"
    r"|should(?!(?:n't)?(?: \w+)? have)(?! of)|(?:want|wants|asked|ask|asks) "
    r"(?:them|us|him|her|it|someone|somebody) to|what would (?:it|help|make|have)"
    r"|(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to|'m to|'re to"
    r"| are to| am to)|unless (?:we|they|someone|somebody)"
    r"|who(?:'s| is) (?:to|going to)"
    r"|so that (?:we|they|nobody|somebody|someone))(?!\w)",
    re.IGNORECASE,
)
"""What is said of what is needed, missing, to be done or to come about."""


class FacetFinder(Finder):
    """Find which facet of an issue a passage is about.

    An inquiry in a set turns an issue round: one's own part and feelings, the wider
    system and those with a stake in it, and what is needed to achieve something. A
    sentence may show several facets or none; sentences side by side that show the
    same one make one passage.

    There is nothing to set: the rules stand in the code.

    Examples
    --------
    >>> text = "I kept silent. The trust and the council share no budget."
    >>> found = FacetFinder().spans([text])[0]  # doctest: +SKIP
    >>> [p.code for p in found]  # doctest: +SKIP
    ['own-part-and-feelings', 'wider-system-and-stakeholders']
    """

    construct: ClassVar[str] = "facet"
    name: ClassVar[str] = "als-facets"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    @property
    def codes(self) -> tuple[str, ...]:
        """The three facets."""
        return FACETS

    def read(self, doc: Doc) -> Sequence[Passage]:
        """Return the passages of one parsed text that show a facet, in order."""
        own = sentences(doc.text)
        if not own:
            return []
        shown = _shown(doc, own)
        found = [
            passage
            for code in FACETS
            for passage in _joined(own, [code in codes for codes in shown], code)
        ]
        return sorted(found, key=lambda p: (p.start, FACETS.index(p.code)))


def _shown(doc: Doc, own: Sequence[Segment]) -> list[set[str]]:
    """Return the facets of each sentence."""
    text = doc.text.translate(_STRAIGHT)
    places = [(p.start, _OWN) for p in FeelingFinder().read(doc)]
    places += [(hit.start(), _OWN) for hit in _MINE.finditer(text)]
    places += [(hit.start(), _NEEDED) for hit in _NEED.finditer(text)]
    for token in doc:
        if token.pos_ == "PRON":
            if token.lower_ == "i" and _weighs(token):
                places.append((token.idx, _OWN))
        elif token.pos_ in ("NOUN", "PROPN") and _is_wider(doc, token):
            places.append((token.idx, _SYSTEM))
    shown: list[set[str]] = [set() for _ in own]
    places.sort()
    at = 0
    for place, code in places:
        while at < len(own) and own[at].end <= place:
            at += 1
        if at < len(own) and own[at].start <= place:
            shown[at].add(code)
    return shown


def _weighs(pronoun: Token) -> bool:
    """Say whether "I" tell of a part: a thought, a habit, something left undone."""
    verb = pronoun.head
    if pronoun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    undone = any(c.dep_ == "neg" for c in verb.children)
    return undone or verb.lemma_ in _WEIGHED


def _is_wider(doc: Doc, token: Token) -> bool:
    if token.lemma_.lower() in _WORKINGS:
        return True
    known = known_at(doc, token.i)
    if known is None:
        return False
    noun = known.noun
    practices = noun.voice == "team or practice" and noun.whose == "provider"
    several = practices and token.tag_ in ("NNS", "NNPS")
    return noun.voice in _BODIES or noun.whose in _ABOVE or several


def _joined(own: Sequence[Segment], has: list[bool], code: str) -> list[Passage]:
    """Return one passage for each run of sentences that have a code."""
    edges = [i for i, (a, b) in enumerate(pairwise([False, *has, False])) if a != b]
    runs = zip(edges[::2], edges[1::2], strict=True)
    return [Passage(own[a].start, own[b - 1].end, code) for a, b in runs]
