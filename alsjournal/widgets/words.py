"""What a widget says of a choice, in words that stand on their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alsjournal.charts.cells import Cells
from alsjournal.widgets.cell import Cell

__all__ = [
    "by_whom",
    "each_session",
    "in_places",
    "in_words",
    "plural",
    "said_from",
    "sentence",
    "where_from",
]

_MAX_SPELT_OUT = 12  # sessions whose counts are given in words for a whole theme


def each_session(cells: Cells, rows: pd.DataFrame) -> str:
    """All counts of a theme in one line, unless they are too many to read."""
    if rows["session"].nunique() < len(rows) or len(rows) > _MAX_SPELT_OUT:
        return f"all {plural(len(cells.sessions), 'session')}"
    pairs = zip(rows["shown"], rows["session"], strict=True)
    return ", ".join(f"{shown} in session {session}" for shown, session in pairs)


def in_words(row: pd.Series[Any], unit: str) -> str:
    """``"3 of 7 who wrote (7 present, 7 on the roll)"``, or that it is withheld."""
    shown = str(row["shown"])
    if shown == "nobody wrote":
        return shown
    if pd.isna(row["raised"]):
        return "withheld" if shown == "withheld" else f"{shown} of those who wrote"
    if unit != "members":
        return f"{shown} texts"
    there = [
        f"{row[column]} {word}"
        for column, word in (("present", "present"), ("on_roll", "on the roll"))
        if pd.notna(row[column])
    ]
    return f"{shown} who wrote" + (f" ({', '.join(there)})" if there else "")


def where_from(selection: tuple[Cell, ...], quotes: pd.DataFrame) -> str:
    """Say so where a session was chosen and the quotes are not from it."""
    sessions = {cell.session for cell in selection}
    if quotes.empty or None in sessions or quotes["session"].isin(sessions).any():
        return ""
    return "No quote was chosen from this session; others on this theme:"


def said_from(quotes: pd.DataFrame) -> list[dict[str, str]]:
    """Return quotes with where each is from, as a page takes them."""
    columns = (quotes["theme"], quotes["quote"], quotes["session"], quotes["source"])
    return [
        {
            "theme": str(theme),
            "quote": str(quote),
            "from": ", ".join(
                ([] if pd.isna(session) else [f"session {session}"])
                + ([] if pd.isna(source) else [str(source)])
            ),
        }
        for theme, quote, session, source in zip(*columns, strict=True)
    ]


def plural(n: int, word: str) -> str:
    """``"1 quote"``, ``"2,000 quotes"``."""
    return f"{n:,} {word}{'s' * (n != 1)}"


def by_whom(shown: object, unit: str) -> str:
    """``"by 3 of 7 who wrote"``, or that it is not shown.

    Examples
    --------
    >>> by_whom("fewer than 5", "members")
    'by fewer than 5 of those who wrote'
    >>> by_whom("withheld", "members")
    'by how many is not shown'
    """
    words = str(shown)
    if " of " in words:
        return f"by {words} {'who wrote' if unit == 'members' else 'texts'}"
    if words.startswith("fewer"):
        return f"by {words} {'of those who wrote' if unit == 'members' else 'texts'}"
    return "by how many is not shown"


def sentence(words: str) -> str:
    """Begin with a capital, and end with a full stop; ``""`` stays so."""
    said = words.strip()
    if not said:
        return ""
    ending = "" if said.endswith((".", "?", "!")) else "."
    return said[:1].upper() + said[1:] + ending


def in_places(row: Mapping[Any, Any], *names: str) -> str:
    """``"5 of 6 sessions and 4 of 4 sets"``, as far as it may be said.

    Examples
    --------
    >>> in_places({"sets_raised": 3, "sets": 4}, "sets")
    '3 of 4 sets'
    """
    said = [
        f"{int(row[f'{name}_raised']):,} of {int(row[name]):,} {name}"
        for name in names
        if pd.notna(row[f"{name}_raised"]) and pd.notna(row[name])
    ]
    return " and ".join(said)
