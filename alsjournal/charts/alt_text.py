"""The text that stands for a chart where it cannot be seen."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from alsjournal.charts.cells import Cells, cells_of, count_range
from alsjournal.cleared import Prevalence

__all__ = ["alt_text", "describe", "mark_name", "mark_names"]


def alt_text(
    prevalence: Prevalence, *, theme: str | None = None, set_id: str | None = None
) -> str:
    """Say in plain sentences what a chart of this table shows.

    It is made from the cleared table, so it can say no more than the chart: what is
    counted and by how many, which theme was highest and lowest, what is withheld.

    Parameters
    ----------
    prevalence : Prevalence
    theme : str, optional
        Only this theme.
    set_id : str, optional
        Only this set.

    Returns
    -------
    str

    Raises
    ------
    InputError
        If the table cannot be charted, or has no such theme or set.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> alt_text(table, theme="Trust")[:70]
    'By how many members of those who wrote the theme Trust was raised, in '
    """
    cells = cells_of(prevalence).of_set(set_id)
    return describe(cells, None if theme is None else cells.of_theme(theme))


def mark_name(cells: Cells) -> alt.DescriptionValue:
    """Return what a mark says to a screen reader, and in its tooltip."""
    text = "datum.theme"
    if len(cells.sets) > 1:
        text += " + ', set ' + datum.set_id"
    if cells.sessions:
        text += " + ', session ' + datum.session"
    said: Any = alt.expr(text + " + ': ' + datum.shown")
    return alt.DescriptionValue(value=said)


def mark_names(cells: Cells) -> list[str]:
    """Return what `mark_name` comes to in each row: who clicks a mark sends this."""
    out = []
    for row in cells.frame.to_dict("records"):
        name = str(row["theme"])
        name += f", set {row['set_id']}" if len(cells.sets) > 1 else ""
        name += f", session {row['session']}" if cells.sessions else ""
        out.append(f"{name}: {row['shown']}")
    return out


def describe(cells: Cells, theme: str | None = None) -> str:
    """Say what these cells show; of one theme only, if it is given."""
    rows = cells.frame
    if theme is not None:
        rows = rows[rows["theme"] == theme]
    parts = [_what(cells, theme), _how_many(cells), *_extremes(cells, rows)]
    return " ".join([*(part for part in parts if part), *_gaps(rows)])


def _what(cells: Cells, theme: str | None) -> str:
    who = "members" if cells.unit == "members" else "reflections"
    subject = f"the theme {theme}" if theme else _plural(len(cells.themes), "theme")
    text = f"By how many {who} of those who wrote {subject} was raised"
    if not theme:
        text = f"How many {who} of those who wrote raised each of {subject}"
    if cells.sessions:
        first, last = cells.sessions[0], cells.sessions[-1]
        when = f"session {first}" if first == last else f"sessions {first} to {last}"
        text += f", in {when}"
    if len(cells.sets) > 1:
        text += f", in {len(cells.sets)} sets"
    return text + "."


def _how_many(cells: Cells) -> str:
    text = count_range(cells)
    return text + "." if text else ""


def _extremes(cells: Cells, rows: pd.DataFrame) -> list[str]:
    known = rows[rows["share"].notna()]
    if known.empty:
        return ["No count may be shown."]
    shares = known["share"].to_numpy(dtype=float)
    high, low = known.iloc[shares.argmax()], known.iloc[shares.argmin()]
    shown = " shown" if len(known) < len(rows) else ""
    out = [f"Highest{shown}: {_place(cells, high)}."]
    masked = len(known) < len(rows)  # what is not shown may be lower still
    if high["share"] == low["share"] or masked:
        return out
    ties = int((known["share"] == low["share"]).sum()) - 1
    also = f", and {ties} more with the same share" if ties else ""
    return [*out, f"Lowest: {_place(cells, low)}{also}."]


def _place(cells: Cells, row: pd.Series[Any]) -> str:
    words = [str(row["theme"]), f"{row['shown']}"]
    if cells.sessions:
        words.append(f"session {row['session']}")
    if len(cells.sets) > 1:
        words.append(f"set {row['set_id']}")
    return ", ".join(words)


def _gaps(rows: pd.DataFrame) -> list[str]:
    out = []
    empty = int((rows["shown"] == "nobody wrote").sum())
    hidden = rows.loc[rows["share"].isna() & (rows["shown"] != "nobody wrote"), "shown"]
    for words, n in hidden.value_counts().sort_index().items():
        out.append(f'{_plural(int(n), "count")} shown as "{words}".')
    if empty:
        out.append(f"{_plural(empty, 'cell')} empty, as nobody wrote.")
    return out


def _plural(n: int, word: str) -> str:
    return f"{n} {word}{'s' * (n != 1)}"
