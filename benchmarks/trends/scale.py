"""How long prevalence and change take on a million reflections with themes assigned.

    python benchmarks/trends/scale.py [--texts 1000000]

Made up: sets of six, six sessions, twenty themes, ids and codings only. Each line is
a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

from alsjournal.journal import Journal
from alsjournal.trends import theme_change, theme_prevalence

WHAT = {
    "prevalence by set and session": theme_prevalence,
    "prevalence by session": lambda j, c: theme_prevalence(j, c, audience="programme"),
    "prevalence by set, members repeat": lambda j, c: theme_prevalence(
        j, c, by=("set_id",), estimate="each session"
    ),
    "prevalence by set, partial pooling": lambda j, c: theme_prevalence(
        j, c, by=("set_id",), estimate="partial pooling"
    ),
    "change, all sets together": lambda j, c: theme_change(j, c, by=()),
}


def made(n: int, themes: int = 20) -> tuple[Journal, pd.DataFrame]:
    """Make a journal of so many texts, and its codings."""
    rng = np.random.default_rng(0)
    row = np.arange(n)
    who = row // 6
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in row],
            "set_id": [f"S{i // 6}" for i in who],
            "member": [f"m{i}" for i in who],
            "session": row % 6 + 1,
            "text": "We met and spoke of what we had done since.",
        }
    )
    journal = Journal.from_frame(frame, already_anonymised=True)
    many = rng.integers(1, 4, n)
    text = np.repeat(row, many)
    code = rng.zipf(1.6, len(text)) % themes
    codes = pd.DataFrame({"reflection_id": frame["reflection_id"].to_numpy()[text]})
    codes["code"] = np.array([f"theme {i:02d}" for i in range(themes)])[code]
    return journal, codes.drop_duplicates()


def main() -> None:
    """Run each in a process of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--one")
    options = parser.parse_args()
    if options.one:
        journal, codes = made(options.texts)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        table = WHAT[options.one](journal, codes)
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {options.one} | {len(table):,} | {took:.1f} | {peak:,.0f} | "
            f"{before:,.0f} |"
        )
        return
    print(f"{options.texts:,} texts\n")
    print(
        "| what | rows | seconds | peak MB | of which the data |\n|---|---|---|---|---|"
    )
    for name in WHAT:
        again = [sys.executable, __file__, "--texts", str(options.texts), "--one", name]
        done = subprocess.run(again, capture_output=True, text=True, check=True)
        print(done.stdout.strip())


if __name__ == "__main__":
    main()
