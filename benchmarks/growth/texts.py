"""Texts for measuring: sentences of real and of written ones, put together anew.

Marked as such wherever figures are: words are as people write them, what a text is
about is not. Half of the sentences are of the sample (fictional, with names in them),
half of the sets in the folder of real data (see `theme_scale.py`), each text of one
source: of the sample as long as a reflection there (136 words on average), of the
others as long as a comment of NHS patients with five words or more (26).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from theme_scale import pools

SESSIONS, A_SET = 6, 8
PART = 20_000


@cache
def sources(data: Path) -> tuple[list[list[str]], list[float], list[np.ndarray]]:
    """Return by source sentences, how often it is drawn, and numbers of words."""
    from alsjournal.datasets import load_sample

    frame = load_sample().identifiable_frame("reflections", ["text"])  # fictional
    own = [
        part.strip()
        for text in frame["text"]
        for part in re.split(r"(?<=[.!?])\s+", text)
        if re.search(r"\w", part)
    ]
    real, comments = pools(data)
    words = frame["text"].str.split().str.len().to_numpy()
    often = [0.5] + [0.5 / len(real)] * len(real)
    return [own, *real], often, [words, *[comments] * len(real)]


def frames(data: Path, n: int) -> Iterator[pd.DataFrame]:
    """Yield n reflections, some at a time: sets of eight, six sessions."""
    sentences, often, lengths = sources(data)
    for start in range(0, n, PART):
        rng = np.random.default_rng(start)
        numbers = np.arange(start, min(n, start + PART))
        which = rng.choice(len(sentences), len(numbers), p=often)
        texts = []
        for source in which:
            wanted = rng.choice(lengths[source])
            pool, parts, have = sentences[source], [], 0
            while have < wanted:
                parts.append(pool[int(rng.random() * len(pool))])
                have += len(parts[-1].split())
            texts.append(" ".join(parts))
        person = numbers // SESSIONS
        yield pd.DataFrame(
            {
                "reflection_id": [f"b{i:07d}" for i in numbers],
                "set_id": [f"s{i:05d}" for i in person // A_SET],
                "session": numbers % SESSIONS + 1,
                "member": [f"p{i:06d}" for i in person],
                "text": texts,
            }
        )


def programme(data: Path, n: int, folder: Path) -> None:
    """Write n reflections as a programme's files."""
    file = folder / "reflections.csv"
    for i, frame in enumerate(frames(data, n)):
        frame.to_csv(file, mode="a" if i else "w", header=not i, index=False)
    (folder / "programme.toml").write_text(
        '[programme]\ntitle = "Measuring"\n\n[files]\nreflections = "reflections.csv"\n'
        '\n[permissions]\nuse = "quote"\nreach = "programme"\n',
        encoding="utf-8",
    )


def journal(data: Path, n: int, folder: Path) -> None:
    """Keep n reflections as if they were anonymised: the way begins there."""
    from alsjournal.journal import Journal
    from alsjournal.store import JournalStore

    store = JournalStore(folder / "journal.duckdb")
    for frame in frames(data, n):
        store.write(
            Journal.from_frame(frame, already_anonymised=True, permission="quote")
        )


if __name__ == "__main__":
    make = {"journal": journal, "programme": programme}[sys.argv[1]]
    make(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
