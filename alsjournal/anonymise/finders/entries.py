"""What a programme's roster says of one person, and how organisations are shortened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alsjournal.anonymise.wordlists import GENERIC_WORDS, NOT_NAMES

__all__ = ["MIN_STEM", "RosterEntry", "entries_of", "short_forms"]

MIN_STEM = 4
"""Letters that the short form of an organisation's name has at least."""
_LEADING = frozenset(["the", "st", "saint"])


@dataclass(frozen=True, slots=True, repr=False)
class RosterEntry:
    """One person of the roster.

    Parameters
    ----------
    name : str
    aliases : tuple of str, default=()
        Nicknames, initials, other spellings.
    person : str, default=""
        Whose name it is: the id in the programme's tables, empty if unknown.
    organisation : str, default=""
        Where they work.
    code : str, default=""
        An id of theirs that may be written in a text. Without a digit it is taken
        for a name if it is no everyday word.
    """

    name: str = ""
    aliases: tuple[str, ...] = ()
    person: str = ""
    organisation: str = ""
    code: str = ""


def entries_of(roster: Iterable[str | RosterEntry] | None) -> list[RosterEntry]:
    """Make entries of plain names; entries stay as they are.

    Examples
    --------
    >>> len(entries_of(["Ann Lee", "", None]))
    1
    """
    entries = (
        RosterEntry(entry.strip()) if isinstance(entry, str) else entry
        for entry in roster or ()
    )
    return [
        entry
        for entry in entries
        if isinstance(entry, RosterEntry)
        and (entry.name or entry.aliases or entry.organisation or entry.code)
    ]


def short_forms(tokens: Sequence[str]) -> list[list[str]]:
    """Return the first words of an organisation's name that stand for all of it.

    Parameters
    ----------
    tokens : sequence of str
        The words of the name in lower case.

    Returns
    -------
    list of list of str
        The telling words up to the first that many organisations have, and the
        first of them alone.

    Examples
    --------
    >>> short_forms(["the", "fern", "hill", "health", "centre"])
    [['fern'], ['fern', 'hill']]
    >>> short_forms(["community", "health", "centre"])
    []
    """
    start = next((i for i, t in enumerate(tokens) if t not in _LEADING), len(tokens))
    telling: list[str] = []
    for token in tokens[start:]:
        if token in GENERIC_WORDS or not token.isalpha() or len(token) == 1:
            break
        telling.append(token)
    if not telling or sum(map(len, telling)) < MIN_STEM:
        return []
    forms = [telling[: i + 1] for i in range(len(telling))]
    return [
        form
        for form in forms
        if sum(map(len, form)) >= MIN_STEM and " ".join(form) not in NOT_NAMES
    ]
