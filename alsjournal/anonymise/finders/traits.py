"""Ages and cars: what people are known by who are not named.

Ages over 89 are masked because so few people reach them (the Safe Harbor rule of the
US, 45 CFR 164.514(b)(2)(i)(C), sets the same bound); younger ones stay. Number plates
have the formats of the DVLA's guidance INF104: since 2001 ``AB12 CDE``, from 1983
``A123 BCD``, from 1963 ``ABC 123D``, Northern Ireland ``AIZ 1234``, and older ones
without a year, which are only seen beside a word for a car.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["ages", "plates"]

_I = re.IGNORECASE
_TENS = (
    r"ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:one|a) hundred(?: and (?:one|two|three|four|five|six|seven|eight|nine|ten))?"
)
_OLD = rf"(?:9\d|1[0-2]\d|{_TENS})"
_WHO = (
    r"(?:he|she|they|who|mum|mother|dad|father|nan|gran|grandmother|grandfather|aunt"
    r"|uncle|patient|lady|gentleman|man|woman|resident|husband|wife|neighbour)"
)
_AGES = (
    re.compile(
        rf"\b(?:aged?|age of|ages of)(?: is| was|:)? {{0,2}}(?P<age>{_OLD})(?![\w%])",
        _I,
    ),
    re.compile(
        rf"(?<![\w.,£$])(?P<age>{_OLD})[ -]?(?:years?|yrs?|yr)[ -]"
        r"(?:old|of age|young)\b",
        _I,
    ),
    re.compile(rf"(?<![\w.,£$])(?P<age>{_OLD})[ -]?(?:y/?o|y\.o\.)(?!\w)", _I),
    re.compile(
        rf"\b(?:{_WHO}|[A-Z][a-z]+)(?:'s| is| was| will be| turns| turned| reached"
        rf"| became)(?: now| nearly| almost| over| just| about| only| still)? "
        rf"(?P<age>{_OLD})"
        r"(?=[,;.!?)]|$| (?:and|but|now|next|this|last|with|years?|in)\b)"
        r"(?! (?:years?|in) (?:later|ago|total|all|of them))"
    ),
    re.compile(r"\b(?P<age>9\d(?:th|st|nd|rd)|1[0-2]\d(?:th|st|nd|rd)) birthday", _I),
)

_SHAPED = re.compile(
    r"(?<![\w/-])(?P<plate>[A-Z]{2}\d{2} ?(?P<a>[A-Z]{3})|[A-Z]\d{1,3} ?(?P<b>[A-Z]{3})"
    r"|[A-Z]{3} ?\d{1,3}[A-Z]|(?!NHS|ISO|ICD|SOP|CPD)[A-Z]{3}\d{3}"
    r"|[A-Z]{0,2}[IZ][A-Z]? \d{4})(?![\w/-])"
)
_NAMED = re.compile(
    r"\b(?:reg(?:istration)?|number ?plates?|plates?|car|van|vehicle|taxi|lorry"
    r"|motorbike|minibus|vauxhall|ford|corsa|fiesta|audi|bmw|toyota|nissan|golf|mini|volvo)\b"
    r"(?: (?:no|number|mark|plate|is|was|reg|registration)\b\.?){0,3}[ ,:(\-]{1,3}"
    r"(?P<plate>(?!(?:reg|no|is|was|the)\b)(?=[A-Z ]{0,6}\d)"
    r"(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}"
    r"|[A-Z]{3} ?\d{1,4}[A-Z]?|[A-Z]{1,2} ?\d{1,4}|\d{1,4} ?[A-Z]{1,3}))(?!\w)",
    _I,
)
_NO_LETTERS = frozenset(
    [
        "AND",
        "THE",
        "FOR",
        "WAS",
        "NOT",
        "BUT",
        "ARE",
        "HAS",
        "WHO",
        "ALL",
        "OUT",
        "DAY",
        "OLD",
    ]
)


def ages(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an age over 89 stands.

    Examples
    --------
    >>> text = "She is 93, he was aged 70, and we saw 95 patients."
    >>> [text[start:end] for start, end in ages(text)]
    ['93']
    """
    lower = text.lower()
    if not ("9" in lower or "1" in lower or "ninety" in lower or "hundred" in lower):
        return
    for pattern in _AGES:
        for match in pattern.finditer(text):
            yield match.span("age")


def plates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the number plate of a car stands.

    Examples
    --------
    >>> text = "I parked FD18 KXA by the van, reg 42 abc."
    >>> [text[start:end] for start, end in plates(text)]
    ['FD18 KXA', '42 abc']
    """
    for match in _SHAPED.finditer(text):
        if (match["a"] or match["b"]) not in _NO_LETTERS:
            yield match.span("plate")
    for match in _NAMED.finditer(text):
        yield match.span("plate")
