"""What texts show of a construct, code by code, with the machine's agreement."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from alsjournal.charts.theme import FOCUS, INK, TEXT, themed
from alsjournal.cleared import Cleared, Indicators
from alsjournal.errors import InputError

__all__ = ["indicator_profile", "indicator_table", "indicator_trend"]

_MOST = 20
"""Codes that one chart can hold and still be read."""

WIDE = 84
"""Letters of a line of the subtitle."""

_NAMES = {
    "element": "elements of reflection",
    "condition": "what helps and hinders",
    "aim": "aims of the set",
    "practice": "practices of system leadership",
}
_SAID = alt.DescriptionValue(value=alt.expr("datum.said"))
"""What a point says to a screen reader, and in its tooltip."""

_PARTS = [0, 0.25, 0.5, 0.75, 1]
_WORDS = (
    "datum.value === 0 ? 'none' : datum.value === 0.25 ? 'a quarter' : "
    "datum.value === 0.5 ? 'half' : datum.value === 0.75 ? 'three quarters' : 'all'"
)


@dataclass(frozen=True, repr=False, eq=False)
class _Rows:
    """The rows of one construct as a chart needs them."""

    frame: pd.DataFrame
    construct: str
    unit: str
    equal: bool
    agreement: str

    @property
    def title(self) -> str:
        return f"Found in the texts: {_NAMES.get(self.construct, self.construct)}"

    @property
    def subtitle(self) -> list[str]:
        who = "Members" if self.unit == "members" else "Reflections"
        wrote = self.frame["wrote"].dropna()
        n = f"; {_span(wrote)} wrote" if len(wrote) else ""
        how = "as if all had written as much" if self.equal else "of those who wrote"
        lines = [f"{who} who show it, {how}{n}.", "Bars: 95 % interval."]
        if self.hidden:
            names = ", ".join(self.hidden)
            lines.append(f"Too few, or nearly all, to be shown: {names}.")
        if self.frame["kappa"].notna().any():
            lines.append("In brackets: kappa, 1 if machine and reader always agree.")
        return [part for line in (*lines, self.agreement) for part in wrap(line, WIDE)]

    @property
    def hidden(self) -> list[str]:
        """The codes of which no number may be shown."""
        known = self.frame.groupby("code", sort=False)["value"].count()
        return [str(code) for code, n in known.items() if not n]

    @property
    def drawn(self) -> pd.DataFrame:
        """The rows of the codes of which something may be shown."""
        return self.frame[~self.frame["code"].isin(self.hidden)]

    @property
    def description(self) -> str:
        rows = self.frame[self.frame["value"].notna()]
        said = [f"{self.title}. {' '.join(self.subtitle)}"]
        if rows.empty:
            return f"{said[0]} No count may be shown."
        most = rows["value"].to_numpy(dtype=float).argmax()
        said.append(f"Highest: {rows['said'].iloc[most]}.")
        hidden = int(self.frame["value"].isna().sum())
        if hidden:
            said.append(f"{hidden} not shown, or nobody wrote.")
        return " ".join(said)


def indicator_trend(
    indicators: Indicators, construct: str | None = None, *, set_id: str | None = None
) -> alt.FacetChart:
    """Draw each code of a construct over the sessions, a panel a code.

    A point is the share of those who wrote that show it (for elements of reflection
    the share at equal length), a bar its 95 % interval. Points are not joined: a few
    sessions are too few to call a trend. A session whose count may not be shown is a
    gap with the reason (``<5``; a dash for withheld).

    Parameters
    ----------
    indicators : Indicators
        By session, or by set and session.
    construct : str, optional
        Which to draw; the first of the table by default.
    set_id : str, optional
        Which set, where the table is by set.

    Returns
    -------
    altair.FacetChart

    Raises
    ------
    InputError
        If it is no such table, is empty, has no such construct or set, or has several
        sets and none was chosen.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"construct": "element", "code": ["Learning"]})
    >>> rows = rows.assign(theme="Learning", session=1, raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(Indicators, rows, audience=who, policy=policy, by=("session",))
    >>> indicator_trend(table).to_dict()["title"]["text"]
    'Found in the texts: elements of reflection'
    """
    rows = _rows(indicators, construct, set_id)
    if rows.frame["session"].isna().any():
        msg = "A trend needs counts by session. Got others; put 'session' in by=."
        raise InputError(msg)
    sessions = sorted(int(s) for s in rows.frame["session"].unique())
    drawn = rows.drawn
    codes = list(dict.fromkeys(drawn["title"]))
    columns = ["title", "session", "value", "low", "high", "short", "said"]
    base = alt.Chart(drawn[columns])
    x = alt.X("session:O", sort=sessions, axis=alt.Axis(title="Session", labelAngle=0))
    gaps = base.transform_filter(alt.FieldValidPredicate(field="value", valid=False))
    words = gaps.mark_text(baseline="top", fontSize=TEXT, color=INK).encode(
        x=x, y=alt.YDatum(1), text="short:N", description=_SAID, tooltip=_SAID
    )
    layers = alt.layer(_marks(base.encode(x=x), along="y"), words).properties(
        width=alt.Step(38), height=110
    )
    panel = alt.Facet("title:N", title=None, sort=codes)
    chart: alt.FacetChart = _finished(
        layers.facet(facet=panel, columns=2 if len(codes) < 5 else 3), rows
    )
    return chart


def indicator_profile(
    indicators: Indicators, construct: str | None = None, *, set_id: str | None = None
) -> alt.LayerChart:
    """Draw each code of a construct over all sessions together, a line a code.

    Parameters
    ----------
    indicators : Indicators
        Not by session.
    construct, set_id : str, optional
        As in `indicator_trend`.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    InputError
        As `indicator_trend`, or if the table is by session.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"construct": "lens", "code": ["unlocking"]})
    >>> rows = rows.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(Indicators, rows, audience=who, policy=policy)
    >>> indicator_profile(table).to_dict()["title"]["text"]
    'Found in the texts: lens'
    """
    rows = _rows(indicators, construct, set_id)
    if rows.frame["session"].notna().any():
        msg = (
            "A profile needs counts over all sessions. Got counts by session; leave "
            "'session' out of by=."
        )
        raise InputError(msg)
    drawn = rows.drawn
    codes = list(dict.fromkeys(drawn["title"]))
    base = alt.Chart(drawn[["title", "value", "low", "high", "shown", "said"]])
    axis = alt.Axis(title=None, labelLimit=320)
    marks = _marks(base.encode(y=alt.Y("title:N", sort=codes, axis=axis)), along="x")
    words = base.mark_text(align="left", fontSize=TEXT, color=INK, aria=False).encode(
        y=alt.Y("title:N", sort=codes), x=alt.value(372), text="shown:N"
    )
    layers = alt.layer(marks, words).properties(width=360, height=alt.Step(30))
    chart: alt.LayerChart = _finished(layers, rows)
    return chart


def indicator_table(
    indicators: Indicators, construct: str | None = None, *, set_id: str | None = None
) -> pd.DataFrame:
    """Return what a chart of a construct shows as a table of words.

    Parameters
    ----------
    indicators : Indicators
    construct, set_id : str, optional
        As in `indicator_trend`.

    Returns
    -------
    pandas.DataFrame of str
        ``Shown``, ``Session`` where counts are by it, ``By`` (of those who wrote),
        ``Share`` (at equal length where it is), with its 95 % interval, and
        ``Agreement``.

    Raises
    ------
    InputError
        As `indicator_trend`.
    """
    found = _rows(indicators, construct, set_id)
    rows = found.frame
    out = pd.DataFrame({"Shown": rows["title"]})
    if rows["session"].notna().any():
        out["Session"] = rows["session"].astype("Int64").astype("str")
    out["By"] = rows["shown"]
    share = "Share at equal length" if found.equal else "Share"
    out[f"{share}, and 95 % interval"] = [
        "" if pd.isna(value) else f"{value:.2f} ({low:.2f} to {high:.2f})"
        for value, low, high in zip(
            rows["value"], rows["low"], rows["high"], strict=True
        )
    ]
    out["Agreement"] = rows["agreement"].fillna("").astype("str")
    return out


def _rows(indicators: Cleared, construct: str | None, set_id: str | None) -> _Rows:
    if not isinstance(indicators, Indicators):
        msg = (
            "A chart of indicators takes an Indicators table, as alsjournal.indicators "
            f"makes it. Got {type(indicators).__name__}."
        )
        raise InputError(msg)
    frame = indicators.to_frame()
    there = list(dict.fromkeys(frame["construct"].dropna().astype("str")))
    own = construct if construct is not None else next(iter(there), None)
    if own is None or own not in there:
        known = ", ".join(there) or "none"
        msg = f"construct must be one of the table's ({known}). Got another."
        raise InputError(msg)
    frame = _of_set(frame[frame["construct"] == own], set_id)
    if frame["code"].nunique() > _MOST or frame.duplicated(["code", "session"]).any():
        msg = (
            f"A chart takes up to {_MOST} codes, one row for each and session. Got "
            f"more; leave role and prompt out of by=, or choose a set with set_id=."
        )
        raise InputError(msg)
    equal = bool(frame["at_equal_length"].notna().any())
    columns = ["at_equal_length", "equal_low", "equal_high"]
    if not equal:
        columns = ["share", "low", "high"]
    for name, column in zip(("value", "low", "high"), columns, strict=True):
        frame[name] = frame[column].astype("Float64")
    frame["title"] = [_named(row) for row in frame.to_dict("records")]
    frame["short"] = frame["shown"].map(_short)
    frame["said"] = [_said(row) for row in frame.to_dict("records")]
    agreement = str(indicators.provenance.get(f"agreement of {own}", ""))
    return _Rows(frame, own, indicators.unit, equal, agreement)


def _of_set(frame: pd.DataFrame, set_id: str | None) -> pd.DataFrame:
    sets = sorted(frame["set_id"].dropna().astype("str").unique())
    if set_id is None and len(sets) < 2:
        return frame.reset_index(drop=True)
    if set_id not in sets:
        msg = (
            f"set_id must be one of the {len(sets)} sets of the table. Got "
            f"{'none' if set_id is None else 'another'}; or leave set_id out of by=."
        )
        raise InputError(msg)
    return frame[frame["set_id"] == set_id].reset_index(drop=True)


def _said(row: dict[Any, Any]) -> str:
    when = f", session {int(row['session'])}" if pd.notna(row["session"]) else ""
    part = f"; {row['value']:.0%} at equal length" if _equal(row) else ""
    return f"{row['title']}{when}: {row['shown']}{part}"


def _named(row: dict[Any, Any]) -> str:
    """Name a code, with the machine's agreement on it where that is known."""
    title = row["code"] if pd.isna(row["title"]) else row["title"]
    kappa = "" if pd.isna(row["kappa"]) else f" ({row['kappa']:.2f})"
    return f"{title}{kappa}"


def _short(shown: str) -> str:
    """Say in a sign or two why there is no point.

    Examples
    --------
    >>> [_short(words) for words in ("fewer than 5", "withheld", "nobody wrote")]
    ['<5', '\u2013', '']
    """
    if shown.startswith("fewer than"):
        return "<" + shown.rpartition(" ")[2]
    return "\u2013" if shown == "withheld" else ""


def _equal(row: dict[Any, Any]) -> bool:
    return bool(pd.notna(row["at_equal_length"]))


def _marks(base: Any, *, along: str) -> Any:
    """Draw intervals and points; what is not known is left out."""
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(title=None, values=_PARTS, labelExpr=_WORDS, grid=True)
    known = base.transform_filter(alt.FieldValidPredicate(field="value", valid=True))
    kind = alt.Y if along == "y" else alt.X
    bar = {along: kind("low:Q", scale=scale, axis=axis), f"{along}2": "high:Q"}
    bars = known.mark_rule(color=FOCUS[0], strokeWidth=3, aria=False).encode(**bar)
    points = known.mark_point(
        color=FOCUS[0], filled=True, size=90, opacity=1, stroke="#FFFFFF"
    ).encode(
        **{along: kind("value:Q", scale=scale, axis=axis)},
        description=_SAID,
        tooltip=_SAID,
    )
    return alt.layer(bars, points)


def _finished(chart: Any, rows: _Rows) -> Any:
    return themed(
        chart.properties(
            title=alt.TitleParams(text=rows.title, subtitle=rows.subtitle),
            description=rows.description,
        )
    )


def _span(numbers: pd.Series[Any]) -> str:
    low, high = int(numbers.min()), int(numbers.max())
    return f"{low}" if low == high else f"{low} to {high}"
