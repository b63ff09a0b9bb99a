"""A small library of open questions, by how a matter stands and what kind it is.

The questions lie in ``questions.toml``, to be read and corrected. They are the
project's own; none has a slot to fill in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["STATES", "Library", "condition_of", "library", "state_of"]

STATES: Mapping[str, str] = {
    "first": "raised for the first time",
    "still": "raised session after session",
    "again": "came back",
    "quiet": "not raised since",
    "several": "raised in other sets too",
    "action": "something was agreed and not heard back of",
    "outcome": "an outcome was claimed",
}
"""How a matter stands, in words."""


@dataclass(frozen=True)
class Library:
    """The questions by state and by kind of condition, and the words that tell it."""

    by_state: Mapping[str, tuple[str, ...]]
    by_condition: Mapping[str, tuple[str, ...]]
    words: Mapping[str, frozenset[str]]

    @property
    def every(self) -> tuple[str, ...]:
        """All questions."""
        groups = (*self.by_state.values(), *self.by_condition.values())
        return tuple(question for group in groups for question in group)

    def choose(
        self, states: Sequence[str], condition: str | None, turn: int
    ) -> tuple[tuple[str, str], ...]:
        """Return a question for each state, and one for the kind of condition.

        Parameters
        ----------
        states : sequence of str
            Of `STATES`.
        condition : str or None
        turn : int
            Another number gives the next question of each group, so that themes side
            by side, and sessions after each other, are not asked the same.

        Returns
        -------
        tuple of (str, str)
            The question, and for what it is, in words.

        Examples
        --------
        >>> chosen = library().choose(["quiet"], "money", 0)
        >>> [why for _, why in chosen]
        ['not raised since', 'it is about money']
        """
        groups = [(self.by_state[s], STATES[s]) for s in states]
        if condition is not None:
            groups.append((self.by_condition[condition], f"it is about {condition}"))
        return tuple((group[turn % len(group)], why) for group, why in groups)


@cache
def library() -> Library:
    """Return the library, read once."""
    path = files("alsjournal.trends").joinpath("questions.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    asked = told["questions"]
    conditions = asked.pop("condition")
    return Library(
        {state: tuple(asked[state]) for state in STATES},
        {kind: tuple(group) for kind, group in conditions.items()},
        {kind: frozenset(words) for kind, words in told["words"].items()},
    )


def condition_of(theme: str) -> str | None:
    """Return the kind of condition that a theme's name tells, if just one does.

    Examples
    --------
    >>> condition_of("No cover"), condition_of("who-decides")
    ('time', None)
    >>> condition_of("money for cover") is None
    True
    """
    words = set(re.findall(r"[^\W\d_]+", theme.lower()))
    told = [kind for kind, known in library().words.items() if words & known]
    return told[0] if len(told) == 1 else None


def state_of(status: str, sessions_raised: int) -> str:
    """Return the state of a theme from its ``status_now``.

    Examples
    --------
    >>> state_of("not raised since session 3", 2), state_of("resolved", 2)
    ('quiet', 'outcome')
    >>> state_of("raised", 1), state_of("raised", 4)
    ('first', 'still')
    """
    if status.startswith("not raised"):
        return "quiet"
    if status in ("resolved", "raised again"):
        return "outcome" if status == "resolved" else "again"
    return "first" if sessions_raised < 2 else "still"
