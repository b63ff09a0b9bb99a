"""One theme over the sessions: counts with their intervals, and no trend line.

Six to twelve sessions of a few people each are too few to call a trend (NHS "Making
Data Count": run-chart rules need about twelve points), so points are neither joined
nor smoothed, and a session whose count is withheld is a gap.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from alsjournal.charts.alt_text import describe, mark_name
from alsjournal.charts.cells import MAX_PANELS, Cells, cells_of, count_range, short
from alsjournal.charts.theme import FOCUS, INK, PAPER, TEXT, themed
from alsjournal.cleared import Prevalence
from alsjournal.errors import InputError

__all__ = ["theme_trend"]

_QUARTERS = (
    "datum.value === 0 ? 'none' : datum.value === 0.25 ? 'a quarter' : "
    "datum.value === 0.5 ? 'half' : datum.value === 0.75 ? 'three quarters' : 'all'"
)


def theme_trend(
    prevalence: Prevalence, theme: str | None = None, *, set_id: str | None = None
) -> alt.LayerChart | alt.FacetChart:
    """Draw one theme over the sessions, with what is certain about it.

    A point is the share of those who wrote, with its count as a label (``3 of 7``)
    and its Wilson 95 % interval as a bar; grey ticks are the other themes.

    Parameters
    ----------
    prevalence : Prevalence
        By session, or by set and session.
    theme : str, optional
        The theme in focus; the one raised most often if not given.
    set_id : str, optional
        Draw only this set. Otherwise each set has a panel, on shared scales.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
        The latter if there are several panels.

    Raises
    ------
    InputError
        If the table is empty, is not by session, is also broken down by role or
        prompt, has no such theme or set, or has more than 12 sets and none was
        chosen.

    Examples
    --------
    >>> import pandas as pd
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> theme_trend(table, "Trust").to_dict()["title"]["text"]
    'Trust: how many raised it'
    """
    cells = cells_of(prevalence).of_set(set_id)
    focus = cells.of_theme(theme)
    if not cells.sessions:
        msg = "A trend needs counts by session. Got none; put 'session' in by=."
        raise InputError(msg)
    if len(cells.sets) > MAX_PANELS:
        msg = (
            f"A chart has at most {MAX_PANELS} panels. Got {len(cells.sets)} sets; "
            f"choose one with set_id=."
        )
        raise InputError(msg)
    chart: alt.LayerChart | alt.FacetChart = _layers(cells, focus)
    if len(cells.sets) > 1:
        panel = alt.Facet(
            "set_id:N", header=alt.Header(title="Set"), sort=list(cells.sets)
        )
        chart = chart.facet(facet=panel, columns=1 if len(cells.sessions) > 5 else 2)
        chart = chart.resolve_axis(x="independent")
    drawn: alt.LayerChart | alt.FacetChart = themed(
        chart.properties(
            title=alt.TitleParams(text=_title(focus), subtitle=_subtitle(cells)),
            description=describe(cells, focus),
        )
    )
    return drawn


def _layers(cells: Cells, focus: str) -> Any:
    columns = ["theme", "session", "share", "low", "high", "shown"]
    columns += ["set_id"] if cells.sets else []
    data = cells.frame[columns].round({"share": 4, "low": 4, "high": 4})
    x = alt.X(
        "session:O",
        sort=list(cells.sessions),
        axis=alt.Axis(title="Session"),
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(
        title=None, values=[0, 0.25, 0.5, 0.75, 1], labelExpr=_QUARTERS, grid=True
    )
    y = alt.Y("share:Q", scale=scale, axis=axis)
    base = alt.Chart(data).encode(x=x)
    chosen = base.transform_filter(alt.FieldEqualPredicate(field="theme", equal=focus))
    known = chosen.transform_filter(alt.FieldValidPredicate(field="share", valid=True))
    others = base.transform_filter(
        ~alt.FieldEqualPredicate(field="theme", equal=focus)
    ).transform_filter(alt.FieldValidPredicate(field="share", valid=True))
    name = mark_name(cells)
    grey = others.mark_tick(
        color=FOCUS[1], thickness=2, size=18, orient="horizontal", aria=False
    ).encode(y=y)
    bars = known.mark_rule(color=FOCUS[0], strokeWidth=3, aria=False).encode(
        y=alt.Y("low:Q", scale=scale), y2="high:Q"
    )
    points = known.mark_point(
        color=FOCUS[0], filled=True, size=140, opacity=1, stroke="#FFFFFF"
    ).encode(y=y, description=name, tooltip=name)
    words: dict[str, Any] = {"align": "left", "dx": 13, "fontSize": TEXT}
    words |= {"aria": False, "tooltip": None}
    # Paper round the label keeps grid lines and ticks out of its letters.
    halo = known.mark_text(stroke=PAPER, strokeWidth=5, color=PAPER, **words)
    labels = known.mark_text(color=INK, **words)
    gaps = chosen.transform_filter(
        alt.FieldValidPredicate(field="share", valid=False)
    ).mark_text(fontSize=TEXT, color=INK, baseline="bottom", dy=-4)
    return alt.layer(
        grey,
        bars,
        points,
        halo.encode(y=y, text="shown:N"),
        labels.encode(y=y, text="shown:N"),
        gaps.encode(
            y=alt.YDatum(0, scale=scale),
            text="shown:N",
            description=name,
        ),
    ).properties(width=alt.Step(_step(cells)), height=240)


def _step(cells: Cells) -> int:
    """Room for half a column's label on the right of its point."""
    counts = cells.frame.loc[cells.frame["share"].notna(), "shown"]
    return max(100, 2 * (14 + 8 * max(map(len, counts), default=0)))


def _title(theme: str) -> str:
    return f"{short(theme, words=4)}: how many raised it"


def _subtitle(cells: Cells) -> list[str]:
    one = f"Set {cells.sets[0]}. " if len(cells.sets) == 1 else ""
    who = "Members" if cells.unit == "members" else "Reflections"
    lines = [f"{one}{who}, of those who wrote; {count_range(cells)}".rstrip("; ")]
    return [*lines, "Bars: 95 % interval. Grey ticks: the other themes"]
