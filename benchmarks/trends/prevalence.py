"""How often the interval of a pooled share holds the true one.

    python benchmarks/trends/prevalence.py [--runs 2000]

Members of sets write at most of six sessions; how readily each raises a theme is
drawn from a beta distribution, so that what they write is alike to a known degree.
Beside the interval of `theme_prevalence(..., estimate="each session")`: Wilson's on all
texts, as if nobody wrote twice, and that of generalised estimating equations
(statsmodels, exchangeable), of fewer runs.
"""

from __future__ import annotations

import argparse
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.proportion import proportion_confint

from alsjournal.trends._repeated import repeated_shares

SESSIONS, WROTE = 6, 0.85


def drawn(
    rng: np.random.Generator, people: int, share: float, icc: float
) -> pd.DataFrame:
    """Draw how often each wrote and raised it."""
    if icc:
        a, b = share * (1 / icc - 1), (1 - share) * (1 / icc - 1)
        chance = rng.beta(a, b, people)
    else:
        chance = np.full(people, share)
    times = rng.binomial(SESSIONS, WROTE, people)
    rows = pd.DataFrame({"times": times, "raised": rng.binomial(times, chance)})
    return rows[rows["times"] > 0].assign(theme="x", unit=lambda r: r.index.astype(str))


def by_gee(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the interval of generalised estimating equations."""
    sizes, raised = rows["times"].to_numpy(), rows["raised"].to_numpy()
    y = np.concatenate(
        [np.r_[np.ones(x), np.zeros(n - x)] for x, n in zip(raised, sizes, strict=True)]
    )
    if y.min() == y.max():  # no fit can be had: it says that there is no error
        return float(y[0]), float(y[0])
    groups = np.repeat(np.arange(len(sizes)), sizes)
    exchangeable = sm.cov_struct.Exchangeable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.GEE(y, np.ones_like(y), groups=groups, cov_struct=exchangeable).fit()
    low, high = np.asarray(fit.conf_int())[0]
    return float(low), float(high)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=20261125)
    options = parser.parse_args()
    print("| sets of six | alike (ICC) | share | ours | all texts, Wilson | GEE |")
    print("|---|---|---|---|---|---|")
    for sets in (1, 4):
        for icc in (0.0, 0.1, 0.3):
            for share in (0.1, 0.3, 0.5):
                rng = np.random.default_rng([options.seed, sets, int(icc * 10)])
                ours, naive, gee = [], [], []
                for run in range(options.runs):
                    rows = drawn(rng, 6 * sets, share, icc)
                    found = repeated_shares(
                        rows[["unit", "times"]],
                        rows.loc[rows["raised"] > 0, ["theme", "unit", "raised"]],
                        ["x"],
                        [],
                    ).iloc[0]
                    ours.append(found["est_low"] <= share <= found["est_high"])
                    x, n = rows["raised"].sum(), rows["times"].sum()
                    low, high = proportion_confint(x, n, method="wilson")
                    naive.append(low <= share <= high)
                    if run < options.runs // 5:
                        low, high = by_gee(rows)
                        gee.append(low <= share <= high)
                cells = [f"{100 * np.mean(kind):.1f} %" for kind in (ours, naive, gee)]
                print(f"| {sets} | {icc} | {share} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
