"""At which sessions a theme was raised: a letter a session, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from alsjournal.charts.cells import Cells, cells_of
from alsjournal.cleared import Prevalence
from alsjournal.errors import InputError
from alsjournal.widgets.words import each_session

__all__ = ["Dots", "dots_of"]

_WORDS = {
    "y": "raised at",
    "n": "not raised at",
    "h": "by how many not shown at",
    "s": "nobody wrote at",
}


class Dots:
    """The sessions of each theme.

    Parameters
    ----------
    cells : Cells
        Of counts by session.
    """

    def __init__(self, cells: Cells) -> None:
        self.sessions: tuple[int, ...] = cells.sessions
        self._cells = cells
        self._letters = _letters(cells)

    def of(self, theme: str) -> str:
        """Return a letter a session: yes, no, held back, or silent.

        A theme that is not counted has none.
        """
        return self._letters.get(theme, "")

    def said(self, theme: str) -> str:
        """Say it in words."""
        pairs = list(zip(self.of(theme), self.sessions, strict=False))
        found = {
            words: [session for own, session in pairs if own == letter]
            for letter, words in _WORDS.items()
        }
        parts = [f"{words} {_listed(own)}" for words, own in found.items() if own]
        return "; ".join(parts).capitalize()

    def counts(self, theme: str) -> str:
        """Give the counts of each session in words; ``""`` if there are none."""
        if theme not in self._letters:
            return ""
        rows = self._cells.frame[self._cells.frame["theme"] == theme]
        if rows["session"].nunique() < len(rows):
            return ""
        said = each_session(self._cells, rows)
        return "" if said.startswith("all ") else said


def dots_of(prevalence: Prevalence | None) -> Dots | None:
    """Return the sessions of each theme, if there are counts.

    Raises
    ------
    InputError
        If the counts are not by session.
    """
    if prevalence is None:
        return None
    cells = cells_of(prevalence)
    if not cells.sessions:
        msg = (
            "prevalence must be counted by session. Got none; put 'session' in by=, "
            "or leave prevalence out."
        )
        raise InputError(msg)
    return Dots(cells)


def _letters(cells: Cells) -> Mapping[str, str]:
    place = {session: i for i, session in enumerate(cells.sessions)}
    found = {theme: ["s"] * len(place) for theme in cells.themes}
    rows = cells.frame
    columns = (rows["theme"], rows["session"], rows["raised"], rows["shown"])
    for theme, session, raised, shown in zip(*columns, strict=True):
        own, i = found[str(theme)], place[int(session)]
        own[i] = max(own[i], _letter(raised, str(shown)), key="snhy".index)
    return {theme: "".join(own) for theme, own in found.items()}


def _letter(raised: object, shown: str) -> str:
    if shown == "nobody wrote":
        return "s"
    if pd.isna(raised):  # type: ignore[call-overload]
        return "h"
    return "y" if raised > 0 else "n"  # type: ignore[operator]


def _listed(sessions: Sequence[int]) -> str:
    """``"session 1"``, ``"sessions 1 and 3"``, ``"sessions 1 to 6"``."""
    if len(sessions) == 1:
        return f"session {sessions[0]}"
    if len(sessions) > 2 and sessions[-1] - sessions[0] == len(sessions) - 1:
        return f"sessions {sessions[0]} to {sessions[-1]}"
    *most, last = map(str, sessions)
    return f"sessions {', '.join(most)} and {last}"
