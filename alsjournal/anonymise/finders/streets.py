"""Streets and houses by name, with a number before them or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.wordlists import NO_STREET, NOT_BEFORE_STREET, ROADS

__all__ = ["streets"]

_I = re.IGNORECASE
_WORD = r"[A-Z][\w'\-]{1,30}"
_ROAD = "|".join(sorted((road.title() for road in ROADS), key=len, reverse=True))
_DOOR = (
    r"(?:flat|unit|apartment|apt|room|suite|studio|floor|block|plot)\.? ?"
    r"(?:no\.? ?)?\d{1,4}[A-Za-z]?"
)
_NUMBERED = re.compile(
    rf"\b(?i:(?:{_DOOR},? ){{0,2}})\d{{1,4}}(?:[A-Za-z]|[/\-]\d{{1,4}})?,? "
    rf"(?:{_WORD},? ){{1,3}}(?:{_ROAD})s?\b"
)
_DOORED = re.compile(
    rf"(?<!\w)(?i:{_DOOR}),? (?:(?i:{_DOOR}),? )?(?:\d{{1,4}}[A-Za-z]?,? )?"
    rf"{_WORD}(?: {_WORD}){{0,3}}"
)
_DOORED_LOWER = re.compile(
    rf"(?<!\w){_DOOR},? (?:\d{{1,4}}[a-z]?,? )?(?:[a-z'\-]{{3,30}} ){{1,2}}"
    rf"(?:{'|'.join(sorted(ROADS, key=len, reverse=True))})s?\b",
    _I,
)
_NUMBERED_LOWER = re.compile(
    r"\b\d{1,4}[a-z]? (?!minutes|miles|years|days|weeks|yards|metres|the)"
    r"[a-z'\-]{3,30} "
    r"(?:[a-z'\-]{3,30} )?(?:road|rd|street|avenue|ave|lane|crescent|terrace|gardens"
    r"|drive|close|mews|grove|cottages?|villas)\b",
    _I,
)
_NAMED = re.compile(
    rf"(?<![\w'\-])(?P<name>(?:{_WORD} ){{1,3}})"
    r"(?:(?P<sure>Street|Road|Lane|Avenue|Crescent|Terrace|Gardens|Grove|Mews|Villas"
    r"|Cottages?|Falls|Heights|Towers?|Buildings|Mansions|Almshouses)|Close"
    r"|Drive|Court|House|Lodge|Way|Row|Square|Parade|Point)(?![\w'\-])"
)


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield where streets and houses stand in a text; some stretches overlap.

    Without a number both the name and the word for the street need a capital.

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
    >>> text = "She lives in Fern Lane. There is no Way back."
    >>> [text[start:end] for start, end in streets(text)]
    ['Fern Lane']
    >>> text = "It was flat 1, Hardy Falls."
    >>> "flat 1, Hardy Falls" in [text[start:end] for start, end in streets(text)]
    True
    """
    if any(map(str.isdigit, text)):
        for pattern in (_NUMBERED, _DOORED, _DOORED_LOWER, _NUMBERED_LOWER):
            for match in pattern.finditer(text):
                yield match.span()
    for match in _NAMED.finditer(text):
        start = match.start()
        words = match["name"].lower().split()
        while words and words[0] in NOT_BEFORE_STREET:
            start += len(words.pop(0)) + 1
        if not words or words[-1] in NOT_BEFORE_STREET:
            continue
        if match["sure"] or words[-1] not in NO_STREET:
            yield start, match.end()
