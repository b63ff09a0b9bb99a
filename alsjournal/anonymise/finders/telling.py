"""What may give somebody away without a name: for a person to judge, never masked.

"The only female partner in Ripon" names nobody and is somebody. No rule can say how
many people a description fits, so these spans are low in confidence, and are handed
out only to who asks for them: a reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import MONTHS

__all__ = ["WORK", "TellingFinder"]

WORK = (
    r"gps?|partners?|doctors?|nurses?|matrons?|consultants?|surgeons?|physicians?"
    r"|pharmacists?|paramedics?|physios?|physiotherapists?|midwi(?:fe|ves)|managers?"
    r"|directors?|leads?|chairs?|chairman|chairwoman|ceo|chief executive|registrars?"
    r"|dentists?|opticians?|psychologists?|psychiatrists?|social workers?|carers?"
    r"|therapists?|receptionists?|secretary|commissioners?|councillors?|vicar|imam"
    r"|priest|teachers?|head|trainees?|students?|radiographers?|dietitians?"
    r"|prescribers?|governors?|trustees?|porters?"
)
"""What people are at work: alternatives of a regular expression."""
_ROLE = rf"(?:{WORK}|man|woman|men|women|person|people|member)"
_SOLE = (
    r"(?:only|sole|first|last|youngest|oldest|eldest|newest|longest[ -]serving|tallest"
    r"|one|single|lone|former|previous|retired|founding)"
)
_PLACE = r"(?:[A-Z][\w'\-]+(?: [A-Z][\w'\-]+){0,3})"
_ROLES = (
    re.compile(
        rf"\b(?i:(?:the|our|their|its|my|an?) {_SOLE} (?:[\w\-]+ ){{0,4}}{_ROLE})\b"
        rf"(?: (?i:in|at|of|for|on|from|within|across) (?:(?i:the|our|my|that|this) )?"
        rf"(?:{_PLACE}|(?i:practice|surgery|trust|hospital|ward|team|pcn|town|village"
        rf"|county|region|area|city|board|set)\b))?"
    ),
    re.compile(
        rf"\b(?i:(?:the|an?|our|my) (?:[\w\-]+ ){{0,3}}{_ROLE} (?:in|at|of|from|for|on)"
        rf" (?:the )?){_PLACE}"
    ),
    re.compile(
        rf"\b(?i:(?:the|that|a) (?:[\w\-]+ ){{0,2}}{_ROLE} who (?:won|was (?:in|on) the"
        r" (?:news|papers?|front page|telly|tv|radio)|died|killed|was (?:arrested"
        r"|struck|suspended|sacked|murdered|attacked|stabbed)|stood for|appeared on))\b"
    ),
)
_RARE = (
    r"(?:won|lottery|inquest|inquiry|tribunal|arrested|prison|court case|murder(?:ed)?"
    r"|stabb(?:ed|ing)|shooting|shot|explosion|fire|flood(?:ed|ing)?|crash(?:ed)?"
    r"|drown(?:ed|ing)|suicide|hanged|struck off|suspended|embezzled|fraud|stolen"
    r"|knighted|mbe|obe|cbe|honours list|on the news|in the news|newspaper|front page"
    r"|documentary|panorama|regulation 28|never event|triplets|quadruplets|transplant"
    r"|lightning|helicopter|evacuat(?:ed|ion)|bankrupt|settled for|compensation|payout"
    r"|damages|legacy|bequest|left us)"
)
_WHEN = (
    rf"(?:(?:on |in |of )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{MONTHS})\b(?: \d{{4}})?"
    r"|(?:19|20)\d\d|[£$€] ?\d[\d,.]*(?: ?(?:k|m|bn|thousand|million|billion)\b)?)"
)
_EVENTS = (
    re.compile(rf"\b{_RARE}\b[^.!?\n]{{0,60}}?(?<!\w){_WHEN}", re.IGNORECASE),
    re.compile(rf"(?<!\w){_WHEN}[^.!?\n]{{0,60}}?\b{_RARE}\b", re.IGNORECASE),
)


class TellingFinder:
    """Find descriptions of one person, and rare events with a date or a sum.

    Examples
    --------
    >>> text = "She is the only female partner in Ripon."
    >>> spans = TellingFinder().find([Reading(text)])[0]
    >>> {(text[s.start : s.end], s.label) for s in spans}
    {('the only female partner in Ripon', 'ROLE')}
    """

    name = "telling"

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text, overlapping or not."""
        return [
            [
                reading.span(start, end, label, self.name, 0.3)
                for start, end, label in _find(reading.text)
            ]
            for reading in readings
        ]


def _find(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in _ROLES:
        for match in pattern.finditer(text):
            yield *match.span(), "ROLE"
    for pattern in _EVENTS:
        for match in pattern.finditer(text):
            yield *match.span(), "EVENT"
