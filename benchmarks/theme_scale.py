"""Seconds and memory of `ThemeModel` by number of texts, and how they grow.

    python benchmarks/theme_scale.py --data FOLDER [--texts 1000 10000]
        [--ways fit batches] [--folder FOLDER]

The texts are **resampled**: sentences of real ones (comments of NHS patients, journals
of student teachers, public statements, queries to a bank) put together anew, those of
one set to a text, as many words as a comment of the first set, drawn. So words are as
people write them, and what a text is about is not.

The texts of each size lie in a journal's file, and each run is a process of its own
that reads them from there. "Embed" is all making of words and vectors, which is inside
the other steps; "the rest" of a fit is what is left without it. Other tools get the
same texts up to 10,000, if ``ALSJOURNAL_THEME_PEERS`` names their Python, with twelve
themes where they want a number, so many as ours may choose at most; their vectors are
made once and used by each.

Memory is the most that the process held; "before" what it held when spaCy, the tables
of words and the journal were open. The growth is the slope of a straight line through
the logarithms of size and of seconds (of processor): 1 is as fast as the texts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import alsjournal as als
from alsjournal.embed import SpacyEmbedder
from alsjournal.journal import Journal
from alsjournal.themes import ThemeModel

SIZES = (1_000, 10_000, 100_000, 1_000_000)
NEW = 20_000
"""Texts that no fit has seen, at most."""
BATCH = 2_000
PART = 50_000
"""Texts that are made and written at a time."""
PEERS_TO = 10_000
PEERS = ("BERTopic, default", "BERTopic, k-means", "Turftopic, KeyNMF", "NMF on tf-idf")
K = 12

SOURCES = (
    ("nhs_fft", "comments.csv"),
    ("cered_en", "journals_en.csv"),
    ("polis_comments", "comments.csv"),
    ("banking77", "queries.csv"),
)


class Timed:
    """The embedder, with the seconds of processor that it took."""

    def __init__(self) -> None:
        self.own = SpacyEmbedder().fit([])
        self.seconds = 0.0

    def fit(self, X: object, y: object = None) -> Timed:  # noqa: ARG002
        """Do nothing: it is fitted."""
        return self

    def transform(self, X: list[str]) -> Any:
        """Return vectors."""
        start = time.process_time()
        vectors = self.own.transform(X)
        self.seconds += time.process_time() - start
        return vectors

    def __sklearn_clone__(self) -> Timed:
        return self


@cache
def pools(data: Path) -> tuple[list[list[str]], np.ndarray]:
    """Return the sentences of each set, and the words of the comments."""
    out = []
    for folder, name in SOURCES:
        rows = pd.read_csv(data / folder / name)
        if "informative" in rows:
            rows = rows[rows["informative"]]
        if folder == "nhs_fft":
            words = rows.loc[rows["words"] >= 5, "words"].to_numpy()
        parts = rows["text"].dropna().str.split(r"(?<=[.!?])\s+", regex=True)
        found = dict.fromkeys(part.strip() for part in parts.explode().dropna())
        out.append([part for part in found if re.search(r"\w", part)])
    return out, words


def made(data: Path, n: int, seed: int) -> list[str]:
    """Put sentences together to n texts."""
    sentences, words = pools(data)
    rng = np.random.default_rng(seed)
    out = []
    for which, wanted in zip(
        rng.integers(len(sentences), size=n), rng.choice(words, n), strict=True
    ):
        pool, parts, have = sentences[which], [], 0
        while have < wanted:
            parts.append(pool[int(rng.random() * len(pool))])
            have += len(parts[-1].split())
        out.append(" ".join(parts))
    return out


def make(data: Path, n: int, path: Path) -> None:
    """Keep a journal of n texts, of a member for every ten."""
    store = als.JournalStore(path)
    for start in range(0, n, PART):
        numbers = np.arange(start, min(n, start + PART))
        frame = pd.DataFrame(
            {
                "reflection_id": [f"r{i:07d}" for i in numbers],
                "set_id": [f"S{i % 500}" for i in numbers],
                "member": [f"m-{i // 10}" for i in numbers],
                "text": made(data, len(numbers), seed=start),
            }
        )
        store.write(Journal({"reflections": frame}))


def peak() -> float:
    """Return the most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Clock:
    """Seconds, seconds of processor, those of the embedder and memory, by step."""

    def __init__(self, embedder: Timed) -> None:
        self.embedder = embedder
        self.rows: list[dict[str, Any]] = []

    def __call__(self, what: str, n: int, step: Any) -> Any:
        """Do a step and note what it took."""
        embed, wall, busy = (
            self.embedder.seconds,
            time.perf_counter(),
            time.process_time(),
        )
        done = step()
        row = {
            "what": what,
            "texts": n,
            "seconds": time.perf_counter() - wall,
            "processor": time.process_time() - busy,
            "embed": self.embedder.seconds - embed,
            "peak": peak(),
        }
        self.rows.append(row)
        return done


def ours(data: Path, journal: Path, n: int, way: str) -> list[dict[str, Any]]:
    """Fit and assign in this process.

    "fit": `fit` on the journal, `predict` of the same (the labels are kept) and of
    texts it has not seen. "batches": `fit` on the first 10,000, then for every other
    batch `partial_fit` and `predict`.
    """
    embedder = Timed()
    embedder.own.transform(["The tables are read before the clock runs."])
    opened = als.JournalStore(journal).read()
    len(opened)
    before = peak()
    clock = Clock(embedder)
    model = ThemeModel(embedder=embedder, random_state=0)
    if way == "fit":
        clock("fit", n, lambda: model.fit(opened))
        clock("predict, the same", n, lambda: model.predict(opened))
        new = made(data, min(n, NEW), seed=n + 1)
        clock("predict, new", len(new), lambda: in_batches(model, new))
    else:
        clock("batches", n, lambda: streamed(model, opened))
    return [{**row, "before": before, "themes": model.n_themes_} for row in clock.rows]


def in_batches(model: ThemeModel, texts: list[str]) -> None:
    """Assign texts, some at a time."""
    for start in range(0, len(texts), BATCH):
        model.predict(texts[start : start + BATCH])


def streamed(model: ThemeModel, journal: Journal) -> None:
    """Fit on the first 10,000 texts, go on with the others, and assign each."""
    first: list[str] = []
    for rows in journal.batches("reflections", ["text"], size=BATCH):
        texts = rows["text"].astype(str).tolist()
        if len(first) < 10_000:
            first += texts
            if len(first) >= min(10_000, len(journal)):
                model.fit(first)
                model.predict(first)
            continue
        model.partial_fit(texts)
        model.predict(texts)


def again(*args: str) -> str:
    """Run this script in a process of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, __file__, *args], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def growth(rows: list[dict[str, Any]], what: str) -> None:
    """Print how the seconds of a step grow, from size to size and in all."""
    own = [r for r in rows if r["what"] == what]
    if len(own) < 2:
        return
    n = np.log([r["texts"] for r in own])
    for kind in ("processor", "seconds"):
        took = np.log([r[kind] for r in own])
        steps = [
            f"{(b[1] - a[1]) / (b[0] - a[0]):.2f}"
            for a, b in pairwise(zip(n, took, strict=True))
        ]
        slope = np.polyfit(n, took, 1)[0]
        print(
            f"growth of {what}, {kind}: {slope:.2f} (step by step {', '.join(steps)})"
        )


def line(row: dict[str, Any]) -> None:
    """Print a line of the table."""
    rest = row["processor"] - row["embed"]
    print(
        f"| {row['texts']:,} | {row['what']} | {row['seconds']:.1f} "
        f"| {row['processor']:.1f} | {row['embed']:.1f} | {rest:.1f} "
        f"| {row['texts'] / row['processor']:,.0f} | {row['before']:.0f} "
        f"| {row['peak']:.0f} | {row['themes']} |",
        flush=True,
    )


def others(data: Path, n: int, folder: Path) -> None:
    """Print what other tools take for as many texts, each in a process of its own."""
    from themes_beside import peers

    texts, vectors, embedding = made(data, n, seed=0), folder / f"{n}.npy", 0.0
    for way in PEERS:
        found = peers(texts, K, [{"seed": 0}], [way], vectors)
        if found is None:
            return
        row = found.iloc[0]
        embedding = max(embedding, row["embedding"])
        embed = 0 if way == "NMF on tf-idf" else embedding
        whole = row["seconds"] + embed
        print(
            f"| {n:,} | {way} | {whole:.1f} |  | {embed:.1f} "
            f"| {row['seconds']:.1f} | {n / whole:,.0f} |  | {row['peak_mb']:.0f} "
            f"| {len(set(row['labels']) - {-1})} |",
            flush=True,
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument("--texts", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--ways", nargs="*", default=["fit", "batches"])
    parser.add_argument("--folder", type=Path, help="for the journals, while it runs")
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.data is None:
        parser.error("say where the data is: --data, or ALSJOURNAL_DATA")
    data = Path(said.data)
    if said.make:
        make(data, int(said.make[0]), Path(said.make[1]))
        return
    if said.one:
        n, journal, way = said.one
        print(json.dumps(ours(data, Path(journal), int(n), way)))
        return
    print("| texts | what | seconds | of processor | embed | the rest ", end="")
    print("| texts a second | MB before | peak MB | themes |")
    print("|---" * 10 + "|", flush=True)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=said.folder) as folder:
        for n in said.texts:
            path = Path(folder) / f"{n}.duckdb"
            again("--data", str(data), "--make", str(n), str(path))
            for way in said.ways:
                found = again("--data", str(data), "--one", str(n), str(path), way)
                rows += json.loads(found)
                for row in rows[-3 if way == "fit" else -1 :]:
                    line(row)
            path.unlink()
            if n <= PEERS_TO:
                others(data, n, Path(folder))
    for what in ("fit", "batches"):
        growth(rows, what)


if __name__ == "__main__":
    main()
