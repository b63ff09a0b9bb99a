"""`ThemeMap`: theme by session, with the number in each cell."""

from __future__ import annotations

from alsjournal.charts.cells import Cells
from alsjournal.charts.figure import chart_table
from alsjournal.charts.heatmap import theme_heatmap
from alsjournal.charts.render import to_svg
from alsjournal.charts.trend import theme_trend
from alsjournal.cleared import Prevalence, QuoteSet
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.paging import InParts
from alsjournal.widgets.theme_view import ThemeView, marks_of

__all__ = ["ThemeMap"]

MAX_ROWS = 40
"""Themes that are shown at once; of more, one part after the other."""


class ThemeMap(InParts, ThemeView):
    """See at a glance who raised what, and open the words behind a number.

    A heat map of theme by session, with the count in each cell. Choosing a cell, or a
    theme, opens the count in words, the theme over the sessions with its intervals,
    and the quotes that were cleared for this audience. It works by mouse and by
    keyboard (arrow keys, Home, End, Enter, Escape), and remains a picture with a table
    where no kernel runs.

    Parameters
    ----------
    prevalence : Prevalence
        By session, by set, or by both, as ``alsjournal.theme_prevalence`` makes it.
    quotes : QuoteSet, optional
        Made for the same audience.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen; can be set, and watched with ``observe``.
    set_id : str or None
        The set that is shown; ``None`` for all of them, side by side.
    part : int
        Of more than 40 themes, which forty, from 0: those raised most come first.
    chart : altair.LayerChart or altair.FacetChart
        The heat map.

    Raises
    ------
    InputError
        If the table is empty, or is also broken down by role or prompt.
    DisclosureError
        If the quotes were cleared for another audience than the counts.

    Examples
    --------
    >>> import pandas as pd
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> view = ThemeMap(table)
    >>> view.selection = (Cell("Trust", 1),)
    >>> view.selection
    (Cell(theme='Trust', session=1, set_id=None),)
    """

    def __init__(self, prevalence: Prevalence, quotes: QuoteSet | None = None) -> None:
        super().__init__(prevalence, quotes)
        self._private |= {"drawn": {}, "picture": self._picture}
        self._begin()

    def _draw(self) -> None:
        every: Cells = self._private["cells"]
        themes = every.themes[self.part * MAX_ROWS :][:MAX_ROWS]
        cells = every.of_set(self.set_id).of_themes(themes)
        prevalence: Prevalence = self._private["prevalence"]
        marks = marks_of(cells)
        self._choices(marks_of(every.of_set(self.set_id)))
        some = None if len(themes) == len(every.themes) else themes
        table = chart_table(prevalence, set_id=self.set_id)
        self._show(
            theme_heatmap(prevalence, set_id=self.set_id, themes=some),
            table if some is None else table[table["Theme"].isin(themes)],
            _grid(cells, marks),
            marks,
            extra={**self._options(), "parts": self._parts(), "file": "theme-map"},
        )

    def _in_all(self) -> tuple[int, int]:
        return len(self._private["cells"].themes), MAX_ROWS

    def _picture(self, cell: Cell, draw: bool) -> str | None:
        """The theme over the sessions, drawn once; ``None`` if it is not yet."""
        if not self._private["cells"].sessions:
            return ""
        set_id = cell.set_id if cell.set_id is not None else self.set_id
        drawn: dict[tuple[str, str | None], str] = self._private["drawn"]
        key = (cell.theme, set_id)
        if key not in drawn and draw:
            prevalence: Prevalence = self._private["prevalence"]
            chart = theme_trend(prevalence, cell.theme, set_id=set_id)
            drawn[key] = to_svg(chart, prefix=f"als-detail-{self.model_id}")
        return drawn.get(key)


def _grid(cells: Cells, marks: dict[str, Cell]) -> list[list[str]]:
    """Rows of the map: a theme each, set after set, session after session."""
    rows: dict[str, list[str]] = {theme: [] for theme in cells.themes}
    for name, cell in marks.items():
        rows[cell.theme].append(name)
    return list(rows.values())
