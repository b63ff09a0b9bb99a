"""`ObjectiveHistory`: an objective as it changed, wording beside wording."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal import cleared
from alsjournal.cycle._wording import difference
from alsjournal.widgets.card_view import Card, CardView, checked, in_whose, several
from alsjournal.widgets.cell import Cell, Key
from alsjournal.widgets.parts import Part, beside, changed, heading, quote, terms, text
from alsjournal.widgets.words import plural

__all__ = ["ObjectiveHistory"]

_SIX = {
    "who": "Who is it for, or done by?",
    "what": "What is to change?",
    "how_much": "How much, or how many?",
    "by_when": "By when?",
    "where": "Where?",
    "owner": "Who owns it?",
}
_NONE = "No words were found for it."
_READ = (
    "Words that were taken out are struck through, words that were added are in bold "
    "and underlined."
)


class ObjectiveHistory(CardView):
    """Read the wordings of an objective, each beside the one before.

    A card a wording. An opened one shows what was taken out and what was added since
    the wording before, word by word, and which words answer each of six questions. It
    is a checklist: there is no mark, and a wider objective is not a worse one. It
    works by mouse and by keyboard (arrow keys, Home, End, Enter, Escape).

    Parameters
    ----------
    history : alsjournal.cleared.ObjectiveHistory
        As ``alsjournal.objective_history`` makes it.

    Attributes
    ----------
    selection : tuple of Cell
        The wordings that are chosen, as ``Cell("the set, version 3", 2, "A")``: that
        of session 2 of set A. The last of them is open.

    Raises
    ------
    InputError
        If it is no such table.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"whose": ["the set"] * 2, "version": [1, 2]})
    >>> rows = rows.assign(set_id="A", text=["Fewer falls.", "Fewer falls by May."])
    >>> rows = rows.assign(before=[None, 1], text_before=[None, "Fewer falls."])
    >>> policy, who = policy_named("default"), Audience.set("A")
    >>> table = clear(cleared.ObjectiveHistory, rows, audience=who, policy=policy)
    >>> view = ObjectiveHistory(table)
    >>> view.selection = (Cell("the set, version 2", None, "A"),)
    >>> view.rows_shown()["text"].tolist()
    ['Fewer falls by May.']
    """

    noun = "wording"

    def __init__(self, history: cleared.ObjectiveHistory) -> None:
        maker = "alsjournal.objective_history"
        checked(history, cleared.ObjectiveHistory, "history", maker)
        super().__init__()
        rows = history.to_frame()
        records = rows.to_dict("index")
        cells = _cells(records)
        self._private |= {
            "audience": history.audience,
            "rows": rows,
            "places": {cell.key: at for at, cell in cells.items()},
        }
        self._lay(
            [_card(cells[at], row, several(rows)) for at, row in records.items()],
            title=f"How the objective was worded {in_whose(history.audience)}",
            columns=("Wording", "Session", "Kept", "Added", "Taken out"),
            lead=(_READ,) if rows["before"].notna().any() else (),
            notes=history.notes,
            file="objective-history",
        )

    def _rows_of(self, cell: Cell) -> pd.DataFrame:
        rows: pd.DataFrame = self._private["rows"]
        places: dict[Key, Any] = self._private["places"]
        return rows.loc[[places[cell.key]]]

    def _parts(self, cell: Cell) -> list[Part]:
        row = self._rows_of(cell).iloc[0].to_dict()
        words = str(row["text"])
        six = [
            (asked, _NONE if pd.isna(row[name]) else str(row[name]))
            for name, asked in _SIX.items()
        ]
        out = [quote(words)]
        if pd.notna(row["text_before"]):
            parts = difference(str(row["text_before"]), words).parts
            out = [
                beside(
                    changed(
                        f"Before: version {_whole(row['before'])}",
                        _spaced([(op, w) for op, w in parts if op != "added"]),
                    ),
                    changed(
                        f"Now: version {_whole(row['version'])}",
                        _spaced([(op, w) for op, w in parts if op != "taken out"]),
                    ),
                )
            ]
            if all(op == "kept" for op, _ in parts):
                out.append(text("Both have the same words."))
        return [*out, heading("Which words answer a question"), terms(six)]


def _spaced(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep words apart whose blank went with what stood between them."""
    out: list[tuple[str, str]] = []
    for op, words in parts:
        before = out[-1][1][-1:] if out else ""
        apart = " " if before.isalnum() and words[:1].isalnum() else ""
        out.append((op, apart + words))
    return out


def _cells(records: dict[Any, dict[Any, Any]]) -> dict[Any, Cell]:
    """What is chosen with each wording; those of one name are numbered."""
    out: dict[Any, Cell] = {}
    for at, row in records.items():
        name = f"{row['whose']}, version {_whole(row['version'])}"
        session = None if pd.isna(row["session"]) else int(row["session"])
        set_id = None if pd.isna(row["set_id"]) else str(row["set_id"])
        cell, n = Cell(name, session, set_id), 1
        while cell in out.values():
            n += 1
            cell = Cell(f"{name} ({n})", session, set_id)
        out[at] = cell
    return out


def _card(cell: Cell, row: dict[Any, Any], told_apart: bool) -> Card:
    where = f"Set {cell.set_id}: " if told_apart and cell.set_id else ""
    head = where + cell.theme if where else cell.theme[:1].upper() + cell.theme[1:]
    at = f"Session {cell.session}. " if cell.session else ""
    if pd.isna(row["before"]):
        said = "The first wording on record."
        counts: tuple[str, ...] = ("", "", "")
    else:
        n = {name: _whole(row[name]) for name in ("kept", "added", "taken_out")}
        said = (
            f"Since version {_whole(row['before'])}: {plural(n['added'], 'word')} "
            f"added, {n['taken_out']:,} taken out, {n['kept']:,} kept."
        )
        counts = tuple(str(n[name]) for name in ("kept", "added", "taken_out"))
    session = str(cell.session) if cell.session else ""
    return Card(cell, head, (at + said,), (head, session, *counts))


def _whole(number: Any) -> int:
    """A count; where the table has none, 0."""
    return 0 if pd.isna(number) else int(number)
