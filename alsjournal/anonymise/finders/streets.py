"""Streets and houses by name, with a number before them or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.wordlists import NO_STREET, NOT_BEFORE_STREET, ROADS

__all__ = ["streets"]

_I = re.IGNORECASE
_WORD = r"[A-Z][\w'\-]{1,30}"
_ROAD = "|".join(sorted((road.title() for road in ROADS), key=len, reverse=True))
_DOOR = (
    r"(?:flat|unit|apartment|apt|room|suite|studio|floor|block|plot)\.? ?"
    r"(?:no\.? ?)?\d{1,4}[A-Za-z]?"
)
_DOOR_BEFORE = re.compile(
    r"(?:flat|unit|apartment|apt|room|suite|studio|floor|block|plot)\.? ?(?:no\.? ?)?$",
    _I,
)
_DOOR_REACH = 16
"""The longest of these: "apartment. no. "."""
_ANY_ROAD = re.compile(rf" (?=[A-Z])(?:{_ROAD})s?\b")
"""What every numbered street holds."""
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

_THE = re.compile(
    rf"(?<![\w.,/])\d{{1,4}}[A-Za-z]?,? The {_WORD}(?: {_WORD})?(?![\w'\-])"
)
_HOUSES = (
    r"cottage|house|forge|barn|lodge|farm|mill|rectory|vicarage|manor|hall|grange|villa"
    r"|stables|bungalow|chapel|school house|schoolhouse|smithy|dairy|croft|arms"
    r"|cottages|priory|abbey|court|gatehouse|bakery|granary|oast|parsonage|farmhouse|annexe"
)
_BEFORE_STREET = re.compile(
    rf"(?:\b(?i:the) )?(?:\b{_WORD} ){{0,2}}\b(?i:{_HOUSES}), $|\bThe {_WORD}, $"
)
"""A house by name before its street."""
_REACH = 60
_BEHIND_HOUSE = rf", (?:\d{{1,4}} )?(?:{_WORD} ){{1,2}}(?:{_ROAD})(?![\w'\-])"
_HOUSE_FIRST = re.compile(
    rf"\b(?:[Tt]he {_WORD}|(?:[Tt]he )?(?:{_WORD} ){{0,2}}(?i:{_HOUSES}))"
    rf"{_BEHIND_HOUSE}"
)
_BEHIND_COMMA = re.compile(_BEHIND_HOUSE)
_LIVES_AT = re.compile(
    r"\b(?i:at|to|address|visit)[: ]{1,2}(?P<place>\d{1,4}[A-Za-z]? "
    r"(?!NHS|Practice|Clinical|Community|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)[A-Z][a-z'\-]{2,20}"
    r" [A-Z][a-z'\-]{1,20}(?<!s))(?![\w'\-])"
)
"""A number and two words with capitals: "22 Beech Hanger"."""
_MANY = (
    r"(?!minutes?|miles?|years?|days?|weeks?|months?|yards?|metres?|the|of|in|per|percent"
    r"|more|other|new|different|big|small|large|main|steps?|hours?|people|patients|staff"
    r"|car|care|nursing|separate|whole|extra|long|short|good|and|or|to|a|out|on|at|for)"
)
_NAMED_LOWER = r"[a-z][a-z'\-]{2,30}"
_TAIL = (
    r"road|rd|street|avenue|ave|lane|ln|crescent|cres|terrace|gardens|gdns|drive|close"
    r"|mews|grove|cottages?|villas?|rise|park|row|way|view|walk|place|court|square|hill"
    r"|green|parade|bank|end|fields?|meadows?|gate|wood|heights|house|lodge|croft|fold"
    r"|garth|yard|wharf|quay|st|bungalows|flats|brow|drove|chase|dene|lea|leys|side|moor"
    r"|common|bridge|cross|mount|orchard|paddocks?|copse|spinney|wynd|ginnel|broadway"
)
_ADDRESSED = re.compile(
    r"(?:(?<=\bat )|(?<=\bto )|(?<=\bfrom )|(?<=\bin )|(?<=\baddress )|(?<=\bis )"
    r"|(?<=\bvisit )|(?<=\bnear )|(?<=\boutside )|(?<=\bof )|(?<=[:,;(] )|^)"
    rf"\d{{1,4}}[a-z]?(?: ?[\-/] ?\d{{1,4}}[a-z]?)?,? {_MANY}"
    rf"(?:(?:{_NAMED_LOWER} ){{1,2}}(?:{_TAIL})"
    r"|(?:the )[a-z]{4,20}s(?=[,;.]|$)"
    r"|(?!anyway|midway|halfway|subway|motorway|railway|gateway|runway|getaway|pathway"
    r"|inside|outside|beside|alongside|upside|downside|bedside|roadside|aside|overview"
    r"|review|interview|preview|delegate|aggregate|investigate|mitigate|hallway|doorway"
    r"|blindfold|manifold|afield)[a-z]{2,20}(?:way|gate|side|croft|fold|field|view))\b",
    _I,
)
"""A number, a name and a word for a street where an address stands."""

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_DOORS = (_DOORED, _DOORED_LOWER)
_NUMBER = re.compile(r"(?<!\w)\d")
_AT_NUMBER = (_NUMBERED_LOWER, _THE, _ADDRESSED)
"""These start with a number; the others may start with what stands before it."""


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
    if _DIGIT.search(text):
        yield from _with_number(text)
    if _BEHIND_COMMA.search(text):
        for match in _HOUSE_FIRST.finditer(text):
            yield match.span()
    for match in _NAMED.finditer(text):
        start = match.start()
        words = match["name"].lower().split()
        while words and words[0] in NOT_BEFORE_STREET:
            start += len(words.pop(0)) + 1
        if not words or words[-1] in NOT_BEFORE_STREET:
            continue
        if match["sure"] or words[-1] not in NO_STREET:
            yield _house(text, start), match.end()


def _with_number(text: str) -> Iterator[tuple[int, int]]:
    numbers = [number.start() for number in _NUMBER.finditer(text)]
    for pattern in _AT_NUMBER:
        yield from _at_numbers(pattern, text, numbers)
    road = (_NUMBERED,) if _ANY_ROAD.search(text) else ()
    for pattern in (*road, *(_DOORS if _has_door(text) else ())):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _LIVES_AT.finditer(text):
        yield match.span("place")


def _has_door(text: str) -> bool:
    """Whether a word for a door or floor stands before a digit."""
    return any(
        _DOOR_BEFORE.search(text, max(0, start - _DOOR_REACH), start)
        for start in (digit.start() for digit in _DIGITS.finditer(text))
    )


def _at_numbers(
    pattern: re.Pattern[str], text: str, numbers: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield what ``finditer`` does, of a pattern that starts with a number."""
    end = 0
    for number in numbers:
        match = pattern.match(text, number) if number >= end else None
        if match:
            end = match.end()
            yield match.span()


def _house(text: str, start: int) -> int:
    """Return where an address starts whose street starts here."""
    before = _BEFORE_STREET.search(text, max(0, start - _REACH), start)
    return before.start() if before else start
