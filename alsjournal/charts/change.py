"""How far each theme moved, with its interval, and what may be said of it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from alsjournal.charts._rows import in_words, rows_of
from alsjournal.charts.cells import short
from alsjournal.charts.theme import FOCUS, INK, TEXT, themed
from alsjournal.cleared import Change, Cleared
from alsjournal.errors import InputError

__all__ = ["change_table", "theme_changes"]

_MOST = 40
"""Themes that one chart can hold and still be read."""

_NOT_CALLED = "too few to tell"


def theme_changes(change: Change, *, set_id: str | None = None) -> alt.LayerChart:
    """Draw how far each theme moved over the sessions, and the verdict beside it.

    A point is the change of the share of those who wrote, in points, within the same
    people or sets, with its 95 % interval where the audience may see it. Themes of
    which a change is called are in colour, the others grey. What too few raised for
    a change to be estimated has its verdict and no point.

    Parameters
    ----------
    change : Change
        As ``alsjournal.theme_change`` makes it.
    set_id : str, optional
        Draw this set. By default all of them together.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    InputError
        If it is no table of changes, is empty, or has no such set.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"theme": ["Trust"], "verdict": ["rising"]})
    >>> rows = rows.assign(change=0.3, change_low=0.1, change_high=0.5)
    >>> rows = rows.assign(first_session=1, last_session=6, wrote=24, raised=12)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(Change, rows, audience=who, policy=policy)
    >>> theme_changes(table).to_dict()["title"]["text"]
    'How far each theme moved, sessions 1 to 6'
    """
    rows = _rows(change, set_id)
    drawn = rows[
        ["name", "theme", "verdict", "points", "low", "high", "called", "said"]
    ]
    order = list(drawn["name"])
    y = alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelLimit=320))
    furthest = drawn[["points", "low", "high"]].abs().max().max()
    reach = 10.0 if pd.isna(furthest) else float(furthest)
    edge = 20 * (int(reach // 20) + 1)
    scale = alt.Scale(domain=[-edge, edge], nice=False)
    axis = alt.Axis(
        title="Change in 100 of those who wrote",
        grid=True,
        values=list(range(-edge, edge + 1, 10 if edge <= 40 else 20)),
        labelExpr="datum.value === 0 ? '0' : format(datum.value, '+d')",
    )
    x = alt.X("points:Q", scale=scale, axis=axis)
    colour = alt.condition("datum.called", alt.value(FOCUS[0]), alt.value("#8A8F93"))
    base = alt.Chart(drawn).encode(y=y)
    known = base.transform_filter(alt.FieldValidPredicate(field="points", valid=True))
    said: Any = alt.expr("datum.said")
    name = alt.DescriptionValue(value=said)
    zero = alt.Chart().mark_rule(color=INK, strokeWidth=1, aria=False)
    bars = known.transform_filter(
        alt.FieldValidPredicate(field="low", valid=True)
    ).mark_rule(strokeWidth=3, aria=False)
    points = known.mark_point(filled=True, size=120, opacity=1, stroke="#FFFFFF")
    words = base.mark_text(align="left", fontSize=TEXT, color=INK, aria=False)
    chart: Any = alt.layer(
        zero.encode(x=alt.XDatum(0, scale=scale, axis=axis)),
        bars.encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=colour
        ),
        points.encode(x=x, color=colour, description=name, tooltip="said:N"),
        words.encode(x=alt.value("width"), text="verdict:N", xOffset=alt.value(12)),
        data=drawn,
    ).properties(
        width=360,
        height=alt.Step(26),
        title=alt.TitleParams(text=_title(rows), subtitle=_subtitle(change, rows)),
        description=_described(change, rows),
    )
    themed_chart: alt.LayerChart = themed(chart)
    return themed_chart


def change_table(change: Change, *, set_id: str | None = None) -> pd.DataFrame:
    """Return what a chart of changes shows, as a table of words.

    Parameters
    ----------
    change : Change
    set_id : str, optional

    Returns
    -------
    pandas.DataFrame of str
        ``Theme``, ``Verdict``, ``Change`` (in points, with its interval),
        ``Evidence`` and ``Be wary``.

    Raises
    ------
    InputError
        As `theme_changes`.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"theme": ["Trust"], "verdict": ["rising"]})
    >>> rows = rows.assign(change=0.3, change_low=0.1, change_high=0.5)
    >>> rows = rows.assign(first_session=1, last_session=6, wrote=24, raised=12)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(Change, rows, audience=who, policy=policy)
    >>> change_table(table)[["Theme", "Verdict", "Change"]].values.tolist()
    [['Trust', 'rising', '+30 (+10 to +50)']]
    """
    rows = _rows(change, set_id)
    out = pd.DataFrame({"Theme": rows["theme"], "Verdict": rows["verdict"]})
    out["Change"] = [_moved(row) for row in rows.to_dict("records")]
    out["Evidence"], out["Be wary"] = rows["evidence"], rows["warning"]
    return in_words(out)


def _rows(change: Cleared, set_id: str | None) -> pd.DataFrame:
    """Return the rows of one group, the largest called change first."""
    frame = rows_of(
        change, Change, what="A chart of changes", maker="theme_change", one="theme"
    )
    groups = frame[["parent", "set_id", "role"]].astype("object")
    if set_id is None:
        same = groups.fillna("") == groups.iloc[0].fillna("")
        rows = frame[same.all(axis=1)]
    else:
        rows = frame[groups["set_id"] == set_id]
    if rows.empty:
        msg = (
            "set_id must be a set of the table. Got another; see the column set_id of "
            "its to_frame()."
        )
        raise InputError(msg)
    rows = rows.reset_index(drop=True)
    for name, column in (
        ("points", "change"),
        ("low", "change_low"),
        ("high", "change_high"),
    ):
        rows[name] = pd.to_numeric(rows[column], errors="coerce").astype(float) * 100
    rows["called"] = ~rows["verdict"].isin([_NOT_CALLED, "steady"])
    order = rows.assign(far=rows["points"].abs().fillna(-1))
    order = order.sort_values(
        ["called", "far", "theme"], ascending=[False, False, True]
    ).head(_MOST)
    rows = rows.loc[order.index].reset_index(drop=True)
    rows["name"] = _distinct([short(theme, words=6) for theme in rows["theme"]])
    rows["said"] = [
        f"{row['theme']}: {row['verdict']}{_after(_moved(row))}"
        for row in rows.to_dict("records")
    ]
    return rows


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _after(moved: str) -> str:
    return f", {moved} points" if moved else ""


def _moved(row: dict[Any, Any]) -> str:
    if pd.isna(row["points"]):
        return ""
    if pd.isna(row["low"]):
        return f"about {_signed(row['points'])}"
    return f"{_signed(row['points'])} ({_signed(row['low'])} to {_signed(row['high'])})"


def _signed(points: float) -> str:
    whole = round(points)
    return f"{whole:+d}" if whole else "0"


def _sessions(rows: pd.DataFrame) -> str:
    if rows["last_session"].isna().all():  # so few wrote that this is withheld too
        return "all sessions"
    first, last = int(rows["first_session"].min()), int(rows["last_session"].max())
    return f"sessions {first} to {last}"


def _title(rows: pd.DataFrame) -> str:
    return f"How far each theme moved, {_sessions(rows)}"


def _subtitle(change: Change, rows: pd.DataFrame) -> list[str]:
    sets = rows["set_id"].dropna().unique()
    one = f"Set {sets[0]}. " if len(sets) == 1 else ""
    wrote = rows["wrote"].dropna()
    who = "people" if change.unit == "members" else "texts"
    n = f"{int(wrote.max()):,} {who} wrote. " if len(wrote) else ""
    known = rows["low"].notna().any()
    bars = "Bars: 95 % interval." if known else "Rounded, and only what is called."
    basis = rows["basis"].dropna().unique()
    within = f"Within {basis[0]}. " if len(basis) == 1 else ""
    return [f"{one}{n}{within}".strip(), f"{bars} Grey: cannot be told, or steady"]


def _described(change: Change, rows: pd.DataFrame) -> str:
    called = rows[rows["called"]]
    who = "members" if change.unit == "members" else "reflections"
    themes = f"{len(rows)} theme{'s' * (len(rows) != 1)}"
    what = f"By how much the share of {who} who raised each of {themes} changed"
    said = [f"{what} over {_sessions(rows)}."]
    said += [f"{text}." for text in called["said"]] or ["No change may be called."]
    others = rows.loc[~rows["called"], "verdict"].value_counts()
    said += [f"{int(n)} {verdict}." for verdict, n in others.items()]
    return " ".join(said)
