"""What no way round could do faster on this machine, beside what our stages take.

Each floor is measured, on the same texts, in the same process: splitting into tokens
by spaCy's tokeniser; the recogniser (its vectors' network and its parser) by spaCy's
own pipe; taking the rows of the words' vectors out of their table; one product of
matrices for all passages against all groups; reading and hashing the bytes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

GROUPS = 12


def seconds(step: Callable[[], object]) -> float:
    """Return the seconds of processor that a step takes."""
    begun = time.process_time()
    step()
    return time.process_time() - begun


def floors(texts: list[str]) -> dict[str, float]:
    """Return the seconds of processor of each floor."""
    from alsjournal.embed import SpacyEmbedder
    from alsjournal.nlp import load_pipeline

    recogniser = load_pipeline(components=("ner",))
    list(recogniser.pipe(texts[:50]))
    docs = [recogniser.make_doc(text) for text in texts[:50]]
    words = np.asarray([t.orth for doc in docs for t in doc], dtype=np.uint64)
    table = recogniser.vocab.vectors
    rows = table.find(keys=words)
    rows = np.maximum(np.resize(rows, len(words) * len(texts) // 50), 0)
    own = SpacyEmbedder().fit([])
    vectors = own.transform(texts[:50])
    passages = np.resize(vectors, (4 * len(texts), vectors.shape[1]))
    groups = np.resize(vectors, (GROUPS, vectors.shape[1]))
    data = table.data
    return {
        "tokeniser": seconds(lambda: [recogniser.make_doc(t) for t in texts]),
        "recogniser": seconds(lambda: sum(1 for _ in recogniser.pipe(texts))),
        "vector look-up": seconds(lambda: data.take(rows, axis=0)),
        "matrix product": seconds(lambda: (passages @ groups.T).argmax(axis=1)),
        "bytes hashed": seconds(
            lambda: [hashlib.sha256(t.encode()).digest() for t in texts]
        ),
    }


OF_STAGE = {
    "read": ("bytes hashed",),
    "anonymise": ("tokeniser", "recogniser"),
    "keep": ("bytes hashed",),
    "themes": ("tokeniser", "vector look-up", "matrix product"),
    "code": ("tokeniser", "vector look-up", "matrix product"),
}
"""What a stage cannot do without."""


def table(folder: Path, n: int, took: dict[str, float]) -> list[str]:
    """Return the lines of the table: stage, its floor, how far it is from it."""
    texts = pd.read_csv(folder / "reflections.csv")["text"].tolist()[:n]
    found = floors(texts)
    lines = [
        "| stage | its floor | seconds of the floor | of ours | times the floor |",
        "|---|---|---|---|---|",
    ]
    for stage, names in OF_STAGE.items():
        if stage not in took:
            continue
        floor = sum(found[name] for name in names)
        lines.append(
            f"| {stage} | {', '.join(names)} | {floor:.2f} | {took[stage]:.2f} "
            f"| {took[stage] / floor:.1f} |"
        )
    return lines
