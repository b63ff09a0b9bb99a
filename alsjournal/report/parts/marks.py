"""What stands beside a theme: whether anybody has read it, and how well it holds."""

from __future__ import annotations

from alsjournal.report.document import Run, soft
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words
from alsjournal.themes.holds import NOT_MEASURED

__all__ = ["Marks", "is_measured"]

_MARKED = ("grouping", "candidate")


class Marks:
    """Knows the status of each theme of a summary, and says it.

    Parameters
    ----------
    summary : Summary
    words : Words

    Attributes
    ----------
    statuses : frozenset of str
        All there are.
    """

    def __init__(self, summary: Summary, words: Words) -> None:
        frame = summary.themes.to_frame()
        self._words = words
        self._status = dict(frame[["theme", "status"]].to_numpy())
        self._holds = dict(frame[["theme", "stability"]].dropna().to_numpy())
        self.statuses = frozenset(self._status.values())
        self.measured = any(map(is_measured, self._holds.values()))
        self.shaky = any(str(held).startswith("shaky") for held in self._holds.values())

    def of(self, theme: str) -> Run:
        """Return the mark of a theme; without words if it needs none."""
        return soft(self.beside(theme).strip())

    def beside(self, theme: str) -> str:
        """Return the mark in brackets, with a space before it."""
        status = self._status.get(theme)
        return f" ({self._words(f'status.{status}')})" if status in _MARKED else ""

    def holds(self, theme: str) -> str:
        """Say in a sentence how well a theme holds; empty for those of no model."""
        held = self._holds.get(theme)
        if not held:
            return ""
        if not is_measured(held):
            return self._words("status.not_measured")
        said = self._words.shown(held)
        return f"{said[0].upper()}{said[1:]}."

    def is_shaky(self, theme: str) -> bool:
        """Whether nothing should be built on a theme."""
        return str(self._holds.get(theme, "")).startswith("shaky")


def is_measured(held: object) -> bool:
    """Whether how well a theme holds was measured."""
    return isinstance(held, str) and held != NOT_MEASURED
