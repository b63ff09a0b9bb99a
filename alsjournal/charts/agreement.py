"""The codes of two coders side by side: where they meet, where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from alsjournal.charts._rows import rows_of
from alsjournal.charts.heatmap import CENTRED, STEPS, WRAPPED
from alsjournal.charts.theme import CATEGORICAL, INK, PAPER, SEQUENTIAL, TEXT, themed
from alsjournal.cleared import CodePairs
from alsjournal.errors import InputError

__all__ = [
    "BOTH",
    "NO_CODE",
    "code_pairs_chart",
    "code_pairs_rows",
    "code_pairs_table",
    "kappa_in_words",
]

BOTH = "both"
NO_CODE = "no code"
"""What the codes of a unit to which a coder gave none are listed as."""

_MOST = 40
_WIDE = 0.07  # the part of a bar that is wide enough for its number
_INKS = (PAPER, INK, PAPER)


def code_pairs_chart(
    pairs: CodePairs, *, codes: Sequence[str] | None = None
) -> alt.LayerChart:
    """Draw how often the codes of two coders met.

    Where units have several codes each code is a bar of the units that either gave it:
    both, only the first, only the second. Where they have one, the codes of the first
    are rows and those of the second columns, with how often they met. Beside each code
    stands its kappa with the 95 % interval and the number of units.

    Parameters
    ----------
    pairs : CodePairs
        As ``alsjournal.coders.coding_pairs`` makes it.
    codes : sequence of str, optional
        Draw only these.

    Returns
    -------
    altair.LayerChart
        Its ``description`` is the alternative text.

    Raises
    ------
    InputError
        If it is no such table, or has more than 40 codes and none were chosen.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"coder_a": ["ann"], "coder_b": ["ben"]})
    >>> rows = rows.assign(code_a="cover", code_b="cover", warning="")
    >>> rows = rows.assign( units=5, kappa=0.8, n_units=9, n_texts=9)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(CodePairs, rows, audience=who, policy=policy, unit="texts")
    >>> code_pairs_chart(table).to_dict()["title"]["text"]
    'Where two coders meet, and where they differ'
    """
    rows = code_pairs_rows(pairs, codes=codes)
    n = rows.loc[rows["code"] != NO_CODE, "code"].nunique()
    if n > _MOST:
        msg = f"A chart has at most {_MOST} codes. Got {n:,}; choose some with codes=."
        raise InputError(msg)
    one = pairs.provenance.get("labels") == "one"
    chart: Any = _matrix(rows) if one else _bars(rows)
    drawn: alt.LayerChart = themed(
        chart.properties(
            title=alt.TitleParams(
                text="Where two coders meet, and where they differ",
                subtitle=_subtitle(pairs, rows, one=one),
            ),
            description=_described(pairs, rows),
        )
    )
    return drawn


def code_pairs_rows(
    pairs: CodePairs, *, codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return what a chart is drawn from: a row a cell, the code of most units first.

    Parameters
    ----------
    pairs : CodePairs
    codes : sequence of str, optional
        Only these.

    Returns
    -------
    pandas.DataFrame
        The columns of the table, with ``code``, the row of a cell; ``part``, its
        column; ``said``, what it says; and ``figure``, kappa in words.

    Raises
    ------
    InputError
        If it is no such table, or is empty.
    """
    maker = "coders.coding_pairs"
    rows = rows_of(pairs, CodePairs, what="A chart of coders", maker=maker, one="code")
    first, second = map(str, rows[["coder_a", "coder_b"]].iloc[0])
    rows["units"] = rows["units"].astype(int)
    if pairs.provenance.get("labels") == "one":
        rows = _filled(rows)
    a, b = (rows[c].astype("object").where(rows[c].notna()) for c in _PAIR)
    if pairs.provenance.get("labels") == "one":
        rows["code"], rows["part"] = a.fillna(NO_CODE), b.fillna(NO_CODE)
        said = rows["code"] + " for " + first + ", " + rows["part"] + " for " + second
    else:
        rows["code"] = a.fillna(b)
        rows["part"] = BOTH
        rows.loc[b.isna(), "part"] = f"only {first}"
        rows.loc[a.isna(), "part"] = f"only {second}"
        said = rows["code"] + ", " + rows["part"]
    one = pairs.unit.removesuffix("s")
    counts = [f": {n:,} {one}{'s' * (n != 1)}" for n in rows["units"]]
    rows["said"] = said + pd.Series(counts, index=rows.index, dtype="str")
    order = _order(rows)
    rows["both"] = a.notna() & (a == b)
    if codes is not None:
        rows = rows[rows["code"].isin(codes) & rows["part"].isin(_parts(rows, codes))]
    rows = rows.assign(rank=rows["code"].map(order))
    own = rows[rows["both"]].set_index("code")
    words = {code: kappa_in_words(row) for code, row in own.T.items()}
    rows["figure"] = rows["code"].map(words).fillna("")
    rows["column"] = rows["part"].map(order).fillna(0)
    by = ["rank", "column"] if pairs.provenance.get("labels") == "one" else ["rank"]
    return rows.sort_values(by, kind="stable").reset_index(drop=True)


def code_pairs_table(
    pairs: CodePairs, *, codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return what the chart shows as a table of words.

    Parameters
    ----------
    pairs : CodePairs
    codes : sequence of str, optional
        As in `code_pairs_chart`.

    Returns
    -------
    pandas.DataFrame of str
        A row a code, with the units of each part, ``Kappa`` and ``Be wary``; where
        units have one code, a row for each two codes.
    """
    rows = code_pairs_rows(pairs, codes=codes)
    first, second = map(str, rows[["coder_a", "coder_b"]].iloc[0])
    wary = rows.dropna(subset=["warning"]).set_index("code")["warning"]
    said = dict(wary[wary != ""].astype("str"))
    if pairs.provenance.get("labels") == "one":
        rows = rows[(rows["units"] > 0) | (rows["code"] == rows["part"])]
        same = rows["code"] == rows["part"]
        out = rows[["code", "part", "units"]].astype("str")
        out["Kappa"] = rows["figure"].where(same, "")
        out["Be wary"] = [
            said.get(code, "") if alike else ""
            for code, alike in zip(rows["code"], same, strict=True)
        ]
        names = {"code": first, "part": second, "units": pairs.unit.capitalize()}
        return out.rename(columns=names).astype("str")
    wide = rows.pivot_table(
        index="code", columns="part", values="units", aggfunc="sum", sort=False
    )
    parts = [BOTH, f"only {first}", f"only {second}"]
    wide = wide.reindex(columns=parts).fillna(0).astype(int).map("{:,}".format)
    wide.columns = pd.Index([part.capitalize() for part in parts[:1]] + parts[1:])
    figures = rows.drop_duplicates("code").set_index("code")["figure"]
    out = wide.assign(Kappa=figures).reset_index(names="Code")
    out["Be wary"] = [said.get(code, "") for code in out["Code"]]
    return out.astype("str")


def kappa_in_words(row: Any) -> str:
    """``"kappa 0.62 (0.48 to 0.74), n 83"``, or that there is none.

    Parameters
    ----------
    row : mapping
        With ``kappa``, ``kappa_low``, ``kappa_high`` and ``n_units``.
    """
    n = "" if pd.isna(row["n_units"]) else f", n {int(row['n_units']):,}"
    if pd.isna(row["kappa"]):
        return f"no kappa{n}"
    low, high = row["kappa_low"], row["kappa_high"]
    between = "" if pd.isna(low) else f" ({low:.2f} to {high:.2f})"
    return f"kappa {row['kappa']:.2f}{between}{n}"


_PAIR = ("code_a", "code_b")


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the pairs of codes that never met, so that the matrix has no hole."""
    each = [rows[c].drop_duplicates() for c in _PAIR]
    grid = each[0].to_frame().merge(each[1].to_frame(), how="cross")
    out = grid.merge(rows, on=list(_PAIR), how="left")
    for column in ("coder_a", "coder_b", "kind"):
        out[column] = rows[column].iloc[0]
    out["units"] = out["units"].fillna(0).astype(int)
    return out


def _order(rows: pd.DataFrame) -> dict[str, int]:
    """Rank codes by in how many units either coder gave them; none comes last."""
    sizes = rows.groupby("code")["units"].sum().sort_index()
    names = list(sizes.sort_values(ascending=False, kind="stable").index)
    names += sorted(set(rows["part"]) - set(names))
    last = [name for name in names if name == NO_CODE]
    named = [name for name in names if name != NO_CODE]
    return {name: i for i, name in enumerate([*named, *last])}


def _parts(rows: pd.DataFrame, codes: Sequence[str]) -> set[str]:
    """The columns that go with these rows."""
    known = set(rows["code"]) | {NO_CODE}
    return (set(rows["part"]) - known) | set(codes)


def _bars(rows: pd.DataFrame) -> Any:
    parts = list(dict.fromkeys(rows["part"]))
    data = rows[["code", "part", "units", "said", "figure"]].copy()
    whole = data.groupby("code")["units"].transform("sum").clip(lower=1)
    share = data["units"] / whole
    data["end"] = share.groupby(data["code"]).cumsum()
    data["start"] = data["end"] - share
    data["middle"] = (data["start"] + data["end"]) / 2
    data["number"] = data["units"].map("{:,}".format).where(share >= _WIDE, "")
    scale = alt.Scale(domain=[0, 1], nice=False)
    base = alt.Chart(data).encode(y=_rows_of(rows))
    colour = alt.Color(
        "part:N",
        scale=alt.Scale(domain=parts, range=list(CATEGORICAL[:3])),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )
    bars = base.transform_filter("datum.units > 0").mark_bar(
        stroke=PAPER, strokeWidth=1, cursor="pointer"
    )
    x: dict[str, Any] = {"scale": scale, "axis": None}
    ink = alt.Color("part:N", scale=alt.Scale(domain=parts, range=list(_INKS)))
    said: Any = alt.expr("datum.said")
    return (
        alt.layer(
            bars.encode(
                x=alt.X("start:Q", **x),
                x2="end:Q",
                color=colour,
                description=alt.DescriptionValue(value=said),
                tooltip="said:N",
            ),
            base.mark_text(fontSize=TEXT, aria=False).encode(
                x=alt.X("middle:Q", **x), text="number:N", color=ink.legend(None)
            ),
            _figures(base),
        )
        .resolve_scale(color="independent")
        .properties(width=300, height=_step(rows))
    )


def _matrix(rows: pd.DataFrame) -> Any:
    data = rows[["code", "part", "units", "said", "figure"]].copy()
    codes = list(dict.fromkeys(data["code"]))
    order = _order(rows)
    columns = sorted(set(data["part"]) | set(codes), key=lambda name: order[name])
    number = {name: str(i) for i, name in enumerate(columns, start=1)}
    number[NO_CODE] = "none"
    data["column"] = data["part"].map(number)
    whole = data.groupby("code")["units"].transform("sum").clip(lower=1)
    data["share"] = data["units"] / whole
    data["same"] = data["code"] == data["part"]
    data["row"] = [_numbered(name, number) for name in data["code"]]
    head = f"What {rows['coder_b'].iloc[0]} gave, by number"
    x = alt.X(
        "column:O",
        sort=[number[name] for name in columns],
        axis=alt.Axis(orient="top", title=head),
    )
    names = [_numbered(name, number) for name in codes]
    base = alt.Chart(data).encode(y=_rows_of(rows, "row", names))
    shade = alt.Color(
        "share:Q",
        scale=alt.Scale(type="threshold", domain=list(STEPS), range=list(SEQUENTIAL)),
        legend=None,
    )
    said: Any = alt.expr("datum.said")
    edge = alt.when("datum.same").then(alt.value(3)).otherwise(alt.value(1))
    ink = alt.when("datum.share >= 0.5").then(alt.value(PAPER))
    return alt.layer(
        base.mark_rect(stroke="#505A5F", cursor="pointer").encode(
            x=x,
            color=shade,
            strokeWidth=edge,
            description=alt.DescriptionValue(value=said),
            tooltip="said:N",
        ),
        base.mark_text(fontSize=TEXT, aria=False).encode(
            x=x, text="units:Q", color=ink.otherwise(alt.value(INK))
        ),
        _figures(base),
    ).properties(width=alt.Step(48), height=_step(rows))


def _numbered(name: str, number: dict[str, str]) -> str:
    return name if name == NO_CODE else f"{number[name]}  {name}"


def _figures(base: Any) -> Any:
    """Kappa in words, right of each row and once."""
    words = base.transform_aggregate(figure="max(figure)", groupby=["code", "row"])
    words = words.mark_text(align="left", fontSize=TEXT, color=INK, aria=False)
    return words.encode(x=alt.value("width"), xOffset=alt.value(14), text="figure:N")


def _rows_of(
    rows: pd.DataFrame, column: str = "code", names: Sequence[str] | None = None
) -> alt.Y:
    order = list(dict.fromkeys(rows["code"])) if names is None else list(names)
    axis = alt.Axis(title=None, labelExpr=WRAPPED, labelOffset=CENTRED)
    return alt.Y(f"{column}:N", sort=order, axis=axis)


def _step(rows: pd.DataFrame) -> alt.Step:
    lines = max(-(-(len(code) + 4) // 30) for code in rows["code"])
    return alt.Step(18 * min(lines, 4) + 16)


def _subtitle(pairs: CodePairs, rows: pd.DataFrame, *, one: bool) -> list[str]:
    first, second = rows[["coder_a", "coder_b"]].iloc[0]
    read = rows["n_texts"].dropna()
    of = f"{int(read.max()):,} texts" if len(read) else "texts"
    how = (
        f"Rows: what {first} gave; framed: the same"
        if one
        else f"Bars: of the {pairs.unit} to which either gave the code"
    )
    return [f"{first} and {second}: {of} that both read", how]


def _described(pairs: CodePairs, rows: pd.DataFrame) -> str:
    first, second = rows[["coder_a", "coder_b"]].iloc[0]
    head = f"What {first} and {second} coded, by {pairs.unit}."
    figures = rows.drop_duplicates("code")
    said = [
        f"{code}: {figure}."
        for code, figure in zip(figures["code"], figures["figure"], strict=True)
        if figure
    ]
    return " ".join([head, *said])
