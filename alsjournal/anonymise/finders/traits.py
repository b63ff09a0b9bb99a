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
_NINETY = r"ninety[ -]?(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = (
    rf"{_NINETY}|ninety"
    r"|(?:one|a)[ -]hundred(?:[ -]and[ -](?:one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve))?"
)
_OLD = rf"(?:9\d|1[0-2]\d|{_TENS})"
_WHO = (
    r"(?:he|she|they|who|mum|mother|dad|father|nan|gran|grandmother|grandfather|aunt"
    r"|great[ -]gran(?:dmother|dfather)?|teacher|farmer|miner|soldier|pensioner|chap"
    r"|bloke|gent|spinster|bachelor|headmaster|headmistress|fella|lad"
    r"|old (?:boy|girl|dear)"
    r"|uncle|patient|lady|gentleman|man|woman|resident|husband|wife|neighbour|grandma"
    r"|grandad|widow|widower|client|person|veteran|nana|nanna|mam|i)"
)
_ORDINAL = (
    r"(?:9\d ?(?:th|st|nd|rd)|1[0-2]\d ?(?:th|st|nd|rd)|ninetieth|hundredth"
    r"|ninety[ -]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|(?:one[ -])?hundred[ -]and[ -](?:first|second|third|fourth|fifth|sixth|seventh))"
)
_MANNER = (
    r"(?: now| nearly| almost| over| just| about| only| still| already| not far off"
    r"| coming up| well| actually| all of| going on| pushing| gone| getting on for"
    r"| to be| rising| past| turning){0,2}"
)
_NO_AGE = (
    r"(?! ?(?:%|per|percent|minutes?|mins?|hours?|days?|weeks?|months?|miles?|pounds"
    r"|people|patients|staff|members|beds|calls|times|of them|referrals|thousand"
    r"|(?:years?|in) (?:later|ago|total|all|of them)))"
)
_ENDS = (
    r"(?=[,;.:!?)\-]|$|\s(?:and|but|now|next|this|last|with|years?|in|who|so|when|on|or"
    r"|at|if|then|still|because|before|after|tomorrow|today|soon|yet|living|lives)\b)"
)
_AGES = (
    re.compile(
        r"\b(?:aged?|ages? of|at the age)[ :,]{0,2}(?:is |was |of |c\.? ?|about ){0,2}"
        rf"(?P<age>{_OLD})(?![\w%])",
        _I,
    ),
    re.compile(
        rf"(?<![\w.,£$])(?P<age>{_OLD})[ -]?(?:years?|yrs?|yr)[ -]"
        r"(?:old|of age|young)\b",
        _I,
    ),
    re.compile(rf"(?<![\w.,£$])(?P<age>{_OLD})[ -]?(?:y/?o|y\.o\.?|yrs?)(?!\w)", _I),
    re.compile(
        rf"\b(?:(?i:{_WHO})|[A-Z][a-z]+)(?i:'s| is| was|'m| am| will be|'ll be|ll be"
        rf"| would be|'d be| turns| turned| reached| became|, who is|, who's)"
        rf"{_MANNER} (?P<age>(?i:{_OLD})){_ENDS}{_NO_AGE}",
    ),
    re.compile(
        rf"\b(?:turn(?:s|ed|ing)|just gone|pushing|being|she be|he be|be|going on"
        rf"|nearly|almost|not bad for|lived to|live to|living to|died at|dies at"
        rf"|passed at|(?:lady|man|woman|gentleman|resident|patient|widow|widower) of) "
        rf"(?P<age>{_NINETY}|(?:a|one) hundred and \w{{3,5}}){_ENDS}{_NO_AGE}",
        _I,
    ),
    re.compile(
        rf"\b(?:turn(?:s|ed|ing)|just gone|lived to|live to|living to|died at|passed at"
        rf"|{_WHO}"
        rf"(?: of|,| \()) ?(?P<age>{_OLD}){_ENDS}{_NO_AGE}",
        _I,
    ),
    re.compile(
        rf"(?:^|[.!?,;]\s|\b[Aa]t )(?P<age>(?i:{_OLD}))(?: now)?,? (?:he|she)\b"
    ),
    re.compile(r"\b[A-Z][a-z]+(?:, | \()(?P<age>9\d|1[0-2]\d)(?=[,)])"),
    re.compile(r"(?<![\w.,£$/])(?P<age>9\d|1[0-2]\d) ?[FM](?![\w])"),
    re.compile(rf"\b(?P<age>{_ORDINAL}) (?:birthday|year\b(?! of))", _I),
    re.compile(
        rf"\b(?:his|her|their|your|my) (?P<age>(?:(?:very )?(?:early|mid|late)[ -])?"
        rf"(?:nineties|90'?s)|{_ORDINAL})\b(?! (?:year of|visit|call|time|attempt))",
        _I,
    ),
    re.compile(
        r"\b(?:hits?|hitting|made it to|making it to|got to|get to|reach(?:es|ed|ing)?"
        r"|approaching|nearing|celebrat(?:es|ed|ing)|well past|north of"
        r"|the wrong side of|lived to see|saw in|past) "
        rf"(?P<age>{_TENS}){_ENDS}{_NO_AGE}",
        _I,
    ),
    re.compile(
        rf"(?:(?<=[,(] )|(?<=\()|(?<=\u2013 ))(?P<age>{_NINETY})(?=,? ?[)\u2013]"
        r"|, (?:and |but |who |lives?|living|has|is|was|no|with|frail|alone|still))",
        _I,
    ),
    re.compile(
        r"\b(?P<age>(?:one[ -]|a[ -])?hundred[ -]years?[ -]old)(?= (?:man|woman|lady"
        r"|gentleman|patient|resident|mum|mother|father|nan|gran|widow|widower|chap)\b)",
        _I,
    ),
    re.compile(
        rf"(?<![\w\-])(?P<age>(?:{_NINETY}|ninety)[ -](?:odd|something))(?=[ -]year"
        r"|[,.;]|$| and\b)",
        _I,
    ),
    re.compile(r"\b(?P<age>nonagenarian|(?:super)?centenarian)\b", _I),
    re.compile(
        rf"(?<![\w\-])(?P<age>{_NINETY}){_ENDS}(?! in (?:all|total))(?=[^.]{{0,20}}"
        r"(?:birthday|old|age\b|this year|next year|in the (?:spring|summer|autumn"
        r"|winter)))",
        _I,
    ),
)

_HINT = re.compile(
    r"(?=[91nhgt])(?:(?<!\d)(?:9\d|1[0-2]\d)(?!\d)|ninet|hundred|genarian|tenarian)", _I
)
"""What each of these has."""
_BEFORE, _BEHIND = 90, 80
"""Characters that they look at beside it: more than the longest needs, but for a word
with a capital that starts it, which has any length."""

_SHAPED = re.compile(
    r"(?<![\w/-])(?P<plate>[A-Z]{2} ?\d{2}[ \-]{0,2}(?P<a>[A-Z]{3})"
    r"|[A-Z]\d{1,3} ?(?P<b>[A-Z]{3})"
    r"|[A-Z]{3} ?\d{1,3}[A-Z]|(?!NHS|ISO|ICD|SOP|CPD)[A-Z]{3}\d{3}"
    r"|[A-Z]{0,2}[IZ][A-Z]? \d{4})(?![\w/-])"
)
_CAPITAL_DIGIT = re.compile(r"[A-Z] ?\d")
"""What each of these has."""
_NAMED = re.compile(
    r"\b(?:reg(?:istration)?|number ?plates?|plates?|car|van|vehicle|taxi|lorry"
    r"|motorbike|minibus|vauxhall|ford|corsa|fiesta|audi|bmw|toyota|nissan|golf|mini|volvo)\b"
    r"(?: (?:no|number|mark|plate|is|was|reg|registration)\b\.?){0,3}[ ,:(\-]{1,3}"
    r"(?P<plate>(?!(?:reg|no|is|was|the)\b)(?=[A-Z ]{0,6}\d)"
    r"(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}"
    r"|[A-Z]{3} ?\d{1,4}[A-Z]?|[A-Z]{1,2} ?\d{1,4}|\d{1,4} ?[A-Z]{1,3}))(?!\w)",
    _I,
)
_SMALL = re.compile(r"(?<![\w/-])[a-z]{2}\d{2} ?(?P<last>[a-z]{3})(?![\w/-])", _I)
_LETTER_DIGIT = re.compile(r"\d(?<=[a-z].)", _I)
_CAR = re.compile(
    r"\b(?:reg|registration|plates?|cars?|vans?|vehicle|taxi|parked|parking|park|drives?"
    r"|driving|lorry|bike|bay|blocked|blocking|boot|lights|mini|corsa|fiesta|polo|golf)"
    r"\b",
    _I,
)
_NEAR = 60
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
    around = list(_around_hints(text))
    for pattern in _AGES if around else ():
        for start, end in around:
            for match in pattern.finditer(text, start, end):
                yield match.span("age")


def _around_hints(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text in which whatever tells of an age lies whole."""
    begin, end = 0, -1
    for hint in _HINT.finditer(text):
        start = text.rfind(" ", 0, max(0, hint.start() - _BEFORE)) + 1
        if start > end:
            if end >= 0:
                yield begin, end
            begin = start
        end = min(len(text), hint.end() + _BEHIND)
    if end >= 0:
        yield begin, end


def plates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the number plate of a car stands; by two signs, twice.

    Examples
    --------
    >>> text = "I parked FD18 KXA by the van, reg 42 abc."
    >>> sorted({text[start:end] for start, end in plates(text)})
    ['42 abc', 'FD18 KXA']
    """
    for match in _SHAPED.finditer(text) if _CAPITAL_DIGIT.search(text) else ():
        if (match["a"] or match["b"]) not in _NO_LETTERS:
            yield match.span("plate")
    for match in _NAMED.finditer(text):
        yield match.span("plate")
    for match in _SMALL.finditer(text) if _LETTER_DIGIT.search(text) else ():
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if match["last"].upper() not in _NO_LETTERS and _CAR.search(around):
            yield match.span()
