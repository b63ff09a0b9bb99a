"""Seconds and peak memory of the verbs: the demo, and 7,908 real NHS comments.

    python benchmarks/whole_way.py

Each verb runs in a process of its own; memory is the most that it held at once. The
comments lie in the folder ``ALSJOURNAL_DATA`` (by default ``../shared/data``); without
it only the demo is run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ALSJOURNAL_DATA", ROOT.parent / "shared" / "data"))
COMMENTS = DATA / "nhs_fft" / "comments.csv"

MEASURE = """
import resource, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - begun, used.ru_maxrss / 1024)
"""


def measured(words: str, folder: str, *args: str) -> float:
    """Run a verb and print a line of the table."""
    command = [sys.executable, "-m", "alsjournal", *args]
    environment = {**os.environ, "ALSJOURNAL_KEY": "measuring only, no persons here"}
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes = map(float, run.stdout.split())
    print(f"| {words} | {seconds:.1f} | {megabytes:.0f} |")
    return seconds


def main() -> None:
    """Print the table."""
    print("| what | seconds | peak MB |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        measured("`--help`", folder, "--help")
        measured("`demo`", folder, "demo")
        if not COMMENTS.exists():
            return
        file = ("--journal", "j.duckdb")
        total = measured(
            "`ingest` of 7,908 comments",
            folder,
            *("ingest", str(COMMENTS), "--preset", "nhs-fft", *file),
        )
        total += measured("`themes`", folder, "themes", "j.duckdb")
        by = ("--audience", "research", "--csv", "t.csv", "--by")
        total += measured(
            "`trends` by service", folder, "trends", "j.duckdb", *by, "set_id"
        )
        total += measured(
            "`trends` by month within trust",
            folder,
            *("trends", "j.duckdb", *by, "parent,session"),
        )
        total += measured("`report`", folder, "report", "j.duckdb")
        print(f"| the comments, all steps | {total:.1f} | |")


if __name__ == "__main__":
    main()
