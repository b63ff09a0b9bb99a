"""How long an export of many made-up texts takes, and how much memory.

    python benchmarks/export.py [--n 100000] [--folder FOLDER]

Each format is written in a process of its own, from a journal's file, and read back.
``peak`` is that of the whole process; ``before`` what it held when the journal was
open and nothing exported yet.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import alsjournal as als
from alsjournal.journal import Journal

FORMATS = ("csv", "parquet", "xlsx", "csv,xlsx,parquet")
TALK = (
    "we had no cover again and nobody asked who would pay for the time that it took "
    "to meet so the question stayed with me until the manager said yes at last"
)


def make(n: int, path: Path) -> None:
    """Keep a journal of ``n`` texts of 60 words, and three codings a text."""
    random = np.random.default_rng(0)
    picked = random.choice(TALK.split(), size=(n, 60))
    numbers = np.arange(n)
    texts = pd.DataFrame(
        {
            "reflection_id": [f"r{i:07d}" for i in numbers],
            "set_id": [f"S{i % 500}" for i in numbers],
            "session": numbers % 6 + 1,
            "member": [f"m-{i % 4000}" for i in numbers],
            "text": [" ".join(row) for row in picked],
        }
    )
    codings = pd.DataFrame(
        {
            "coding_id": [f"c{i:08d}" for i in range(3 * n)],
            "reflection_id": np.repeat(texts["reflection_id"].to_numpy(), 3),
            "start": np.tile([0, 50, 100], n),
            "end": np.tile([40, 90, 140], n),
            "code": [f"theme {i % 17}" for i in range(3 * n)],
            "construct": "theme",
            "coder": "reference",
            "confidence": random.random(3 * n),
        }
    )
    allowed = pd.DataFrame({"member": ["m-7"], "use": ["self"]})
    frames = {"reflections": texts, "codings": codings, "permissions": allowed}
    als.JournalStore(path).write(Journal(frames))


def one(journal: Path, folder: Path, formats: str) -> None:
    """Export and read back in this process, and print one line of the table."""
    import alsjournal.exchange  # noqa: F401 - what it loads belongs to `before`

    opened = als.JournalStore(journal).read()
    len(opened)
    before = peak()
    start, busy = time.perf_counter(), time.process_time()
    report = als.export_tables(opened, folder, formats=formats.split(","))
    wrote, busy = time.perf_counter() - start, time.process_time() - busy
    high = peak()
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    read = "-"
    if formats != "xlsx":
        start = time.perf_counter()
        als.read_export(folder)
        read = f"{time.perf_counter() - start:.1f}"
    rows = sum(report.tables.values())
    print(
        f"| {formats} | {rows:,} | {wrote:.1f} | {busy:.1f} | {before:.0f} "
        f"| {high:.0f} | {size:.0f} | {read} |",
        flush=True,
    )


def peak() -> float:
    """Return the most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure each format in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", nargs=3, metavar=("JOURNAL", "FOLDER", "FORMATS"))
    parser.add_argument("--make", nargs=2, metavar=("N", "JOURNAL"))
    asked = parser.parse_args()
    if asked.make:
        make(int(asked.make[0]), Path(asked.make[1]))
        return
    if asked.one:
        one(Path(asked.one[0]), Path(asked.one[1]), asked.one[2])
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        journal = Path(folder) / "j.duckdb"
        # Elsewhere: what this process once held would count as a child's peak.
        again("--make", str(asked.n), str(journal))
        print(
            "| formats | rows | seconds | of the processor | MB before | peak MB "
            "| MB on disk | read back, s |"
        )
        print("|---" * 8 + "|")
        for i, formats in enumerate(FORMATS):
            again("--one", str(journal), str(Path(folder) / str(i)), formats)


def again(*args: str) -> None:
    """Run this script in a process of its own."""
    subprocess.run([sys.executable, __file__, *args], check=True)


if __name__ == "__main__":
    main()
