"""Lines that say what a text is: ``Set: A``, ``Member: Ann``, ``Set A, session 3``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from alsjournal.ingest.cells import MAX_ID
from alsjournal.ingest.headers import Wanted, plain, spelt

__all__ = ["Labels", "Said"]

_ALSO = {"set": "set_id", "name": "member"}
_NOT_OURS = frozenset({"date"})
_TEXT = "text"
_LONGEST = 1_000  # a line that is longer is no label; it is not even looked at

_NAMED = re.compile(r"\s*([^:\n]{1,60}?)\s*:(?:\s+(.*?))?\s*", re.DOTALL)
_PIECES = re.compile(r"\t+| {2,}|\s\|\s")
_SET = r"set\s+(?P<set_id>[a-z]|[a-z]?\d{1,4}[a-z]?)"
_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_SPELT = _WORDS.split(" ")
_SESSION = (
    r"session\s*(?:no\.?|number|\#)?\s*"
    rf"(?P<session>\d{{1,3}}|(?:{'|'.join(_SPELT)})\b)"
)
_PLACE = re.compile(
    rf"\s*(?:{_SET}|{_SESSION})"
    r"(?:\s*(?:$|[,;:|/(]|[-\u2013\u2014](?=\s))|\s+(?=(?:set|session)\s))",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(
    r"session\s+(?:(?:no\.|number|\#)\s*)?(?P<session>[^\s,;:|/(]+(?:\s+[^\s,;:|/(]+)?)"
    r"\s*(?:$|[,;:|/(]\s*|[-\u2013\u2014]\s+)",
    re.IGNORECASE,
)
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = "mon|tues|wednes|thurs|fri|satur|sun"
_DATE = re.compile(
    rf"\(?\s*(?:(?:{_DAY})day,?\s+)?(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH})\.?(?:\s+\d{{4}})?"
    rf"|(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s+\d{{4}})?)\s*\)?",
    re.IGNORECASE,
)


@dataclass
class Said:
    """What a line says of the texts below it.

    Parameters
    ----------
    columns : dict of str to str
        By our names.
    rest : str
        What is left of a heading: words that are none of this.
    dates, others : int
        Dates and labels that were recognised and have no column here.
    """

    columns: dict[str, str] = field(default_factory=dict)
    rest: str = ""
    dates: int = 0
    others: int = 0


class Labels:
    """Knows the names of labels: those of our columns, or the programme's own.

    Parameters
    ----------
    wanted : Wanted
        What ``[columns.reflections]`` names goes before our own names.
    """

    def __init__(self, wanted: Wanted) -> None:
        theirs = {plain(name): ours for ours, name in wanted.named.items()}
        ours = {plain(name.replace("_", " ")): name for name in wanted.own}
        also = {name: column for name, column in _ALSO.items() if column in wanted.own}
        self._columns: Mapping[str, str | None] = {
            **dict.fromkeys(_NOT_OURS),
            **{
                name: column if column not in wanted.named else None
                for name, column in {**also, **ours}.items()
            },
            **theirs,
        }

    def of_line(self, text: str) -> Said | None:
        """Return what a line says, if it says nothing but that.

        Examples
        --------
        >>> labels = Labels(Wanted("reflections", {}, ("set_id", "member", "text")))
        >>> labels.of_line("Set: A    Name: Ann").columns
        {'set_id': 'A', 'member': 'Ann'}
        >>> labels.of_line("Session 3, 12 March").columns
        {'session': '3'}
        >>> labels.of_line("Practice: a large one") is None
        True
        """
        if len(text) > _LONGEST:
            return None
        if ":" in text:
            pieces = [p for p in _PIECES.split(text) if p.strip()]
            several = [self._named(piece) for piece in pieces]
            if len(pieces) > 1 and all(several):
                return _together([said for said in several if said is not None])
            one = self._named(text)
            if one is not None:
                return one
        said = self._places(text)
        return said if "session" in said.columns and not said.rest else None

    def of_heading(self, text: str) -> Said:
        """Return what a heading says: its set and session, a label, the rest.

        "Session soon" has a session, which is no number: its rows are refused then,
        not taken without one.

        Examples
        --------
        >>> labels = Labels(Wanted("reflections", {}, ("session", "text")))
        >>> labels.of_heading("Session three: What helped?")
        Said(columns={'session': '3'}, rest='What helped?', dates=0, others=0)
        >>> labels.of_heading("Session soon").columns
        {'session': 'soon'}
        """
        said = self._places(text)
        odd = None if "session" in said.columns else _NO_NUMBER.match(said.rest)
        if odd is not None:
            said.columns["session"] = odd["session"]
            said.rest = said.rest[odd.end() :]
        return said

    def _places(self, text: str) -> Said:
        said = Said()
        rest = text
        while (found := _PLACE.match(rest)) is not None:
            told = {k: v for k, v in found.groupdict().items() if v}
            if "session" in told:
                told["session"] = _in_figures(told["session"])
            said.columns |= told
            rest = rest[found.end() :]
        rest = rest.strip()
        named = self._named(rest) if rest else None
        if named is not None:
            return _together([said, named])
        if said.columns and _DATE.fullmatch(rest):
            said.dates += 1
            rest = ""
        said.rest = rest if said.columns else text.strip()
        return said

    def is_like(self, text: str) -> bool:
        """Whether a line looks like a label, though it is none of these."""
        found = _NAMED.fullmatch(text) if len(text) <= _LONGEST else None
        return found is not None and len(found[1].split()) <= 3

    def _named(self, text: str) -> Said | None:
        found = _NAMED.fullmatch(text)
        if found is None:
            return None
        name, value = found[1], found[2] or ""
        key = plain(name)
        key = key if key in self._columns else spelt(name).replace("_", " ")
        if key not in self._columns or len(value) > MAX_ID:
            return None
        column = self._columns[key]
        if column == _TEXT:
            return None
        if column is None:
            return Said(dates=key in _NOT_OURS, others=key not in _NOT_OURS)
        if column == "session":
            number = value.lower().removeprefix("session").strip()
            said = self._places(f"session {number}") if number else Said()
            if said.columns and not said.rest:
                return said
        return Said({column: " ".join(value.split())})


def _in_figures(number: str) -> str:
    word = number.lower()
    return str(_SPELT.index(word) + 1) if word in _SPELT else number


def _together(several: list[Said]) -> Said:
    out = Said()
    for said in several:
        out.columns |= said.columns
        out.dates += said.dates
        out.others += said.others
    return out
