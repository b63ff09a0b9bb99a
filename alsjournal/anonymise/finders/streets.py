"""Streets and houses by name, with a number before them or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.wordlists import NO_STREET, NOT_BEFORE_STREET

__all__ = ["streets"]

_I = re.IGNORECASE
_NUMBERED = re.compile(
    r"\b(?:(?:flat|unit|apartment|room|suite) ?\d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]?,? "
    r"(?:[A-Z][\w'\-]{1,30} ){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive"
    r"|Dr|Way|Court|Crescent|Gardens|Grove|Terrace|Place|Square|Hill|Park|Mews|Row"
    r"|View|Walk|Green|Rise|Parade|Broadway|Falls|House|Buildings)\b"
)
_NUMBERED_LOWER = re.compile(
    r"\b\d{1,4}[a-z]? (?!minutes|miles|years|days|weeks|yards|metres|the)"
    r"[a-z'\-]{3,30} "
    r"(?:[a-z'\-]{3,30} )?(?:road|street|avenue|lane|crescent|terrace|gardens|drive)\b",
    _I,
)
_WORD = r"[A-Z][\w'\-]{1,30}"
_NAMED = re.compile(
    rf"(?<![\w'\-])(?P<name>(?:{_WORD} ){{1,3}})"
    r"(?:(?P<sure>Street|Road|Lane|Avenue|Crescent|Terrace|Gardens|Grove|Mews)|Close"
    r"|Drive|Court|House|Lodge|Way|Row|Square|Parade|Cottages?)(?![\w'\-])"
)


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield where streets and houses stand in a text.

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
    """
    if any(map(str.isdigit, text)):
        for pattern in (_NUMBERED, _NUMBERED_LOWER):
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
