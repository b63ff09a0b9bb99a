"""`IssueTrail`: what became of each issue of a set, in order."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal import cleared
from alsjournal.cleared import HearingBack
from alsjournal.widgets.card_view import Card, CardView, checked, in_whose, several
from alsjournal.widgets.cell import Cell, Key
from alsjournal.widgets.parts import Part, item, items, text
from alsjournal.widgets.theme_view import check_audience
from alsjournal.widgets.words import plural, sentence

__all__ = ["IssueTrail"]

_LOOSE = "on no issue"
_TURNS = {
    "new": "Presented for the first time",
    "return": "Presented again",
    "progress": "Told how it goes",
}
_STATUS = {"part": "done in part"}
_OFFERS = {"idea": "an idea", "practice": "what others do", "viewpoint": "a viewpoint"}
_OUTCOMES = {
    "person": "for a person",
    "team": "for a team",
    "organisation": "for an organisation",
    "system": "for the system",
    "people served": "for people served",
    "claimed": "told, and not checked by anybody",
}
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")
_COUNTED = {
    "question": ("question", "questions"),
    "action": ("action", "actions"),
    "report back": ("report back", "reports back"),
    "offer": ("offer", "offers"),
    "outcome": ("outcome", "outcomes"),
}
_ASK = "Not heard back on yet: shall we ask?"
_HELD_BACK = "Its words may not be shown."


class IssueTrail(CardView):
    """Follow an issue: what was asked, agreed and offered, and what came of it.

    A card an issue of the record, in the order in which they were first presented. An
    opened card tells its turns, questions, actions, reports back, offers and outcomes
    session by session. An action that was not heard back on is a question to the set,
    and of nobody. Whose an entry is, is never said; nothing is counted by person. It
    works by mouse and by keyboard (arrow keys, Home, End, Enter, Escape).

    Parameters
    ----------
    trail : alsjournal.cleared.IssueTrail
        As ``alsjournal.issue_trail`` makes it.
    heard : HearingBack, optional
        As ``alsjournal.hearing_back`` makes it for the same audience: it is said how
        the actions stand in all, and an action that is not due yet is not asked for.

    Attributes
    ----------
    selection : tuple of Cell
        The issues that are chosen, as ``Cell("issue 2", 3, "A")``: the second issue
        of set A, first on record at session 3. The last of them is open.

    Raises
    ------
    InputError
        If one of them is no such table.
    DisclosureError
        If they were cleared for several audiences.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"issue_id": ["i1", "i1"], "kind": ["turn", "action"]})
    >>> rows = rows.assign(set_id="A", session=[1, 1], about=[None, "action 1"])
    >>> policy, who = policy_named("default"), Audience.set("A")
    >>> table = clear(cleared.IssueTrail, rows, audience=who, policy=policy)
    >>> view = IssueTrail(table)
    >>> view.selection = (Cell("issue 1", 1, "A"),)
    >>> view.rows_shown()["kind"].tolist()
    ['turn', 'action']
    """

    noun = "issue"

    def __init__(
        self, trail: cleared.IssueTrail, heard: HearingBack | None = None
    ) -> None:
        checked(trail, cleared.IssueTrail, "trail", "alsjournal.issue_trail")
        check_audience(trail, heard, HearingBack, "heard", "alsjournal.hearing_back")
        super().__init__()
        rows = trail.to_frame()
        issues = _issues(rows)
        back = None if heard is None else heard.to_frame()
        self._private |= {
            "audience": trail.audience,
            "rows": rows,
            "places": {cell.key: part for cell, part in issues},
            "unheard": _unheard(rows, back),
        }
        notes = dict.fromkeys((*trail.notes, *(heard.notes if heard else ())))
        self._lay(
            [self._card(cell, several(rows)) for cell, _ in issues],
            title=f"What became of each issue {in_whose(trail.audience)}",
            columns=("Issue", "Presented at", *(n for _, n in _COUNTED.values())),
            lead=_in_all(back),
            notes=notes,
            file="issue-trail",
        )

    def _rows_of(self, cell: Cell) -> pd.DataFrame:
        rows: pd.DataFrame = self._private["rows"]
        places: dict[Key, pd.Index[Any]] = self._private["places"]
        return rows.loc[places[cell.key]]

    def _card(self, cell: Cell, told_apart: bool) -> Card:
        rows = self._rows_of(cell)
        where = f"Set {cell.set_id}: " if told_apart else ""
        head = _called(cell, tuple(self._private["places"]))
        turns = _sessions(rows[rows["kind"] == "turn"])
        counts = {kind: int((rows["kind"] == kind).sum()) for kind in _COUNTED}
        said = [f"{n} {_COUNTED[kind][n > 1]}" for kind, n in counts.items() if n]
        unheard: set[Any] = self._private["unheard"]
        n = len(unheard & set(rows.index))
        lines = [
            sentence(f"Presented at {turns}" if turns else ""),
            sentence(", ".join(said)),
            f"{plural(n, 'action')} not heard back on yet." if n else "",
        ]
        row = (where + head, turns, *map(str, counts.values()))
        lines = [line for line in lines if line]
        return Card(cell, where + head, tuple(lines), row)

    def _named(self, cell: Cell) -> str:
        """What the issue is called by who presented it, if that may be shown."""
        rows = self._rows_of(cell)
        words = rows.loc[rows["kind"] == "issue", "text"].dropna()
        return str(words.iloc[0]) if len(words) else ""

    def _parts(self, cell: Cell) -> list[Part]:
        rows = self._rows_of(cell)
        rows = rows[rows["kind"] != "issue"]
        out = []
        if cell.theme != _LOOSE and not self._named(cell):
            out.append(text("What the issue is called may not be shown."))
        for _, own in rows.groupby("session", dropna=False, sort=False):
            head = "No session on record"
            if pd.notna(at_session := own["session"].iloc[0]):
                head = f"Session {at_session}"
            entries = [
                _entry(row, ask=at in self._private["unheard"])
                for at, row in own.to_dict("index").items()
            ]
            out += items(head, entries, ordered=True)
        return out


def _issues(rows: pd.DataFrame) -> list[tuple[Cell, pd.Index[Any]]]:
    """Return the rows of each issue: numbered within its set, as they stand."""
    out: list[tuple[Cell, pd.Index[Any]]] = []
    numbers: dict[str, int] = {}
    groups = rows.groupby(["set_id", "issue_id"], dropna=False, sort=False)
    for _, own in groups:
        set_id, issue = str(own["set_id"].iloc[0]), own["issue_id"].iloc[0]
        if pd.isna(issue):
            out.append((Cell(_LOOSE, None, set_id), own.index))
            continue
        numbers[set_id] = numbers.get(set_id, 0) + 1
        sessions = own["session"].dropna()
        first = int(sessions.min()) if len(sessions) else None
        out.append((Cell(f"issue {numbers[set_id]}", first, set_id), own.index))
    return out


def _called(cell: Cell, keys: tuple[Key, ...]) -> str:
    """What an issue is called where its words are not there."""
    if cell.theme == _LOOSE:
        return "Told on no issue"
    if cell.session is None:
        return f"An {cell.theme.replace('issue', 'issue, number')}"
    beside = [key for key in keys if key[1:] == cell.key[1:]]
    at = beside.index(cell.key)
    which = _ORDER[at] if at < len(_ORDER) else f"number {at + 1}"
    of = f"An issue of session {cell.session}"
    return of if len(beside) == 1 else f"{of}, the {which}"


def _sessions(rows: pd.DataFrame) -> str:
    found = sorted(rows["session"].dropna().astype(int).unique())
    if not found:
        return ""
    listed = " and ".join(", ".join(map(str, found)).rsplit(", ", 1))
    return f"session{'s' * (len(found) > 1)} {listed}"


def _unheard(rows: pd.DataFrame, heard: pd.DataFrame | None) -> set[Any]:
    """Return the actions that may be asked for: due, as far as is known, and not told.

    Of actions that were agreed at the last session on record nobody can have heard.
    """
    keys = ["set_id", "issue_id", "about"]
    reports = rows.loc[rows["kind"] == "report back", keys].fillna("")
    told = set(reports.itertuples(index=False, name=None))
    last = rows.groupby("set_id")["session"].transform("max")
    actions = rows[(rows["kind"] == "action") & (rows["session"] < last)]
    own = actions[keys].fillna("").itertuples(index=False, name=None)
    due = _due(heard)
    found = zip(actions.index, actions["session"], own, strict=True)
    return {at for at, k, key in found if key not in told and due.get(int(k), True)}


def _due(heard: pd.DataFrame | None) -> dict[int, bool]:
    """Say of each session whether any of its actions is due and not heard back on."""
    if heard is None:
        return {}
    by = heard[(heard["what"] == "session") & heard["set_id"].isna()]
    pairs = zip(by["session"], by["not_yet"], strict=True)
    return {int(k): bool(n > 0) for k, n in pairs if pd.notna(k) and pd.notna(n)}


def _in_all(heard: pd.DataFrame | None) -> list[str]:
    """How the actions stand in all, in words."""
    if heard is None:
        return []
    rows = heard[heard["what"] == "in all"]
    words = rows["in_words"].where(rows["in_words"].notna(), rows["shown"]).dropna()
    return [sentence(f"Actions: {said}") for said in words]


def _entry(row: dict[Any, Any], *, ask: bool) -> Part:
    """Return what happened, in words, and the words of those who may be quoted."""
    words = "" if pd.isna(row["text"]) else str(row["text"])
    withheld = not words and row["kind"] not in ("turn", "report back")
    notes = [_HELD_BACK] * withheld + [_ASK] * ask
    return item(words, label=_label(row), note=" ".join(notes))


def _label(row: dict[Any, Any]) -> str:
    kind = str(row["kind"])
    how = "" if pd.isna(row["how"]) else str(row["how"])
    about = "an action" if pd.isna(row["about"]) else str(row["about"])
    if kind == "turn":
        return _TURNS.get(how, "Presented")
    if kind == "report back":
        stands = _STATUS.get(how, how) or "without a word on how it stands"
        return f"Heard back on {about}: {stands}"
    if kind == "offer":
        return f"Offer: {_OFFERS.get(how, how)}" if how else "Offer"
    if kind == "action":
        return sentence(about).removesuffix(".")
    if kind == "outcome":
        of = "" if pd.isna(row["about"]) else f" of {about}"
        said = [_OUTCOMES.get(word, word) for word in how.split(", ") if word]
        return f"Outcome{of}: {', '.join(said)}" if said else f"Outcome{of}"
    return kind.capitalize()
