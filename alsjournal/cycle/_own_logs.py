"""Which logs are one facilitator's own, and the passages that they gave headings.

A log goes to nobody but who wrote it. Where it does not name its writer it is
nobody's, unless whoever makes the page asks for those that the record leaves to one
person from outside; then all of it must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from alsjournal.journal import Journal

__all__ = ["logs_of", "passages", "unsigned_logs"]

_KEPT = ["reflection_id", "set_id", "session", "member", "prompt", "text"]
_HEADING = re.compile(r"^[ \t]*([A-Z][A-Za-z' ]{1,40}):(?=[ \t\n])[ \t]*", re.MULTILINE)
_LEAST = 2
"""Headings from which a text is one that has headings; one colon is none."""

_WORDS = re.compile(r"[a-z]+")
_COMMON = frozenset({"facilitator", "set", "adviser", "advisor", "the", "a"})
_OUTSIDE = frozenset({"external", "outside"})
_PARTS = ("lead", "co", "trainee")


def logs_of(
    journal: Journal, parts: pd.DataFrame, person: str, *, unsigned: bool
) -> pd.DataFrame:
    """Return the logs that somebody wrote as a facilitator.

    Parameters
    ----------
    journal : Journal
    parts : pandas.DataFrame
        From `parts_of`.
    person : str
        A pseudonym.
    unsigned : bool
        Whether logs without a writer are theirs where nobody else can have written
        them by the record: the role in the log is one that they alone ever had in
        that set, they are no member of it, and were on record at that session.

    Returns
    -------
    pandas.DataFrame
        ``reflection_id``, ``set_id``, ``session``, ``member``, ``prompt`` and
        ``text``, in the order of sets and sessions.
    """
    rows = _logs(journal)
    own = (rows["member"] == person).fillna(value=False).astype(bool)
    if unsigned:
        own |= _left_to(rows, parts, person)
    return rows.loc[own, _KEPT].sort_values(
        ["set_id", "session", "reflection_id"], kind="stable"
    )


def unsigned_logs(journal: Journal, sets: set[str]) -> pd.DataFrame:
    """Return the logs of these sets that name no writer."""
    rows = _logs(journal)
    return rows[rows["member"].isna() & rows["set_id"].isin(sets)]


def passages(prompt: object, text: str) -> Iterator[tuple[str, str]]:
    r"""Yield the passages of a log with the headings that its writer gave them.

    Lines that begin with a few words and a colon are headings, if there are two. Else
    the text is one passage, under the question that it answers if there was one.

    Examples
    --------
    >>> list(passages(None, "Planned: a round.\nHappened: a row."))
    [('Planned', 'a round.'), ('Happened', 'a row.')]
    >>> list(passages(None, "Noted: a row."))
    [('', 'Noted: a row.')]
    """
    found = list(_HEADING.finditer(text))
    asked = prompt if isinstance(prompt, str) else ""
    if len(found) < _LEAST:
        yield asked, text.strip()
        return
    if before := text[: found[0].start()].strip():
        yield asked, before
    ends = [(one, then.start()) for one, then in pairwise(found)]
    for one, end in [*ends, (found[-1], len(text))]:
        yield one[1].strip(), text[one.end() : end].strip()


def _logs(journal: Journal) -> pd.DataFrame:
    rows = journal.table("reflections", [*_KEPT, "author_kind", "role"])
    own = (rows["author_kind"] == "facilitator").fillna(value=False).astype(bool)
    return rows[own & rows["text"].notna()]


def _left_to(rows: pd.DataFrame, parts: pd.DataFrame, person: str) -> pd.Series[bool]:
    """Say which logs without a writer can be nobody else's, by the record."""
    own = parts[(parts["person"] == person) & ~parts["member"]]
    at = pd.MultiIndex.from_frame(own[["set_id", "session"]])
    there = pd.MultiIndex.from_frame(rows[["set_id", "session"]]).isin(at)
    alone = [
        _holders(parts[parts["set_id"] == set_id], role) == {person}
        for set_id, role in zip(rows["set_id"], rows["role"], strict=True)
    ]
    return rows["member"].isna() & there & pd.Series(alone, rows.index, dtype=bool)


def _holders(parts: pd.DataFrame, role: object) -> set[str]:
    """Return all who ever had, in one set, the part that a role names."""
    if not isinstance(role, str):
        return set(parts["person"])
    words = set(_WORDS.findall(role.lower())) - _COMMON
    if words & _OUTSIDE:
        parts = parts[~parts["member"]]
        words -= _OUTSIDE
    for part in _PARTS:
        if part in words:
            parts = parts[parts["part"] == part]
            words.discard(part)
    return set() if words else set(parts["person"])
