"""What each indicator says for an audience, in the words of the tables that count it.

Every figure comes out of a function that clears it for the audience; nothing is
counted here, and no figure is made of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from alsjournal.cleared import (
    Attendance,
    HearingBack,
    Indicators,
    Outcomes,
    QuoteSet,
    SurveyItems,
    ThemeSummary,
)

__all__ = [
    "Lines",
    "of_attendance",
    "of_elements",
    "of_heard",
    "of_outcomes",
    "of_survey",
    "of_themes",
    "quoted",
]

_ON_THE_WAY = ("grouping", "candidate")


Lines = dict[str, tuple[str, ...]]
"""What is said of each indicator, by how it is written: ``"theme:cover"``."""


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def of_survey(table: SurveyItems) -> Lines:
    """Say of each question what was answered, wave by wave."""
    out: Lines = {}
    for row in _rows(table.to_frame()):
        key = f"survey:{row['item']}"
        head = row["question"] or row["item"]
        wary = f"; {row['ceiling']}" if row["ceiling"] else ""
        line = f"{head} ({row['wave']}): {row['in_words']}{wary}"
        out[key] = (*out.get(key, ()), line)
    return out


def of_themes(table: ThemeSummary) -> Lines:
    """Say by how many each theme was raised, and what it is where nobody adopted it."""
    texts = table.unit == "reflections"
    out: Lines = {}
    for row in _rows(table.to_frame()):
        status = row["status"]
        what = f" (a {status} as yet)" if status in _ON_THE_WAY else ""
        shown = row["shown"]
        if shown == "withheld":
            words = "withheld"
        else:
            of = "" if row["raised"] is None else " who wrote"
            words = f"in {shown} texts" if texts else f"by {shown}{of}"
            words = f"raised {words}"
        out[f"theme:{row['theme']}"] = (f"{row['theme']}{what}: {words}",)
    return out


def quoted(
    table: QuoteSet, counted: ThemeSummary, themes: Iterable[str], most: int
) -> tuple[str, ...]:
    """Return a few quotes of these themes, the first of each before the second of any.

    Not of a theme of which the audience may not know how many raised it.
    """
    shown = counted.to_frame()
    known = shown.loc[shown["raised"].notna(), "theme"]
    rows = table.to_frame()
    order = {theme: i for i, theme in enumerate(themes)}
    rows = rows[rows["theme"].isin(list(order)) & rows["theme"].isin(known)]
    rows = rows.assign(nth=rows.groupby("theme").cumcount())
    rows = rows.assign(at=rows["theme"].map(order))
    # A sentence may have been coded with both.
    rows = rows.sort_values(["nth", "at"], kind="stable").drop_duplicates("quote")
    return tuple(_quote(row) for row in _rows(rows.head(most)))


def _quote(row: Mapping[str, Any]) -> str:
    when = "" if row["session"] is None else f", session {row['session']}"
    return f"\u201c{row['quote']}\u201d ({row['source']}{when}, on {row['theme']})"


def of_elements(table: Indicators) -> Lines:
    """Say by how many each element was shown, with how far people agree with that."""
    out: Lines = {}
    for row in _rows(table.to_frame()):
        of = " who wrote" if row["raised"] is not None else ""
        agreed = f"; {row['agreement']}" if row["agreement"] else ""
        line = f"{row['code']}: shown by {row['shown']}{of}{agreed}"
        out[f"element:{row['code']}"] = (line,)
    return out


def of_outcomes(table: Outcomes) -> Lines:
    """Say of each level how many outcomes were checked, and how many only claimed."""
    frame = table.to_frame()
    frame = frame[(frame["what"] == "level") & frame["set_id"].isna()]
    found: dict[str, dict[str, str]] = {}
    for row in _rows(frame):
        found.setdefault(row["level"], {})[row["checked"]] = row["shown"]
    out: Lines = {}
    for level, said in found.items():
        checked, claimed = (said.get(c, "none") for c in ("checked", "claimed"))
        line = f"{level}: checked, {checked}; only claimed, {claimed}"
        out[f"outcome:{level}"] = (line,)
    return out


def of_heard(table: HearingBack) -> Lines:
    """Say on how many actions was heard back."""
    frame = table.to_frame()
    rows = _rows(frame[frame["what"] == "in all"])
    lines = tuple(str(row["in_words"] or row["shown"]) for row in rows)
    return {"actions-heard-back": lines} if lines else {}


def of_attendance(table: Attendance) -> Lines:
    """Say how many missed a session, and how many wrote, over all sessions."""
    frame = table.to_frame()
    several = len(frame["set_id"].dropna().unique()) > 1
    lines = []
    for row in _rows(frame[frame["between"] == "all sessions"]):
        of_set = f"set {row['set_id']}: " if several and row["set_id"] else ""
        missed = row["shown_missed"] or "not recorded"
        wrote = row["shown_wrote"] or "not recorded"
        line = f"missed a session or more, {missed}; wrote at least once, {wrote}"
        lines.append(f"{of_set}{line}")
    return {"attendance": tuple(lines)} if lines else {}
