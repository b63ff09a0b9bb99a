"""Themes by session, and what lies behind each number."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from alsjournal.charts.cells import MAX_PANELS, Cells, cells_of
from alsjournal.charts.figure import chart_table
from alsjournal.charts.heatmap import theme_heatmap
from alsjournal.charts.render import to_svg
from alsjournal.charts.trend import theme_trend
from alsjournal.cleared import Cleared, Prevalence, QuoteSet
from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets.view import Cell, View

__all__ = ["TrendExplorer"]

SIDE_BY_SIDE = 4
"""Sets that are shown side by side at first; of more, one at a time."""

MAX_QUOTES = 50
"""Quotes that are sent for one choice."""

MAX_SPELT_OUT = 12
"""Sessions whose counts are given in words for a whole theme."""


class TrendExplorer(View):
    """Explore by how many each theme was raised, session by session.

    The heat map comes first. Choosing a cell, or a theme, opens what lies behind it:
    the count in words, the theme over the sessions with its intervals, and the
    quotes that were cleared for this audience. It works by mouse and by keyboard
    (arrow keys, Home, End, Enter, Escape), and remains a picture with a table where
    no kernel runs.

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
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> explorer = TrendExplorer(table)
    >>> explorer.selection = (Cell("Trust", 1),)
    >>> explorer.selection
    (Cell(theme='Trust', session=1, set_id=None),)
    """

    set_id = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, prevalence: Prevalence, quotes: QuoteSet | None = None) -> None:
        cells = cells_of(prevalence)
        _check_quotes(quotes, prevalence.audience)
        super().__init__()
        self._private |= {
            "prevalence": prevalence,
            "quotes": quotes,
            "cells": cells,
            "choices": {},
            "drawn": {},
        }
        if len(cells.sets) == 1 or len(cells.sets) > SIDE_BY_SIDE:
            self.set_id = cells.sets[0]
        else:
            self._draw()

    def __repr__(self) -> str:
        cells: Cells = self._private["cells"]
        quotes = self._private["quotes"]
        numbers = {
            "theme": len(cells.themes),
            "session": len(cells.sessions),
            "set": len(cells.sets),
            "quote": 0 if quotes is None else len(quotes),
        }
        parts = [_plural(n, word) for word, n in numbers.items() if n]
        return (
            f"TrendExplorer({', '.join(parts)}, audience {cells.audience!r}; show it "
            f"in a notebook, or write it with .to_html())"
        )

    def quotes_shown(self) -> pd.DataFrame:
        """Return the quotes behind what is chosen.

        Returns
        -------
        pandas.DataFrame
            Columns ``theme``, ``quote``, ``session``, ``source``: those of the
            chosen session where it has any, else those of the chosen theme; at most
            50. No rows where nothing is chosen or no quotes were given.
        """
        columns = ["theme", "quote", "session", "source"]
        quotes: QuoteSet | None = self._private["quotes"]
        if quotes is None or not self.selection:
            return pd.DataFrame(columns=columns)
        rows = quotes.to_frame()[columns]
        rows = rows[rows["theme"].isin([cell.theme for cell in self.selection])]
        whole = {cell.theme for cell in self.selection if cell.session is None}
        chosen = {(cell.theme, cell.session) for cell in self.selection}
        here = [
            theme in whole or (pd.notna(session) and (theme, session) in chosen)
            for theme, session in zip(rows["theme"], rows["session"], strict=True)
        ]
        rows = rows[here] if any(here) else rows
        return rows.head(MAX_QUOTES).reset_index(drop=True)

    @traitlets.validate("set_id")
    def _set_known(self, proposal: Any) -> str | None:
        cells: Cells = self._private["cells"]
        value: str | None = proposal["value"]
        cells.of_set(value)
        return value

    @traitlets.observe("set_id")
    def _redraw(self, change: Any) -> None:
        n = len(self._private["cells"].sets)
        if change["new"] is None and n > MAX_PANELS:
            self.set_id = change["old"]  # None passes traitlets' validators unseen
            msg = (
                f"At most {MAX_PANELS} sets are shown side by side. Got None, which "
                f"is all {n}; choose one."
            )
            raise InputError(msg)
        self._draw()

    def _draw(self) -> None:
        cells: Cells = self._private["cells"].of_set(self.set_id)
        prevalence: Prevalence = self._private["prevalence"]
        marks = _marks(cells)
        keyed = {(c.theme, c.session, c.set_id): c for c in marks.values()}
        keyed |= {
            (t, None, self.set_id): Cell(t, None, self.set_id) for t in cells.themes
        }
        self._private["choices"] = keyed
        every: Cells = self._private["cells"]
        self._show(
            theme_heatmap(prevalence, set_id=self.set_id),
            chart_table(prevalence, set_id=self.set_id),
            marks,
            extra={
                "themes": list(cells.themes),
                "sets": list(every.sets) if len(every.sets) > 1 else [],
                "together": len(every.sets) <= MAX_PANELS,
                "notes": list(prevalence.notes),
            },
        )
        kept = [c for c in self.selection if (c.theme, c.session, c.set_id) in keyed]
        self.selection = tuple(kept)

    @traitlets.observe("selection")
    def _chosen(self, _: object) -> None:
        self._status = self._words()
        if self.comm is not None:
            # The words at once, the picture when it is drawn (about 0.1 s).
            words = self._detail(draw=False)
            self.send(words)
            if words.get("waiting"):
                self.send(self._detail())

    def _words(self) -> str:
        if not self.selection:
            return "Nothing is chosen."
        n = len(self.quotes_shown())
        said = "; ".join(self._sentence(cell) for cell in self.selection)
        quotes = "" if self._private["quotes"] is None else f" {_plural(n, 'quote')}."
        return f"{said}.{quotes}"

    def _detail(self, *, draw: bool = True) -> dict[str, object]:
        """What lies behind the choice: words, a picture, and cleared quotes."""
        if not self.selection:
            return {"type": "detail", "theme": ""}
        cell: Cell = self.selection[-1]
        quotes = self.quotes_shown()
        svg = self._trend(cell, draw=draw)
        return {
            "type": "detail",
            "theme": cell.theme,
            "sentences": [self._sentence(one) + "." for one in self.selection],
            "svg": svg or "",
            "waiting": svg is None,
            "has_quotes": self._private["quotes"] is not None,
            "quotes": _said(quotes),
            "quotes_note": _where_from(self.selection, quotes),
        }

    def _trend(self, cell: Cell, *, draw: bool) -> str | None:
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

    def _sentence(self, cell: Cell) -> str:
        """``"Backfill, session 3: 3 of 7 who wrote (7 present, 7 on the roll)"``."""
        cells: Cells = self._private["cells"]
        rows = cells.frame[cells.frame["theme"] == cell.theme]
        if cell.set_id is not None:
            rows = rows[rows["set_id"] == cell.set_id]
        where = f", set {cell.set_id}" if cell.set_id and len(cells.sets) > 1 else ""
        if cell.session is None and len(rows) > 1:
            return f"{cell.theme}{where}: {_each_session(cells, rows)}"
        if cell.session is not None:
            rows = rows[rows["session"] == cell.session]
            where += f", session {cell.session}"
        return f"{cell.theme}{where}: {_in_words(rows.iloc[0], cells.unit)}"


def _check_quotes(quotes: Cleared | None, audience: str) -> None:
    if quotes is None:
        return
    if not isinstance(quotes, QuoteSet):
        msg = (
            f"quotes must be a QuoteSet, as alsjournal.quotes makes it. Got "
            f"{type(quotes).__name__}."
        )
        raise InputError(msg)
    if quotes.audience != audience:
        msg = (
            "Counts and quotes must be cleared for the same audience. Got two; make "
            "both with the same audience=."
        )
        raise DisclosureError(msg)


def _marks(cells: Cells) -> dict[str, Cell]:
    """The cells by the name that the chart's marks carry."""
    out = {}
    for row in cells.frame.to_dict("records"):
        session = int(row["session"]) if cells.sessions else None
        set_id = str(row["set_id"]) if cells.sets else None
        name = str(row["theme"])
        name += f", set {set_id}" if len(cells.sets) > 1 else ""
        name += f", session {session}" if cells.sessions else ""
        out[f"{name}: {row['shown']}"] = Cell(str(row["theme"]), session, set_id)
    return out


def _each_session(cells: Cells, rows: pd.DataFrame) -> str:
    """All counts of a theme in one line, unless they are too many to read."""
    if rows["session"].nunique() < len(rows) or len(rows) > MAX_SPELT_OUT:
        return f"all {_plural(len(cells.sessions), 'session')}"
    pairs = zip(rows["shown"], rows["session"], strict=True)
    return ", ".join(f"{shown} in session {session}" for shown, session in pairs)


def _in_words(row: pd.Series[Any], unit: str) -> str:
    shown = str(row["shown"])
    if shown == "nobody wrote":
        return shown
    if pd.isna(row["raised"]):
        return "withheld" if shown == "withheld" else f"{shown} of those who wrote"
    if unit != "members":
        return f"{shown} texts"
    there = [
        f"{row[column]} {word}"
        for column, word in (("present", "present"), ("on_roll", "on the roll"))
        if pd.notna(row[column])
    ]
    return f"{shown} who wrote" + (f" ({', '.join(there)})" if there else "")


def _where_from(selection: tuple[Cell, ...], quotes: pd.DataFrame) -> str:
    """Say so where a session was chosen and the quotes are not from it."""
    sessions = {cell.session for cell in selection}
    if quotes.empty or None in sessions or quotes["session"].isin(sessions).any():
        return ""
    return "No quote was chosen from this session; others on this theme:"


def _said(quotes: pd.DataFrame) -> list[dict[str, str]]:
    out = []
    for row in quotes.to_dict("records"):
        parts = [] if pd.isna(row["session"]) else [f"session {row['session']}"]
        parts += [] if pd.isna(row["source"]) else [str(row["source"])]
        out.append({"quote": str(row["quote"]), "from": ", ".join(parts)})
    return out


def _plural(n: int, word: str) -> str:
    return f"{n} {word}{'s' * (n != 1)}"
