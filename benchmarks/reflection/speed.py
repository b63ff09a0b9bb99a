"""How many reflections a minute are read for every construct, and in what memory.

    python benchmarks/reflection/speed.py --data FOLDER [--texts 2000 20000]
    python benchmarks/reflection/speed.py --one 1000 element condition aim practice

The texts are resampled: sentences of real journals (CEReD) and comments of patients
put together anew to 100 words each; without a folder, the sample's, to its own lengths,
as ``alsjournal bench`` has them. Each size runs in a process of its own, the
constructs together (one parse) and each alone at the first size. Memory is the most
that the process held, beside what it held when the models were open. Threads: what
OMP_NUM_THREADS says.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from alsjournal.cli.bench import _texts
from alsjournal.reflection import CONSTRUCTS, code_reflections
from alsjournal.segment import sentences

WORDS = 100
SOURCES = (("cered_en", "journals_en.csv"), ("nhs_fft", "comments.csv"))


def texts_of(data: Path | None, n: int) -> list[str]:
    """Put sentences of real texts together anew, 100 words and more each."""
    if data is None:
        return _texts(n, 0)
    rng = np.random.default_rng(0)
    found: list[str] = []
    for folder, file in SOURCES:
        column = pd.read_csv(data / folder / file)["text"].dropna().astype(str)
        found += [t[s.start : s.end] for t in column for s in sentences(t)]
    out = []
    while len(out) < n:
        own: list[str] = []
        words = 0
        while words < WORDS:
            one = found[int(rng.integers(len(found)))]
            own.append(one)
            words += len(one.split())
        out.append(". ".join(own) + ".")
    return out


def peak() -> float:
    """Return the most memory that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(data: Path | None, n: int, constructs: list[str]) -> None:
    """Read n texts for some constructs and print what it took."""
    texts = texts_of(data, n)
    code_reflections(texts[:20], constructs)
    before, wall, own = peak(), time.perf_counter(), time.process_time()
    found = 0
    for start in range(0, n, 2_000):
        found += len(code_reflections(texts[start : start + 2_000], constructs))
    wall, own = time.perf_counter() - wall, time.process_time() - own
    row = {"texts": n, "constructs": len(constructs), "wall": wall, "cpu": own}
    print(json.dumps({**row, "before": before, "peak": peak(), "found": found}))


def run(data: Path, n: int, constructs: list[str]) -> dict[str, float]:
    """Run one size in a process of its own."""
    command = [sys.executable, __file__, "--data", str(data), "--one", str(n)]
    done = subprocess.run(
        [*command, *constructs], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def line(what: str, row: dict[str, float]) -> None:
    """Print one row of the table."""
    rate = 60 * row["texts"] / row["cpu"]
    memory = f"{row['before']:.0f} to {row['peak']:.0f}"
    print(
        f"| {what} | {row['texts']:,.0f} | {row['wall']:.1f} | {row['cpu']:.1f} | "
        f"{rate:,.0f} | {memory} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--texts", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--one", nargs="+")
    given = parser.parse_args()
    if given.one:
        one(given.data, int(given.one[0]), given.one[1:])
        return
    if given.data is None:
        parser.error("--data must name a folder, or --one a number and constructs.")
    print("| read for | texts | s | s of processor | a minute and core | MB |")
    print("|---|---|---|---|---|---|")
    every = list(CONSTRUCTS)
    for construct in every:
        line(construct, run(given.data, given.texts[0], [construct]))
    for n in given.texts:
        line("all", run(given.data, n, every))


if __name__ == "__main__":
    main()
