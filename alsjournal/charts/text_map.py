"""Texts on a plane: one theme in focus, the others grey."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from alsjournal.charts._rows import rows_of
from alsjournal.charts.cells import short
from alsjournal.charts.heatmap import STEPS
from alsjournal.charts.theme import FOCUS, PAPER, SEQUENTIAL, themed
from alsjournal.cleared import TextMap
from alsjournal.errors import InputError

__all__ = ["AREA", "NO_THEME", "area_of", "text_map_chart", "text_map_table"]

AREA = "The map"
"""What the part of the picture that holds the texts is called."""

NO_THEME = "no theme"
"""What texts without a theme are listed as."""

_GREY = "#767D82"  # all alike: each must stand out from the paper
_LONG, _LEAST, _MOST = 600, 240, 600
_NINE = (
    ("lower left", "lower middle", "lower right"),
    ("middle left", "middle", "middle right"),
    ("upper left", "upper middle", "upper right"),
)


def text_map_chart(texts: TextMap, *, theme: str | None = None) -> alt.LayerChart:
    """Draw where texts lie, as points or, of many, as counts in squares.

    Parameters
    ----------
    texts : TextMap
        As ``alsjournal.text_map`` makes it.
    theme : str, optional
        The theme in focus: its texts are dark and larger, the others grey. In squares
        the shade is then its share of the texts there, else how many there are.

    Returns
    -------
    altair.LayerChart
        Its data are places, with a count where there are squares; its ``description``
        is the alternative text.

    Raises
    ------
    InputError
        If it is no such table, is empty, or has no such theme.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"x": [0.1, 0.2], "y": [0.1, 0.3], "theme": "Cover"})
    >>> policy, who = policy_named("default"), Audience.research()
    >>> rows = rows.assign(texts=1)
    >>> table = clear(TextMap, rows, audience=who, policy=policy)
    >>> text_map_chart(table, theme="Cover").to_dict()["title"]["text"]
    'Where texts lie by what they say'
    """
    rows = _rows(texts)
    if theme is not None and theme not in set(rows["theme"]) | _named(texts):
        msg = "theme must be one of the map. Got another."
        raise InputError(msg)
    area = area_of(texts)
    (left, right), (low, high) = area["x"], area["y"]
    scales = {
        "x": alt.Scale(domain=[left, right], nice=False, zero=False),
        "y": alt.Scale(domain=[low, high], nice=False, zero=False),
    }
    ground = _ground(area, scales)
    side = _side(texts)
    many = _squares(rows, theme, side, scales) if _in_squares(texts) else None
    layers = _points(rows, theme, scales) if many is None else [many]
    height = _LONG * (high - low) / (right - left)
    chart: Any = alt.layer(ground, *layers).properties(
        width=_LONG,
        height=float(np.clip(height, _LEAST, _MOST)),
        title=alt.TitleParams(
            text="Where texts lie by what they say",
            subtitle=_subtitle(texts, rows, theme),
        ),
        description=_described(texts, rows, theme),
    )
    drawn: alt.LayerChart = themed(chart)
    return drawn


def text_map_table(texts: TextMap) -> pd.DataFrame:
    """Return what the map shows as a table of words: a row a theme.

    Parameters
    ----------
    texts : TextMap

    Returns
    -------
    pandas.DataFrame of str
        ``Theme``, ``Texts``, and ``Where most of them lie``, of nine parts of the map.

    Raises
    ------
    InputError
        As `text_map_chart`.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"x": [0.1, 0.9], "y": [0.1, 0.9], "theme": "Cover"})
    >>> rows = rows.assign(texts=[2, 1])
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(TextMap, rows, audience=who, policy=policy)
    >>> text_map_table(table).values.tolist()
    [['Cover', '3', 'lower left (2 of 3)']]
    """
    rows = _rows(texts)
    sizes = rows.groupby("theme")["texts"].sum().sort_index()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    empty = sorted(_named(texts) - set(sizes.index))
    most = _where(texts, rows)
    named = [(str(theme), int(n)) for theme, n in sizes.items()]
    return pd.DataFrame(
        {
            "Theme": [*sizes.index, *empty],
            "Texts": [*(f"{n:,}" for n in sizes), *("0" for _ in empty)],
            "Where most of them lie": [
                *(f"{most[t][0]} ({most[t][1]:,} of {n:,})" for t, n in named),
                *("" for _ in empty),
            ],
        },
        dtype="str",
    )


def area_of(texts: TextMap) -> dict[str, Any]:
    """Return the name of the part that holds the texts, and from where to where it is.

    Parameters
    ----------
    texts : TextMap

    Returns
    -------
    dict
        ``name``; ``x`` and ``y``, from and to.
    """
    rows = _rows(texts)
    room = 0.04  # so that a rectangle can begin beside the outermost
    out: dict[str, Any] = {"name": AREA}
    for column in ("x", "y"):
        ends = float(rows[column].min()) - room, float(rows[column].max()) + room
        out[column] = [round(ends[0], 4), round(ends[1], 4)]
    return out


def _rows(texts: TextMap) -> pd.DataFrame:
    frame = rows_of(texts, TextMap, what="A map", maker="text_map", one="text")
    frame["theme"] = frame["theme"].astype("object").where(frame["theme"].notna())
    frame["theme"] = frame["theme"].fillna(NO_THEME).astype("str")
    return frame.astype({"x": float, "y": float, "texts": int})


def _named(texts: TextMap) -> set[str]:
    """Every theme that the map knows, raised or not."""
    named: Any = texts.provenance.get("themes", ())
    return {str(one) for one in named}


def _side(texts: TextMap) -> float:
    side: Any = texts.provenance.get("side", 0.01)
    return float(side)


def _in_squares(texts: TextMap) -> bool:
    return _side(texts) > 0.02


def _ground(area: dict[str, Any], scales: dict[str, alt.Scale]) -> alt.Chart:
    (left, right), (low, high) = area["x"], area["y"]
    ends = pd.DataFrame({"x": [left], "x2": [right], "y": [low], "y2": [high]})
    box = alt.Chart(ends).mark_rect(fill=PAPER, stroke="#8A9299", strokeWidth=1)
    drawn: alt.Chart = box.encode(
        x=alt.X("x:Q", scale=scales["x"], axis=None),
        x2="x2:Q",
        y=alt.Y("y:Q", scale=scales["y"], axis=None),
        y2="y2:Q",
        description=alt.DescriptionValue(value=AREA),
    )
    return drawn


def _points(
    rows: pd.DataFrame, theme: str | None, scales: dict[str, alt.Scale]
) -> list[alt.Chart]:
    """The others first, so that those in focus lie on top."""
    on = rows["theme"] == theme
    out = []
    looks: tuple[tuple[pd.Series[bool], dict[str, Any]], ...] = (
        (~on, {"size": 22, "color": _GREY if theme is None else FOCUS[1]}),
        (on, {"size": 70, "color": FOCUS[0], "stroke": PAPER, "strokeWidth": 1}),
    )
    for some, look in looks:
        places = rows.loc[some, ["x", "y"]].drop_duplicates()
        if len(places):
            dots = alt.Chart(places).mark_circle(opacity=1, aria=False, **look)
            x = alt.X("x:Q", scale=scales["x"], axis=None)
            out.append(dots.encode(x=x, y=alt.Y("y:Q", scale=scales["y"], axis=None)))
    return out


def _squares(
    rows: pd.DataFrame, theme: str | None, side: float, scales: dict[str, alt.Scale]
) -> alt.Chart:
    counts = _counted(rows, theme)
    if theme is None:
        cuts = _cuts(counts["texts"])
        shades = SEQUENTIAL[1 : len(cuts) + 2]
        counts["shade"] = counts["texts"].astype(float)
        counts["said"] = [f"{n:,} text{'s' * (n != 1)}" for n in counts["texts"]]
    else:
        cuts, shades = list(STEPS), SEQUENTIAL
        counts["shade"] = counts["own"] / counts["texts"]
        both = zip(counts["own"], counts["texts"], strict=True)
        counts["said"] = [f"{own:,} of {n:,} text{'s' * (n != 1)}" for own, n in both]
    for name in ("x", "y"):
        counts[f"{name}2"] = (counts[name] + side / 2).round(6)
        counts[name] = (counts[name] - side / 2).round(6)
    scale = alt.Scale(type="threshold", domain=cuts, range=list(shades))
    drawn = counts[["x", "x2", "y", "y2", "shade", "said"]]
    squares: alt.Chart = (
        alt.Chart(drawn)
        .mark_rect(aria=False, stroke="#D9DCDD", strokeWidth=0.5)
        .encode(
            x=alt.X("x:Q", scale=scales["x"], axis=None),
            x2="x2:Q",
            y=alt.Y("y:Q", scale=scales["y"], axis=None),
            y2="y2:Q",
            color=alt.Color("shade:Q", scale=scale, legend=None),
            tooltip="said:N",
        )
    )
    return squares


def _counted(rows: pd.DataFrame, theme: str | None) -> pd.DataFrame:
    """Texts in each square, and how many of them are on the theme."""
    own = rows["texts"].where(rows["theme"] == theme, 0)
    counts = rows.assign(own=own).groupby(["x", "y"])[["texts", "own"]].sum()
    return counts.reset_index()


def _cuts(texts: pd.Series[int]) -> list[float]:
    """Where the shade changes: quarters of the squares, as far as they differ."""
    found = {float(np.ceil(texts.quantile(q))) for q in (0.25, 0.5, 0.75)}
    return sorted(cut for cut in found if cut > texts.min()) or [float(texts.max() + 1)]


def _subtitle(texts: TextMap, rows: pd.DataFrame, theme: str | None) -> list[str]:
    n = int(rows["texts"].sum())
    out = [f"{n:,} texts. {_kept(texts)}".strip()]
    squares = _in_squares(texts)
    if theme is not None:
        own = int(rows.loc[rows["theme"] == theme, "texts"].sum())
        how = "Darker: more of a square's texts are on" if squares else "Large, dark:"
        out.append(f"{how} {short(theme, 6)} ({own:,} of {n:,})")
    elif squares:
        cuts = _cuts(_counted(rows, None)["texts"])
        steps = ", ".join(f"{cut:,.0f}" for cut in cuts)
        out.append(f"Darker: more texts in a square (steps at {steps})")
    return out


def _kept(texts: TextMap) -> str:
    kept: Any = texts.provenance.get("kept")
    if kept is None:
        return ""
    return f"The plane keeps {kept:.0%} of what tells them apart"


def _described(texts: TextMap, rows: pd.DataFrame, theme: str | None) -> str:
    n = int(rows["texts"].sum())
    said = [f"A map of {n:,} texts, near to each other as far as what they say is."]
    said += [f"{kept}."] if (kept := _kept(texts)) else []
    if theme is not None:
        own = int(rows.loc[rows["theme"] == theme, "texts"].sum())
        said.append(f"{own:,} are on the theme {theme}.")
        if own:
            part, most = _where(texts, rows)[theme]
            said.append(f"Most of these lie {part}: {most:,}.")
    return " ".join(said)


def _where(texts: TextMap, rows: pd.DataFrame) -> dict[str, tuple[str, int]]:
    """Return of each theme the part of the map with most of its texts, of nine."""
    area = area_of(texts)
    thirds = []
    for column in ("x", "y"):
        low, high = area[column]
        third = np.floor((rows[column] - low) / (high - low) * 3).clip(0, 2)
        thirds.append(third.astype(int))
    part = [_NINE[y][x] for x, y in zip(*thirds, strict=True)]
    sums = rows.assign(part=part).groupby(["theme", "part"])["texts"].sum()
    top = sums.reset_index().sort_values(
        ["theme", "texts", "part"], ascending=[True, False, True]
    )
    top = top.drop_duplicates("theme")
    return {
        str(row["theme"]): (str(row["part"]), int(row["texts"]))
        for row in top.to_dict("records")
    }
