"""Say by its answers what a question is: open, closed, or about people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from alsjournal.ingest.forms.words import compared

__all__ = ["Judgement", "judge", "looks_like_name"]

Judgement = Literal["open", "closed", "unclear", "person", "empty"]

LONG = 4
"""Words from which an answer is taken to be somebody's own."""

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"(?<![\d])(?:\+?44|0)(?:[\s().-]*\d){9,10}(?!\d)")
_NAME_WORD = re.compile(r"[^\W\d_a-zà-ÿ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?")  # noqa: RUF001
_BRACKETS = re.compile(r"\([^)]*\)")
_ABOUT_PEOPLE = re.compile(
    r"\b(?:names?|surname|forename|e-?mail|phone|telephone|mobile|contact|enw|e-?bost"
    r"|ffôn|nom|prénom|courriel|vorname|nachname|telefon)\b"
)


def judge(header: str, answers: Sequence[str]) -> Judgement:
    """Say what a question is, by those of its answers that are not empty.

    - ``person``: one answer in five or more holds an e-mail address or a telephone
      number; or half or more are names or addresses and the header asks for one; or
      half or more are names of two words and more, and half at most are repeated.
    - ``open``: at least half of the answers have four words or more, and at most a
      quarter are repeated, word for word, by another.
    - ``closed``: fewer than a quarter have four words, or more than half are repeated.
    - ``unclear``: all others.

    The thresholds are settings, not findings: a wrong ``open`` is seen in the report,
    and a wrong ``closed`` is listed there as not used.

    Parameters
    ----------
    header : str
    answers : sequence of str

    Returns
    -------
    {"open", "closed", "unclear", "person", "empty"}

    Examples
    --------
    >>> judge("How?", ["We asked, and they came.", "Slowly, over three weeks.", "Well"])
    'open'
    >>> judge("How often?", ["Weekly", "Weekly", "Never"])
    'closed'
    >>> judge("Respondent", ["LEE, Ann (HILL SURGERY)", "Jo Field"])
    'person'
    """
    said = [answer.strip() for answer in answers if answer.strip()]
    n = len(said)
    if not n:
        return "empty"
    counts = Counter(map(compared, said))
    repeated = sum(count for count in counts.values() if count > 1)
    if _about_people(header, said, repeated):
        return "person"
    long = sum(len(answer.split()) >= LONG for answer in said)
    if 2 * long >= n and 4 * repeated <= n:
        return "open"
    if 4 * long < n or 2 * repeated > n:
        return "closed"
    return "unclear"


def _about_people(header: str, said: Sequence[str], repeated: int) -> bool:
    n = len(said)
    contacts = sum(bool(_MAIL.search(a) or _PHONE.search(a)) for a in said)
    if 5 * contacts >= n:
        return True
    if _ABOUT_PEOPLE.search(compared(header)):
        return 2 * (contacts + sum(map(looks_like_name, said))) >= n
    names = sum(looks_like_name(a, words=2) for a in said)
    return 2 * names >= n and 2 * repeated <= n


def looks_like_name(text: str, *, words: int = 1) -> bool:
    """Whether a text is so many to four words that begin with a capital.

    What stands in brackets does not count: NHSmail writes a person's organisation
    there.

    Examples
    --------
    >>> [looks_like_name(t) for t in ("O'Neil, Ann (HILL)", "ann", "A03", "We met Jo.")]
    [True, False, False, False]
    """
    parts = _BRACKETS.sub(" ", text).replace(",", " ").split()
    return words <= len(parts) <= 4 and all(map(_NAME_WORD.fullmatch, parts))
