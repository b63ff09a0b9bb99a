"""Passages that were shown to their writers, and what they answered.

An answer is a row of ``permissions`` for the text, which no source can change: keep
is *quote*, in other words *paraphrase*, remove *self*. Where the answers about several
passages of one text differ, the most careful one holds for the text.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.schema import TABLES
from alsjournal.store import _clock
from alsjournal.store._meta import raise_version
from alsjournal.store._releases import Output, mark_stale, note
from alsjournal.store._sql import fill, listed, read_table, registered, to_arrow
from alsjournal.store._withdraw import (
    keep_withdrawals,
    now_stale,
    outdated,
    standing,
)
from alsjournal.store.reports import AnswersReport

if TYPE_CHECKING:
    import duckdb

__all__ = ["Answer", "answer_previews", "note_previews"]

_USE = {"remove": "self", "paraphrase": "paraphrase", "keep": "quote"}
"""What an answer allows, the most careful first."""

_CAREFUL = list(_USE)
_REACHES = list(TABLES["permissions"]["reach"].choices)
_INSERT = """
INSERT INTO {table} ({columns}, _row, _sources)
SELECT {columns}, (SELECT coalesce(max(_row), 0) FROM {table}) + row_number() OVER (),
       [] FROM _rows
"""
_UPDATE = """
UPDATE {table} AS old SET answer = new.answer, answered = new.answered
FROM _answers AS new WHERE old.passage = new.passage
"""


@dataclass(frozen=True, repr=False)
class Answer:
    """What a writer said of a passage, as a row of a file gives it.

    ``on`` is None where no day was given: then it is the day of reading.
    """

    row: int
    passage: str
    answer: str
    on: pd.Timestamp | None = None


def note_previews(
    con: duckdb.DuckDBPyConnection,
    place: str | os.PathLike[str],
    members: Sequence[str],
    passages: pd.DataFrame,
) -> None:
    """Record a page for each of these members, and the passages on the pages.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    place : str or path-like
        The folder.
    members : sequence of str
    passages : pandas.DataFrame
        Columns ``passage``, ``audience``, ``member``, ``reflection_id``, ``words``.
    """
    page = os.path.join(os.fspath(place), "[member].html")  # noqa: PTH118 - as given
    ids = {}
    for member in members:
        texts = passages.loc[passages["member"] == member, "reflection_id"]
        output = Output(Audience.member(member), "preview", page, quoted=set(texts))
        ids[member] = note(con, output)
    rows = passages.assign(
        release_id=passages["member"].map(ids).astype("str"),
        made_at=_clock.today(),
        answer=pd.Series(None, index=passages.index, dtype="str"),
        answered=pd.Series(pd.NaT, index=passages.index, dtype="datetime64[us]"),
    )
    query = fill(_INSERT, "previews", columns=listed(TABLES["previews"].names))
    with registered(con, "_rows", to_arrow("previews", rows)):
        con.execute(query)


def answer_previews(
    con: duckdb.DuckDBPyConnection, answers: Sequence[Answer]
) -> AnswersReport:
    """Write down answers; see `JournalStore.answer_previews`."""
    sorting = _Sorting(read_table(con, "previews"), _taken_back(con))
    for answer in answers:
        sorting.take(answer)
    if not sorting.taken:
        return AnswersReport({}, sorting.unchanged, tuple(sorting.refused))
    pairs = [(p, a, on) for p, (a, on) in sorting.taken.items()]
    frame = pd.DataFrame(pairs, columns=["passage", "answer", "answered"])
    with registered(con, "_answers", frame):
        con.execute(fill(_UPDATE, "previews"))
    shown = read_table(con, "previews")
    asked = shown.loc[shown["passage"].isin(frame["passage"]), "reflection_id"]
    texts = _texts(con, asked)
    declared = read_table(con, "permissions")
    before = standing(texts, declared, None)
    shown = shown[shown["reflection_id"].isin(texts["reflection_id"])]
    rows = _rows(shown, before.set_axis(texts["reflection_id"]), declared)
    keep_withdrawals(con, rows)
    raise_version(con)
    earlier, declared = declared, pd.concat([declared, rows], ignore_index=True)
    after = standing(texts, declared, None)
    changed = texts[(after != before).any(axis=1)]
    mark_stale(con, outdated(con, changed, earlier, declared), "withdrawn")
    return AnswersReport(
        {a: n for a in reversed(_CAREFUL) if (n := sorting.count[a])},
        sorting.unchanged,
        tuple(sorting.refused),
        len(changed),
        now_stale(con, changed),
    )


@dataclass
class _Sorting:
    """Tells answers that count from those that do not."""

    previews: pd.DataFrame
    taken_back: dict[str, pd.Timestamp]
    taken: dict[str, tuple[str, pd.Timestamp]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unchanged: int = 0

    def __post_init__(self) -> None:
        rows = self.previews.drop_duplicates("passage").to_dict("records")
        self._known: dict[str, dict[Any, Any]] = {r["passage"]: r for r in rows}

    def take(self, answer: Answer) -> None:
        """Take an answer, or say why not."""
        today = _clock.today()
        on = today if answer.on is None else answer.on.normalize()
        row = self._known.get(answer.passage)
        reason = self._wrong(row, answer.answer, on, today)
        if row is None or reason:
            self.refused.append((answer.row, reason))
        elif row["answer"] == answer.answer:
            self.unchanged += 1
        elif not pd.isna(row["answered"]) and not self._later(row, answer.answer, on):
            self.refused.append((answer.row, "a later answer is on record"))
        else:
            if answer.passage in self.taken:
                self.count[str(row["answer"])] -= 1
            row.update(answer=answer.answer, answered=on)
            self.taken[answer.passage] = (answer.answer, on)
            self.count[answer.answer] += 1

    def _wrong(
        self, row: dict[Any, Any] | None, answer: str, on: pd.Timestamp, today: Any
    ) -> str:
        if row is None:
            return "no preview on record has a passage of this code"
        if answer not in _USE:
            return "the answer must be keep, paraphrase or remove"
        if on > today:
            return "the date is after today"
        if on < row["made_at"].normalize():
            return "the date is before its page was made"
        back = [self.taken_back.get(str(row[c])) for c in ("member", "reflection_id")]
        if answer == "keep" and any(day is not None and day >= on for day in back):
            return "its writer took a permission back on that day or later"
        return ""

    def _later(self, row: dict[Any, Any], answer: str, on: pd.Timestamp) -> bool:
        """Whether it counts instead of the one on record; of one day the careful."""
        before = _CAREFUL.index(row["answer"])
        same_day = on == row["answered"] and _CAREFUL.index(answer) < before
        return bool(on > row["answered"] or same_day)


def _taken_back(con: duckdb.DuckDBPyConnection) -> dict[str, pd.Timestamp]:
    """Return when somebody last took back something, by member and by text."""
    rows = read_table(con, "permissions", ["member", "reflection_id", "withdrawn"])
    rows = rows[rows["withdrawn"].notna()]
    last: dict[str, pd.Timestamp] = {}
    for column in ("member", "reflection_id"):
        latest = rows.groupby(column)["withdrawn"].max()
        last |= {str(key): moment for key, moment in latest.items()}
    return last


def _texts(con: duckdb.DuckDBPyConnection, ids: pd.Series[str]) -> pd.DataFrame:
    texts = read_table(con, "reflections", ["reflection_id", "set_id", "member"])
    return texts[texts["reflection_id"].isin(ids)].reset_index(drop=True)


def _rows(
    shown: pd.DataFrame, before: pd.DataFrame, declared: pd.DataFrame
) -> pd.DataFrame:
    """Return a permission for each text, as all answers about it ask."""
    out = []
    standing_use, standing_reach = (dict(before[c]) for c in ("use", "reach"))
    answered = shown[shown["answer"].notna()].sort_values("answered", kind="stable")
    last = answered.drop_duplicates(["words", "audience"], keep="last")
    for of_text, rows in last.groupby("reflection_id"):
        text = str(of_text)
        answer = min(rows["answer"], key=_CAREFUL.index)
        reaches = list(rows["audience"])
        if standing_use[text] != "self":
            reaches.append(standing_reach[text])
        reach = "set" if answer == "remove" else max(reaches, key=_REACHES.index)
        given = _moment(rows["answered"].max(), declared, text)
        out.append((None, text, _USE[answer], reach, given))
    columns = ["member", "reflection_id", "use", "reach", "given"]
    frame = pd.DataFrame(out, columns=columns)
    frame["withdrawn"] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    return frame


def _moment(day: pd.Timestamp, declared: pd.DataFrame, text: str) -> pd.Timestamp:
    """Return a moment of that day, after all else that was given for the text then."""
    given = declared.loc[declared["reflection_id"] == text, "given"].dropna()
    given = given[(given >= day) & (given < day + pd.Timedelta(days=1))]
    moment = given.max() + pd.Timedelta(microseconds=1) if len(given) else day
    return pd.Timestamp(moment)
