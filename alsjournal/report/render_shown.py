"""Render what texts show besides their themes: a chart and a table a construct."""

from __future__ import annotations

import base64
from typing import Any

from alsjournal.cleared import Indicators
from alsjournal.exchange import csv_text
from alsjournal.report.shown import Shown

__all__ = ["csv_link", "shown_csv", "shown_parts"]

_TITLES = {
    "element": "Elements of reflection, session by session",
    "condition": "What helps and what hinders",
    "aim": "Aims of a learning set",
    "practice": "Practices of system leadership",
}


def shown_parts(shown: Shown | None) -> list[dict[str, Any]]:
    """Return a part for each construct: its title, picture, words and table."""
    from alsjournal.charts import indicator_profile, indicator_trend

    if shown is None:
        return []
    parts = []
    if shown.elements is not None:
        parts.append(_part(shown.elements, "element", indicator_trend))
    if shown.over_all is not None:
        there = dict.fromkeys(shown.over_all.to_frame()["construct"].astype("str"))
        parts += [_part(shown.over_all, one, indicator_profile) for one in there]
    return parts


def shown_csv(shown: Shown | None) -> str:
    """Return all of it as a link that holds its own data; empty for nothing."""
    from alsjournal.disclosure import together

    if shown is None:
        return ""
    tables = [t for t in (shown.elements, shown.over_all) if t is not None]
    return csv_link(csv_text(together(tables)))


def csv_link(csv: str) -> str:
    """Return a table as a link that holds its own data."""
    data = csv.encode("utf-8-sig")
    return "data:text/csv;base64," + base64.b64encode(data).decode("ascii")


def _part(table: Indicators, construct: str, draw: Any) -> dict[str, Any]:
    from markupsafe import Markup

    from alsjournal.charts import indicator_table, to_svg

    chart = draw(table, construct)
    words = indicator_table(table, construct)
    return {
        "title": _TITLES.get(construct, construct),
        "svg": Markup(to_svg(chart)),  # noqa: S704 - escaped there
        "words": chart.to_dict()["description"],
        "columns": list(words.columns),
        "lines": words.to_numpy().tolist(),
    }
