"""What became of earlier themes: two columns of bars, joined by bands.

The order of the later column is by where its passages come from (each bar at the mean
place of those that flow into it: the barycentre heuristic of Sugiyama and others,
1981), so that few bands cross.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any, Literal, cast

import altair as alt
import numpy as np
import pandas as pd

from alsjournal.charts._rows import rows_of
from alsjournal.charts.theme import FOCUS, INK, PAPER, SEQUENTIAL, TEXT, themed
from alsjournal.cleared import Cleared, Lineage

__all__ = ["lineage_chart", "lineage_table"]

_LINE = 18  # pixels a line of a label
_LETTERS = 34  # letters a line of a label
_GAP = 14  # pixels between bars
_TALL = 44  # pixels of a bar of middling size
_WORDS = 300  # pixels for the labels of a column
_BAR = 14  # pixels across a bar
_BETWEEN = 280  # pixels from bar to bar
_STEPS = 24  # corners along a band

_FATES = ("goes on", "merged", "split", "gone")
_KINDS = ("the same id", "another id", "went elsewhere")
_SHADES = (FOCUS[0], SEQUENTIAL[2], "#D9DCDD")  # dark, middling, light: also in grey


def lineage_chart(lineage: Lineage) -> alt.LayerChart:
    """Draw what became of each theme of an earlier fit.

    On the left the earlier themes, on the right the later ones; a band's width is how
    many passages went from one to the other. Beside each name stands what happened, so
    that no colour need be told apart: dark bands are themes that go on, merged or split
    and keep their id, middling ones those that have another id, light ones passages
    that went elsewhere than most.

    Parameters
    ----------
    lineage : Lineage
        As `alsjournal.trends.theme_lineage` makes it.

    Returns
    -------
    altair.LayerChart
        Its data are names, what happened, counts and places on the page; its
        ``description`` is the alternative text.

    Raises
    ------
    InputError
        If it is no lineage, or one without themes.

    See Also
    --------
    lineage_table : The same as a table of words.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> row = {"earlier": "Beds", "later": "Beds", "what": "goes on", "same_id": True}
    >>> row |= {"passages": 9, "clear": 10, "share": 0.9, "texts": 8, "unclear": 0.1}
    >>> who, policy = Audience.research(), policy_named("default")
    >>> table = clear(Lineage, pd.DataFrame([row]), audience=who, policy=policy)
    >>> lineage_chart(table).to_dict()["title"]["text"]
    '1 of 1 earlier themes goes on'
    """
    rows = _rows_of(lineage)
    left = _column(rows, "earlier", list(dict.fromkeys(rows["earlier"].dropna())))
    right = _column(rows, "later", _ordered(rows, left))
    height = max(left.height, right.height)
    bars, bands = pd.concat([left.frame, right.frame]), _bands(rows, left, right)
    wide = 2 * (_WORDS + _BAR) + _BETWEEN
    across = alt.Scale(domain=[0, wide])
    x = alt.X("x:Q", axis=None, scale=across)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0]))
    said = alt.DescriptionValue(value=alt.expr("datum.said"))
    shade = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(_KINDS), range=list(_SHADES)),
        legend=alt.Legend(title=None, symbolType="square", symbolOpacity=1),
    )
    drawn = [  # the light ones below
        alt.Chart(bands[bands["kind"] == kind])
        .mark_area(opacity=1, stroke=PAPER, strokeWidth=1)
        .encode(x=x, y=y, y2="y2:Q", detail="band:N", color=shade)
        .encode(description=said, tooltip=said)
        for kind in reversed(_KINDS)
    ]
    boxes = (
        alt.Chart(bars)
        .mark_rect(color=INK)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", description=said, tooltip=said)
    )
    words: dict[str, Any] = {"fontSize": TEXT, "baseline": "middle", "aria": False}
    words |= {"lineBreak": "\n", "lineHeight": _LINE, "color": INK, "tooltip": None}
    sides: tuple[tuple[_Column, Literal["left", "right"]], ...]
    sides = ((left, "right"), (right, "left"))
    labels = [
        alt.Chart(column.frame)
        .mark_text(align=align, **words)
        .encode(x=alt.X("at:Q", scale=across, axis=None), y="middle:Q", text="label:N")
        for column, align in sides
    ]
    chart = alt.layer(*drawn, boxes, *labels).properties(
        width=wide,
        height=height,
        title=alt.TitleParams(text=_title(rows), subtitle=_subtitle(lineage)),
        description=_described(lineage, rows),
    )
    return cast("alt.LayerChart", themed(chart))


def lineage_table(lineage: Lineage) -> pd.DataFrame:
    """Return what the chart shows as a table of words.

    Parameters
    ----------
    lineage : Lineage

    Returns
    -------
    pandas.DataFrame of str
        ``Earlier theme``, ``What became of it``, ``Later theme``, ``Passages``,
        ``Texts`` and ``Same id``: a row for each band, and each theme without one.

    Raises
    ------
    InputError
        If it is no lineage, or one without themes.
    """
    rows = _rows_of(lineage)
    out = pd.DataFrame({"Earlier theme": rows["earlier"].fillna("")})
    out["What became of it"] = rows["what"].replace({"part": "a part went elsewhere"})
    out["Later theme"] = rows["later"].fillna("")
    counted = rows["clear"].notna()
    told = rows["passages"].astype(str) + " of " + rows["clear"].astype(str)
    out["Passages"] = told.where(counted, "")
    out["Texts"] = rows["texts"].astype(str).where(counted, "")
    out["Same id"] = rows["same_id"].map({True: "yes", False: ""})
    return out.astype("str")


@dataclass(frozen=True)
class _Column:
    """The bars of one side: ``frame`` has a row for each theme, in order."""

    frame: pd.DataFrame
    height: float
    scale: float

    def top(self, theme: str) -> float:
        return float(self.frame.set_index("theme")["y"][theme])


def _rows_of(lineage: Cleared) -> pd.DataFrame:
    rows = rows_of(
        lineage,
        Lineage,
        what="A lineage chart",
        maker="trends.theme_lineage",
        one="theme",
        cure="fit models that find themes",
    )
    return rows.astype(dict.fromkeys(("passages", "clear", "texts"), "Int64"))


def _ordered(rows: pd.DataFrame, left: _Column) -> list[str]:
    """Order the later themes by where their passages come from; born ones last."""
    flows = rows[rows["passages"] > 0].copy()
    place = {theme: i for i, theme in enumerate(left.frame["theme"])}
    flows["weight"] = flows["earlier"].map(place) * flows["passages"]
    sums = flows.groupby("later")[["weight", "passages"]].sum()
    mean = (sums["weight"] / sums["passages"]).to_dict()
    born = set(rows.loc[rows["what"] == "born", "later"])
    names = list(dict.fromkeys(rows["later"].dropna()))
    return sorted(names, key=lambda t: (t in born, mean.get(t, len(place)), t))


def _column(rows: pd.DataFrame, side: str, themes: list[str]) -> _Column:
    sizes = rows.groupby(side)["passages"].sum()
    total = float(rows["passages"].sum())
    most = max(rows["earlier"].nunique(), rows["later"].nunique(), 1)
    scale = _TALL * most / max(total, 1.0)
    at, y, out = side == "earlier", 0.0, []
    for theme in themes:
        own = rows[rows[side] == theme]
        label = "\n".join([*textwrap.wrap(theme, _LETTERS), _happened(own, side)])
        tall = max(2.0, float(sizes[theme]) * scale)
        room = max(tall, _LINE * (label.count("\n") + 1))
        top = y + (room - tall) / 2
        edge = _WORDS if at else _WORDS + _BAR + _BETWEEN
        out.append(
            {
                "theme": theme,
                "label": label,
                "x": edge,
                "x2": edge + _BAR,
                "at": edge - 8 if at else edge + _BAR + 8,
                "y": top,
                "y2": top + tall,
                "middle": y + room / 2 - _LINE * label.count("\n") / 2,
                "said": f"{theme}: {_happened(own, side)}",
            }
        )
        y += room + _GAP
    return _Column(pd.DataFrame(out), max(y - _GAP, 1.0), scale)


def _happened(own: pd.DataFrame, side: str) -> str:
    """Say what happened to one theme, as it stands under its name."""
    n = int(own["passages"].sum())
    told = own[own["what"] != "part"]
    many = f"{n} passage{'s' * (n != 1)}"
    if side == "earlier":
        first = str(told["what"].iloc[0])
        into = f" in {len(told)}" if first == "split" else ""
        return f"{first}{into}; {many}"
    kinds = set(told["what"])
    if "merged" in kinds:
        return f"merged of {int((told['what'] == 'merged').sum())}; {many}"
    if kinds <= {"gone", "born"}:
        return f"new; {many} from before" if n else "new"
    return f"{'goes on' if 'goes on' in kinds else 'part of one that split'}; {many}"


def _bands(rows: pd.DataFrame, left: _Column, right: _Column) -> pd.DataFrame:
    """Return the corners of each band, whose ends lie side by side along its bars."""
    flows = rows[rows["passages"] > 0].reset_index(drop=True)
    order = {theme: i for i, theme in enumerate(right.frame["theme"])}
    flows = flows.sort_values(
        "later", key=lambda names: names.map(order), kind="stable"
    ).reset_index(drop=True)
    used_left = dict.fromkeys(left.frame["theme"], 0.0)
    used_right = dict.fromkeys(right.frame["theme"], 0.0)
    ends = {}
    for i, row in flows.iterrows():
        ends[i] = [left.top(row["earlier"]) + used_left[row["earlier"]]]
        used_left[row["earlier"]] += row["passages"] * left.scale
    back = {theme: i for i, theme in enumerate(left.frame["theme"])}
    for i in flows["earlier"].map(back).sort_values(kind="stable").index:
        row = flows.loc[i]
        ends[i].append(right.top(row["later"]) + used_right[row["later"]])
        used_right[row["later"]] += row["passages"] * right.scale
    t = np.linspace(0, 1, _STEPS)
    smooth = t * t * (3 - 2 * t)
    parts = []
    for i, row in flows.iterrows():
        tall = float(row["passages"]) * left.scale
        middle = ends[i][0] + (ends[i][1] - ends[i][0]) * smooth
        kept = _KINDS[0] if row["same_id"] else _KINDS[1]
        kind = _KINDS[2] if row["what"] in ("part", "gone") else kept
        parts.append(
            pd.DataFrame(
                {
                    "band": str(i),
                    "kind": kind,
                    "x": _WORDS + _BAR + t * _BETWEEN,
                    "y": middle,
                    "y2": middle + tall,
                    "said": f"{row['earlier']}, to {row['later']}: "
                    f"{row['passages']} of {row['clear']} passages",
                }
            )
        )
    none = pd.DataFrame(columns=["band", "kind", "x", "y", "y2", "said"])
    return pd.concat(parts, ignore_index=True) if parts else none


def _title(rows: pd.DataFrame) -> str:
    counts = _fates(rows)
    n, on = sum(counts.values()), counts["goes on"]
    if not n:
        return "No earlier themes; all are new"
    return f"{on} of {n} earlier themes {'goes' if on == 1 else 'go'} on"


def _fates(rows: pd.DataFrame) -> dict[str, int]:
    told = rows[(rows["what"] != "part") & rows["earlier"].notna()]
    first = told.drop_duplicates("earlier")["what"]
    return {what: int((first == what).sum()) for what in _FATES}


def _subtitle(lineage: Lineage) -> list[str]:
    lines = [line for note in lineage.notes for line in textwrap.wrap(note, 95)]
    return [*lines, "Left: the earlier fit, right: the later. Width: passages"]


def _described(lineage: Lineage, rows: pd.DataFrame) -> str:
    counts = _fates(rows)
    born = list(rows.loc[rows["what"] == "born", "later"])
    n = sum(counts.values())
    fates = ", ".join(f"{k} {what}" for what, k in counts.items() if k)
    parts = [f"What became of {n} earlier themes: {fates or 'none'}.", *lineage.notes]
    told = rows[(rows["what"] != "part") & rows["earlier"].notna()]
    for row in told.itertuples():
        share = f"{row.passages} of {row.clear} passages"
        where = f"{share} in {row.later}" if isinstance(row.later, str) else "no trace"
        parts.append(f"{row.earlier}: {row.what}, {where}.")
    parts += [f"{theme}: new." for theme in born]
    return " ".join(parts)
