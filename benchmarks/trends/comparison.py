"""How often groups are said to differ that do not, and what was likely to be seen is.

    python benchmarks/trends/comparison.py [--runs 1000]

Two roles in four sets of six (see planted.py), twenty themes. *Nothing*: roles differ
in nothing. *Mix*: sets differ much, and one role is commoner in the sets that raise
more; within a set the roles are alike. Then power: of one theme that starts at three
in ten and changes by what `smallest_change` says would be found four times in five,
how often `theme_change` finds it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))

from planted import Size, Truth, drawn, plain

from alsjournal.journal import Journal
from alsjournal.trends import smallest_change, theme_change, theme_comparison

Pair = tuple[Journal, pd.DataFrame]


def with_roles(
    rng: np.random.Generator, size: Size, *, mixed: bool
) -> tuple[Pair, dict]:
    """Draw a journal, and a role for each member."""
    truth = plain(rng, size)
    if mixed:
        odds = np.log(truth.chance / (1 - truth.chance))
        high = np.arange(size.sets) >= size.sets // 2
        chance = 1 / (
            1 + np.exp(-(odds + np.where(high, 1.0, -1.0)[:, None, None, None]))
        )
        truth = Truth(chance, truth.wrote, truth.words, truth.prompt)
    roles = {}
    for i in range(size.sets):
        many = size.members // 2
        if mixed:
            many = size.members - 2 if i >= size.sets // 2 else 2
        for j in range(size.members):
            roles[f"m{i}-{j}"] = "one" if j < many else "other"
    return drawn(rng, truth), roles


def comparisons(options: argparse.Namespace) -> None:
    """Print how often roles are said to differ."""
    print("| scenario | compared | p ≤ 5 % | false alarms | pooled, 5 % |")
    print("|---|---|---|---|---|")
    for name in ("nothing", "mix"):
        rng = np.random.default_rng([options.seed, len(name)])
        tables = []
        for _ in range(options.runs):
            (journal, codes), roles = with_roles(rng, Size(), mixed=name == "mix")
            frame = theme_comparison(journal, codes, between=roles).to_frame()
            tables.append(frame[frame["group"] == "one"])
        rows = pd.concat(tables)
        for compared, own in rows.groupby("compared", sort=False):
            p = own["p"].dropna().astype(float)
            called = ~own["verdict"].isin(["alike", "too few to tell"])
            low = own["pooled_low"].dropna().astype(float)
            high = own["pooled_high"].dropna().astype(float)
            shares = (
                (p <= 0.05).mean(),
                called.mean(),
                ((low > 0) | (high < 0)).mean(),
            )
            cells = " | ".join(f"{100 * share:.1f} %" for share in shares)
            print(f"| {name} | {compared} | {cells} |", flush=True)


def power(options: argparse.Namespace) -> None:
    """Print how often the smallest change that is told of is found."""
    print(
        "| sets, members, sessions | smallest change from 0.3 | found |\n|---|---|---|"
    )
    for size in (Size(4, 6, 6, 1), Size(2, 6, 6, 1), Size(4, 6, 2, 1)):
        rng = np.random.default_rng([options.seed, size.sets, size.sessions])
        found, told = [], []
        for _ in range(options.runs // 2):
            truth = plain(rng, size)
            journal, _ = drawn(rng, truth)
            change = (
                smallest_change(journal, starts=[0.3]).to_frame()["smallest"].iloc[0]
            )
            if pd.isna(change):
                continue
            when = np.linspace(0, float(change), size.sessions)
            # What people are like stays; the mean of all moves by so much.
            own = rng.beta(1.7, 3.97, (size.sets, size.members, 1, 1))  # alike 0.15
            share = np.clip(own + when[None, None, :, None], 0, 1)
            again = Truth(share, truth.wrote, truth.words, truth.prompt)
            journal, codes = drawn(rng, again)
            row = theme_change(journal, codes, by=()).to_frame()
            found.append(len(row) and row["verdict"].iloc[0] == "rising")
            told.append(float(change))
        shape = f"{size.sets}, {size.members}, {size.sessions}"
        line = f"| {shape} | {np.mean(told):.2f} | {100 * np.mean(found):.0f} % |"
        print(line, flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20261125)
    options = parser.parse_args()
    power(options)
    comparisons(options)


if __name__ == "__main__":
    main()
