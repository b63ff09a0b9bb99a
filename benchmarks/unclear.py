"""What tells whether a passage is in the right grouping, and what "auto" leaves out.

    python benchmarks/unclear.py --data FOLDER

Right is a text whose code is the commonest of its grouping. Printed are the areas
under the curve (AUC) of the silhouette before smoothing, which `ThemeModel` goes by,
and of the lead of the own centroid over the next; what share ``unclear="auto"`` leaves
out; and how many of the others and of those are right, beside the same for the quarter
that leads by least. Sets: nhs_fft (all, 300, 100), banking77 (1,000, 200), the eight
commonest conversations of polis_comments, the passages of the sample.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from themes import banking77, gold_of, nhs_fft, sample

from alsjournal.themes import ThemeModel
from alsjournal.themes._confidence import UNCLEAR_BELOW, confidence
from alsjournal.themes._learn import in_context, unsmoothed
from alsjournal.themes._passages import cut_up
from alsjournal.themes._score import margin_of

QUARTER = 0.25


def polis(data: Path) -> tuple[list[str], list[str]]:
    """Return comments of five words or more, and the conversation of each."""
    rows = pd.read_csv(data / "polis_comments" / "comments.csv")
    rows = rows[rows["words"] >= 5]
    sizes = rows["conversation"].value_counts().head(8)
    rows = rows[rows["conversation"].isin(sizes.index)]
    n = min(100, int(sizes.min()))
    rows = rows.groupby("conversation").sample(n=n, random_state=0)
    return rows["text"].tolist(), rows["conversation"].tolist()


def some(
    pair: tuple[list[str], list[str]], n: int, rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    """Draw n of the texts and their codes."""
    rows = rng.permutation(len(pair[0]))[:n]
    return [pair[0][i] for i in rows], [pair[1][i] for i in rows]


def measured(texts: list[str], codes: np.ndarray, n_themes: int | str) -> str:
    """Say what the figures are for texts whose passages have these codes."""
    model = ThemeModel(n_themes=n_themes, unclear=0.0, random_state=0).fit(texts)
    pieces, labels = cut_up(texts), model._groups.placed.labels
    vectors = model._embed(pieces.texts)
    rows = np.flatnonzero(labels >= 0)
    context = in_context(vectors, pieces.owners)[rows]
    spoken = [pieces.texts[i] for i in rows]
    raw = unsmoothed(spoken, context, np.random.RandomState(0))
    own, code = labels[rows], codes[rows]
    sure = confidence(raw, own)
    scores = model._scores(spoken, vectors[rows]).group
    lead = margin_of(scores, own)
    told = code != ""  # else nobody coded the passage
    pairs = pd.DataFrame({"own": own[told], "code": code[told]})
    first = pairs.groupby("own")["code"].agg(lambda c: c.value_counts().index[0])
    right = pairs["code"].to_numpy() == pairs["own"].map(first).to_numpy()
    sure, lead = sure[told], lead[told]
    out = sure < UNCLEAR_BELOW
    least = lead < np.quantile(lead, QUARTER)
    return (
        f"{model.n_themes_:2} themes, AUC silhouette {roc_auc_score(right, sure):.2f}, "
        f"lead {roc_auc_score(right, lead):.2f}; auto leaves out {out.mean():.2f}: "
        f"right {right[~out].mean():.2f}, {right[out].mean():.2f} of those; by lead "
        f"{right[~least].mean():.2f}, {right[least].mean():.2f}"
    )


def sets(data: Path | None) -> Iterator[tuple[str, list[str], np.ndarray, int]]:
    """Yield a name, texts, the codes of their passages, and how many codes."""
    rows, gold = sample()
    coded = np.asarray(gold_of(rows, gold))
    yield "sample", rows["text"].tolist(), coded, gold["code"].nunique()
    if data is None:
        print("for the others say where the data is: --data, or ALSJOURNAL_DATA")
        return
    rng = np.random.default_rng(0)
    comments, queries = nhs_fft(data), banking77(data)
    for name, pair in (
        ("nhs_fft", comments),
        ("nhs_fft, 300", some(comments, 300, rng)),
        ("nhs_fft, 100", some(comments, 100, rng)),
        ("banking77", queries),
        ("banking77, 200", some(queries, 200, rng)),
        ("polis_comments", polis(data)),
    ):
        codes = np.asarray(pair[1])[cut_up(pair[0]).owners]
        yield name, pair[0], codes, len(set(pair[1]))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    data = parser.parse_args().data
    for name, texts, codes, k in sets(None if data is None else Path(data)):
        for n_themes in ("auto", k):
            print(f"{name}: {measured(texts, codes, n_themes)}", flush=True)


if __name__ == "__main__":
    main()
