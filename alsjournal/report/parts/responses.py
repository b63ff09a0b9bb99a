"""What people answered to findings that were put back to them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.report.document import ENGLISH, Para, Section, Table, runs
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words
from alsjournal.trends.responses import BOXES

__all__ = ["answers_of", "beside"]

_FEWEST = 3  # people: on a set's page fewer would be somebody
_SHOWN = (*BOXES, "words")


def beside(summary: Summary, theme: str, words: Words) -> str:
    """Say in a line what was last answered to a finding, on a set's page.

    Parameters
    ----------
    summary : Summary
    theme : str
    words : Words

    Returns
    -------
    str
        Empty where fewer than three answered, and for other audiences, who have
        `answers_of`.
    """
    if summary.answers is None or summary.audience.kind != "set":
        return ""
    rows = summary.answers.to_frame()
    rows = rows[rows["theme"] == theme]
    rows = rows[rows["session"] == rows["session"].max()]
    ticked = dict(zip(rows["what"], rows["raised"], strict=True))
    if not ticked or int(rows["wrote"].iloc[0]) < _FEWEST:
        return ""
    counts = {box: int(ticked[box]) for box in BOXES}
    return words("answers.beside", answered=int(rows["wrote"].iloc[0]), **counts)


def answers_of(summary: Summary, words: Words) -> Section | None:
    """Tell what was answered to all findings; None where nothing may be told.

    Parameters
    ----------
    summary : Summary
    words : Words
    """
    if summary.answers is None or not len(summary.answers):
        return None
    frame = summary.answers.to_frame()
    pages = bool(frame["asked"].notna().any())
    where = ("asked", "session") if pages else ()
    columns = (
        words("label.theme"),
        *(words(f"answers.{name}") for name in (*where, "answered", *_SHOWN)),
    )
    keys = ["asked", "session", "theme"]
    rows = tuple(
        _row(group, where, words)
        for _, group in frame.groupby(keys, dropna=False, sort=False)
    )
    notes = tuple(Para(runs(note), "soft", ENGLISH) for note in summary.answers.notes)
    blocks = (
        Para(runs(words("answers.intro"))),
        Table(words("answers.caption"), columns, rows),
        *notes,
    )
    return Section("answers", words("answers.head"), blocks)


def _row(group: pd.DataFrame, where: tuple[str, ...], words: Words) -> tuple[str, ...]:
    of = {str(row["what"]): row for row in plain_rows(group)}
    first: dict[str, Any] = next(iter(of.values()))
    return (
        str(first["theme"] or words("answers.not_asked")),
        *(words.shown(first[name]) for name in where),
        str(first["wrote"]),
        *(words.shown(of[box]["shown"]) if box in of else "" for box in _SHOWN),
    )
