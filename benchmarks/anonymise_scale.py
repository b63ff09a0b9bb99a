"""Texts a second and peak memory of the anonymiser, by number of texts and processes.

    python benchmarks/anonymise_scale.py [--texts 10000 100000] [--jobs 1 2] [--light]
        [--trace FOLDER]

Texts of a hundred words are recombined from the sentences of the sample. Each run is
a process of its own; memory is the most that it held at once, and its largest child.
Seconds of processor count where others use the machine too. ``--light`` leaves the
recogniser out: it holds no text, so that memory is the same and the run is short.
``--trace`` also notes resident memory at every thousand texts (with psutil, which the
extra ``scale`` brings), keeps it as a csv file without texts, and prints its slope.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

WORDS = 100
EVERY = 1_000
"""Texts between two notes of memory."""
WARM = 5_000
"""Texts after which memory is expected to be flat: vocabulary and caches are full."""
LIGHT = ("identifiers", "roster", "organisations", "people")
_SELF, _CHILDREN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
KEY = "measuring only, no persons here"


def texts(n: int) -> list[str]:
    """Recombine the sample's sentences into texts of about a hundred words."""
    from alsjournal.datasets import load_sample

    frame = load_sample().identifiable_frame("reflections", ["text"])  # fictional
    sentences = [
        part
        for text in frame["text"]
        for part in re.split(r"(?<=[.!?])\s+", text)
        if part.strip()
    ]
    chance = random.Random(0)
    out = []
    for _ in range(n):
        parts: list[str] = []
        words = 0
        while words < WORDS:
            parts.append(chance.choice(sentences))
            words += len(parts[-1].split())
        out.append(" ".join(parts))
    return out


def megabytes(who: int) -> float:
    """Return the peak of memory so far."""
    return resource.getrusage(who).ru_maxrss / 1024


def processor(*who: int) -> float:
    """Return the seconds of processor used so far; of children, by ended ones."""
    used = [resource.getrusage(w) for w in who]
    return sum(u.ru_utime + u.ru_stime for u in used)


class Trace:
    """Resident memory by number of texts read, of this process and its children.

    Parameters
    ----------
    path : pathlib.Path or None
        Where each row goes as it is made; None: nothing is noted.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rows: list[tuple[int, float, float]] = []
        self.begun = time.perf_counter()
        if path is not None:
            path.write_text("texts,seconds,own_mb,children_mb\n", encoding="utf-8")

    def __call__(self, done: int) -> None:
        """Note memory, if another thousand texts are done."""
        last = self.rows[-1][0] if self.rows else 0
        if self.path is None or done // EVERY == last // EVERY:
            return
        import psutil

        me = psutil.Process()
        own = me.memory_info().rss / 2**20
        children = sum(c.memory_info().rss for c in me.children()) / 2**20
        self.rows.append((done, own, children))
        with self.path.open("a", encoding="utf-8") as file:
            seconds = time.perf_counter() - self.begun
            file.write(f"{done},{seconds:.0f},{own:.1f},{children:.1f}\n")

    def report(self) -> None:
        """Print the slopes of straight lines through what is noted after the start."""
        import numpy as np

        warm = np.array([r for r in self.rows if r[0] >= WARM])
        if len(warm) < 3:
            return
        print(
            f"\nResident MB from {warm[0, 0]:,.0f} to {warm[-1, 0]:,.0f} texts read\n"
        )
        print("| of | first | least | most | last | MB more a thousand texts |")
        print("|---|---|---|---|---|---|")
        whole = warm[:, 1] + warm[:, 2]
        for name, mb in (
            ("this process", warm[:, 1]),
            ("its children", warm[:, 2]),
            ("both", whole),
        ):
            slope = np.polyfit(warm[:, 0] / 1_000, mb, 1)[0]
            print(
                f"| {name} | {mb[0]:.0f} | {mb.min():.0f} | {mb.max():.0f} "
                f"| {mb[-1]:.0f} | {slope:+.2f} |"
            )


def measure(n: int, jobs: int, *, light: bool, trace: Path | None) -> None:
    """Anonymise ``n`` texts and print a line of the table."""
    import os

    import pandas as pd

    from alsjournal.anonymise import Anonymiser
    from alsjournal.datasets import load_sample
    from alsjournal.journal import RawJournal

    os.environ["ALSJOURNAL_KEY"] = KEY
    frame = pd.DataFrame(
        {
            "reflection_id": [f"b{i:07d}" for i in range(n)],
            "set_id": "A",
            "member": [f"p{i % 500:03d}" for i in range(n)],
            "text": texts(n),
        }
    )
    roster = load_sample().identifiable_frame("roster")
    raw = RawJournal({"reflections": frame, "roster": roster})
    words = sum(len(t.split()) for t in frame["text"]) / n
    del frame
    anonymiser = Anonymiser(n_jobs=jobs, finders=LIGHT if light else None)
    anonymiser.spans(["Ann Lee came."])  # the pipeline is loaded before the clock runs
    before = megabytes(_SELF)
    begun, own = time.perf_counter(), processor(_SELF)
    used = processor(_SELF, _CHILDREN)
    noted = Trace(trace)
    journal = anonymiser.fit_transform(raw, progress=noted)
    seconds, own = time.perf_counter() - begun, processor(_SELF) - own
    used = processor(_SELF, _CHILDREN) - used
    changed = journal.provenance["anonymiser"]["texts_changed"]
    print(
        f"| {n:,} | {words:.0f} | {jobs} | {seconds:.1f} | {used:.1f} | {own:.1f} "
        f"| {n / used:.0f} | {before:.0f} | {megabytes(_SELF):.0f} "
        f"| {megabytes(_CHILDREN):.0f} | {changed:,} |",
        flush=True,
    )
    noted.report()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--trace", type=Path, help="folder for memory by texts read")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.one:
        n, jobs = said.texts[0], said.jobs[0]
        trace = said.trace and said.trace / f"memory-{n}-{jobs}.csv"
        measure(n, jobs, light=said.light, trace=trace)
        return
    if said.trace:
        said.trace.mkdir(parents=True, exist_ok=True)
    print(
        "| texts | words each | processes | seconds | of processor | in the parent "
        "| texts a second of processor |",
        end="",
    )
    print(" MB with texts and pipeline | peak MB | largest child MB | changed |")
    print("|---" * 11 + "|", flush=True)
    for n in said.texts:
        for jobs in said.jobs:
            said_again = ["--texts", str(n), "--jobs", str(jobs)]
            said_again += ["--light"] * said.light
            if said.trace:
                said_again += ["--trace", str(said.trace)]
            subprocess.run([sys.executable, __file__, "--one", *said_again], check=True)


if __name__ == "__main__":
    main()
