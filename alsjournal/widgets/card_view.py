"""A list of cards: what is counted stands there, words come when one is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, TypeVar

import pandas as pd
import traitlets

from alsjournal.charts.figure import table_html
from alsjournal.cleared import Cleared
from alsjournal.errors import InputError
from alsjournal.widgets.cell import Cell, cells_from
from alsjournal.widgets.panel import module_of
from alsjournal.widgets.parts import Part
from alsjournal.widgets.view import View
from alsjournal.widgets.words import plural

__all__ = ["ASLEEP", "PER_PAGE", "Card", "CardView", "checked", "in_whose", "several"]

PER_PAGE = 25
"""Cards that stand on a page at once."""

ASLEEP = (
    "The words are shown while the notebook's kernel runs; none are kept in the file."
)
"""What stands in the place of words where no kernel runs."""

C = TypeVar("C", bound=Cleared)


@dataclass(frozen=True)
class Card:
    """What stands on a card before it is opened: no words of people.

    Parameters
    ----------
    cell : Cell
        What is chosen when it is opened.
    head : str
        Its heading.
    lines : tuple of str
        What is counted, in sentences.
    row : tuple of str
        The same as a row of the table.
    dots : str, default=""
        A letter a session, as `alsjournal.widgets.dots` makes them.
    said : str, default=""
        The dots in words.
    """

    cell: Cell
    head: str
    lines: tuple[str, ...]
    row: tuple[str, ...]
    dots: str = ""
    said: str = ""


class CardView(View):
    """A list of cards, one of them open. Not made directly.

    Headings and counts are in the page; the words on a card are sent when the page
    asks for them, of that card alone, and are in no state and no saved file.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen; the last of them is the card that is open.
    """

    _esm = module_of("common.js", "cards.js")
    _css: Any = module_of("view.css", "cards.css")

    _cards = traitlets.Dict().tag(sync=True)

    noun = "card"
    """What one of the cards is, in the singular."""

    def _lay(
        self,
        cards: Sequence[Card],
        *,
        title: str,
        columns: Sequence[str],
        notes: Iterable[str],
        file: str,
        lead: Iterable[str] = (),
        sessions: Sequence[int] = (),
    ) -> None:
        """Lay out the cards: ``columns`` are the headings of their rows."""
        self._private["cards"] = {card.cell.key: card for card in cards}
        self._private["order"] = tuple(card.cell for card in cards)
        self._private["choices"] = {card.cell.key: card.cell for card in cards}
        self._cards = {
            "title": title,
            "lead": list(lead),
            "cards": [
                {
                    "cell": asdict(card.cell),
                    "head": card.head,
                    "lines": list(card.lines),
                    "dots": card.dots,
                    "said": card.said,
                }
                for card in cards
            ],
            "sessions": list(sessions),
            "table": {
                "caption": title,
                "columns": list(columns),
                "rows": [list(card.row) for card in cards],
            },
            "notes": list(notes),
            "file": file,
            "per_page": PER_PAGE,
            "asleep": ASLEEP,
            "named": type(self)._named is not CardView._named,
        }
        self._status = self._words()

    def __repr__(self) -> str:
        n = len(self._private["order"])
        return (
            f"{type(self).__name__}({plural(n, self.noun)}, audience "
            f"{self.audience!r}; show it in a notebook)"
        )

    def rows_shown(self) -> pd.DataFrame:
        """Return what lies behind the card that is open.

        Returns
        -------
        pandas.DataFrame
            The rows of the table that hold its words; none where no card is open.
        """
        rows: pd.DataFrame = self._private["rows"]
        if not self.selection:
            return rows.iloc[:0]
        found = self._rows_of(self.selection[-1])
        return found.reset_index(drop=True)

    def _rows_of(self, cell: Cell) -> pd.DataFrame:
        rows: pd.DataFrame = self._private["rows"]
        return rows[rows["theme"].astype("str") == cell.theme]

    def _parts(self, cell: Cell) -> list[Part]:
        """What lies on an opened card."""
        raise NotImplementedError

    def _named(self, cell: Cell) -> str:
        """What a card is called in words of people; ``""`` where it has no such name.

        A view that has such names says so by having this method.
        """
        raise NotImplementedError

    def _words(self) -> str:
        n = len(self._private["order"])
        if not n:
            return "There is nothing to show yet."
        if not self.selection:
            return f"{plural(n, self.noun)}. Nothing is chosen: choose one to open it."
        card: Card = self._private["cards"][self.selection[-1].key]
        return " ".join((f"Open: {card.head}.", *card.lines[:1]))

    @traitlets.observe("selection")
    def _chosen(self, _: object) -> None:
        self._status = self._words()

    def _answer(self, message: dict[str, Any]) -> None:
        asked = message.get("type")
        if asked == "need-card":
            for cell in cells_from([message.get("cell")], self.choice):
                parts = self._parts(cell)
                self.send({"type": "card", "cell": asdict(cell), "parts": parts})
        elif asked == "need-names" and self._cards["named"]:
            self._send_names(message.get("from"))

    def _send_names(self, start: object) -> None:
        if type(start) is not int or start < 0:
            return
        order: tuple[Cell, ...] = self._private["order"]
        names = [self._named(cell) for cell in order[start : start + PER_PAGE]]
        self.send({"type": "names", "from": start, "names": names})

    def _title(self) -> str:
        return str(self._cards["title"])

    def _figure(self) -> str:
        table = self._cards["table"]
        frame = pd.DataFrame(table["rows"], columns=table["columns"])
        said = "".join(f"<p>{escape(words)}</p>" for words in self._cards["lead"])
        notes = "".join(f"<p>{escape(note)}</p>" for note in self._cards["notes"])
        return (
            f"<figure>{said}{table_html(frame, caption=self._title())}<figcaption>"
            f"<p>{ASLEEP}</p>{notes}</figcaption></figure>"
        )


def checked(given: object, kind: type[C], name: str, maker: str) -> C:
    """Return what was given if it is a table of that kind.

    Raises
    ------
    InputError
        If it is not.
    """
    if not isinstance(given, kind):
        msg = (
            f"{name} must be a table as {maker} makes it. Got a {type(given).__name__}."
        )
        raise InputError(msg)
    return given


def several(rows: pd.DataFrame) -> bool:
    """Whether rows are of more sets than one."""
    return len(rows["set_id"].dropna().unique()) > 1


def in_whose(audience: str) -> str:
    """``"in set A"``, or whatever else the audience is about.

    Examples
    --------
    >>> in_whose("set:A"), in_whose("programme")
    ('in set A', 'in the programme')
    """
    kind, _, name = audience.partition(":")
    if kind == "member":
        return "for one member"  # whom a title does not name
    return f"in set {name}" if kind == "set" else "in the programme"
