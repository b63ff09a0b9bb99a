"""Ask for every table that the steps of a joint display need, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd

from alsjournal.cleared import Cleared, QuoteSet, ThemeSummary
from alsjournal.cycle import hearing_back, presence, what_changed
from alsjournal.disclosure import Audience
from alsjournal.errors import DisclosureError
from alsjournal.evaluation._figures import (
    Lines,
    of_attendance,
    of_elements,
    of_heard,
    of_outcomes,
    of_survey,
    of_themes,
    quoted,
)
from alsjournal.ingest.headers import nearest
from alsjournal.ingest.theory import Indicator, Step
from alsjournal.journal import Journal
from alsjournal.reflection import code_reflections
from alsjournal.survey import survey_items
from alsjournal.trends import Coded, indicators, quotes, theme_summary

__all__ = ["COLUMNS", "Asked", "Found"]

COLUMNS = {
    "survey": "survey",
    "theme": "themes",
    "element": "elements",
    "outcome": "outcomes",
    "actions-heard-back": "heard_back",
    "attendance": "attendance",
}
"""The column of a display for each kind of indicator."""

C = TypeVar("C", bound=Cleared)

_QUOTES = 2
_NONE = {
    "survey": "no closed question of that name was asked",
    "theme": "no such theme that may be told here",
    "element": "it is not among what was read for",
    "outcome": "no outcome is on record that may be told here",
    "actions-heard-back": "no actions are on record that may be told here",
    "attendance": "no attendance is on record",
}


@dataclass(frozen=True, repr=False)
class Asked:
    """What a display is made of, and for whom."""

    journal: Journal
    who: Audience
    themes: Coded | None
    elements: pd.DataFrame | None
    release: str | None

    def find(self, kinds: Iterable[str]) -> Found:
        """Ask for the tables of these kinds of indicators.

        What an audience may not see is no failure of the others: it is told why.
        """
        found = Found()
        make: dict[str, Callable[[Found], Lines]] = {
            "survey": self._survey,
            "theme": self._themes,
            "element": self._elements,
            "outcome": self._outcomes,
            "actions-heard-back": self._heard,
            "attendance": self._attendance,
        }
        for kind in dict.fromkeys(kinds):
            try:
                found.lines |= make[kind](found)
            except DisclosureError as error:
                found.why[kind] = f"not shown to {str(self.who)!r}"
                found.notes.append(str(error))
        return found

    def _survey(self, found: Found) -> Lines:
        return of_survey(found.keep(survey_items(self.journal, audience=self.who)))

    def _themes(self, found: Found) -> Lines:
        if self.themes is None:
            found.why["theme"] = "no themes were given"
            return {}
        summary = theme_summary(self.journal, self.themes, audience=self.who)
        found.summary = found.keep(summary)
        found.quotes = found.keep(
            quotes(
                self.journal,
                self.themes,
                audience=self.who,
                per_theme=_QUOTES,
                release=self.release,
            )
        )
        return of_themes(summary)

    def _elements(self, found: Found) -> Lines:
        codings = self.elements
        if codings is None:
            codings = code_reflections(self.journal, ["element"])
        table = indicators(self.journal, codings, audience=self.who, by=())
        return of_elements(found.keep(table))

    def _outcomes(self, found: Found) -> Lines:
        return of_outcomes(found.keep(what_changed(self.journal, audience=self.who)))

    def _heard(self, found: Found) -> Lines:
        return of_heard(found.keep(hearing_back(self.journal, audience=self.who)))

    def _attendance(self, found: Found) -> Lines:
        return of_attendance(found.keep(presence(self.journal, audience=self.who)))


@dataclass(repr=False)
class Found:
    """What the tables say: lines by indicator, and why some have none."""

    lines: Lines = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    summary: ThemeSummary | None = None
    quotes: QuoteSet | None = None

    def keep(self, table: C) -> C:
        """Take note of what a reader of the table must know."""
        self.notes += [
            note.replace("this output alone", "the quotes alone")
            for note in table.notes
        ]
        return table

    def cells(self, step: Step) -> dict[str, str | None]:
        """Return the cells of a step's row."""
        said: dict[str, list[str]] = {column: [] for column in COLUMNS.values()}
        missing = []
        for one in step.indicators:
            lines = self.lines.get(one.said, ())
            said[COLUMNS[one.kind]] += lines
            if not lines:
                missing.append(f"{one.said}: {self._why(one)}")
        said["missing"] = missing
        said["quotes"] = list(self._quoted(step.indicators))
        return {column: "\n".join(lines) or None for column, lines in said.items()}

    def _why(self, one: Indicator) -> str:
        if one.kind in self.why:
            return self.why[one.kind]
        there = any(key.startswith(f"{one.kind}:") for key in self.lines)
        if one.kind == "outcome" and there:
            return "none is on record"
        known = [k.partition(":")[2] for k in self.lines if k.startswith(one.kind)]
        near = nearest(one.name, known) if one.kind in ("survey", "theme") else ""
        return f"{_NONE[one.kind]}. {near}".strip().rstrip(".")

    def _quoted(self, named: Sequence[Indicator]) -> tuple[str, ...]:
        themes = [one.name for one in named if one.kind == "theme"]
        if self.quotes is None or self.summary is None or not themes:
            return ()
        return quoted(self.quotes, self.summary, themes, _QUOTES)
