"""`InsightFinder`: assumptions that came to light, and what somebody now sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from alsjournal.reflection._owner import FIRST
from alsjournal.reflection._parse import GRAMMAR
from alsjournal.reflection._people import known_at
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage
from alsjournal.segment import Segment, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ABOUT", "InsightFinder", "InsightPassage"]

ABOUT = ("own part", "others", "system", "people served", "not said")
"""What an assumption or an insight may be about."""

_STRAIGHT = {0x2019: "'", 0x2018: "'"}

_I = r"(?:i|we)(?:'d|'ve| had| have| have come to| am| was| were|d|ve)?"
_ADV = (
    r"(?: (?:had|have|always|just|never|only|also|really|simply|quite|rather|long|once"
    r"|all along|somehow|suddenly|slowly|finally|then|now|soon|both|honestly"
    r"|originally|first|at first|even|actually|recently|gradually))*"
)
_ASSUMED = re.compile(
    rf"\b(?:{_I}{_ADV} (?:assumed|presumed|took (?:\w+ ){{0,3}}?for granted"
    r"|taken (?:\w+ ){0,3}?for granted|was convinced)"
    r"|(?:i|we)(?:'d| had|d)(?: \w+)? (?:thought|believed|feared|imagined|expected"
    r"|supposed|told myself|been told|been taught|been sure|been certain)(?! about)"
    r"|(?:i|we) (?:always|originally|first|at first|once) (?:thought|believed)"
    r"|(?:i|we) used to (?:think|believe|see|assume|suppose|expect|say)"
    r"|(?:my|our) (?:\w+ )?(?:assumption|prejudice|preconception)s?"
    r"|(?:it )?(?:had )?never (?:occurred to|crossed) (?:me|us|my|our)"
    r"|(?:i|we)(?:'d| had)? (?:never|not once) (?:questioned|doubted|asked myself)"
    r"|^\s*(?:had )?assumed)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""What somebody believed; the words after it say what."""

_PERHAPS = re.compile(
    rf"\b{_I}{_ADV} (?:thought|believed|expected|imagined|supposed|hoped)\b(?! about)",
    re.IGNORECASE,
)
"""What is an assumption only where the text says how it was after all."""

_SEEN = re.compile(
    rf"\b(?:{_I}{_ADV} (?:realis|realiz)(?:e|ed|ing)"
    rf"|{_I}{_ADV} (?:understood|found out|discovered|recogni[sz]ed|"
    r"(?:noticed|learned|learnt)(?= (?:that|how|what|why|i|to|a lot|from)\b))"
    r"|(?:i|we) now (?:see|know|understand|think|realise|realize|notice)"
    r"|now (?:i|we) (?:see|know|understand|think|realise|realize)|(?:i|we) know now"
    r"|(?:i|we)(?:'ve| have)? (?:begin|began|begun|start|started|am beginning|came|come"
    r"|have come) to (?:see|understand|realise|realize|think|notice)"
    r"|(?:i|we) am (?:beginning|starting) to (?:see|think|understand)"
    r"|(?:i|we)(?:'ve| have)? found(?: that| myself| how)"
    r"|(?:it |that |this )?(?:has |had )?(?:turns|turned) out"
    r"(?! (?:well|badly|wonderfully|great|fine|this way|so|nicely|better|worse)\b)"
    r"|(?:it|that|this)(?: \w+)? (?:dawned on|struck|hit|came to) (?:me|us)"
    r"|(?:it|that) (?:has )?(?:occurred|occurs) to (?:me|us)"
    r"|it (?:became|was|is|has become)(?: \w+)? clear(?:er)? to (?:me|us)"
    r"|it (?:became|has become)(?: \w+)? clear(?:er)?"
    r"|(?:the )?penny (?:has )?dropped|opened (?:my|our) eyes|eye.?opener"
    r"|(?:made|makes|helped|helps|led|let) (?:me|us)(?: to)? (?:realise|realize|see"
    r"|understand|aware|notice)"
    r"|what (?:i|we)(?:'d| had|hadn't| had not| did not| didn't)?(?: \w+)? "
    r"(?:appreciated|realised|realized|noticed|learned|learnt|found|seen|saw)"
    r"|(?:i|we)(?: had|'d)?(?: not|n't|n't| never)? (?:hadn't |had not )?(?:appreciated"
    r"|known how|known that|understood|seen how|seen that)"
    r"|(?:i|we) (?:had no idea|never knew|did not know|hadn't known|had not "
    r"known|hadn't realised|had not realised|never realised|hadn't noticed|didn't "
    r"realise|did not realise|hadn't seen|had not seen|never understood) "
    r"(?=how|what|that|why|the|they|he|she|we|it|who|nurses|it's)"
    r"|which (?:tells|told|taught|shows|showed) (?:me|us|you)"
    r"|(?:it|this|that|which|set) (?:has )?(?:taught|teaches) (?:me|us)"
    r"|(?:the|a|my|one) (?:real )?(?:insight|realisation|realization)"
    r"|(?:the|a|my|one) (?:real )?lesson (?=is\b|for me\b|here\b|was that\b)"
    r"|(?:i|we)(?:'ll| will|'m| am)? tak(?:e|ing) (?:away|home|from this)"
    r"|all along"
    r"|did not know (?=\w+ (?:had|were|was|could|did)))\b",
    re.IGNORECASE,
)
"""What somebody now sees; the words after it say what."""

_TURN = re.compile(
    r"\b(?:but|yet|however|though|although|in fact|actually|instead|in truth|really"
    r"|now|until|till|whereas|only to|and then|turns? out|turned out|wrong|not so"
    r"|on the contrary|no such)\b",
    re.IGNORECASE,
)
"""What opens the part that says how it was after all."""

_SYSTEM = frozenset({"organisation", "network", "system", "team or practice", "set"})
_THINGS = frozenset(
    {"money", "budget", "contract", "system", "process", "rule", "policy", "service"}
    | {"record", "rota", "form", "meeting", "pathway", "target", "funding", "structure"}
    | {"decision", "permission", "delegation", "rules", "records", "systems"}
    | {"services", "meetings", "contracts", "budgets", "protocol", "education"}
)


@dataclass(frozen=True)
class InsightPassage(Passage):
    """A passage that shows an assumption or an insight.

    Parameters
    ----------
    start, end : int
    code : str
    confidence : float, default=1.0
    before, after : tuple of (int, int), optional
        Where the passage says what was believed, and what is seen now: code points
        of the text, within the passage.
    about : str, default="not said"
        One of `ABOUT`.
    """

    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None
    about: str = "not said"


class InsightFinder(Finder):
    """Find candidates for assumptions that came to light and for insights.

    They are for a person to confirm. "I had assumed", "we took it for granted" make
    an ``assumption-surfaced``; "it turned out", "I now see" an ``insight-self``
    where it is about the writer's own part, and else an ``insight-system``: how
    others, those who are served, or services and bodies work.

    There is nothing to set: the ways of saying so stand in the code.

    References
    ----------
    Kember, D. and others (1999). Determining the level of reflective thinking from
    students' written journals. International Journal of Lifelong Education 18,
    18-30, after Mezirow: premise reflection.

    Examples
    --------
    >>> text = "I had assumed they did not want it. It turned out nobody had asked."
    >>> found = InsightFinder().spans([text])[0]  # doctest: +SKIP
    >>> [(p.code, p.about) for p in found]  # doctest: +SKIP
    [('assumption-surfaced', 'others'), ('insight-system', 'others')]
    """

    construct: ClassVar[str] = "insight"
    name: ClassVar[str] = "als-insights"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    @property
    def codes(self) -> tuple[str, ...]:
        """All three codes."""
        return ("assumption-surfaced", "insight-system", "insight-self")

    def read(self, doc: Doc) -> Sequence[InsightPassage]:
        """Return the candidates of one parsed text, in order."""
        text = doc.text.translate(_STRAIGHT)
        if not any(cue.search(text) for cue in (_ASSUMED, _SEEN, _PERHAPS)):
            return []
        found: list[InsightPassage] = []
        own = sentences(doc.text)
        for here, after in pairwise([*own, Segment(len(text), len(text))]):
            found += _of_sentence(doc, text, here, after)
        return found


def _of_sentence(
    doc: Doc, text: str, here: Segment, following: Segment
) -> list[InsightPassage]:
    out: list[InsightPassage] = []
    believed = _ASSUMED.search(text, here.start, here.end)
    seen = _SEEN.search(text, here.start, here.end)
    if believed is None:
        believed = _reversed(text, here, following)
    if believed and text[here.end : here.end + 1] != "?":
        out.append(_assumption(doc, text, here, following, believed.end()))
    if seen and text[here.end : here.end + 1] != "?":
        told = _trimmed(text, seen.end(), here.end)
        if seen.group().lower() == "all along":
            told = (here.start, here.end)
        earlier = None
        if believed and believed.end() < seen.start():
            earlier = _trimmed(text, believed.end(), seen.start())
        about = _about(doc, told or (here.start, here.end))
        code = "insight-self" if about == "own part" else "insight-system"
        out.append(InsightPassage(*here, code, before=earlier, after=told, about=about))
    return out


def _reversed(text: str, here: Segment, following: Segment) -> re.Match[str] | None:
    """Return an "I thought" whose contrary the text gives; None for none."""
    perhaps = _PERHAPS.search(text, here.start, here.end)
    if perhaps is None:
        return None
    turned = _TURN.search(text, perhaps.end(), here.end)
    return perhaps if turned or _SEEN.match(text, *following) else None


def _assumption(
    doc: Doc, text: str, here: Segment, following: Segment, at: int
) -> InsightPassage:
    """Return an assumption with what came after it, here or in the next sentence."""
    turn = _TURN.search(text, at, here.end)
    before = _trimmed(text, at, turn.start() if turn else here.end)
    after = _trimmed(text, turn.start(), here.end) if turn else None
    end = here.end
    if after is None and _opens_a_turn(text, following):
        after, end = (following.start, following.end), following.end
    about = _about(doc, before or (here.start, here.end))
    return InsightPassage(
        here.start,
        end,
        "assumption-surfaced",
        before=before,
        after=after,
        about=about,
    )


def _opens_a_turn(text: str, following: Segment) -> bool:
    opened = _TURN.match(text, following.start, following.end)
    return bool(opened or _SEEN.search(text, following.start, following.end))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without the spaces and commas round it; None for nothing."""
    while start < end and (text[start].isspace() or text[start] in ",;:."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return (start, end) if end > start else None


def _about(doc: Doc, stretch: tuple[int, int]) -> str:
    """Return what a stretch is about, by the first person or body named in it."""
    span = doc.char_span(*stretch, alignment_mode="expand")
    if span is None:
        return "not said"
    for token in span:
        if token.lower_ in FIRST:
            return "own part"
        if token.lower_ in ("he", "she", "they", "him", "her", "them", "their"):
            return "others"
        known = known_at(doc, token.i) if token.pos_ in ("NOUN", "PROPN") else None
        if known and known.noun.voice == "patients or residents":
            return "people served"
        if known:
            return "system" if known.noun.voice in _SYSTEM else "others"
        if token.lower_ in _THINGS:
            return "system"
    return "not said"
