"""Postcodes, whole (BS 7666) and their first half, with the slips people make.

Letters that no postcode has in a place are let through where a space or the case
shows what is meant: "W1X" is no longer given out but still written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.normalise import keeps_to_case

__all__ = ["postcodes"]

_I = re.IGNORECASE
_WHOLE = re.compile(
    r"(?<![\w])(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?"
    r"[ \-]?[0-9][ABD-HJLNP-UW-Z]{2})(?!\w)",
    _I,
)
_SPACED = re.compile(
    r"(?<![\w])[A-PR-UWYZ][A-HK-Y]? ?[0-9][0-9A-Z]?[ \-.,/]{1,3}"
    r"[0-9][ \-.]{0,2}[ABD-HJLNP-UW-Z]{2}(?!\w)"
)
"""In capitals, where a space or a stop too many stands."""
_SLIP = re.compile(
    r"(?<![\w])(?=[A-Z]{0,3}[0-9])[A-PR-UWYZ][A-HK-Y]?[0-9OI][0-9A-Z]? ?"
    r"(?!OUR|OUT|OFF|OLD|ONE|OWN)[0-9OI][ABD-HJLNP-UW-Z]{2}(?!\w)"
    r"|(?<![\w])[A-PR-UWYZ][A-HK-Y]?[OI][0-9A-Z]? [0-9](?!ST|ND|RD|TH)"
    r"[ABD-HJLNP-UW-Z]{2}(?!\w)"
)
"""The letter O for a nought, I for a one."""
_ORDINAL = re.compile(r"(?<=[A-Z0-9] )[0-9](?:st|nd|rd|th)$")
_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CV|CW|DA|DD|DE|DG|DH|DL|DN"
    "|DT|DY|EC|EH|EN|EX|FK|GL|GU|HA|HD|HG|HP|HS|HU|HX|IG|IM|IP|IV|KA|KT|KW|KY|LA|LD|LE"
    "|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK"
    "|SL|SM|SN|SO|SP|SR|SS|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO"
    "|ZE"
)
"""Postcode areas of two letters, but ST, CT and FY: stages of training too."""
_MIXED = re.compile(r"\d(?:(?<=[A-Za-z].)|[A-Za-z])")
"""A digit beside a letter: in every postcode, but one with a space too many."""
_CAPITAL_DIGIT = re.compile(r"[A-Z] ?[0-9]")
"""What that one holds."""
_NAMED = re.compile(
    r"\bpost ?codes?(?: area| district)?(?: is|:| of| in| starts| begins| starting"
    r"| beginning){0,2}(?: with)? {0,2}([A-Z]{1,2}\d{1,2}[A-Z]?)\b",
    _I,
)
_AREA = re.compile(
    r"(?<!\w)([A-Z]{1,2}\d{1,2}[A-Z]?) (?:area|post ?codes?|patch|district"
    r"|estate|way|side|end)\b",
    _I,
)
_PREPOSITION = re.compile(
    r"\b(?:in|to|from|near|around|round|over|across|of|at|live|lives|cover|covers|covering|and)"
    rf" (?:the )?((?:{_AREAS})\d{{1,2}}[A-Z]?)(?![\w\-/])",
    _I,
)
_BESIDE = re.compile(
    rf"\b[A-Z][a-z]{{2,20}},? \(?((?:{_AREAS})\d{{1,2}}[A-Z]?)(?![\w\-/])"
)
"""Behind a word with a capital: "Leeds LS6"."""


def postcodes(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and how surely a postcode, or the first half of one, stands.

    Parameters
    ----------
    text : str
        Normalised.

    Yields
    ------
    tuple
        Start, end (exclusive), confidence.

    Examples
    --------
    >>> text = "From w1x 4lp, then LSI 6AB and Leeds LS7; not the 2nd."
    >>> [text[start:end] for start, end, _ in postcodes(text)]
    ['w1x 4lp', 'LSI 6AB', 'LS7']
    """
    mixed = _MIXED.search(text) is not None or not keeps_to_case(text)
    spaced = _CAPITAL_DIGIT.search(text) is not None
    for pattern, confidence, may_be in (
        (_WHOLE, 0.9, mixed),
        (_SPACED, 0.7, spaced),
        (_SLIP, 0.7, mixed),
    ):
        for match in pattern.finditer(text) if may_be else ():
            ordinal = match.group()[0].isupper() and _ORDINAL.search(match.group())
            if not ordinal:
                yield *match.span(), confidence
    for pattern in (_NAMED, _AREA, _PREPOSITION, _BESIDE) if mixed else ():
        for match in pattern.finditer(text):
            yield *match.span(1), 0.7
