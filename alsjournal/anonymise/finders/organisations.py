"""Organisations by what stands last in their name, as "Riverside Surgery"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.finders.ner import identifies_nobody
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.finders.towns import towns
from alsjournal.anonymise.finders.villages import villages
from alsjournal.anonymise.finders.vocabulary import NO_NAMES
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import ANY_BODY, NOT_NAMES, ORG_HEADS

__all__ = ["OrganisationFinder"]

_HEADS = "|".join(re.escape(h) for h in sorted(ORG_HEADS, key=len, reverse=True))
_HEAD = re.compile(rf"\b(?:{_HEADS})\b", re.IGNORECASE)
_FIRST_OF_HEAD = frozenset(re.split(r"\W", head)[0] for head in ORG_HEADS)
_NAME_BEFORE = re.compile(
    r"(?:(?:[A-Z][\w'\-]{1,30}|St\.?|of|the|and|&|upon|in|for),? ){0,6}"
    r"(?:[A-Z][\w'\-]{1,30}|&|St\.?) $"
)
_SMALL_BEFORE = re.compile(r"(?<![\w'\-])(?:[a-z'\-]{2,30} ){1,3}$")
_NAME_LAST = re.compile(r"[A-Z&][^ ]{0,31} $")
_SMALL_LAST = re.compile(r"[a-z'\-] $")
"""What these two end in: a short look that spares most of the long ones."""
_WORD_REACH = 34
_SMALL_WORD = re.compile(r"(?<![\w'\-])[a-z]{3,30}(?!\w)")
_LEADING = re.compile(r"^(?:(?:of|the|and|in|for|The|At|In|Our|My|We|And|But|A|An) )+")
_JOIN = re.compile(r" (?:of|and|in|for|upon) ")
_BODY = re.compile(r"\b(?:Hospitals?|University|College|School|Royal|Trust|Church)\b")
_AREA = re.compile(r"(?:board|council|trust|icb|ccg|pcn|network|system|group)$", re.I)
_FROM = re.compile(r"\b(?:at|from|joined|via|visited|in) $")
"""What stands before one organisation rather than before a person and another."""
_PLACE = re.compile(
    r"(?:(?:The|of|for|at|in) )?(?:[A-Z][a-z]+(?:dale|ham|side|ford|ton|bury|ley|field"
    r"|worth|combe|mouth|brook|moor|wood|hill|shire|bridge|stead|gate|by|port|wick|don"
    r"|mere|well|land|pool|chester|caster|minster|borough|burgh|head|vale|ness)"
    r"|(?:North|South|East|West|Old|New|Great|Upper|Lower|Central) [A-Z][a-z]+)$"
)
"""What reads as a place in England: its "and" joins it to the rest of the name."""
_REACH = 120
_UNIVERSITY_OF = re.compile(
    r"\b(?:University|College|Hospital|Borough|City|County|Diocese|Council) of "
    r"(?:the )?[A-Z][\w'\-]{1,30}(?: [A-Z][\w'\-]{1,30}){0,2}"
)
_WORKPLACE = re.compile(
    r"\b(?:work(?:s|ed|ing)? (?:for|at)|employed by|based at"
    r"|seconded to|visits? (?:to|at)|(?:manager|partner|partners|nurse|GP|pharmacist"
    r"|receptionist|lead|staff|team|patients|round) at) "
    r"(?P<name>(?:[Tt]he )?[A-Z][a-z'\-]{2,30}(?: [A-Z][a-z'\-]{1,30}){0,3})"
)
_HOUSE = re.compile(
    r"(?:(?<=[a-z,@] )|(?:^|(?<=[.!?\n] ))(?=The [A-Z]\w+s? at [A-Z]))"
    r"(?P<name>The [A-Z][a-z'\-]{3,30}(?: [A-Z][a-z]{2,30})?"
    r"(?: at [A-Z][a-z'\-]{2,30}(?: [A-Z][a-z]{2,30})?)?)"
)
_THE = re.compile(r"The [A-Z]")
"""What it holds."""
_CHARITY = re.compile(
    r"(?<![\w'\-])(?P<name>(?:[A-Z][a-z'\-]{2,30} ){1,3}(?:Recovery|Befriending|Doctors"
    r"|(?:Young )?Carers|Advocacy|Food ?bank|Hub|Counselling|Outreach|Fostering|Refuge"
    r"|Hostel|Foundation|Charity|Homecare|Wellbeing|Therapies|Almshouses|Ambulance"
    r"|Day Care|Support Group|Community Group|Drop-In|Helpline|CIC|Kitchen))(?![\w\-])"
)
_SMALL_BODY = re.compile(
    r"\b(?:at|from|for|joined|visited|visiting|with|via|@) (?P<name>(?:the )?"
    r"(?P<words>(?:[a-z'\-]{3,20} ){1,3})(?P<head>befriending|(?:young )?carers"
    r"|(?:nursing|care|residential) home|surgery|hospice|pharmacy|medical centre"
    r"|health centre|trust|recovery|advocacy|food ?bank|pcn|day centre))(?![\w\-])"
)
_HOUSES = re.compile(
    r"\b(?:shifts?|nights?|nurse|carer|manager|bank|placement|resident|working|works"
    r"|someone|moved|over|down) (?:at|to|in) (?P<name>the (?P<words>[a-z]{4,15}s)"
    r" at [a-z]{4,20})(?![\w\-])"
)
_EVERYDAY = frozenset(
    [
        "gp",
        "nhs",
        "the",
        "general",
        "community",
        "primary",
        "secondary",
        "acute",
        "local",
        "district",
        "our",
        "my",
        "your",
        "their",
        "his",
        "her",
        "its",
        "this",
        "that",
        "each",
        "every",
        "another",
        "other",
        "one",
        "own",
        "large",
        "small",
        "best",
        "good",
        "new",
        "first",
        "second",
        "rural",
        "urban",
        "inner",
        "city",
        "mental",
        "health",
        "care",
        "nursing",
        "medical",
        "surgical",
        "day",
        "private",
        "public",
        "teaching",
        "training",
        "clinical",
        "neighbouring",
        "lead",
        "host",
        "i",
        "we",
        "he",
        "she",
        "at",
        "in",
        "on",
        "a",
        "an",
        "and",
        "but",
        "so",
        "when",
        "if",
        "as",
        "to",
        "from",
        "with",
        "practice",
        "reflective",
        "effective",
        "evidence",
        "network",
        "foundation",
        "trust",
        "hospital",
        "county",
        "borough",
        "town",
        "parish",
        "partnership",
        "joint",
        "whole",
        "integrated",
        "multi",
        "disciplinary",
        "flu",
        "covid",
        "vaccine",
        "diabetes",
        "asthma",
        "baby",
        "well",
        "woman",
        "saturday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "sunday",
        "morning",
        "evening",
        "afternoon",
        "out",
        "of",
        "hours",
        "pcn",
        "icb",
        "ccg",
        "mdt",
        "ot",
        "physio",
        "dental",
        "eye",
        "sexual",
    ]
)


_ANY = _EVERYDAY | NO_NAMES | ANY_BODY


class OrganisationFinder:
    """Find names with capitals that end in a word for an organisation.

    Parameters
    ----------
    recaser : Recaser, optional
        Puts capitals into texts that have none, or nothing else.
    """

    name = "organisations"

    def __init__(self, recaser: Recaser | None = None) -> None:
        self._recaser = recaser

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(start, end, label, self.name, confidence)
                for start, end, label, confidence in self._find(reading)
            ]
            for reading in readings
        ]

    def _find(self, reading: Reading) -> Iterator[tuple[int, int, str, float]]:
        # The heads stand in the same places whatever the capitals.
        heads = list(_heads(reading))
        for start, end in (
            *_find(self._text(reading), heads),
            *self._small(reading, heads),
            *self._bodies(reading),
        ):
            yield start, end, "ORG", 0.8
        for start, end in (*towns(reading.text), *villages(reading.text)):
            yield start, end, "PLACE", 0.7

    def _small(
        self, reading: Reading, heads: Sequence[re.Match[str]]
    ) -> Iterator[tuple[int, int]]:
        """Yield "thorkhill surgery": no capital, but a word that is a name."""
        if self._recaser is None:
            return
        text = reading.text
        for match in heads:
            if not match.group().islower() or not _SMALL_LAST.search(
                text, max(0, match.start() - 3), match.start()
            ):
                continue
            reach = max(0, match.start() - _REACH)
            before = _SMALL_BEFORE.search(text, reach, match.start())
            named = [
                word.start()
                for word in _SMALL_WORD.finditer(before.group() if before else "")
                if self._named(word.group())
            ]
            if before and named:
                yield before.start() + named[0], match.end()

    def _bodies(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield "at the lantern trust": small words where a body's name stands."""
        if self._recaser is None:
            return
        for pattern in (_SMALL_BODY, _HOUSES):
            for match in pattern.finditer(reading.text):
                words = match["words"].split()
                stops = any(map(self._recaser.is_stop, words))
                if words[0] == "old" and len(words) > 1 and not stops:
                    words = words[1:]
                if not stops and words[0] not in _ANY:
                    yield match.span("name")

    def _named(self, word: str) -> bool:
        """Whether a small word is hardly ever written so."""
        if self._recaser is None or word in NO_NAMES or word in _EVERYDAY:
            return False
        frequent = self._recaser.is_frequent(word) or self._recaser.is_stop(word)
        return self._recaser.is_named(word) and not frequent

    def _text(self, reading: Reading) -> str:
        """Return the text with capitals that tell something."""
        if not reading.single_case or self._recaser is None:
            return reading.text
        return self._recaser.recase(reading)[0]


def _heads(reading: Reading) -> Iterator[re.Match[str]]:
    """Yield what ``finditer`` does: a head starts where its first word does."""
    if not reading.plain_case:
        yield from _HEAD.finditer(reading.text)
        return
    end = 0
    for word, start, _ in reading.words:
        if word in _FIRST_OF_HEAD and start >= end:
            match = _HEAD.match(reading.text, start)
            if match:
                end = match.end()
                yield match


def _join(before: str, head: str) -> int:
    """Return where the name starts: not before "of" or "and" that join no name.

    "Ann of Hill Surgery" is two names, "Royal Hospital of Hull" and "Bath and Hove
    Council" are one.
    """
    last = 0
    for match in _JOIN.finditer(before):
        joins = _BODY.search(before, last, match.start()) or (
            match.group().strip() == "and"
            and (_AREA.search(head) or _PLACE.match(before[last : match.start()]))
        )
        if not joins:
            last = match.end()
    return last


def _find(text: str, heads: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    for head in heads:
        begin = _name_start(text, head)
        if begin is not None:
            yield begin, head.end()
    house = (_HOUSE,) if _THE.search(text) else ()
    for pattern in (_CHARITY, _WORKPLACE, *house):
        for match in pattern.finditer(text):
            if not identifies_nobody(match["name"]):
                yield match.span("name")
    if " of " in text:
        for match in _UNIVERSITY_OF.finditer(text):
            yield match.span()


def _name_start(text: str, head: re.Match[str]) -> int | None:
    """Return where the name before a head starts; None where it is no name."""
    reach = max(0, head.start() - _REACH)
    if not _NAME_LAST.search(text, max(0, head.start() - _WORD_REACH), head.start()):
        return None
    before = _NAME_BEFORE.search(text, reach, head.start())
    if before is None:
        return None
    begin = before.start()
    if not (" and " in before.group() and _FROM.search(text, reach, begin)):
        begin += _join(before.group(), head.group())
    lead = _LEADING.match(text[begin : head.start()])
    if lead:
        begin += lead.end()
    words = re.findall(r"[^\W_]+", text[begin : head.start()].lower())
    whole = text[begin : head.end()].lower()
    everyday = not words or all(w in _EVERYDAY for w in words)
    return None if everyday or whole in NOT_NAMES else begin
