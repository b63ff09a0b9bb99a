"""`ReflectionMap`: where texts lie by what they say, for research."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import Any

import pandas as pd
import traitlets

from alsjournal.charts.text_map import (
    NO_THEME,
    area_of,
    text_map_chart,
    text_map_table,
)
from alsjournal.cleared import QuoteSet
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends import Coded, Coder
from alsjournal.trends._telling_terms import TERMS, telling_terms, texts_with
from alsjournal.trends.text_map import Places, own_texts, text_places
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.chart_view import ChartView
from alsjournal.widgets.panel import module_of
from alsjournal.widgets.theme_view import MAX_QUOTES, check_audience
from alsjournal.widgets.words import plural, said_from

__all__ = ["AT_ONCE", "ReflectionMap"]

AT_ONCE = 20_000
"""Texts up to which the terms of a choice are found at once; of more, when
``terms`` is asked for: every text must be read for them."""

_COUNTS = ["theme", "texts", "others"]

Sides = tuple[float, ...]


class ReflectionMap(ChartView):
    """See where texts lie by what they say, and take a part of them to read.

    A map of members' texts: each is a point (of more than 5,000, a square of the map
    holds a count), and those of one theme stand out. A rectangle, drawn by mouse or
    moved and grown by arrow keys, chooses texts: ``selected`` says which, ``terms``
    which words they use more than the others, ``counts`` which themes they raise.

    The page gets places, counts and terms; it never gets a text or an id. The map
    keeps a small part of what tells texts apart, and says how much: it suggests what
    to read, and shows nothing by itself. For research alone.

    Parameters
    ----------
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings.
    journal : Journal
        Texts that their writers keep to themselves are not on the map.
    quotes : QuoteSet, optional
        Made for research: those of the theme in focus are shown with it.
    embedder : transformer, optional
        Texts to vectors; by default the model's, or `SpacyEmbedder`.

    Attributes
    ----------
    selection : tuple of Cell
        The theme in focus, as ``Cell("Trust")``.
    rectangle : tuple of float
        What is chosen, as from and to across, from and to up; empty for nothing. See
        ``chart`` for the scales.
    selected : pandas.DataFrame
    terms : pandas.DataFrame
    counts : pandas.DataFrame
    chart : altair.LayerChart

    Raises
    ------
    InputError
        If fewer than three texts can be put on it.
    DisclosureError
        If the quotes were made for another audience.

    Examples
    --------
    >>> view = ReflectionMap(model, journal)  # doctest: +SKIP
    >>> view.rectangle = (-0.5, 0.0, -0.5, 0.0)  # doctest: +SKIP
    >>> view.selected.columns.tolist()  # doctest: +SKIP
    ['reflection_id', 'set_id', 'session', 'theme']
    """

    _esm = module_of("common.js", "brush.js", "chart.js")
    _css: Any = module_of("view.css", "brush.css")

    rectangle = traitlets.Tuple().tag(
        sync=True,
        to_json=lambda sides, _: list(sides),
        from_json=lambda value, _: tuple(value) if isinstance(value, list) else (),
    )

    def __init__(
        self,
        themes: Coder | Coded | pd.DataFrame,
        journal: Journal,
        *,
        quotes: QuoteSet | None = None,
        embedder: Any = None,
    ) -> None:
        places = text_places(journal, themes, embedder=embedder)
        check_audience(places.table, quotes, QuoteSet, "quotes", "alsjournal.quotes")
        super().__init__()
        listed = text_map_table(places.table)
        cells = [Cell(str(theme)) for theme in listed["Theme"]]
        self._private |= {
            "audience": places.table.audience,
            "places": places,
            "journal": journal,
            "said": None if quotes is None else quotes.to_frame(),
            "listed": listed,
            "area": area_of(places.table),
            "choices": {cell.key: cell for cell in cells},
        }
        self._draw()

    def __repr__(self) -> str:
        n = int(self._private["places"].table.to_frame()["texts"].sum())
        return (
            f"ReflectionMap({plural(n, 'text')}, "
            f"{plural(len(self._private['choices']), 'theme')}, audience 'research'; "
            f"show it in a notebook, or write it with .to_html())"
        )

    @property
    def selected(self) -> pd.DataFrame:
        """The texts in the rectangle.

        Columns ``reflection_id``, ``set_id``, ``session`` and ``theme`` (their first;
        empty for none); no rows where nothing is chosen. It holds no text: take those
        with ``journal.select(reflection_id=...)``.
        """
        places: Places = self._private["places"]
        if not self.rectangle:
            return places.inside((1.0, 0.0), (1.0, 0.0))
        left, right, low, high = self.rectangle
        return places.inside((left, right), (low, high))

    @property
    def counts(self) -> pd.DataFrame:
        """Chosen ``texts`` by ``theme``, and the ``others`` of each."""
        rows = self._private["places"].rows["theme"].fillna(NO_THEME)
        every = rows.value_counts()
        own = self.selected["theme"].fillna(NO_THEME).value_counts()
        own = own.sort_index().sort_values(ascending=False, kind="stable")
        others = every.reindex(own.index) - own
        columns = (own.index, own.to_numpy(), others.to_numpy())
        return pd.DataFrame(dict(zip(_COUNTS, columns, strict=True)))

    @property
    def terms(self) -> pd.DataFrame:
        """Terms that the chosen texts use more than the others, the surest first.

        Columns ``term``, ``texts``, ``others``, ``log_odds`` and ``z``: see
        `alsjournal.trends._telling_terms.telling_terms`. Only terms that three members
        used in the chosen texts (five texts, where there are no members).
        """
        chosen = self.selected["reflection_id"]
        if chosen.empty:
            return pd.DataFrame(columns=list(TERMS))
        found = self._private.get("found")
        if found is None or found[0] != self.rectangle:
            rows = telling_terms(self._own(frozenset(chosen)), *self._every())
            self._private["found"] = found = (self.rectangle, rows)
        terms: pd.DataFrame = found[1]
        return terms.copy()

    def _own(self, ids: frozenset[str]) -> Iterator[tuple[str, str]]:
        """The texts, each with its member."""
        journal: Journal = self._private["journal"]
        rows = journal.table("reflections", ["reflection_id", "member"])
        rows = rows[rows["reflection_id"].isin(ids)]
        members = dict(
            zip(rows["reflection_id"], rows["member"].fillna(""), strict=True)
        )
        for names, texts in own_texts(journal, ids):
            yield from zip(texts, map(members.__getitem__, names), strict=True)

    def _every(self) -> tuple[Counter[str], int]:
        """In how many texts of the map each term is; read once."""
        if "every" not in self._private:
            ids = frozenset(self._private["places"].rows["reflection_id"])
            batches = own_texts(self._private["journal"], ids)
            found = texts_with(text for _, texts in batches for text in texts)
            self._private["every"] = (found, len(ids))
        every: tuple[Counter[str], int] = self._private["every"]
        return every

    def _focus(self) -> str | None:
        return self.selection[-1].theme if self.selection else None

    def _draw(self) -> None:
        table = self._private["places"].table
        listed: pd.DataFrame = self._private["listed"]
        self._show(
            text_map_chart(table, theme=self._focus()),
            listed,
            [],
            {},
            extra={
                "themes": list(listed["Theme"]),
                "sets": [],
                "together": False,
                "area": self._private["area"],
                "notes": [_HOW, *table.notes],
                "file": "reflection-map",
            },
        )
        self._status = self._words()

    def _words(self) -> str:
        focus = self._focus()
        said = f"In focus: {focus}. " if focus else ""
        if not self.rectangle:
            return f"{said}Nothing is chosen."
        n, of = len(self.selected), len(self._private["places"].rows)
        return f"{said}Chosen: {n:,} of {plural(of, 'text')}."

    def _detail(self) -> dict[str, object]:
        """What the chosen texts are about, in counts and terms; quotes of the theme."""
        out: dict[str, object] = {
            "type": "detail",
            "theme": "",
            "sentences": [],
            "svg": "",
            "waiting": False,
            "quotes": [],
            "quotes_note": "",
            "tables": [],
            "has_quotes": False,
        }
        focus, rows = self._focus(), self._private["said"]
        if focus is not None and rows is not None:
            own = rows[rows["theme"] == focus].head(MAX_QUOTES)
            out |= {"theme": focus, "has_quotes": True, "quotes": said_from(own)}
        if self.rectangle:
            n = len(self.selected)
            out["theme"] = f"{plural(n, 'text')} chosen"
            out["sentences"] = [_NEXT] if n else []
            out["tables"] = list(self._tables()) if n else []
            out["quotes_note"] = f"Quotes on {focus}:" if out["quotes"] else ""
        return out

    def _tables(self) -> Iterator[dict[str, object]]:
        if len(self._private["places"].rows) <= AT_ONCE:
            shown = self.terms
            shown = shown.assign(z=[f"{z:.1f}" for z in shown["z"]])
            shown = shown.drop(columns="log_odds").astype("str")
            head = ["Term", "Chosen texts", "Other texts", "z"]
            yield from [_table(_TERMS, head, shown)] * (len(shown) > 0)
        counts = self.counts.astype("object").astype("str")
        head = ["Theme", "Chosen texts", "Other texts"]
        yield _table("Themes of the chosen texts", head, counts)

    @traitlets.validate("rectangle")
    def _sides(self, proposal: Any) -> Sides:
        given = tuple(proposal["value"])
        if not given:
            return ()
        numbers = [one for one in given if type(one) in (int, float) and isfinite(one)]
        if len(given) != 4 or len(numbers) != 4:
            msg = (
                "rectangle must be four numbers: from and to across, from and to up; "
                f"or empty. Got {len(given)} values, {len(numbers)} of them numbers."
            )
            raise InputError(msg)
        a, b, c, d = map(float, given)
        return (min(a, b), max(a, b), min(c, d), max(c, d))

    @traitlets.observe("selection")
    def _focused(self, _: object) -> None:
        self._draw()
        self._told()

    @traitlets.observe("rectangle")
    def _brushed(self, _: object) -> None:
        self._status = self._words()
        self._told()

    def _told(self) -> None:
        if self.comm is not None:
            self.send(self._detail())


_HOW = (
    "Draw a rectangle over texts to choose them; or press Tab until the map has a "
    "frame, move a rectangle with the arrow keys, make it larger or smaller with Shift "
    "and the arrow keys, and press Enter (Escape chooses nothing)."
)
_TERMS = "Terms that they use more than the others, by three members at least"
_NEXT = (
    "Which they are is in .selected of this view, in Python. Near on the map is not "
    "always alike: read some of them."
)


def _table(caption: str, columns: list[str], rows: pd.DataFrame) -> dict[str, object]:
    return {"caption": caption, "columns": columns, "rows": rows.to_numpy().tolist()}
