"""Whether an anonymised quote still points at somebody, by what they are."""

from __future__ import annotations

import re
from collections.abc import Callable

from alsjournal.anonymise.finders.telling import WORK, TellingFinder
from alsjournal.anonymise.reading import Reading
from alsjournal.disclosure import Audience
from alsjournal.journal import Journal

__all__ = ["names_role", "pointing", "points_at_somebody", "sole_roles"]

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")

_OWN = re.compile(
    r"\b(?:as|being|i am|i'm|i was|me,)"
    r" (?:(?:an?|the|our|their|its|one of (?:the|our)) )?"
    r"(?:(?!(?:not|any|if|though|far|good|many|well|soon)\b)[\w\-]+ ){0,2}"
    rf"(?:{WORK})\b",
    re.IGNORECASE,
)
"""What somebody says of themselves: "I'm lead nurse", "as the third partner"."""

_OURS = re.compile(
    r"\b(?:we|us|fellow) (?:(?:two|three|four|few|other|all|both|junior|senior|lead"
    rf"|community|practice|district|clinical) ){{0,2}}(?:{WORK})(?<=s)\b",
    re.IGNORECASE,
)
"""And with others of their kind: "we commissioners"."""

_PLACED = re.compile(
    rf"\b(?:{WORK})(?<!s) (?:in|at|of|from|for|on) (?:the )?"
    r"\[(?:organisation|place|practice|address)",
    re.IGNORECASE,
)
"""Somebody by their work and where it is: "the lead nurse from [organisation 2]"."""


def points_at_somebody(text: str) -> bool:
    """Whether a quote may tell who wrote it, or who is meant, without a name.

    By what somebody says of themselves ("as the third partner"), a description that
    may fit one person only, a rare event with a date or a sum (`TellingFinder`), or
    work beside a masked place. These are words; who else fits is known to no rule.

    Parameters
    ----------
    text : str
        Anonymised.

    Returns
    -------
    bool

    Examples
    --------
    >>> points_at_somebody("We commissioners hold the purse.")
    True
    >>> points_at_somebody("We had no cover again.")
    False
    """
    reading = Reading(text)
    if any(p.search(reading.text) for p in (_OWN, _OURS, _PLACED)):
        return True
    return bool(TellingFinder().find([reading])[0])


def sole_roles(journal: Journal) -> frozenset[str]:
    """Return the roles that one member of a journal holds, in lower case."""
    held = journal.table("members", ["member", "role"]).dropna()
    holders = held.groupby(held["role"].str.lower().str.strip())["member"].nunique()
    return frozenset(str(role) for role, n in holders.items() if n == 1 and role)


def names_role(roles: frozenset[str], text: str) -> bool:
    """Whether one of the roles stands in a text: its words in a row, or their plural.

    Examples
    --------
    >>> names_role(frozenset(["commissioner"]), "We commissioners hold the purse.")
    True
    """
    words = f" {' '.join(_WORD.findall(text.lower()))} "
    wanted = (" ".join(_WORD.findall(role)) for role in roles)
    return any(w and (f" {w} " in words or f" {w}s " in words) for w in wanted)


def pointing(journal: Journal, audience: Audience) -> Callable[[str], bool]:
    """Return what says of a journal's quotes whether they point at somebody.

    That is so by their words (`points_at_somebody`), or where they name a role that
    one member alone holds. To the set itself, its member and research nothing does.
    """
    if audience.kind not in ("programme", "public"):
        return lambda _: False
    roles = sole_roles(journal)
    return lambda quote: names_role(roles, quote) or points_at_somebody(quote)
