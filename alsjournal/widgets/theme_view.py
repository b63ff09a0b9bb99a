"""A chart of who raised which theme, and what lies behind each of its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import traitlets

from alsjournal.charts.alt_text import mark_names
from alsjournal.charts.cells import MAX_PANELS, Cells, cells_of
from alsjournal.cleared import Cleared, Prevalence, QuoteSet
from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets.cell import Cell, Key
from alsjournal.widgets.chart_view import ChartView
from alsjournal.widgets.places import Places, places_of
from alsjournal.widgets.words import (
    each_session,
    in_words,
    plural,
    said_from,
    where_from,
)

__all__ = ["MAX_QUOTES", "SIDE_BY_SIDE", "ThemeView", "check_audience", "marks_of"]

SIDE_BY_SIDE = 4
"""Sets that are shown side by side at first; of more, one at a time."""

MAX_QUOTES = 50
"""Quotes that are sent for one choice."""

_QUOTED = ["theme", "quote", "session", "source"]


class ThemeView(ChartView):
    """What `ThemeMap` and `TrendExplorer` share. Not made directly.

    Attributes
    ----------
    selection : tuple of Cell
    set_id : str or None
        The set that is shown; ``None`` for all of them, side by side.
    """

    set_id = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, prevalence: Prevalence, quotes: QuoteSet | None) -> None:
        cells = cells_of(prevalence)
        check_audience(prevalence, quotes, QuoteSet, "quotes", "alsjournal.quotes")
        super().__init__()
        self._private |= {
            "audience": prevalence.audience,
            "prevalence": prevalence,
            "quotes": quotes,
            "said": None if quotes is None else quotes.to_frame()[_QUOTED],
            "cells": cells,
            "choices": {},
            "places": None,  # where quotes stand, looked up when some are wanted
            "picture": None,  # what draws the picture beside the words, if anything
        }

    def __repr__(self) -> str:
        cells: Cells = self._private["cells"]
        quotes = self._private["quotes"]
        numbers = {
            "theme": len(cells.themes),
            "session": len(cells.sessions),
            "set": len(cells.sets),
            "quote": 0 if quotes is None else len(quotes),
        }
        parts = [plural(n, word) for word, n in numbers.items() if n]
        return (
            f"{type(self).__name__}({', '.join(parts)}, audience {cells.audience!r}; "
            f"show it in a notebook, or write it with .to_html())"
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
        rows: pd.DataFrame | None = self._private["said"]
        if rows is None or not self.selection:
            return pd.DataFrame(columns=_QUOTED)
        if self._private["places"] is None:
            self._private["places"] = places_of(rows)
        places: dict[Key, Places] = self._private["places"]
        chosen = self.selection
        found = _at(places, [(c.theme, c.session, None) for c in chosen])
        if not len(found):
            found = _at(places, [(cell.theme, None, None) for cell in chosen])
        return rows.iloc[found[:MAX_QUOTES]].reset_index(drop=True)

    def _begin(self) -> None:
        """Draw for the first time: a few sets side by side, of many the first."""
        cells: Cells = self._private["cells"]
        if len(cells.sets) == 1 or len(cells.sets) > SIDE_BY_SIDE:
            self.set_id = cells.sets[0]
        else:
            self._draw()

    def _draw(self) -> None:
        raise NotImplementedError

    def _choices(self, marks: dict[str, Cell]) -> None:
        """Take these marks, and each theme as a whole, for what can be chosen."""
        cells: Cells = self._private["cells"]
        keyed = {cell.key: cell for cell in marks.values()}
        whole = (Cell(theme, None, self.set_id) for theme in cells.themes)
        keyed |= {cell.key: cell for cell in whole}
        self._private["choices"] = keyed
        self.selection = tuple(cell for cell in self.selection if cell.key in keyed)

    def _options(self) -> dict[str, object]:
        """What the choosers above the chart offer."""
        cells: Cells = self._private["cells"]
        return {
            "themes": list(cells.themes),
            "sets": list(cells.sets) if len(cells.sets) > 1 else [],
            "together": len(cells.sets) <= MAX_PANELS,
            "notes": list(self._private["prevalence"].notes),
        }

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
        quotes = "" if self._private["quotes"] is None else f" {plural(n, 'quote')}."
        return f"{said}.{quotes}"

    def _detail(self, *, draw: bool = True) -> dict[str, object]:
        """What lies behind the choice: words, a picture, and cleared quotes."""
        if not self.selection:
            return {"type": "detail", "theme": ""}
        cell: Cell = self.selection[-1]
        quotes = self.quotes_shown()
        picture = self._private["picture"]
        svg = "" if picture is None else picture(cell, draw)
        return {
            "type": "detail",
            "theme": cell.theme,
            "sentences": [],  # the line of status above says them
            "svg": svg or "",
            "waiting": svg is None,
            "has_quotes": self._private["quotes"] is not None,
            "quotes": said_from(quotes),
            "quotes_note": where_from(self.selection, quotes),
        }

    def _sentence(self, cell: Cell) -> str:
        """``"Backfill, session 3: 3 of 7 who wrote (7 present, 7 on the roll)"``."""
        cells: Cells = self._private["cells"]
        rows = cells.frame[cells.frame["theme"] == cell.theme]
        if cell.set_id is not None:
            rows = rows[rows["set_id"] == cell.set_id]
        where = f", set {cell.set_id}" if cell.set_id and len(cells.sets) > 1 else ""
        if cell.session is None and len(rows) > 1:
            return f"{cell.theme}{where}: {each_session(cells, rows)}"
        if cell.session is not None:
            rows = rows[rows["session"] == cell.session]
            where += f", session {cell.session}"
        return f"{cell.theme}{where}: {in_words(rows.iloc[0], cells.unit)}"


def _at(places: dict[Key, Places], keys: list[Key]) -> Places:
    """Where the quotes of these themes and sessions stand, in order, each once."""
    parts = [places[key] for key in keys if key in places]
    return np.unique(np.concatenate(parts)) if parts else np.arange(0)


def marks_of(cells: Cells) -> dict[str, Cell]:
    """The cells by the name that the chart's marks carry."""
    rows = cells.frame.to_dict("records")
    return {
        name: Cell(
            str(row["theme"]),
            int(row["session"]) if cells.sessions else None,
            str(row["set_id"]) if cells.sets else None,
        )
        for name, row in zip(mark_names(cells), rows, strict=True)
    }


def check_audience(
    counts: Cleared, given: object, kind: type[Cleared], name: str, maker: str
) -> None:
    """Refuse what stands beside the counts if it is not for the same audience.

    Raises
    ------
    InputError
        If it is no table of that kind.
    DisclosureError
        If it was cleared for another audience.
    """
    if given is None:
        return
    if not isinstance(given, kind):
        msg = (
            f"{name} must be a {kind.__name__}, as {maker} makes it. Got "
            f"{type(given).__name__}."
        )
        raise InputError(msg)
    if given.audience != counts.audience:
        msg = (
            f"Counts and {name} must be cleared for the same audience. Got two; make "
            f"both with the same audience=."
        )
        raise DisclosureError(msg)
