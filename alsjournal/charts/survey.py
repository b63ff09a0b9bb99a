"""What people said in the survey: a dot a question, its interval, and how many."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from alsjournal.charts._rows import in_words, rows_of
from alsjournal.charts.cells import short
from alsjournal.charts.heatmap import CENTRED, WRAPPED
from alsjournal.charts.theme import FOCUS, INK, TEXT, themed
from alsjournal.cleared import Cleared, SurveyItems
from alsjournal.errors import InputError

__all__ = ["survey_bars", "survey_rows", "survey_table"]

_MOST = 40
"""Questions that one chart can hold and still be read."""

_FEW = 50
"""People under whom counts are said and no percentages."""

_WORDS = (
    "{'0': 'none', '0.25': 'a quarter', '0.5': 'half', '0.75': 'three quarters', "
    "'1': 'all'}[toString(datum.value)]"
)


def survey_bars(
    items: SurveyItems, *, wave: str | None = None, set_id: str | None = None
) -> alt.LayerChart:
    """Draw by how many of those who answered each question was answered yes.

    A dot is the share of those who answered, the bar its 95 % interval, and beside it
    stands how many they are. Where fewer than 50 answered, no percentages are shown.

    Parameters
    ----------
    items : SurveyItems
        As ``alsjournal.survey_items`` makes it.
    wave : str, optional
        Draw this wave; the last by default.
    set_id : str, optional
        Draw this set. By default all together; of a table by set, the first.

    Returns
    -------
    altair.LayerChart
        Its ``description`` is the alternative text.

    Raises
    ------
    InputError
        If it is no such table, is empty, or has no such wave or set.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"item": ["acted"], "wave": ["end"], "shown": ["16 of 18"]})
    >>> rows = rows.assign(n=16, answered=18, share=0.89, low=0.67, high=0.97)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(SurveyItems, rows, audience=who, policy=policy)
    >>> survey_bars(table).to_dict()["title"]["text"]
    'What people said in the survey: end'
    """
    rows = survey_rows(items, wave=wave, set_id=set_id)
    drawn = rows[["name", "share", "low", "high", "shown", "said"]]
    few = bool((rows["answered"].dropna() < _FEW).any())
    ends = [0, 0.25, 0.5, 0.75, 1]
    labels: Any = {"labelExpr": _WORDS} if few else {"format": ".0%"}
    axis = alt.Axis(title="Of those who answered", grid=True, values=ends, **labels)
    scale = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y(
        "name:N",
        sort=list(drawn["name"]),
        axis=alt.Axis(title=None, labelExpr=WRAPPED, labelOffset=CENTRED),
    )
    base = alt.Chart(drawn).encode(y=y)
    known = base.transform_filter(alt.FieldValidPredicate(field="share", valid=True))
    said: Any = alt.expr("datum.said")
    bars = known.mark_rule(strokeWidth=3, color=FOCUS[0], aria=False)
    dots = known.mark_point(
        filled=True, size=140, opacity=1, color=FOCUS[0], stroke="#FFFFFF"
    )
    words = base.mark_text(align="left", fontSize=TEXT, color=INK, aria=False)
    lines = max(-(-len(name) // 30) for name in drawn["name"])
    chart: Any = alt.layer(
        bars.encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"),
        dots.encode(
            x=alt.X("share:Q", scale=scale, axis=axis),
            description=alt.DescriptionValue(value=said),
            tooltip="said:N",
        ),
        words.encode(x=alt.value("width"), text="shown:N", xOffset=alt.value(14)),
        data=drawn,
    ).properties(
        width=400,
        height=alt.Step(18 * min(lines, 4) + 14),
        title=alt.TitleParams(text=_title(rows), subtitle=_subtitle(rows)),
        description=_described(rows),
    )
    themed_chart: alt.LayerChart = themed(chart)
    return themed_chart


def survey_table(
    items: SurveyItems, *, wave: str | None = None, set_id: str | None = None
) -> pd.DataFrame:
    """Return what a chart of the survey shows, as a table of words.

    Parameters
    ----------
    items : SurveyItems
    wave, set_id : str, optional
        As in `survey_bars`.

    Returns
    -------
    pandas.DataFrame of str
        ``Question``, ``Said by``, ``95 % interval``, ``Be wary`` and ``Change``.

    Raises
    ------
    InputError
        As `survey_bars`.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"item": ["acted"], "wave": ["end"], "shown": ["16 of 18"]})
    >>> rows = rows.assign(in_words="16 of the 18 who answered", n=16, answered=18)
    >>> rows = rows.assign(share=0.89, low=0.67, high=0.97)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(SurveyItems, rows, audience=who, policy=policy)
    >>> survey_table(table).iloc[0, :3].tolist()
    ['acted', '16 of the 18 who answered', '0.67 to 0.97']
    """
    rows = survey_rows(items, wave=wave, set_id=set_id)
    out = pd.DataFrame({"Question": rows["asked"], "Said by": rows["in_words"]})
    out["95 % interval"] = [
        "" if pd.isna(low) else f"{low:.2f} to {high:.2f}"
        for low, high in zip(rows["low"], rows["high"], strict=True)
    ]
    out["Be wary"], out["Change"] = rows["ceiling"], rows["change_in_words"]
    return in_words(out)


def survey_rows(
    items: Cleared, *, wave: str | None = None, set_id: str | None = None
) -> pd.DataFrame:
    """Return the rows of one wave and one set, the largest share first.

    Parameters
    ----------
    items : SurveyItems
    wave, set_id : str, optional
        As in `survey_bars`.

    Returns
    -------
    pandas.DataFrame
        The columns of the table with ``asked``, the question; ``name``, what it is
        called in a chart; and ``said``, what its dot says.

    Raises
    ------
    InputError
        As `survey_bars`.
    """
    what = "A chart of the survey"
    frame = rows_of(items, SurveyItems, what=what, maker="survey_items", one="question")
    for name, asked, place in (("set_id", set_id, 0), ("wave", wave, -1)):
        values = frame[name].dropna()
        chosen = values.iloc[place] if asked is None and len(values) else asked
        if chosen is None:
            continue
        frame = frame[frame[name] == chosen]
        if frame.empty:
            msg = (
                f"{name} must be one of the table. Got another; see the column {name} "
                f"of its to_frame()."
            )
            raise InputError(msg)
    order = frame.assign(far=frame["share"].astype(float).fillna(-1.0))
    rows = order.sort_values("far", ascending=False, kind="stable").head(_MOST)
    rows = rows.drop(columns="far").reset_index(drop=True)
    for column in ("share", "low", "high"):
        rows[column] = pd.to_numeric(rows[column], errors="coerce").astype(float)
    rows["asked"] = [_asked(row) for row in rows.to_dict("records")]
    names = [short(asked, words=16, letters=110) for asked in rows["asked"]]
    rows["name"] = _distinct(names)
    rows["shown"] = rows["shown"].astype("str")
    rows["said"] = [
        f"{asked}: {shown}"
        for asked, shown in zip(rows["asked"], rows["shown"], strict=True)
    ]
    return rows


def _asked(row: dict[Any, Any]) -> str:
    """Return the question, with what counts as yes where that is another word."""
    asked = str(row["item"] if pd.isna(row["question"]) else row["question"])
    means = row["counts_as"]
    return asked if pd.isna(means) or means == "yes" else f"{means}: {asked}"


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _title(rows: pd.DataFrame) -> str:
    return f"What people said in the survey: {short(str(rows['wave'].iloc[0]), 3)}"


def _subtitle(rows: pd.DataFrame) -> list[str]:
    sets = rows["set_id"].dropna().unique()
    one = f"Set {sets[0]}. " if len(sets) else ""
    return [
        f"{one}{_turnout(rows)}".strip(),
        "Dots: of those who answered; bars: 95 % interval",
    ]


def _turnout(rows: pd.DataFrame) -> str:
    answered, invited = rows["answered"].dropna(), rows["invited"].dropna()
    if answered.empty:
        return "Too few answered for any number to be shown."
    low, high = int(answered.min()), int(answered.max())
    said = f"{low:,} answered" if low == high else f"{low:,} to {high:,} answered"
    return said + (f", of {int(invited.iloc[0]):,} invited." if len(invited) else ".")


def _described(rows: pd.DataFrame) -> str:
    head = (
        f"By how many of those who answered each of {len(rows)} "
        f"question{'s' * (len(rows) != 1)} of the survey was answered yes, at "
        f"{rows['wave'].iloc[0]}."
    )
    return " ".join([head, _turnout(rows), *(f"{said}." for said in rows["said"])])
