"""Numbers, codes, addresses and dates that identify, as they are written in the UK.

A checksum decides what a number is called, never whether it is masked: a number
with a slip in it still leads to somebody. Every pattern takes time in proportion to
the text: repeats are bounded, and a search starts only where a word starts.

Formats: NHS number (NHS Data Dictionary: ten digits, modulus 11), National Insurance
number (HMRC NIM39110), GMC seven digits, NMC eight characters,
HCPC two or three letters and up to six digits, GPhC seven digits from 2, ODS codes
of practices (a letter and five digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.finders.dates import NUMERIC_DATE, dates
from alsjournal.anonymise.finders.postcodes import postcodes
from alsjournal.anonymise.finders.streets import streets
from alsjournal.anonymise.finders.traits import ages, plates
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

__all__ = ["IdentifierFinder", "is_nhs_number"]

Found = Iterator[tuple[int, int, str, float]]

_I = re.IGNORECASE

_PSEUDONYM = re.compile(
    r"\[(?:member|person|organisation|respondent|name) {1,3}[a-z]-\w{4,16}\]"
    r"|(?<![\w-])[moprs]-(?=[A-Z0-9]{12}(?!\w))[0-9A-HJKMNP-TV-Z]{12}"
)
_DIGITS = re.compile(
    r"(?<![\w.,])(?:\+|\(\+?)?\d(?:[ \-./()]{0,3}\d){5,40}"
    r"(?: ?(?:x|ext\.?|extension) ?\d{1,6})?(?!\w)"
)
_DIGIT = re.compile(r"\d")
_TWO_DIGITS = re.compile(r"\d(?:\D{0,3}\d|(?<=[A-Za-z].))", _I)
_AFTER_WORD = re.compile(r"(?:code|born)\W.{0,12}\d", _I)
_MONEY = re.compile(r"[£$€]\s?$|\b(?:GBP|EUR|USD)\s?$")
_PERCENT = re.compile(r"\s?(?:%|percent|per cent|people|patients|pounds|words|k\b)", _I)
_YEARS = re.compile(
    r"(?:\d{1,2}[ /.\-]+)?(?:19|20)\d\d(?:[ \-/.]{1,3}(?:(?:19|20)\d\d|\d\d))*"
)
_PHONE_BEFORE = re.compile(
    r"\b(?:phone|tel|telephone|mobile|mob|call|ring|rang|text|fax|number|bleep|ext"
    r"|extension|contact|whatsapp)\b[^\d]{0,20}$",
    _I,
)
_WINDOW = 40

_EXTENSION = re.compile(
    r"\b(?:ext(?:ension|n)?|bleep|bleeper|pager|voicemail)\b\.?(?: no| number)?\.?"
    r"(?: is| on|:)? {0,2}(\d{3,6})(?!\w)",
    _I,
)
_NI = re.compile(r"(?<!\w)[A-Z]{2} ?\d\d ?-?\d\d ?-?\d\d ?-?[A-D](?!\w)", _I)
_NMC = re.compile(r"(?<!\w)\d\d ?[A-L] ?\d{4} ?[A-Z](?!\w)", _I)
_HCPC = re.compile(
    r"(?<!\w)(?:AS|BS|CH|CS|DT|HAD|MIL|ODP|OT|OR|PA|PH|PO|PYL|RA|SL|SW)"
    r" ?-?\d{4,6}(?!\w)"
)
_ODS = re.compile(r"(?<!\w)[A-HJ-NP-Z]\d{5}(?!\w)", _I)
_ODS_NAMED = re.compile(
    r"\b(?:ODS|organi[sz]ation|practice|site|trust|provider|org|PCN)(?: code| id)\b"
    r"(?: is| of|:|=|-){0,2} {0,3}\(?([A-Z0-9]{3,6})\b",
    _I,
)
_REGISTER = re.compile(
    r"\b(GMC|NMC|HCPC|GPhC|NHS|NI|NINO)\b(?: ?(?:registration|reference|reg|ref|no|num"
    r"|number|pin|is|was|id)\b\.?|[ :#\-=(]){0,8}([A-Z]{0,3} ?\d[\dA-Z]{3,9})\b",
    _I,
)
_CODE = re.compile(r"(?<![\w/])(?:[A-Za-z]{1,6}[\-/]?)?\d[\w\-/]{5,29}(?![\w\-/])")
_CODE_BODY = re.compile(r"\d[\w\-/]{5}")
_PRESSURE = re.compile(r"\d{2,3}/\d{2,3}")
"""Blood pressure, or so many of so many."""
_NAMED_CODE = re.compile(
    r"\b(?:ref(?:erence)?|case|application|id|pin|number|no|employee|staff|patient"
    r"|hospital|account|passport|licen[cs]e|registration)\b\.?"
    r"(?: (?:no|number|id|ref)\b)?"
    r"\.?(?: is| was)?[ :#=]{1,3}(?=[A-Z\-/]{0,8}\d)([A-Z0-9][\w\-/]{3,25})\b",
    _I,
)
_EMAIL = re.compile(
    r"(?<![\w.+'\-])[\w.+'\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}"
)
_HANDLE = re.compile(r"(?<![\w@.])@ ?[A-Za-z_]\w{1,30}(?:[.\-]\w{1,30}){0,3}")
_ACCOUNT = re.compile(
    r"\b(?:insta(?:gram)?|twitter|tiktok|snapchat|snap|bluesky|linkedin|facebook|skype"
    r"|handle|user ?name|log ?in|screen name|discord|reddit|strava)\b"
    r"(?: (?:handle|name|id|account|page)\b)?(?: is| was|'s)?[ :=\-]{1,3}(?:as )?"
    r"(?P<value>(?=\w{0,30}[_.\d])[A-Za-z]\w{1,30}(?:[._\-]\w{1,30}){0,3})",
    _I,
)
_ACCOUNTS = frozenset(
    [
        *("insta", "instagram", "twitter", "tiktok", "snapchat", "snap", "bluesky"),
        *("linkedin", "facebook", "skype", "handle", "user", "username", "log"),
        *("login", "screen", "discord", "reddit", "strava"),
    ]
)
"""The first words of that, each whole."""
_ENDINGS = "co|uk|com|org|net|nhs|gov|ac|edu|info|io|eu|ie|me"
_AT = re.compile(
    r"(?: ?@ ?| ?[(\[{] ?at ?[)\]}] ?)[\w\-]{1,40}"
    r"(?: ?(?:\.|[(\[{] ?dot ?[)\]}]|\bdot\b|\bpoint\b) ?[\w\-]{1,40}){1,6}"
    r"| at [\w\-]{1,40}(?: (?!the\b)[\w\-]{1,40}){0,2}?"  # a domain said in words
    r"(?: ?(?:[(\[{] ?dot ?[)\]}]|\bdot\b) ?[\w\-]{1,40}){1,6}"
    rf"| at [\w\-]{{1,40}}(?:\.[\w\-]{{1,40}}){{0,4}}\.(?:{_ENDINGS})\b",
    _I,
)
_JOIN = r"(?: ?(?:[._+\-]| dot | point | underscore | dash | hyphen |[(\[]dot[)\]]) ?)"
_LOCAL = re.compile(rf"(?<!\w)[\w]{{1,40}}(?:{_JOIN}[\w]{{1,40}}){{0,5}} ?$", _I)
_LOCAL_REACH = 120
_DOTTED = re.compile(r"\w\.[A-Za-z]| \. ")
_URL = re.compile(r"(?:\bhttps?:/{1,2}|\bwww\.)[^\s<>\"']{1,2000}", _I)
_DOMAIN = re.compile(
    r"(?<![\w@.\-])[a-z0-9][a-z0-9\-]{0,62}(?:\.[a-z0-9\-]{1,63}){0,4}"
    r"\.(?:com|org|net|uk|gov|nhs|info|io|eu|edu|ie|wales|scot)(?:/[^\s<>\"']{0,2000})?(?![\w@])",
    _I,
)
_UNIT = r"(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|\d{1,5})"
_SPOKEN = re.compile(
    rf"\b(?:plus )?(?:{_UNIT}|(?:double|treble|triple) {_UNIT}|(?:one|nine) hundred)"
    rf"(?:[ ,\-]{{1,3}}(?:{_UNIT}|(?:double|treble|triple) {_UNIT}|hundred)){{5,20}}\b",
    _I,
)
_SPOKEN_HINTS = frozenset(["oh", "zero", "nought", "double", "treble", "seven"])
_SPOKEN_HINT = re.compile(rf"\b(?:{'|'.join(sorted(_SPOKEN_HINTS))})\b", _I)
_NHS_WEIGHTS = range(10, 1, -1)
_NHS_LENGTH = 10


class IdentifierFinder:
    """Find numbers, codes, addresses, whole dates and places on the network."""

    name = "identifiers"

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(start, end, label, self.name, confidence)
                for start, end, label, confidence in _find(reading)
            ]
            for reading in readings
        ]


def _find(reading: Reading) -> Found:
    text = reading.text
    if "-" in text:
        for match in _PSEUDONYM.finditer(text):
            yield *match.span(), "PSEUDONYM", 1.0
    for start, end in streets(text):
        yield start, end, "PLACE", 0.7
    if _DIGIT.search(text) and (_TWO_DIGITS.search(text) or _AFTER_WORD.search(text)):
        yield from _dated(text)
        yield from _numbers(text)
        yield from _codes(reading)
    for start, end in ages(text):
        yield start, end, "AGE", 0.9
    if reading.may_hold(_SPOKEN_HINTS) and _SPOKEN_HINT.search(text):
        for match in _SPOKEN.finditer(text):
            yield *match.span(), "PHONE", 0.7
    yield from _addresses(reading)


def _dated(text: str) -> Found:
    for start, end, confidence in dates(text):
        yield start, end, "DATE", confidence
    for start, end, confidence in postcodes(text):
        yield start, end, "POSTCODE", confidence
    for start, end in plates(text):
        yield start, end, "PLATE", 0.7


def _numbers(text: str) -> Found:
    for match in _DIGITS.finditer(text):
        found = match.group()
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        if _MONEY.search(before) or _PERCENT.match(text, match.end()):
            continue
        label, confidence = _number_label(found, before)
        if label:
            yield *match.span(), label, confidence


def _number_label(found: str, before: str) -> tuple[str, float]:
    """Return what a run of digits is; no label where it is no identifier."""
    digits = "".join(filter(str.isdigit, found))
    solid = found.isdigit()
    if NUMERIC_DATE.fullmatch(found):
        return "DATE", 0.9
    if not solid and _YEARS.fullmatch(found.strip()):
        return "", 0.0
    if len(digits) == _NHS_LENGTH and not found.startswith(("0", "+", "(")):
        if is_nhs_number(digits):
            return "NHS_NUMBER", 1.0
        named = "nhs" in before.casefold()
        return ("NHS_NUMBER", 0.7) if named else _phone_or_number(found, before)
    return _phone_or_number(found, before)


def _phone_or_number(found: str, before: str) -> tuple[str, float]:
    digits = "".join(filter(str.isdigit, found))
    groups = re.findall(r"\d+", found)
    if _is_phone(found, digits):
        return "PHONE", 0.95
    if _PHONE_BEFORE.search(before) or found.startswith(("+", "(")):
        return "PHONE", 0.6
    if max(map(len, groups)) >= 6 or (len(digits) >= 9 and max(map(len, groups)) >= 3):
        return "NUMBER", 0.6
    return "", 0.0


def _is_phone(found: str, digits: str) -> bool:
    """Return whether digits may be a telephone number, dialled from the UK."""
    if not found.startswith(("0", "+", "(0", "(+", "44")):
        return False
    # Numbers kept free for fiction (Ofcom: 07700 900xxx, 01632 960xxx) are not
    # "valid"; people who hide a number use them.
    if digits.startswith(("07", "01", "02", "03", "08")):
        return 9 <= len(digits) <= 11
    import phonenumbers

    try:
        number = phonenumbers.parse(found, "GB")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_possible_number(number))


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits have the check digit of an NHS number.

    The first nine are weighted 10 to 2; 11 less the sum modulo 11 is the check
    digit, 11 counts as 0, and 10 is never given out (NHS Data Dictionary). Ten equal
    digits are not given out either.

    Examples
    --------
    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != _NHS_LENGTH or len(set(digits)) == 1:
        return False
    total = sum(w * int(d) for w, d in zip(_NHS_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[-1])


_THREE_DIGITS = re.compile(r"\d\d\d")
_FOUR_DIGITS = re.compile(r"\d\d\d\d")
_FIVE_DIGITS = re.compile(r"\d\d\d\d\d")
_SIX_DIGITS = re.compile(r"\d\d ?-?\d\d ?-?\d\d")
_CODE_OR_ID = re.compile(r" (?:code|id)\b", _I)
_CODES = (
    (_EXTENSION, "PHONE", 0.8, 0, _THREE_DIGITS),
    (_NI, "NI_NUMBER", 0.9, 0, _SIX_DIGITS),
    (_NMC, "NMC", 0.8, 0, _FOUR_DIGITS),
    (_HCPC, "HCPC", 0.7, 0, _FOUR_DIGITS),
    (_ODS, "ODS", 0.8, 0, _FIVE_DIGITS),
    (_ODS_NAMED, "ODS", 0.9, 1, _CODE_OR_ID),
    (_NAMED_CODE, "NUMBER", 0.6, 1, _DIGIT),
)
"""Pattern, label, confidence, group, and what every match holds: a cheap first look."""
_REGISTERS = {
    "gmc": "GMC",
    "nmc": "NMC",
    "hcpc": "HCPC",
    "gphc": "GPHC",
    "nhs": "NHS_NUMBER",
    "ni": "NI_NUMBER",
    "nino": "NI_NUMBER",
}


def _codes(reading: Reading) -> Found:
    text = reading.text
    for pattern, label, confidence, group, held in _CODES:
        for match in pattern.finditer(text) if held.search(text) else ():
            if any(map(str.isdigit, match.group(group))):
                yield *match.span(group), label, confidence
    named = reading.may_hold(frozenset(_REGISTERS))
    for match in _REGISTER.finditer(text) if named else ():
        yield *match.span(2), _REGISTERS[match.group(1).casefold()], 0.95
    for match in _CODE.finditer(text) if _CODE_BODY.search(text) else ():
        code = match.group()
        digits = sum(map(str.isdigit, code))
        harmless = _YEARS.fullmatch(code) or _PRESSURE.fullmatch(code)
        if 5 <= digits < len(code) and not harmless:
            yield *match.span(), "NUMBER", 0.5


def _addresses(reading: Reading) -> Found:
    text = reading.text
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield *match.span(), "EMAIL", 1.0
        for match in _HANDLE.finditer(text):
            yield *match.span(), "HANDLE", 0.9
    for match in _ACCOUNT.finditer(text) if reading.may_hold(_ACCOUNTS) else ():
        yield *match.span("value"), "HANDLE", 0.7
    dotted = _DOTTED.search(text) is not None
    if dotted or "@" in text or "dot" in text.lower():
        yield from _obfuscated(text)
    if "www" in text or "://" in text or "http" in text:
        for match in _URL.finditer(text):
            yield *match.span(), "URL", 1.0
    if dotted:
        for match in _DOMAIN.finditer(text):
            yield *match.span(), "URL", 0.8


def _obfuscated(text: str) -> Found:
    """Yield addresses whose @ or dots are written as words."""
    for match in _AT.finditer(text):
        start = match.start()
        before = _LOCAL.search(text[max(0, start - _LOCAL_REACH) : start])
        if before:
            start -= len(before.group())
            yield start, match.end(), "EMAIL", 0.9
