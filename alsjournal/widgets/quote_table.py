"""`QuoteTable`: cleared quotes to read, a page at a time."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd
import traitlets

from alsjournal.charts.figure import table_html
from alsjournal.cleared import Cleared, QuoteSet
from alsjournal.errors import InputError
from alsjournal.widgets.cell import Cell, Key
from alsjournal.widgets.panel import module_of
from alsjournal.widgets.places import Places, places_of
from alsjournal.widgets.view import View
from alsjournal.widgets.words import plural, said_from

__all__ = ["QuoteTable"]

PER_PAGE = 10
"""Quotes on a page, unless told."""

_MOST_A_PAGE = 100
_LONGEST_SEARCH = 200
_COLUMNS = ["theme", "quote", "session", "source"]
_ASLEEP = (
    "The words are shown while the notebook's kernel runs; none are kept in the file."
)


class QuoteTable(View):
    """Read cleared quotes, by theme and session, or by a word in them.

    A page of quotes is sent when the page in the browser asks for it. None of them is
    ever in the state of the widget, and so none is kept when the notebook is saved.

    Parameters
    ----------
    quotes : QuoteSet
        As ``alsjournal.quotes`` makes it.
    per_page : int, default=10
        From 1 to 100.

    Attributes
    ----------
    selection : tuple of Cell
        The themes, or themes in a session, to which the table is narrowed; ``()`` for
        all. Can be set, and watched with ``observe``.

    Raises
    ------
    InputError
        If it is no table of quotes, or ``per_page`` is not from 1 to 100.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"theme": ["Trust"], "quote": ["We began to ask."]})
    >>> policy, who = policy_named("default"), Audience.research()
    >>> view = QuoteTable(clear(QuoteSet, rows, audience=who, policy=policy))
    >>> view.selection = (Cell("Trust"),)
    >>> view.quotes_shown()["quote"].tolist()
    ['We began to ask.']
    """

    _esm = module_of("common.js", "quotes.js")

    _head = traitlets.Dict().tag(sync=True)

    def __init__(self, quotes: QuoteSet, *, per_page: int = PER_PAGE) -> None:
        _check(quotes, per_page)
        super().__init__()
        frame = quotes.to_frame()[_COLUMNS]
        self._private |= {
            "audience": quotes.audience,
            "frame": frame,
            "places": places_of(frame),
            "small": None,
            "per_page": per_page,
        }
        self._private["choices"] = {
            key: Cell(key[0], key[1]) for key in self._private["places"]
        }
        counts = frame["theme"].value_counts()
        sessions = sorted(int(s) for s in frame["session"].dropna().unique())
        self._head = {
            "themes": sorted(counts.index.astype("str")),
            "counts": {str(theme): int(n) for theme, n in counts.items()},
            "sessions": sessions,
            "notes": list(quotes.notes),
            "asleep": _ASLEEP,
        }
        self._status = self._words(len(frame))

    def __repr__(self) -> str:
        frame: pd.DataFrame = self._private["frame"]
        return (
            f"QuoteTable({plural(len(frame), 'quote')} on "
            f"{plural(frame['theme'].nunique(), 'theme')}, audience "
            f"{self.audience!r}; show it in a notebook)"
        )

    def quotes_shown(self) -> pd.DataFrame:
        """Return the quotes to which the table is narrowed, all pages of them.

        Returns
        -------
        pandas.DataFrame
            Columns ``theme``, ``quote``, ``session``, ``source``.
        """
        frame: pd.DataFrame = self._private["frame"]
        return frame.iloc[self._found("")].reset_index(drop=True)

    def choices_like(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the choices here that the choices of another view stand for.

        A theme without a quote stays chosen, or the table would show all others.
        """
        out: dict[Cell, None] = {}
        for cell in cells:
            here = Cell(cell.theme, cell.session)
            whole = Cell(cell.theme)
            known = here if here.key in self._private["places"] else whole
            self._private["choices"].setdefault(known.key, known)
            out[known] = None
        return tuple(out)

    def _found(self, words: str) -> Places:
        """Where the quotes stand that belong to the selection and hold these words."""
        frame: pd.DataFrame = self._private["frame"]
        places: dict[Key, Places] = self._private["places"]
        if self.selection:
            nothing = np.arange(0)
            parts = [places.get(cell.key, nothing) for cell in self.selection]
            found = np.unique(np.concatenate(parts))
        else:
            found = np.arange(len(frame))
        wanted = words.casefold().split()
        if not wanted:
            return found
        if self._private["small"] is None:
            self._private["small"] = [q.casefold() for q in frame["quote"].astype(str)]
        small: list[str] = self._private["small"]
        holds = [i for i in found if all(word in small[i] for word in wanted)]
        return np.asarray(holds, dtype=np.intp)

    def _page(self, message: dict[str, Any]) -> dict[str, object]:
        """One page of quotes, as it was asked for; what is not right is left out."""
        words = message.get("words")
        words = words[:_LONGEST_SEARCH] if isinstance(words, str) else ""
        found = self._found(words)
        size: int = self._private["per_page"]
        pages = max(1, -(-len(found) // size))
        asked = message.get("page")
        page = min(max(asked, 1), pages) if type(asked) is int else 1
        frame: pd.DataFrame = self._private["frame"]
        rows = frame.iloc[found[(page - 1) * size :][:size]]
        return {
            "type": "page",
            "id": message.get("id"),
            "page": page,
            "pages": pages,
            "total": len(found),
            "status": self._words(len(found), words),
            "rows": said_from(rows),
        }

    def _words(self, n: int, words: str = "") -> str:
        where = "; ".join(
            cell.theme + (f", session {cell.session}" if cell.session else "")
            for cell in self.selection
        )
        on = f" on {where}" if where else ""
        holding = f" with \u201c{words.strip()}\u201d" if words.strip() else ""
        return f"{plural(n, 'quote')}{on}{holding}."

    @traitlets.observe("selection")
    def _narrowed(self, _: object) -> None:
        self._status = self._words(len(self._found("")))

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("type") == "need-page":
            self.send(self._page(message))

    def _title(self) -> str:
        return "Quotes by theme"

    def _figure(self) -> str:
        counts = pd.DataFrame(
            [[t, str(self._head["counts"][t])] for t in self._head["themes"]],
            columns=["Theme", "Quotes"],
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self._head["notes"])
        table = table_html(counts, caption=self._title())
        return (
            f"<figure>{table}<figcaption><p>{_ASLEEP}</p>{notes}</figcaption></figure>"
        )


def _check(quotes: Cleared, per_page: int) -> None:
    if not isinstance(quotes, QuoteSet):
        msg = (
            f"quotes must be a QuoteSet, as alsjournal.quotes makes it. Got "
            f"{type(quotes).__name__}."
        )
        raise InputError(msg)
    if type(per_page) is not int or not 1 <= per_page <= _MOST_A_PAGE:
        msg = f"per_page must be from 1 to {_MOST_A_PAGE}. Got {per_page!r}."
        raise InputError(msg)
