"""Render what was learned: sessions, each with its passages and where they stand."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from alsjournal.report.learned import Lessons

__all__ = ["lessons_told"]

_LETTERED = re.compile(r"\[colleague [A-Z]+(?:, [^\]]*)?\]")
_OF_LETTERS = "A letter"
_WRITTEN = {
    "set text": "written by the set together",
    "answer": "a member, asked what they see differently now",
    "passage": "from what a member wrote",
    "report": "heard back",
}
_HOW = {
    "done": "it was done",
    "part": "it was done in part",
    "changed": "it became something else",
    "dropped": "it was dropped",
}


def lessons_told(lessons: Lessons | None) -> dict[str, Any] | None:
    """Return what the page tells of it; None where it has no such part."""
    if lessons is None:
        return None
    return {
        "sessions": _parts(lessons.chosen),
        "perhaps": _parts(lessons.perhaps),
        "counts": _counts(lessons),
        "notes": [n for n in lessons.table.notes if not n.startswith(_OF_LETTERS)],
    }


def _parts(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a part for each session: its number, and its entries in order."""
    plain = rows.astype(object).where(rows.notna(), None)
    parts: dict[Any, list[dict[str, str]]] = {}
    for row in plain.to_dict("records"):
        entry = {
            "text": _unlettered(row["text"]),
            "head": f"After “{_unlettered(row['about']).rstrip('.')}”"
            if row["about"]
            else "",
            "issue": _unlettered(row["issue"] or ""),
            "source": _source(str(row["source"]), row["how"]),
        }
        parts.setdefault(row["session"], []).append(entry)
    return [{"session": s, "entries": entries} for s, entries in parts.items()]


def _unlettered(text: str) -> str:
    """Leave letters of people to the quotes: another table gives them to others.

    Examples
    --------
    >>> _unlettered("[colleague B, general practice] asked [colleague A]")
    '[a colleague] asked [a colleague]'
    """
    return _LETTERED.sub("[a colleague]", text)


def _counts(lessons: Lessons) -> list[str]:
    """Say how many wrote of something learned, and by position where it is safe."""
    if not lessons.counted:
        return []
    frame = lessons.table.to_frame()
    shown = frame.loc[frame["what"] == "in all", "shown"].iloc[0]
    of_what = "who wrote" if lessons.table.unit == "members" else "texts"
    said = [f"Something learned was written of by {shown} {of_what}."]
    if lessons.positions:
        presented, others = lessons.positions["presented"], lessons.positions["others"]
        said.append(
            f"Those who presented wrote of it {presented} times that they wrote, the "
            f"others {others} times."
        )
    return said


def _source(source: str, how: str | None) -> str:
    """Say where words come from.

    Examples
    --------
    >>> _source("report", "changed"), _source("passage", None)
    ('heard back: it became something else', 'from what a member wrote')
    """
    if source == "report":
        return f"heard back: {_HOW[how]}" if how in _HOW else "heard back"
    return _WRITTEN[source]
