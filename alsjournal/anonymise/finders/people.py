"""People by what stands beside their name: titles, initials, greetings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import ACRONYMS, SPEECH

__all__ = ["PeopleFinder"]

_NAME = r"[A-Z][a-z'\-]*[A-Za-z'\-]{1,30}"
_TITLE = re.compile(
    rf"\b(?:Drs?|Mrs?|Ms|Miss|Mx|Prof(?:essor)?|Cllr|Rev|Revd|Sir|Lady|Dame|Lord|Sister"
    rf"|Matron|Nurse|Father|Councillor|Doctor)\.? "
    rf"(?P<name>(?:{_NAME}|[A-Z]\b\.?)(?:[ \-](?:{_NAME}|[A-Z]\b\.?)){{0,3}})"
)
_PLAIN_TITLE = re.compile(
    r"\b(?:dr|mr|mrs|ms|prof)\.? (?P<name>[a-z'\-]{2,30})\b", re.IGNORECASE
)
_NOT_AFTER_TITLE = frozenset(
    [
        "and",
        "or",
        "who",
        "is",
        "was",
        "has",
        "said",
        "to",
        "the",
        "of",
        "in",
        "for",
        "at",
        "a",
    ]
)
_DOTTED = re.compile(
    r"(?<![\w.])(?P<name>(?!I\. ?[A-Z][a-z])(?:[A-Z]\. ?){1,3}[A-Z][a-z][\w'\-]{1,30}"
    r"|(?!I\. )(?:[A-Z]\. ?){1,2}[A-Z]\.)"
    r"(?![\w])"
)
_DOTTED_WORDS = frozenset(
    [
        "n.h.s.",
        "u.k.",
        "u.s.",
        "u.s.a.",
        "e.u.",
        "a.m.",
        "p.m.",
        "q.i.",
        "i.t.",
        "h.r.",
        "g.p.",
        "p.s.",
        "i.e.",
        "e.g.",
        "u.n.",
        "o.k.",
        "p.a.",
        "n.b.",
        "a.i.",
        "c.v.",
        "d.i.y.",
        "d.n.a.",
        "b.m.a.",
        "g.m.c.",
    ]
)
_INITIALS = re.compile(
    r"(?:(?P<before>\b(?:with|told|asked|thanked|met|colleague|friend|manager|named"
    r"|called|Dear|Hi|Hello|from|for|and|to|by) )|(?<![\w.\-&/]))"
    r"(?P<name>[A-Z]{2,3})(?P<after>'s\b| [a-z]{2,12}\b| and I\b)?(?![\w&/\-])"
)
_STRONG_BEFORE = frozenset(
    [
        "told",
        "asked",
        "thanked",
        "met",
        "colleague",
        "friend",
        "manager",
        "named",
        "called",
        "dear",
        "hi",
        "hello",
    ]
)
_INTRODUCED = re.compile(
    rf"\b(?:[Mm]y name is|[Mm]y name's|[Ii] am called|[Hh]er name is|[Hh]is name is"
    rf"|[Tt]heir name is|named|nicknamed|Dear|[Ss]igned,?|[Rr]egards,?|[Tt]hanks,)"
    rf" (?P<name>{_NAME}(?: {_NAME}){{0,2}})"
)
_NOT_INTRODUCED = frozenset(
    ["all", "team", "everyone", "colleagues", "sir", "madam", "both", "set", "the"]
)
_ACTS = SPEECH - {"has", "was", "is", "had", "came", "left", "called", "shared"}


_CALLED = re.compile(
    r"\b(?:(?:is|was|were|are|someone|somebody|nurse|doctor|lady|man|woman|bloke|girl|boy"
    r"|lad|patient|colleague|one|gp) (?:called|named)|name is|name's|name was) "
    r"(?P<name>[a-z]{3,30})\b"
)


class PeopleFinder:
    """Find names after a title or a greeting, and initials.

    Parameters
    ----------
    is_common : callable, optional
        Says of a word whether it is an everyday one. Without it a name without a
        capital is taken for one only after a title.
    """

    name = "people"

    def __init__(self, is_common: Callable[[str], bool] | None = None) -> None:
        self._is_common = is_common

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(start, end, "PERSON", self.name, confidence)
                for start, end, confidence in _find(reading, self._is_common)
            ]
            for reading in readings
        ]


def _find(
    reading: Reading, is_common: Callable[[str], bool] | None
) -> Iterator[tuple[int, int, float]]:
    text = reading.text
    for match in _TITLE.finditer(text):
        yield *match.span("name"), 0.9
    for match in _DOTTED.finditer(text):
        if match["name"].replace(" ", "").lower() not in _DOTTED_WORDS:
            yield *match.span("name"), 0.7
    for match in _INTRODUCED.finditer(text):
        if match["name"].split()[0].lower() not in _NOT_INTRODUCED:
            yield *match.span("name"), 0.7
    yield from _without_capital(text, is_common)
    if not reading.single_case:
        yield from _initials(text)


def _without_capital(
    text: str, is_common: Callable[[str], bool] | None
) -> Iterator[tuple[int, int, float]]:
    """Yield "dr patel" and "is called winnie", but not "the dr said"."""
    for match in _PLAIN_TITLE.finditer(text):
        name = match["name"]
        plain = name.islower() and is_common is not None and is_common(name)
        if name.lower() not in _NOT_AFTER_TITLE and not plain:
            yield *match.span("name"), 0.8
    if is_common is not None:
        for match in _CALLED.finditer(text):
            if not is_common(match["name"]):
                yield *match.span("name"), 0.6


def _initials(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield "ST" where it does what a person does."""
    for match in _INITIALS.finditer(text):
        if match["name"].lower() in ACRONYMS:
            continue
        before = (match["before"] or "").strip().lower()
        after = (match["after"] or "").strip()
        acts = after == "and I" or after in _ACTS
        two = len(match["name"]) == 2
        if before in _STRONG_BEFORE or (two and acts):
            yield *match.span("name"), 0.5
