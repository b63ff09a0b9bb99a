"""Where a theme may only echo what a session taught."""

from __future__ import annotations

import re

import pandas as pd

from alsjournal.journal import Journal
from alsjournal.trends._observed import Observed
from alsjournal.trends.coded import Coded

__all__ = ["Topic", "echoes", "topics_of"]

_WORD = re.compile(r"[a-z]{4,}")
_STEM = 5
"""Letters that two words share at the start to be taken for the same."""

_COMMON = frozenset(
    (
        *("about", "action", "actions", "after", "again", "from", "have", "into"),
        *("learning", "more", "over", "people", "session", "sessions", "some"),
        *("that", "their", "them", "they", "this", "time", "what", "when", "with"),
        "work",
    )
)


Topic = tuple[object, int, frozenset[str]]
"""A set, a session, and the beginnings of the words of what it taught."""


def topics_of(journal: Journal) -> tuple[Topic, ...]:
    """Return what was taught at which sessions."""
    taught = journal.table("sessions", ["set_id", "session", "input_topic"])
    taught = taught.dropna(subset=["input_topic", "session"])
    return tuple(
        (set_id, int(session), _stems(topic))
        for set_id, session, topic in taught.itertuples(index=False)
    )


def echoes(topics: tuple[Topic, ...], coded: Coded, seen: Observed) -> pd.Series[str]:
    """Say of each theme which sessions taught what it is about; else nothing.

    Parameters
    ----------
    topics : tuple of Topic
    coded : Coded
    seen : Observed

    Returns
    -------
    pandas.Series of str
        One for each theme, in their order.
    """
    if not topics:
        return pd.Series("", index=range(len(seen.themes)), dtype="str")
    rows = seen.rows[["set_id", "session"]].drop_duplicates()
    here = set(rows.itertuples(index=False, name=None))
    said = []
    for theme in seen.themes:
        words = _stems(" ".join((theme, *coded.terms.get(theme, ())[:5])))
        found = {t[1] for t in topics if t[:2] in here and words & t[2]}
        said.append(_sentence(sorted(found)) if found else "")
    return pd.Series(said, dtype="str")


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the telling words of a text.

    Examples
    --------
    >>> sorted(_stems("Open questions and listening"))
    ['liste', 'open', 'quest']
    """
    words = _WORD.findall(text.casefold())
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)


def _sentence(sessions: list[int]) -> str:
    many = ", ".join(map(str, sessions))
    word = "session" if len(sessions) == 1 else "sessions"
    return f" What was taught at {word} {many} is about it: it may be an echo."
