"""People by what stands beside their name: titles, initials, greetings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from alsjournal.anonymise.finders.initials import initials
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

__all__ = ["PeopleFinder"]

_NAME = r"[A-Z][a-z'\-]*[A-Za-z'\-]{1,30}"
_TITLE = re.compile(
    rf"\b(?:Drs?|Mrs?|Ms|Miss|Mx|Prof(?:essor)?|Cllr|Rev|Revd|Sir|Lady|Dame|Lord|Sister"
    rf"|Matron|Nurse|Father|Councillor|Doctor)\.? "
    rf"(?P<name>(?:{_NAME}|[A-Z]\b\.?)(?:[ \-](?:{_NAME}|[A-Z]\b\.?)){{0,3}})"
)
_TITLES = frozenset(
    [
        *("dr", "drs", "mr", "mrs", "ms", "miss", "mx", "prof"),
        *("professor", "cllr", "rev", "revd", "sir", "lady", "dame", "lord"),
        *("sister", "matron", "nurse", "father", "councillor", "doctor"),
    ]
)
"""One of them stands in whatever the three patterns of titles find."""
_PLAIN_TITLE = re.compile(
    r"\b(?:dr|mr|mrs|ms|prof)\.? (?P<name>[a-z'\-]{2,30}|[b-hj-z])\b", re.IGNORECASE
)
_TITLE_LETTER = re.compile(
    r"\b(?i:drs?|mrs?|ms|miss|mx|prof(?:essor)?|sister|matron|nurse|doctor|cllr|rev)"
    r"\.? "
    r"(?P<name>[A-HJ-Z]\b\.?)(?!['\d])"
)
_PREFIXED = re.compile(r"(?<![\w'\-])(?P<name>[A-Z]'[A-Z][a-z]{2,30})(?![\w])")
"""O'Neill, D'Souza, N'Golo."""
_PRODUCTS = frozenset(
    ["teams", "forms", "office", "excel", "word", "project", "outlook"]
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
_INTRODUCED = re.compile(
    rf"\b(?:[Mm]y name is|[Mm]y name's|[Ii] am called|[Hh]er name is|[Hh]is name is"
    rf"|[Tt]heir name is|named|nicknamed|Dear|[Ss]igned,?|[Rr]egards,?|[Tt]hanks,)"
    rf" (?P<name>{_NAME}(?: {_NAME}){{0,2}})"
)
_INTRODUCING = frozenset(
    ["name", "called", "named", "nicknamed", "dear", "signed", "regards", "thanks"]
)
"""The word of each that is always there; "name" of "name's" too."""
_NOT_INTRODUCED = frozenset(
    ["all", "team", "everyone", "colleagues", "sir", "madam", "both", "set", "the"]
)
_CALLED = re.compile(
    r"\b(?:(?:is|was|were|are|someone|somebody|nurse|doctor|lady|man|woman|bloke|girl|boy"
    r"|lad|patient|colleague|one|gp) (?:called|named)|name is|name's|name was) "
    r"(?P<name>[a-z]{3,30})\b"
)
_CALLING = frozenset(["called", "named", "name"])
_GREETINGS = frozenset(["hey", "hi", "hiya", "hello", "dear"])
_GREETED_DAY = re.compile(
    r"\b(?:hey|hi|hiya|hello|dear) (?P<name>sunday|monday|friday)\b", re.IGNORECASE
)
"""Days that are given names too, in Nigeria above all."""


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
    titled = reading.may_hold(_TITLES)
    for match in _TITLE.finditer(text) if titled else ():
        if match.group().startswith("MS ") and match["name"].lower() in _PRODUCTS:
            continue
        yield *match.span("name"), 0.9
    for pattern, may_be in (
        (_TITLE_LETTER, titled),
        (_PREFIXED, True),
        (_GREETED_DAY, reading.may_hold(_GREETINGS)),
    ):
        for match in pattern.finditer(text) if may_be else ():
            yield *match.span("name"), 0.7
    for match in _INTRODUCED.finditer(text) if reading.may_hold(_INTRODUCING) else ():
        if match["name"].split()[0].lower() not in _NOT_INTRODUCED:
            yield *match.span("name"), 0.7
    yield from _without_capital(reading, is_common)
    yield from initials(reading)


def _without_capital(
    reading: Reading, is_common: Callable[[str], bool] | None
) -> Iterator[tuple[int, int, float]]:
    """Yield "dr patel" and "is called winnie", but not "the dr said"."""
    text = reading.text
    for match in _PLAIN_TITLE.finditer(text) if reading.may_hold(_TITLES) else ():
        name = match["name"]
        plain = name.islower() and is_common is not None and is_common(name)
        nobody = name.lower() in _NOT_AFTER_TITLE | _PRODUCTS
        if not nobody and not plain:
            yield *match.span("name"), 0.8
    if is_common is not None and reading.may_hold(_CALLING):
        for match in _CALLED.finditer(text):
            if not is_common(match["name"]):
                yield *match.span("name"), 0.6
