"""How often verdicts on change are wrong, and how often they are right.

    python benchmarks/trends/change.py [--runs 1000] [--seed 20261125]

Journals with a planted truth (see planted.py) go through `theme_change` as anybody's
would. Printed as tables in Markdown.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))

from planted import SCENARIOS, Size, Truth, drawn, true_change

from alsjournal.trends import theme_change

ONE_SET = ("nothing", "rise in one set")
"""Scenarios in which one set is looked at by itself too."""

CALLED = ("rising", "falling", "moved and came back")


@dataclass
class Tally:
    """Rows of all runs."""

    themes: list[pd.DataFrame] = field(default_factory=list)

    def add(self, frame: pd.DataFrame, truth: Truth, scope: str) -> None:
        """Enter the rows of one table."""
        sets = slice(None) if scope == "all" else slice(0, 1)
        rows = frame.copy()
        index = rows["theme"].str[1:].astype(int).to_numpy()
        rows["true"] = true_change(truth, sets)[index]
        rows["changed"] = truth.changed[index]
        rows["scope"] = scope
        self.themes.append(rows)

    def rows(self) -> pd.DataFrame:
        """Return all rows, with the run each is of."""
        sizes = [len(frame) for frame in self.themes]
        out = pd.concat(self.themes, ignore_index=True)
        out["run"] = np.repeat(np.arange(len(sizes)), sizes)
        return out


def summary(rows: pd.DataFrame) -> dict[str, object]:
    """Return the rates of one scenario and scope."""
    called = rows["verdict"].isin(CALLED)
    right = rows["changed"] & (rows["verdict"] == "rising")
    false = called & ~rows["changed"]
    looked = rows["p"].notna()
    by_run = pd.DataFrame({"run": rows["run"], "false": false, "called": called})
    by_run = by_run.groupby("run").sum()
    share = by_run["false"] / by_run["called"].clip(lower=1)
    crude = (rows["pooled_low"].astype(float) > 0) | (
        rows["pooled_high"].astype(float) < 0
    )
    low, high = (rows[c].astype(float) for c in ("change_low", "change_high"))
    known = low.notna()
    inside = rows["true"].between(low, high)
    null = ~rows["changed"]
    return {
        "p ≤ 5 %": (rows["p"][looked & null].astype(float) <= 0.05).mean(),
        "false alarms": false[null].mean(),
        "false of those called": share.mean(),
        "pooled, 5 %": crude[known & null].mean(),
        "found": right[rows["changed"]].mean() if rows["changed"].any() else np.nan,
        "steady": (rows["verdict"] == "steady").mean(),
        "coverage": inside[known].mean(),
        "warned": (rows["warning"] != "").mean(),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--sets", type=int, default=4)
    parser.add_argument("--members", type=int, default=6)
    parser.add_argument("--sessions", type=int, default=6)
    options = parser.parse_args()
    size = Size(options.sets, options.members, options.sessions)
    head = ["scenario", "of"]
    lines = []
    for name in options.scenarios:
        rng = np.random.default_rng([options.seed, len(name)])
        tally = Tally()
        for _ in range(options.runs):
            truth = SCENARIOS[name](rng, size)
            journal, codes = drawn(rng, truth)
            tally.add(theme_change(journal, codes, by=()).to_frame(), truth, "all")
            if name in ONE_SET:
                one = journal.select(set_id="S0")
                alone = theme_change(one, codes, by=()).to_frame()
                tally.add(alone, truth, "one set")
        rows = tally.rows()
        for scope, own in rows.groupby("scope"):
            found = summary(own)
            lines.append([name, scope, *found.values()])
            head = ["scenario", "of", *found]
        print(f"{name}: done", file=sys.stderr)
    print(f"{options.runs} runs; {size}\n")
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for line in lines:
        cells = [c if isinstance(c, str) else f"{100 * c:.1f} %" for c in line]
        print(f"| {' | '.join(cells)} |".replace("nan %", ""))


if __name__ == "__main__":
    main()
