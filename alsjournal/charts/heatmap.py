"""Theme by session, with the number in each cell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from alsjournal.charts.alt_text import describe, mark_name
from alsjournal.charts.cells import MAX_PANELS, Cells, cells_of, count_range, short
from alsjournal.charts.theme import INK, PAPER, SEQUENTIAL, TEXT, themed
from alsjournal.cleared import Prevalence
from alsjournal.errors import InputError

__all__ = ["CENTRED", "WRAPPED", "theme_heatmap"]

STEPS = (0.0001, 0.25, 0.5, 0.75)
"""Where the shade changes: none, under a quarter, half, three quarters, more."""

# The second to last shade is the first on which white reads better than ink.
_WHITE_FROM = STEPS[2]

_NUMBER = (
    "datum.shown === 'nobody wrote' ? '' : datum.shown === 'withheld' ? '\u2013' : "
    "replace(replace(datum.shown, 'fewer than ', '<'), ' of ', '/')"
)
WRAPPED = (
    "split(trim(replace(datum.label, regexp('(.{1,30})(\\\\s+|$)', 'g'), "
    "'$1\\n')), '\\n')"
)
"""Vega expression that breaks a long label into lines of about 30 letters."""

# A label of several lines is moved up by half a line for each beyond the first.
CENTRED = {
    "condition": [
        {"test": f"length({WRAPPED}) > {lines}", "value": -8 * lines}
        for lines in (3, 2, 1)
    ],
    "value": 0,
}


def theme_heatmap(
    prevalence: Prevalence,
    *,
    set_id: str | None = None,
    themes: Sequence[str] | None = None,
    anchors: Mapping[tuple[str, int | None], str] | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw how many raised each theme in each session.

    The number stands in the cell (``3/7``, ``<5`` for "fewer than 5", a dash for
    withheld, nothing where nobody wrote), so the shade is never the only sign. Themes
    are ordered by how often they were raised, then by name; every session has its
    column.

    Parameters
    ----------
    prevalence : Prevalence
        By session, by set, or by both. For a programme or the public sets are
        pooled, so there is one panel.
    set_id : str, optional
        Draw only this set. Otherwise each set has a panel, on shared scales.
    themes : sequence of str, optional
        Draw only these, in the order of all.
    anchors : mapping, optional
        Where a cell leads to in the page round the chart, by theme and session; by
        theme and None where a session has no place of its own.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
        The latter if there are several panels. Its data are the columns drawn, and
        nothing else; its ``description`` is the alternative text.

    Raises
    ------
    InputError
        If the table is empty, is also broken down by role or prompt, has no such
        set or theme, or has more than 12 sets and none was chosen.

    Examples
    --------
    >>> import pandas as pd
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> theme_heatmap(table).to_dict()["title"]["text"]
    'Which themes were raised by those who wrote'
    """
    some = None if themes is None else tuple(themes)
    every = cells_of(prevalence)
    cells = every.of_set(set_id).of_themes(some)
    by_set = len(cells.sets) > 1 and bool(cells.sessions)
    if by_set and len(cells.sets) > MAX_PANELS:
        msg = (
            f"A chart has at most {MAX_PANELS} panels. Got {len(cells.sets)} sets; "
            f"choose one with set_id=."
        )
        raise InputError(msg)
    chart: alt.LayerChart | alt.FacetChart = _layers(cells, anchors or {})
    if by_set:
        panel = alt.Facet(
            "set_id:N", header=alt.Header(title="Set"), sort=list(cells.sets)
        )
        chart = chart.facet(facet=panel, columns=_columns(cells))
        chart = chart.resolve_axis(x="independent")
    drawn: alt.LayerChart | alt.FacetChart = themed(
        chart.properties(
            title=alt.TitleParams(
                text=_title(cells, every), subtitle=_subtitle(cells, every)
            ),
            description=describe(cells),
        )
    )
    return drawn


def _layers(cells: Cells, anchors: Mapping[tuple[str, int | None], str]) -> Any:
    across = "session" if cells.sessions else "set_id" if cells.sets else None
    columns = ["theme", "share", "shown"]
    columns += ["session"] if cells.sessions else []
    columns += ["set_id"] if cells.sets else []
    data = cells.frame[columns]
    order: list[int] | list[str] = list(cells.sessions) or list(cells.sets)
    panels = len(cells.sets) > 1 and across == "session"
    axis = alt.Axis(
        orient="bottom" if panels else "top",
        title="Session" if across == "session" else "Set",
    )
    y = alt.Y(
        "theme:N",
        sort=list(cells.themes),
        title=None,
        axis=alt.Axis(labelExpr=WRAPPED, labelOffset=CENTRED),
    )
    base = alt.Chart(data).encode(y=y)
    if across:
        base = base.encode(x=alt.X(f"{across}:O", sort=order, axis=axis))
    missing = alt.datum.share == None  # noqa: E711 (an expression of Vega's)
    shade = alt.Color(
        "share:Q",
        scale=alt.Scale(type="threshold", domain=list(STEPS), range=list(SEQUENTIAL)),
        legend=None,
    )
    fill = alt.when(missing).then(alt.value(PAPER)).otherwise(shade)
    name = mark_name(cells)
    boxes = base.mark_rect(
        stroke="#8A9299", strokeWidth=1, cursor="pointer", invalid=None
    ).encode(color=fill, description=name, tooltip=name)
    if anchors:
        boxes = boxes.transform_calculate(place=_places(cells, anchors))
        boxes = boxes.encode(href=alt.Href("place:N"))
    ink = alt.when(alt.datum.share >= _WHITE_FROM).then(alt.value(PAPER))
    numbers = base.mark_text(fontSize=TEXT, aria=False, tooltip=None).encode(
        text=alt.TextValue(alt.expr(_NUMBER)), color=ink.otherwise(alt.value(INK))
    )
    lines = max(-(-len(theme) // 30) for theme in cells.themes)
    wide, high = _cell_width(cells), 18 * min(lines, 4) + 18
    return alt.layer(boxes, numbers).properties(
        width=alt.Step(wide) if across else wide, height=alt.Step(high)
    )


def _places(cells: Cells, anchors: Mapping[tuple[str, int | None], str]) -> str:
    """Return the expression that looks up where a cell leads to."""
    by_theme = {
        theme: {
            "": f"#{anchors.get((theme, None), '')}",
            **{str(s): f"#{a}" for (t, s), a in anchors.items() if t == theme and s},
        }
        for theme in cells.themes
    }
    own = f"({json.dumps(by_theme)})[datum.theme]"
    return f"{own}[toString(datum.session)] || {own}['']"


def _cell_width(cells: Cells) -> int:
    longest = max(len(text) for text in cells.frame["shown"])
    return 76 if longest > len("fewer than 5") else 60


def _columns(cells: Cells) -> int:
    return 1 if len(cells.sessions) > 6 else 2


def _title(cells: Cells, every: Cells) -> str:
    """Ten words at most; names the leading theme where that is beyond doubt."""
    over = f"across {len(cells.sessions)} sessions" if len(cells.sessions) > 1 else ""
    rows = cells.frame[cells.frame["shown"] != "nobody wrote"]
    totals = rows.groupby("theme")["raised"].sum().sort_values(ascending=False)
    whole = len(cells.themes) == len(every.themes)
    certain = whole and not rows["raised"].isna().any() and len(totals) > 1
    if certain and totals.iloc[0] > totals.iloc[1]:
        leader = short(str(totals.index[0]), words=3)
        return f"{leader}: raised most often {over}".strip()
    return f"Which themes were raised {over or 'by those who wrote'}"


def _subtitle(cells: Cells, every: Cells) -> list[str]:
    who = "Members" if cells.unit == "members" else "Reflections"
    first = f"{who} who raised it, of those who wrote"
    if cells.unit != "members":
        first = f"{who} that raised it, of all that were written"
    wrote = count_range(cells)
    one = f"Set {cells.sets[0]}. " if len(cells.sets) == 1 else ""
    n, of = len(cells.themes), len(every.themes)
    one += f"{n} of {of} themes. " if n < of else ""
    lines = [f"{one}{first}", f"{wrote}; darker = larger share" if wrote else ""]
    if cells.frame["shown"].str.startswith("fewer than").any():
        words = next(s for s in cells.frame["shown"] if s.startswith("fewer than"))
        lines.append(f"{words.replace('fewer than ', '<')} = {words}")
    if (cells.frame["shown"] == "withheld").any():
        lines[-1] += ("; " if lines[-1] else "") + "\u2013 = withheld"
    return [line for line in lines if line]
