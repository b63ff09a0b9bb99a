"""Villages and estates by the way such names are made, with capitals or without.

Endings and first words of English settlements (as ``-thorpe``, ``-ington``, *Little*,
*Nether*) are common knowledge of place names; each is used only where it makes few
everyday words, and only after a word that leads to a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["villages"]

_TO = r"\b(?:in|at|from|near|to|around|over|via|outside|through|towards) "
_ENDING = r"(?:thorpe|thwaite|ingham|ington|combe|minster|chester|hampton)"
_WIDE = r"(?:ham|ton|ley|by|ford|bury|worth|wick|thorpe|field|combe|stead|dale|leigh)"
_FIRST = (
    r"(?:great|little|much|nether|upper|lower|over|long|kirkby|kirk|market|chipping|stoke"
    r"|abbots|bishops|kings|queens)"
)
_SMALL = re.compile(rf"{_TO}(?P<name>[a-z]{{3,14}}{_ENDING})(?![\w'\-])")
_ENDED = re.compile(_ENDING)
_VILLAGE = re.compile("village |hamlet ")
_TWO = re.compile(
    rf"{_TO}(?P<name>{_FIRST} (?!cotton|button|skeleton|carton|family|lobby|hobby|baby"
    rf"|standby|nearby)[a-z]{{2,14}}{_WIDE})(?![\w'\-])",
)
_CALLED = re.compile(
    r"\b(?:village|hamlet) (?:called|named|of) (?P<name>(?:[a-z]{3,15} )?[a-z]{3,15})"
    r"(?=[,.;:!?)]|$| (?:and|where|which|but|is|was|has|near|in)\b)"
)
_ESTATE = re.compile(
    r"(?<![\w'\-])(?P<name>(?P<words>(?:[A-Z][\w'\-]{1,30} ){1,3})[Ee]state)(?![\w\-])"
)
_ESTATE_SMALL = re.compile(
    r"\b(?:on|from|around|across|off|over|round|in|to) the "
    r"(?P<name>(?P<words>(?:[a-z'\-]{3,20} ){1,2})estate)"
    r"(?! (?:agent|car|duty|of))(?![\w\-])"
)
_NO_ESTATE = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "my",
        "your",
        "his",
        "her",
        "their",
        "this",
        "that",
        "its",
        "whole",
        "same",
        "other",
        "next",
        "old",
        "new",
        "big",
        "large",
        "small",
        "council",
        "housing",
        "real",
        "industrial",
        "trading",
        "business",
        "private",
        "local",
        "public",
        "rural",
        "urban",
        "country",
        "family",
        "royal",
        "crown",
        "nhs",
        "hospital",
        "health",
        "entire",
        "rough",
        "estate",
        "late",
        "residential",
        "nearby",
        "main",
        "wider",
        "existing",
        "ageing",
        "aging",
        "social",
        "deprived",
        "first",
        "second",
    ]
)
"""Words before *estate* that name none."""
_NO_VILLAGE = frozenset(
    ["people", "houses", "about", "some", "many", "those", "that", "which", "life"]
)


def villages(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a village or an estate stands.

    Parameters
    ----------
    text : str
        Normalised.

    Yields
    ------
    tuple of int
        Start and end, ``end`` exclusive.

    Examples
    --------
    >>> text = "from the marlpit estate to little wenham; the council estate is a deal"
    >>> [text[start:end] for start, end in villages(text)]
    ['little wenham', 'marlpit estate']
    """
    small = (_SMALL,) if _ENDED.search(text) else ()
    for pattern in (*small, _TWO):
        for match in pattern.finditer(text):
            yield match.span("name")
    for match in _CALLED.finditer(text) if _VILLAGE.search(text) else ():
        if not _NO_VILLAGE & set(match["name"].split()):
            yield match.span("name")
    if "state" in text:
        yield from _estates(text)


def _estates(text: str) -> Iterator[tuple[int, int]]:
    for match in _ESTATE.finditer(text):
        start = match.start()
        words = match["words"].split()
        while words and words[0].lower() in _NO_ESTATE:
            start += len(words.pop(0)) + 1
        if words and words[-1].lower() not in _NO_ESTATE:
            yield start, match.end()
    for match in _ESTATE_SMALL.finditer(text):
        if not _NO_ESTATE & set(match["words"].split()):
            yield match.span("name")
