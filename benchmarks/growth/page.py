"""What was measured, as tables and as a page with charts."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

RESULTS = "results.jsonl"
LIMITS = "limits.md"
_LIMITS_AT = 10_000
_PACKAGES = ("spacy", "scikit-learn", "pandas", "duckdb", "pyarrow", "altair")


def read(out: Path) -> list[dict[str, Any]]:
    """Return what was measured so far."""
    file = out / RESULTS
    return [json.loads(line) for line in file.open()] if file.exists() else []


def note(out: Path, way: str, n: int, part: str, rows: list[dict[str, Any]]) -> None:
    """Keep what a process measured."""
    with (out / RESULTS).open("a") as file:
        for row in rows:
            file.write(json.dumps({"way": way, "texts": n, "part": part} | row) + "\n")
            shown = f"{way:24} {n:>9,} {row['stage']:26} {row['processor']:9.1f} s"
            print(shown, flush=True)


def growth(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how each stage of ours grows: the slope of logarithms.

    Sizes at which a stage takes less than a tenth of a second say nothing of it.
    """
    rows = []
    ours = frame[frame["way"].str.startswith("ours")]
    for stage, own in ours.groupby("stage", sort=False):
        kept = own[own["processor"] >= 0.1].sort_values("texts")
        if kept["texts"].nunique() < 2:
            continue
        n, took = np.log(kept["texts"]), np.log(kept["processor"])
        steps = np.diff(took) / np.diff(n)
        rows.append(
            {
                "stage": stage,
                "exponent": np.polyfit(n, took, 1)[0],
                "last step": steps[-1],
                "from": kept["texts"].min(),
                "to": kept["texts"].max(),
            }
        )
    return pd.DataFrame(rows)


def table(frame: pd.DataFrame, decimals: int = 1) -> list[str]:
    """Return a frame as a table in Markdown."""

    def cell(value: Any) -> str:
        if isinstance(value, float):
            return f"{value:,.{decimals}f}"
        return f"{value:,}" if isinstance(value, int | np.integer) else str(value)

    lines = [f"| {' | '.join(frame.columns)} |", "|---" * len(frame.columns) + "|"]
    lines += [
        f"| {' | '.join(map(cell, row))} |"
        for row in frame.itertuples(index=False, name=None)
    ]
    return lines


def machine() -> str:
    """Say on what this was measured."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    today = pd.Timestamp.today().strftime("%d %B %Y")
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, {', '.join(found)}; {today}."
    )


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each way as a whole: texts a second of processor and of the clock."""
    compared = frame[frame["stage"].isin(COMPARED)]
    rows = []
    for (way, n), own in compared.groupby(["way", "texts"], sort=False):
        if way == "ours, from the journal":
            continue
        rows.append(
            {
                "way": way,
                "texts": n,
                "seconds": own["seconds"].sum(),
                "of processor": own["processor"].sum(),
                "texts a second": n / own["seconds"].sum(),
                "texts a second of processor": n / own["processor"].sum(),
                "peak MB": own["peak_mb"].max(),
            }
        )
    return pd.DataFrame(rows)


COMPARED = (
    *("read", "anonymise", "keep", "embed", "themes", "code"),
    *("count", "count, programme"),
)
"""Stages that all ways have: what texts show, reports and widgets are ours alone."""


HOW = (
    "Resampled: sentences of the sample and of four real sets, put together anew; made "
    "by `python benchmarks/growth`. Each stage is a process of its own; seconds of "
    "processor count its children too, and memory is its peak with that of its largest "
    "child."
)


def write(out: Path, folder: Path | None = None, n: int = 0) -> None:
    """Write ``results.md`` and ``results.html``."""
    found = read(out)
    if not found:
        return
    frame = pd.DataFrame(found)
    if folder is not None and n == _LIMITS_AT and not (out / LIMITS).exists():
        import limits

        own = frame[(frame["way"] == "ours") & (frame["texts"] == n)]
        took = dict(zip(own["stage"], own["processor"], strict=True))
        (out / LIMITS).write_text("\n".join(limits.table(folder, n, took)) + "\n")
    frame["texts a second"] = frame["texts"] / frame["seconds"]
    shown = frame[["way", "texts", "stage", "seconds", "processor", "texts a second"]]
    shown = shown.assign(**{"peak MB": frame["peak_mb"].round().astype(int)})
    lines = [
        "# The whole way by number of reflections",
        machine(),
        "",
        HOW,
        "",
        "## Ways as a whole",
        "What all ways have in common: read, take names out, keep, themes, counts.",
        "",
        *table(whole(frame)),
        "",
        "## Growth of our stages",
        "The slope of the logarithms of seconds of processor and of texts.",
        "",
        *table(growth(frame), 2),
        "",
        "## Stages",
        "",
        *table(shown),
    ]
    if (out / LIMITS).exists():
        lines += [
            "",
            f"## How far from what the machine could do ({_LIMITS_AT:,} texts)",
            "",
            (out / LIMITS).read_text().rstrip(),
        ]
    (out / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    chart(frame).save(str(out / "results.html"), inline=True)


def chart(frame: pd.DataFrame) -> alt.Chart:
    """Draw seconds and memory by number of texts."""
    base = alt.Chart(frame).encode(
        x=alt.X("texts:Q", scale=alt.Scale(type="log"), title="Reflections"),
        color=alt.Color("stage:N", title="Stage"),
        shape=alt.Shape("way:N", title="Way"),
        tooltip=["way", "stage", "texts", "seconds", "processor", "peak_mb"],
    )
    log = alt.Scale(type="log")
    took = base.mark_line(point=True).encode(
        y=alt.Y("processor:Q", scale=log, title="Seconds of processor"),
        detail="way:N",
    )
    held = base.mark_line(point=True).encode(
        y=alt.Y("peak_mb:Q", title="Peak memory, MB"), detail="way:N"
    )
    return alt.hconcat(
        took.properties(title="Seconds of processor by stage", width=420, height=320),
        held.properties(title="Peak memory by stage", width=420, height=320),
    )
