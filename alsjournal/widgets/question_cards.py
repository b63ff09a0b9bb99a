"""`QuestionCards`: open questions in large print, for a room or for paper."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from alsjournal.charts.figure import page_html, table_html
from alsjournal.cleared import IssueCards
from alsjournal.widgets.card_view import ASLEEP, checked, in_whose
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.panel import module_of
from alsjournal.widgets.view import View
from alsjournal.widgets.words import plural

__all__ = ["QuestionCards"]

_ASK = "question to ask"
_OWN = "question of the set"
_COLUMNS = ["theme", "question", "session", "kind"]
_PRINT = """
@page { size: A5 landscape; margin: 12mm; }
body { margin: 0; }
section { box-sizing: border-box; min-height: 12rem; padding: 1rem; display: flex;
  flex-direction: column; justify-content: center; gap: 1.5rem;
  border: 1px dashed #767d82; break-inside: avoid; overflow-wrap: anywhere; }
section p { margin: 0; } section h2 { margin: 0; font-size: 2.5rem;
  line-height: 1.25; }
@media print {
  section { height: 120mm; border: 0; break-after: page; }
  section:last-child { break-after: auto; }
}
""".strip()


class QuestionCards(View):
    """Put one open question before the room, as large as the screen.

    The questions to ask of each theme, and those that the set asked itself as far as
    they may be shown; nobody's words otherwise. One question at a time, with buttons
    and by keyboard: arrow keys go to the next and the one before, Home and End to the
    first and the last, Escape back to all themes. ``to_html`` makes cards to print.

    Parameters
    ----------
    cards : IssueCards
        As ``alsjournal.issue_cards`` makes it.

    Attributes
    ----------
    selection : tuple of Cell
        The themes to which the questions are narrowed; ``()`` for all. Can be set,
        and watched with ``observe``.

    Raises
    ------
    InputError
        If it is no such table.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"theme": ["Cover"], "kind": ["question to ask"]})
    >>> rows = rows.assign(text="What have we not yet asked about it?")
    >>> policy, who = policy_named("default"), Audience.set("A")
    >>> view = QuestionCards(clear(IssueCards, rows, audience=who, policy=policy))
    >>> view.questions_shown()["question"].tolist()
    ['What have we not yet asked about it?']
    """

    _esm = module_of("common.js", "question_cards.js")
    _css: Any = module_of("view.css", "question_cards.css")

    _cards = traitlets.Dict().tag(sync=True)

    def __init__(self, cards: IssueCards) -> None:
        checked(cards, IssueCards, "cards", "alsjournal.issue_cards")
        super().__init__()
        frame = _questions(cards.to_frame())
        self._private |= {"audience": cards.audience, "frame": frame}
        themes = list(dict.fromkeys(frame["theme"].explode()))
        self._private["choices"] = {Cell(t).key: Cell(t) for t in themes}
        counts = {t: sum(t in own for own in frame["theme"]) for t in themes}
        self._cards = {
            "title": f"Questions to ask {in_whose(cards.audience)}",
            "themes": [[theme, counts[theme]] for theme in themes],
            "notes": list(cards.notes),
            "asleep": ASLEEP,
        }
        self._status = self._words()

    def __repr__(self) -> str:
        n = len(self._private["frame"])
        return (
            f"QuestionCards({plural(n, 'question')}, audience {self.audience!r}; show "
            f"it in a notebook, or print it with .to_html())"
        )

    def questions_shown(self) -> pd.DataFrame:
        """Return the questions to which the view is narrowed.

        Returns
        -------
        pandas.DataFrame
            Columns ``theme`` (several of them joined by ``"; "``), ``question``,
            ``session`` (of a question that the set asked) and ``kind``.
        """
        frame: pd.DataFrame = self._private["frame"]
        wanted = {cell.theme for cell in self.selection}
        here = [not wanted or bool(wanted & set(t)) for t in frame["theme"]]
        rows = frame.loc[pd.Series(here, index=frame.index, dtype=bool)]
        named = rows.assign(theme=["; ".join(t) for t in rows["theme"]])
        return named[_COLUMNS].reset_index(drop=True)

    def to_html(self, path: str | Path | None = None, *, own: bool = False) -> str:
        """Return the questions as a page of A5 cards to print.

        Parameters
        ----------
        path : str or Path, optional
            Also write it there.
        own : bool, default=False
            Print also the questions that people in the set asked. They are the set's;
            a page that holds them is for the set alone.

        Returns
        -------
        str
            One HTML page, a card a question, that runs no script and loads nothing.
        """
        rows = self.questions_shown()
        rows = rows if own else rows[rows["kind"] == _ASK]
        cards = "".join(
            f"<section><p>{escape(row['theme'])}</p>"
            f'<h2 dir="auto">{escape(row["question"])}</h2>'
            f"<p>{escape(_source(row))}</p></section>"
            for row in rows.to_dict("records")
        )
        empty = "<p>There are no questions to print.</p>"
        page = page_html(cards or empty, title=self._title(), style=_PRINT)
        if path is not None:
            Path(path).write_text(page, encoding="utf-8")
        return page

    def _question(self, message: dict[str, Any]) -> dict[str, object]:
        """The question that was asked for; beyond the last it is the last."""
        rows = self.questions_shown()
        asked = message.get("at")
        at = min(max(asked, 0), len(rows) - 1) if type(asked) is int else 0
        out = {"type": "question", "id": message.get("id"), "total": len(rows)}
        if rows.empty:
            return {**out, "at": 0, "theme": "", "question": "", "from": ""}
        row = rows.iloc[at].to_dict()
        words = {"theme": row["theme"], "question": row["question"]}
        return {**out, "at": at, **words, "from": _source(row)}

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("type") == "need-question":
            self.send(self._question(message))

    def _words(self) -> str:
        n = len(self.questions_shown())
        on = "; ".join(cell.theme for cell in self.selection)
        if not n:
            return "There are no questions to show yet."
        return f"{plural(n, 'question')}{f' on {on}' if on else ''}."

    @traitlets.observe("selection")
    def _narrowed(self, _: object) -> None:
        self._status = self._words()

    def _title(self) -> str:
        return str(self._cards["title"])

    def _figure(self) -> str:
        counts = pd.DataFrame(
            [[theme, str(n)] for theme, n in self._cards["themes"]],
            columns=["Theme", "Questions"],
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self._cards["notes"])
        table = table_html(counts, caption=self._title())
        return (
            f"<figure>{table}<figcaption><p>{ASLEEP}</p>{notes}</figcaption></figure>"
        )


def _questions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the questions in order; one that the set asked stands there once."""
    rows = frame[frame["kind"].isin([_ASK, _OWN]) & frame["text"].notna()]
    found: dict[tuple[Any, ...], list[str]] = {}
    for row in rows.to_dict("records"):
        theme, session = str(row["theme"]), row["session"]
        key = (
            (_OWN, str(row["text"]), None if pd.isna(session) else int(session), "")
            if row["kind"] == _OWN
            else (_ASK, str(row["text"]), None, theme)
        )
        found.setdefault(key, []).append(theme)
    told = [
        {"theme": tuple(dict.fromkeys(t)), "question": q, "session": s, "kind": kind}
        for (kind, q, s, _), t in found.items()
    ]
    out = pd.DataFrame(told, columns=_COLUMNS)
    return out.astype({"session": "Int64"})


def _source(row: dict[Any, Any]) -> str:
    if row["kind"] == _ASK:
        return ""
    session = row["session"]
    return "Asked in the set" + ("" if pd.isna(session) else f", session {session}")
