"""Measure the encrypted dataset beside the journal's file and plain Parquet.

    python benchmarks/dataset.py [--n 100000]

Each row is a process of its own, on texts of 100 words drawn by chance from words of
the sample. "made" is making them alone, a part of each writing. It prints seconds by
the clock and of processor, the peak of memory above what was there before the work, and
the size on disk.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from alsjournal._source import FrameSource
from alsjournal.datasets import load_sample
from alsjournal.journal import Journal
from alsjournal.store import JournalDataset, JournalStore
from alsjournal.validate import conform

WORKS = [
    "made",
    *("dataset write", "dataset read", "dataset parts", "dataset ids"),
    *("file write", "file read", "file ids", "plain write", "plain read"),
]
WORDS = 100


class Made(FrameSource):
    """Reflections made batch by batch, none of them held."""

    def __init__(self, n: int) -> None:
        super().__init__({})
        self.n = n
        texts = load_sample().identifiable_frame(columns=["text"])["text"]
        self.words = np.array(texts.str.split().explode().unique(), dtype=object)

    def names(self) -> tuple[str, ...]:
        """The one table."""
        return ("reflections",)

    def count(self, name: str, where: object) -> int:  # noqa: ARG002
        """How many."""
        return self.n if name == "reflections" else 0

    def batches(
        self,
        name: str,
        *,
        columns: list[str],
        where: object,  # noqa: ARG002
        size: int,
    ) -> Iterator[pd.DataFrame]:
        """Make them in batches."""
        for start in range(0, self.n if name == "reflections" else 0, size):
            yield self.frame(start, min(size, self.n - start))[list(columns)]

    def frame(self, start: int, rows: int) -> pd.DataFrame:
        """Make some rows."""
        rng = np.random.default_rng(start)
        ranks = rng.zipf(1.2, (rows, WORDS)) % len(self.words)
        numbers = np.arange(start, start + rows)
        frame = pd.DataFrame(
            {
                "reflection_id": [f"r{i:07d}" for i in numbers],
                "set_id": [f"set-{i % 200}" for i in numbers],
                "session": numbers // 200 % 12 + 1,
                "member": [f"m-{i % 1500:04d}" for i in numbers],
                "text": [" ".join(row) for row in self.words[ranks]],
            }
        )
        return conform("reflections", frame)[0]


def plain_write(journal: Journal, path: Path) -> None:
    """Write plain Parquet, as the dataset would."""
    import pyarrow.parquet as pq

    from alsjournal.store._sql import to_arrow

    writer = None
    for frame in journal.batches("reflections", size=20_000):
        table = to_arrow("reflections", frame)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=5_000)
    writer.close()


def plain_read(path: Path) -> int:
    """Read it into frames of a journal."""
    import pyarrow.parquet as pq

    from alsjournal.schema import TABLES
    from alsjournal.store._sql import to_frame

    names, rows = TABLES["reflections"].names, 0
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows += len(to_frame("reflections", file.read_row_group(group), names))
    return rows


def through(journal: Journal, columns: list[str] | None = None) -> int:
    """Go through the reflections in batches."""
    return sum(map(len, journal.batches("reflections", columns, size=5_000)))


def each_part(dataset: JournalDataset) -> None:
    """Read part by part, as workers do."""
    for part in dataset.parts():
        dataset.part(part.number)


def work(name: str, folder: Path, n: int) -> Callable[[], object]:
    """What is measured; all that it needs is there when this returns."""
    store, dataset = JournalStore(folder / "j.duckdb"), JournalDataset(folder / "copy")
    plain = folder / "plain.parquet"
    made = Journal(Made(n)) if "write" in name or name == "made" else None
    return {
        "made": lambda: through(made),
        "dataset write": lambda: dataset.write(made),
        "dataset read": lambda: through(dataset.read()),
        "dataset parts": lambda: each_part(dataset),
        "dataset ids": lambda: through(dataset.read(), ["reflection_id"]),
        "file write": lambda: store.write(made),
        "file read": lambda: through(store.read()),
        "file ids": lambda: through(store.read(), ["reflection_id"]),
        "plain write": lambda: plain_write(made, plain),
        "plain read": lambda: plain_read(plain),
    }[name]


def memory() -> float:
    """The peak of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, folder: Path, n: int) -> None:
    """Do one thing, and print what it took."""
    run = work(name, folder, n)
    before, clock, cpu = memory(), time.perf_counter(), time.process_time()
    run()
    seconds = time.perf_counter() - clock, time.process_time() - cpu
    print(json.dumps([*seconds, memory() - before]))


def size(folder: Path, name: str) -> float:
    """MB on disk."""
    kind = name.split(maxsplit=1)[0]
    names = {"dataset": "copy", "file": "j.duckdb", "plain": "plain.parquet"}
    start = names.get(kind, "none")
    files = [folder / start, *(folder / start).rglob("*")]
    return sum(p.stat().st_size for p in files if p.is_file()) / 2**20


def main() -> None:
    """Do all, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--one", nargs=2, metavar=("WORK", "FOLDER"))
    given = parser.parse_args()
    if given.one:
        measure(given.one[0], Path(given.one[1]), given.n)
        return
    env = {**os.environ, "ALSJOURNAL_STORE_KEY": os.urandom(32).hex()}
    print("| | seconds | of processor | peak MB | MB on disk |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as made:
        for name in WORKS:
            command = [sys.executable, __file__, "--n", str(given.n), "--one"]
            run = subprocess.run(
                [*command, name, made], env=env, capture_output=True, check=True
            )
            clock, cpu, peak = json.loads(run.stdout)
            disk = size(Path(made), name)
            print(f"| {name} | {clock:.1f} | {cpu:.1f} | {peak:.0f} | {disk:.0f} |")


if __name__ == "__main__":
    main()
