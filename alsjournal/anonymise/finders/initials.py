"""People by their initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.wordlists import (
    ABBREVIATIONS,
    ACRONYMS,
    NO_INITIALS_AFTER,
    PERSON_ACTS,
    PERSON_BEFORE,
    PERSON_NOUNS,
    SPEECH,
)

__all__ = ["initials", "stands_alone"]

_DOTTED = re.compile(
    r"(?<![\w.])(?P<name>(?!I\. ?[A-Z][a-z])(?:[A-Z]\. ?){1,3}[A-Z][a-z][\w'\-]{1,30}"
    r"|(?!I\. )(?:[A-Z]\. ?){1,2}[A-Z]\.|[A-Z]\.[A-Z](?!\.))"
    r"(?![\w])"
)
_DOT = re.compile(r"[A-Z]\.")
_DOTTED_WORDS = frozenset(
    [
        "n.h.s.",
        "u.k.",
        "u.s.",
        "u.s.a.",
        "e.u.",
        "q.i.",
        "i.t.",
        "h.r.",
        "g.p.",
        "p.s.",
        "i.e.",
        "e.g.",
        "u.n.",
        "o.k.",
        "p.a.",
        "n.b.",
        "a.i.",
        "c.v.",
        "d.i.y.",
        "d.n.a.",
        "b.m.a.",
        "g.m.c.",
    ]
)
_HOURS = frozenset(["a.m.", "p.m."])
_PLAIN = re.compile(r"(?<![\w.\-&/'@#])(?:[A-Z]{2,3}|[A-HJ-Z] [B-HJ-Z])(?![\w&/\-])")
_BEFORE = re.compile(r"([\w']+),? $")
_TWO_BEFORE = re.compile(r"([\w']+ [\w']+),? $")
_AFTER = re.compile(r"(?:'s\b|,? ([a-z']{2,15})\b| (and) I\b)?")
_MAYBE = frozenset(["st", "na", "am", "pm", "sa", "cd", "md", "vs"])
"""Short forms of this field that may be initials, where a person acts."""
_REACH = 30
_WITH = re.compile(r"\b(?i:w/|with) ?$")
_AT_END = re.compile(
    r" ?(?:[.,;:)@\n\-\u2013]|$)"
    r"| (?:and|about|on|this|last|today|yesterday|who|then|at|re)\b"
)
_THANKED = frozenset(["thanks", "thx", "cheers", "ta"])
_SINGLE = re.compile(r"(?<![\w.\-&/'@#])[B-HJ-Z](?= (?P<act>[a-z']{2,15})\b)")
"""One letter that does what people do: "R said"."""
_LISTED = re.compile(
    r"(?i:actions?|owner|questions? from|present|apologies|apols"
    r"|attendees|attended|attending|in the room|minutes"
    r"|scribe|facilitator|facilitated by|chair|cc|cc'd|members)"
    r"(?: were| was| by| from)?[ :\-]{1,3}(?:[A-Z]{2,3}(?:, | and | & | \+ |/))*$"
)
"""What stands before those who were at a meeting."""
_STATES = frozenset(
    ["tb", "ms", "cf", "ra", "af", "dm", "hf", "mi", "pe", "uc", "cp", "iv", "qr", "pc"]
)
"""What people live with rather than who they work with; and things."""


def initials(reading: Reading) -> Iterator[tuple[int, int, float]]:
    """Yield "S.T.", "S. Tanner", and "ST" where it is no short form of a thing.

    Two letters count unless they are a known short form, or stand behind an article
    or the like; three only beside what people do.

    Parameters
    ----------
    reading : Reading

    Yields
    ------
    tuple
        Start, end, and how surely it is a person.
    """
    text = reading.text
    for match in _DOTTED.finditer(text) if _DOT.search(text) else ():
        plain = match["name"].replace(" ", "").lower()
        hour = plain in _HOURS and text[: match.start()].rstrip()[-1:].isdigit()
        if not {plain, f"{plain}."} & _DOTTED_WORDS and not hour:
            yield *match.span("name"), 0.7
    if reading.single_case:
        return
    for match in _SINGLE.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - _REACH) : match.start()])
        met = before is not None and before[1].lower() in PERSON_BEFORE
        begins = reading.begins_sentence(match.start()) and match["act"] in SPEECH
        if met or begins:
            yield *match.span(), 0.5
    for match in _PLAIN.finditer(text):
        if _is_person(text, match.start(), match.end(), match.group()):
            yield *match.span(), 0.5


def _is_person(text: str, start: int, end: int, written: str) -> bool:
    name = written.replace(" ", "").lower()
    head = text[max(0, start - _REACH) : start]
    before = _BEFORE.search(head)
    word = before[1].lower() if before else ""
    if (
        word in NO_INITIALS_AFTER
        or word[-1:].isdigit()
        or _in_capitals(text, start, end)
    ):
        return False
    pair = _TWO_BEFORE.search(head)
    spoken = word in PERSON_BEFORE or word in PERSON_NOUNS
    spoken = spoken or (pair is not None and pair[1].lower() in PERSON_BEFORE)
    after = _AFTER.match(text, end)
    acts = after is not None and (
        bool(after[2])
        or after[1] in ("who", "whose")
        or (after[1] in PERSON_ACTS and text[end : end + 1] == " ")
    )
    if name in ACRONYMS and name not in _MAYBE:
        return False
    if len(name) == 2 and _in_company(text, start, end) and name not in _STATES:
        return True
    if len(name) == 2 == len(written) and name not in ABBREVIATIONS | _MAYBE:
        return True
    return (spoken or acts) and not (len(name) > 2 and name in ABBREVIATIONS)


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the words beside are capitals too, as in a heading."""
    left = re.search(r"([A-Z]{2,})[ :]{1,2}$", text[max(0, start - _REACH) : start])
    right = re.match(r"[ :]{1,2}[A-Z]{2,}\b", text[end : end + _REACH])
    return left is not None or right is not None


def _in_company(text: str, start: int, end: int) -> bool:
    """Whether letters stand behind "with", or among those who were present."""
    head = text[max(0, start - 2 * _REACH) : start]
    before = _BEFORE.search(head)
    if _LISTED.search(head) or (before and before[1].lower() in _THANKED):
        return True
    return _WITH.search(head) is not None and _AT_END.match(text, end) is not None


def stands_alone(reading: Reading, i: int) -> bool:
    """Whether two capitals are nobody's short form: no article, no capitals beside."""
    word, start, end = reading.words[i]
    before = reading.words[i - 1][0] if i else ""
    if reading.single_case or before in NO_INITIALS_AFTER:
        return False
    beside = reading.text[max(0, start - 1) : start] + reading.text[end : end + 1]
    medical = word in ABBREVIATIONS and before in ("with", "has", "had", "of", "for")
    return not medical and not set(beside) & set("-/&@#_")
