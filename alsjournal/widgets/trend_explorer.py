"""`TrendExplorer`: one theme over the sessions, with what is certain about it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from alsjournal.charts.cells import Cells
from alsjournal.charts.figure import chart_table
from alsjournal.charts.trend import theme_trend
from alsjournal.cleared import Change, Prevalence, QuoteSet
from alsjournal.errors import InputError
from alsjournal.widgets.theme_view import ThemeView, check_audience, marks_of

__all__ = ["TrendExplorer"]


class TrendExplorer(ThemeView):
    """Explore how a theme moves: one in colour with its intervals, the rest grey.

    A point is the share of those who wrote, with its count and its 95 % interval; the
    other themes are grey ticks. The verdict over all sessions stands in words where
    a table of changes is given, and nothing here says *rising* or *falling* on its
    own. Choosing a point opens the count in words and the quotes that were cleared for
    this audience. It works by mouse and by keyboard (arrow keys, Home, End, Enter,
    Escape; Page Up and Page Down go through the themes), and remains a picture with a
    table where no kernel runs.

    Parameters
    ----------
    prevalence : Prevalence
        By session, or by set and session, as ``alsjournal.theme_prevalence`` makes it.
    quotes : QuoteSet, optional
        Made for the same audience.
    change : Change, optional
        As ``alsjournal.theme_change`` makes it, for the same audience.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen; can be set, and watched with ``observe``.
    theme : str
        The theme in colour; at first the one raised most often.
    set_id : str or None
        The set that is shown; ``None`` for all of them, side by side.
    chart : altair.LayerChart or altair.FacetChart
        The theme over the sessions.

    Raises
    ------
    InputError
        If the table is empty, is not by session, or is also broken down by role or
        prompt.
    DisclosureError
        If quotes or changes were cleared for another audience than the counts.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> from alsjournal.widgets import Cell
    >>> explorer = TrendExplorer(table)
    >>> explorer.selection = (Cell("Trust", 1),)
    >>> explorer.selection
    (Cell(theme='Trust', session=1, set_id=None),)
    """

    theme = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        prevalence: Prevalence,
        quotes: QuoteSet | None = None,
        *,
        change: Change | None = None,
    ) -> None:
        super().__init__(prevalence, quotes)
        cells: Cells = self._private["cells"]
        if not cells.sessions:
            msg = (
                "A TrendExplorer needs counts by session. Got none; put 'session' in "
                "by=, or see the counts in a ThemeMap."
            )
            raise InputError(msg)
        check_audience(prevalence, change, Change, "change", "alsjournal.theme_change")
        self._private["change"] = None if change is None else change.to_frame()
        self.theme = cells.themes[0]
        self._begin()

    def _draw(self) -> None:
        every: Cells = self._private["cells"]
        cells = every.of_set(self.set_id).of_themes((self.theme,))
        prevalence: Prevalence = self._private["prevalence"]
        marks = marks_of(cells)
        self._choices(marks_of(every.of_set(self.set_id)))
        table = chart_table(prevalence, set_id=self.set_id)
        self._show(
            theme_trend(prevalence, self.theme, set_id=self.set_id),
            table[table["Theme"] == self.theme],
            [
                [name for name, cell in marks.items() if cell.set_id == set_id]
                for set_id in cells.sets or (None,)
            ],
            marks,
            extra={
                **self._options(),
                "verdicts": self._verdicts(),
                "file": "trend",
            },
        )

    def _verdicts(self) -> list[str]:
        """What may be said of the change of this theme, in words."""
        change: pd.DataFrame | None = self._private["change"]
        if change is None:
            return []
        rows = change[change["theme"].astype("str") == self.theme]
        rows = rows[rows["role"].isna()]
        own = rows["set_id"] == self.set_id
        if self.set_id is None or not own.any():
            own = rows["set_id"].isna()
        return [
            sentence
            for row in rows[own].head(1).to_dict("records")
            for sentence in _said_of(row)
        ]

    @traitlets.validate("theme")
    def _theme_known(self, proposal: Any) -> str:
        cells: Cells = self._private["cells"]
        value: str = proposal["value"]
        return cells.of_theme(value)

    @traitlets.observe("theme")
    def _other_theme(self, _: object) -> None:
        if self._svg:
            self._draw()

    @traitlets.observe("selection")
    def _follow(self, _: object) -> None:
        """Colour the theme of what was chosen last."""
        if self.selection and self.selection[-1].theme != self.theme:
            self.theme = self.selection[-1].theme


def _said_of(row: dict[Any, Any]) -> list[str]:
    """Return the verdict with its evidence, and what to be wary of."""
    said = [f"Over all sessions: {row['verdict']}.", row["evidence"], row["warning"]]
    return [str(words) for words in said if pd.notna(words) and words]
