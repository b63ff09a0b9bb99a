"""How well `FrameworkCoder` codes texts by a framework, from five or ten examples.

    python benchmarks/framework.py [--data FOLDER] [--draws N]

``nhs_fft``: comments of patients with their codes, several a comment: those of five
words or more, the 23 codes that 40 comments or more have (not those for comments
that say nothing, nor "... experience & ..."). In each draw five or ten comments a code
are examples, and every other comment is coded. "Plain" examples have that one code
alone, as a person who writes a codebook would choose them; "any" are drawn among all.
Only the codes' names are given beside them: the set has no definitions.

Precision, recall and F1 are of all pairs of comment and code together, at the
thresholds that were set for a recall of 0.8 and 0.5 without any label but those of the
examples; "expected" is the precision that the coder told, given how many codes a
comment has; "codes" is how many it gave a comment. "Best F1" is that of the best
threshold, found with all labels.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alsjournal.embed import SpacyEmbedder
from alsjournal.journal import Journal
from alsjournal.themes import Codebook, FrameworkCoder

LEFT_OUT = ("Labelling not possible", "Not assigned")
LEAST = 40


def comments(data: Path) -> tuple[pd.DataFrame, Any, list[str]]:
    """Return the comments, which has which code, and the codes."""
    rows = pd.read_csv(data / "nhs_fft" / "comments.csv")
    rows = rows[rows["informative"] & (rows["words"] >= 5)].reset_index(drop=True)
    own = rows["labels"].str.split(";").map(lambda codes: {c.strip() for c in codes})
    sizes = own.explode().value_counts()
    codes = sorted(
        code
        for code, n in sizes.items()
        if n >= LEAST and code not in LEFT_OUT and "experience &" not in code
    )
    has = np.array([[code in labels for code in codes] for labels in own])
    return rows, has, codes


class Kept:
    """An embedder that embeds each text once, for all draws."""

    def __init__(self) -> None:
        self.own = SpacyEmbedder().fit([])
        self.known: dict[str, Any] = {}

    def fit(self, X: object, y: object = None) -> Kept:  # noqa: ARG002
        """Do nothing."""
        return self

    def transform(self, X: list[str]) -> Any:
        """Return vectors."""
        new = list(dict.fromkeys(t for t in X if t not in self.known))
        self.known.update(zip(new, self.own.transform(new), strict=True))
        shape = (len(X), self.own.n_dims_)
        return np.asarray([self.known[t] for t in X], dtype=np.float32).reshape(shape)

    def __sklearn_clone__(self) -> Kept:
        return self


def one_draw(
    journal: Journal,
    has: Any,
    codes: list[str],
    n: int,
    plain: bool,
    seed: int,
    embedder: Kept,
) -> dict[str, float]:
    """Code with n examples a code, and compare with people."""
    rng = np.random.default_rng(seed)
    alone = has.sum(axis=1) == 1
    book, used = Codebook(), set()
    for j, code in enumerate(codes):
        pool = np.flatnonzero(has[:, j] & (alone if plain else True))
        if len(pool) < 2 * n:
            pool = np.flatnonzero(has[:, j])
        chosen = rng.choice(pool, n, replace=False)
        used |= set(chosen.tolist())
        book = book.add(code, by="benchmark", on="2026-01-01")
        for i in chosen:
            book = book.put_in(code, str(i), by="benchmark", on="2026-01-01")
    coder = FrameworkCoder(book, embedder=embedder).fit(journal)
    scores = coder.transform(journal)
    others = np.setdiff1d(np.arange(len(has)), sorted(used))
    true = has[others]
    curve = coder.threshold_curve(codes_a_passage=has.sum(axis=1).mean())
    order = np.argsort(-scores[others].ravel())
    hits = np.cumsum(true.ravel()[order])
    out = {}
    for target in (0.8, 0.5):
        row = curve[curve["recall"] >= target - 1e-9].iloc[-1]
        found = scores[others] >= row["threshold"]
        right = (found & true).sum()
        precision, recall = right / max(found.sum(), 1), right / true.sum()
        out |= {
            f"{target}: recall": recall,
            f"{target}: precision": precision,
            f"{target}: expected": row["precision"],
            f"{target}: F1": 2 * precision * recall / (precision + recall),
            f"{target}: codes": found.sum(axis=1).mean(),
        }
    best = (2 * hits / (np.arange(1, len(hits) + 1) + true.sum())).max()
    return {**out, "best F1": best}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("ALSJOURNAL_DATA", "data"))
    parser.add_argument("--draws", type=int, default=10)
    options = parser.parse_args()
    rows, has, codes = comments(Path(options.data))
    frame = pd.DataFrame({"text": rows["text"]})
    frame["reflection_id"] = [str(i) for i in range(len(frame))]
    journal = Journal.from_frame(frame, already_anonymised=True)
    print(f"{len(has)} comments, {len(codes)} codes, {has.sum(axis=1).mean():.2f} each")
    embedder = Kept()
    lines = {}
    for plain in (True, False):
        for n in (5, 10):
            runs = [
                one_draw(journal, has, codes, n, plain, seed, embedder)
                for seed in range(options.draws)
            ]
            table = pd.DataFrame(runs)
            mean, sd = table.mean(), table.std()
            lines[f"{n} examples, {'plain' if plain else 'any'}"] = [
                f"{mean[c]:.3f} ({sd[c]:.3f})" for c in table
            ]
    print(pd.DataFrame(lines, index=table.columns).T.to_string())


if __name__ == "__main__":
    main()
