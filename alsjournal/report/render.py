"""Render a summary as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.exchange import csv_text
from alsjournal.report.page import environment
from alsjournal.report.render_learned import lessons_told
from alsjournal.report.render_shown import csv_link, shown_csv, shown_parts
from alsjournal.report.summarise import Summary
from alsjournal.themes.holds import NOT_MEASURED

__all__ = ["render_html"]

CALLED = ("rising", "falling", "moved and came back")
"""Verdicts that say that something moved."""

MARKS = {
    "grouping": "machine grouping, not yet read",
    "candidate": "named, not yet adopted",
}
"""What stands beside every theme of a model that nobody has adopted."""

_FOR = {
    "programme": "For those who lead the programme",
    "public": "For everybody",
    "research": "For the analysts named in the agreement: not to be passed on",
    "set": "For the set and its facilitator: what stays in the room stays there",
}


_MORE_OR_LESS = {
    "rising": ": written of by more",
    "falling": ": written of by fewer",
}


def render_html(summary: Summary) -> str:
    """Render a summary as one self-contained HTML page.

    Parameters
    ----------
    summary : Summary

    Returns
    -------
    str
        A page with no script, no request to anywhere, and every text escaped.
    """
    elsewhere = summary.recurrence is not None and bool(
        summary.recurrence.to_frame()["elsewhere"].fillna(False).any()
    )
    page: str = (
        environment()
        .get_template("summary.html.j2")
        .render(
            summary=summary,
            audience_words=_FOR[summary.audience.kind],
            themes=_theme_cards(summary),
            status_of=dict(summary.themes.to_frame()[["theme", "status"]].to_numpy()),
            stability_of=dict(
                summary.themes.to_frame()[["theme", "stability"]].dropna().to_numpy()
            ),
            shaky=any(map(_shaky, summary.themes.to_frame()["stability"])),
            more_or_less=_MORE_OR_LESS,
            sessions=_rows(summary.sessions),
            recurrence=_recurrence(summary),
            moved=_moved(summary),
            learned=lessons_told(summary.learned),
            shown=shown_parts(summary.shown),
            shown_csv=shown_csv(summary.shown),
            elsewhere=elsewhere,
            figure=_figure(summary),
            table=_table(summary),
            csv=_csv_link(summary),
            policy=summary.prevalence.policy,
            marks=MARKS,
            stability_words=_stability_words,
            measured=any(map(_measured, summary.themes.to_frame()["stability"])),
            statuses=sorted(set(summary.themes.to_frame()["status"])),
        )
    )
    return page


def _measured(words: object) -> bool:
    return isinstance(words, str) and words != NOT_MEASURED


def _shaky(words: object) -> bool:
    return isinstance(words, str) and words.startswith("shaky")


def _stability_words(words: str) -> str:
    """Say in a sentence how well a theme holds."""
    if not _measured(words):
        return "How well it holds was not measured."
    return f"{words[0].upper()}{words[1:]}."


def _figure(summary: Summary) -> dict[str, Any] | None:
    """Return the heat map and its words, or None where there is no count to show."""
    from markupsafe import Markup

    from alsjournal.charts import alt_text, theme_heatmap, to_svg

    if not summary.prevalence.to_frame()["raised"].notna().any():
        return None
    chart = theme_heatmap(summary.prevalence)
    if (summary.themes.to_frame()["status"] == "grouping").any():
        # What nobody has read is no headline.
        chart.title.text = "Which groupings were raised, session by session"
    picture = to_svg(chart)
    words = alt_text(summary.prevalence)
    return {"svg": Markup(picture), "words": words}  # noqa: S704 - escaped there


def _theme_cards(summary: Summary) -> list[dict[str, Any]]:
    quoted = summary.quotes.to_frame()
    cards = []
    for row in _rows(summary.themes.to_frame()):
        own = quoted[quoted["theme"] == row["theme"]]
        cards.append({**row, "quotes": _rows(own[["quote", "session", "source"]])})
    return cards


def _recurrence(summary: Summary) -> list[dict[str, Any]]:
    if summary.recurrence is None:
        return []
    frame = summary.recurrence.to_frame()
    lasting = (frame["came_back"].fillna(0) > 0) | (
        frame["sessions_raised"].fillna(0) >= 2
    )
    return _rows(frame[lasting])


def _moved(summary: Summary) -> dict[str, Any] | None:
    """Return the changes that are called, and how many are not."""
    if summary.change is None:
        return None
    frame = summary.change.to_frame()
    if frame["last_session"].isna().all():
        return None
    called = frame["verdict"].isin(CALLED)
    return {
        "first": int(frame["first_session"].min()),
        "last": int(frame["last_session"].max()),
        "lines": _rows(frame[called]),
        "others": _not_called(frame.loc[~called, "verdict"], bool(called.any())),
        "warned": _rows(frame[~called & frame["warning"].str.startswith("Pooled")]),
    }


def _not_called(verdicts: pd.Series[str], some: bool) -> str:
    """Say of how many themes no change is called, and why."""
    if verdicts.empty:
        return ""
    many = verdicts.value_counts()
    few, steady = (int(many.get(v, 0)) for v in ("too few to tell", "steady"))
    others = (
        f"{len(verdicts)} {'other ' if some else ''}theme{'s' * (few + steady > 1)}"
    )
    if not steady:
        return f"For the {others} these data cannot tell whether anything moved."
    if not few:
        return f"The {others} held steady."
    return f"Of the {others}, {steady} held steady; for {few} these data cannot tell."


def _table(summary: Summary) -> dict[str, Any]:
    """Lay the prevalence out as theme by session, in words."""
    frame = summary.prevalence.to_frame()
    sessions = sorted(frame["session"].dropna().unique())
    lines = []
    for theme, rows in frame.groupby("theme", sort=False):
        shown = dict(zip(rows["session"], rows["shown"], strict=True))
        lines.append(
            {"theme": theme, "cells": [shown.get(s, "") or "" for s in sessions]}
        )
    return {"sessions": sessions, "lines": lines}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def _csv_link(summary: Summary) -> str:
    """Return the prevalence as a link that holds its own data."""
    return csv_link(csv_text(summary.prevalence))
