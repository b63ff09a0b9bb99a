"""`RecurrenceBoard`: what keeps coming back, and what to ask of it next."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.cleared import IssueCards, Prevalence, Recurrence
from alsjournal.widgets.card_view import Card, CardView, checked, in_whose
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.dots import Dots, dots_of
from alsjournal.widgets.parts import Part, beside, item, items, quote, text
from alsjournal.widgets.theme_view import check_audience
from alsjournal.widgets.words import by_whom, in_places, sentence

__all__ = ["RecurrenceBoard"]

_DOTS = (
    "A filled dot is a session that raised it, an empty one a session that did not; "
    "where the edge is broken, how many raised it is not shown."
)
_LISTS = (
    ("What was agreed", ("action",)),
    ("Agreed, and may be about this", ("may be about this",)),
    ("What the set asked", ("question of the set",)),
    ("What the set might ask next", ("question to ask",)),
)


class RecurrenceBoard(CardView):
    """See which system issues come back, and open what the set said, did and asked.

    A card a theme, those that are raised most widely first: in how many sessions,
    how it stands and what speaks for that, and whether other sets raised it too (never
    more of them). An opened card has the first and the latest quote side by side, what
    was agreed, what was asked, and open questions to ask next, each with a note on how
    it belongs to the theme. It works by mouse and by keyboard (arrow keys, Home, End,
    Enter, Escape).

    Parameters
    ----------
    recurrence : Recurrence
        As ``alsjournal.recurring_issues`` makes it.
    cards : IssueCards, optional
        As ``alsjournal.issue_cards`` makes it, for the same set.
    prevalence : Prevalence, optional
        Counts by session, as ``alsjournal.theme_prevalence`` makes them for the same
        audience: each session is then a dot.

    Attributes
    ----------
    selection : tuple of Cell
        The themes that are chosen; the last of them is the card that is open.

    Raises
    ------
    InputError
        If one of them is no such table, or counts are not by session.
    DisclosureError
        If they were cleared for several audiences.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"theme": ["Cover"], "rank": [1], "sessions_raised": [4]})
    >>> rows = rows.assign(sessions=6, status_now="raised again", raised=5, wrote=7)
    >>> policy, who = policy_named("default"), Audience.set("A")
    >>> board = RecurrenceBoard(clear(Recurrence, rows, audience=who, policy=policy))
    >>> board.selection = (Cell("Cover"),)
    >>> board.selection
    (Cell(theme='Cover', session=None, set_id=None),)
    """

    noun = "theme"

    def __init__(
        self,
        recurrence: Recurrence,
        cards: IssueCards | None = None,
        *,
        prevalence: Prevalence | None = None,
    ) -> None:
        checked(recurrence, Recurrence, "recurrence", "alsjournal.recurring_issues")
        check_audience(recurrence, cards, IssueCards, "cards", "alsjournal.issue_cards")
        maker = "alsjournal.theme_prevalence"
        check_audience(recurrence, prevalence, Prevalence, "prevalence", maker)
        dots = dots_of(prevalence)
        super().__init__()
        frame = recurrence.to_frame().sort_values("rank", kind="stable")
        self._private |= {
            "audience": recurrence.audience,
            "given": cards is not None,
            "rows": pd.DataFrame(columns=list(IssueCards.COLUMNS))
            if cards is None
            else cards.to_frame(),
            "dots": dots,
        }
        notes = dict.fromkeys((*recurrence.notes, *(cards.notes if cards else ())))
        self._lay(
            [_card(row, recurrence.unit, dots) for row in frame.to_dict("records")],
            title=f"What keeps coming back {in_whose(recurrence.audience)}",
            columns=("Theme", "Raised in", "Raised by", "How it stands", "At sessions"),
            lead=("Themes that were raised most widely come first.",)
            + (_DOTS,) * (dots is not None),
            sessions=dots.sessions if dots else (),
            notes=notes,
            file="recurrence-board",
        )

    def _parts(self, cell: Cell) -> list[Part]:
        rows = self._rows_of(cell)
        dots: Dots | None = self._private["dots"]
        counts = dots.counts(cell.theme) if dots else ""
        out = [text(f"Of those who wrote, raised by {counts}.")] if counts else []
        told = rows[rows["kind"].isin(["first quote", "latest quote"])]
        said = [
            quote(
                str(row["text"]),
                head=f"{str(row['kind']).removesuffix(' quote').capitalize()} quote",
                source=_where(row),
            )
            for row in told.to_dict("records")
        ]
        if said:
            out.append(beside(*said))
        elif self._private["given"]:
            out.append(text("No quote on this may be shown to the set."))
        for head, kinds in _LISTS:
            found = rows[rows["kind"].isin(kinds)].to_dict("records")
            out += items(head, map(_entry, found))
        return out


def _card(row: dict[Any, Any], unit: str, dots: Dots | None) -> Card:
    theme = str(row["theme"])
    places = in_places(row, "sessions", "sets")
    whom = by_whom(row["shown"], unit)
    where = f"in {places}, " if places else ""
    lines = [sentence(f"raised {where}{whom}"), sentence(f"Now: {_stands(row)}")]
    if pd.notna(row["came_back"]) and row["came_back"]:
        n = int(row["came_back"])
        often = "once" if n == 1 else f"{n} times"
        over = " over all sets" if pd.notna(row["sets_raised"]) else ""
        lines.append(f"It came back {often}{over}, after a session without it.")
    if isinstance(row["resolved"], str) and row["resolved"]:
        lines.append(sentence(f"Resolved {row['resolved']}"))
    if pd.notna(row["elsewhere"]) and row["elsewhere"]:
        lines.append("Also raised elsewhere.")
    said = dots.said(theme) if dots else ""
    sessions = said or ("" if pd.isna(row["last_session"]) else _span(row))
    cells = (theme, places, whom, _stands(row), sessions)
    letters = dots.of(theme) if dots else ""
    return Card(Cell(theme), theme, tuple(lines), cells, letters, said)


def _stands(row: dict[Any, Any]) -> str:
    """``"raised again at session 6 by 2 of 6 who wrote"``: the status, and why."""
    status, why = str(row["status_now"]), row["because"]
    if pd.isna(why) or not why:
        return status
    if str(why).startswith("raised at"):
        same = status.startswith("raised") and "not" not in status
        return (
            f"{status}{str(why).removeprefix('raised')}" if same else f"{status}; {why}"
        )
    return f"{status} ({why})"


def _span(row: dict[Any, Any]) -> str:
    return f"Session {row['first_session']} to {row['last_session']}"


def _where(row: dict[Any, Any]) -> str:
    session = "" if pd.isna(row["session"]) else f"session {row['session']}"
    note = "" if pd.isna(row["note"]) else str(row["note"])
    return ", ".join(filter(None, (session, note)))


def _entry(row: dict[Any, Any]) -> Part:
    session = "" if pd.isna(row["session"]) else f"Session {row['session']}"
    note = "" if pd.isna(row["note"]) else str(row["note"])
    why = "why this one: " if note and row["kind"] == "question to ask" else ""
    return item(str(row["text"]), label=session, note=sentence(why + note))
