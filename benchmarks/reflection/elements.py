"""How far `ReflectionElements` agrees with people, and how fast it is.

    python benchmarks/reflection/elements.py --data FOLDER [--card models/als-elements]

- *Diaries*: the coded sentences of ``cered_en`` (training split), five folds; an author
  is never in two of them. Everything is learned anew in each fold, the vocabulary and
  the calibration too. The sentences written for the project (``corpora/written``) are
  learned from in every fold, and measured in none.
- *The sample programme*: 300 sentences coded by hand, 120 of them twice. Nothing was
  learned or chosen on them; here the model that comes with the package reads the whole
  texts.
- *Speed*: reflections of about 100 words, one process.

Intervals: 95 %, 2,000 bootstrap samples of authors. ``--card`` writes the figures into
the model card.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold

import alsjournal as als
from alsjournal._resources import resource_path
from alsjournal.reflection import elements as room
from alsjournal.reflection._sentence_scorer import learned
from alsjournal.reflection.card import Figure, model_card

LABELS = als.ReflectionElements().classes_
DRAWS = 2_000
SURE = 3.0
"""Mean confidence of the annotators from which the authors of CEReD report figures."""

SECOND = "second_pass_elements.csv"
MODELS = "language models"

Floats = npt.NDArray[np.float64]


def confusions(truth: Any, found: Any, authors: Any) -> npt.NDArray[np.int64]:
    """Return what was coded as what, by author: shape (authors, 9, 9)."""
    codes, _ = pd.factorize(pd.Series(authors))
    table = np.zeros((codes.max() + 1, len(LABELS), len(LABELS)), dtype=np.int64)
    at = codes, np.searchsorted(LABELS, truth), np.searchsorted(LABELS, found)
    np.add.at(table, at, 1)
    return table


def kappa(table: Floats) -> Floats:
    """Cohen's kappa of square tables in the last two axes."""
    n = table.sum((-1, -2))
    agreed = np.trace(table, axis1=-2, axis2=-1) / n
    by_chance = (table.sum(-1) * table.sum(-2)).sum(-1) / n**2
    return (agreed - by_chance) / (1 - by_chance)


def statistics(table: Floats) -> dict[tuple[str, str], Floats]:
    """Return every statistic of tables of shape (..., 9, 9), by code and name."""
    n = table.sum((-1, -2))
    found = {
        ("", "kappa"): kappa(table),
        ("", "accuracy"): np.trace(table, axis1=-2, axis2=-1) / n,
    }
    for k, label in enumerate(LABELS):
        both, coded, said = table[..., k, k], table[..., k, :], table[..., k]
        a, b = coded.sum(-1) - both, said.sum(-1) - both
        own = np.stack([both, a, b, n - both - a - b], -1)
        own = own.reshape(*own.shape[:-1], 2, 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            found[label, "kappa"] = kappa(own)
            found[label, "precision"] = both / (both + b)
            found[label, "recall"] = both / (both + a)
            found[label, "F1"] = 2 * both / (2 * both + a + b)
    return found


def figures(
    truth: Any, found: Any, authors: Any, data: str, by: str = "people"
) -> list[Figure]:
    """Return every statistic with its interval over authors."""
    table = confusions(truth, found, authors)
    rng = np.random.default_rng(0)
    draws = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), DRAWS)
    flat = draws @ table.reshape(len(table), -1)
    drawn = statistics(flat.reshape(DRAWS, len(LABELS), -1).astype(float))
    out = []
    for (code, name), value in statistics(table.sum(0).astype(float)).items():
        known = drawn[code, name][np.isfinite(drawn[code, name])]
        ends = np.quantile(known, [0.025, 0.975]) if len(known) else np.zeros(2)
        best, low, high = np.round([np.nan_to_num(value), *ends], 3).tolist()
        cases = int((truth == code).sum()) if code else None
        own = name, best, len(truth), "sentences", data, code, low, high, cases
        out.append(Figure(*own, by=by))
    return out


def shown(found: Sequence[Figure]) -> None:
    """Print a table: a row a code, a column a statistic."""
    print(f"\n{found[0].data}, n = {found[0].n:,} sentences")
    for one in found:
        if not one.code:
            print(
                f"  {one.statistic}: {one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
            )
    print(
        f"  {'':12s} cases  "
        + "".join(f"{n:22s}" for n in ("kappa", "precision", "recall", "F1"))
    )
    for label in LABELS:
        own = [f for f in found if f.code == label]
        cells = [f"{f.value:.2f} ({f.low:.2f} to {f.high:.2f})" for f in own]
        print(f"  {label:12s} {own[0].cases:5d}  " + "".join(f"{c:22s}" for c in cells))


def calibration(truth: Any, proba: Floats) -> tuple[float, float]:
    """Return log-loss, and the expected calibration error in ten bins of the best."""
    own = proba[np.arange(len(truth)), np.searchsorted(LABELS, truth)]
    best, right = proba.max(1), LABELS[proba.argmax(1)] == truth
    bins = np.minimum((best * 10).astype(int), 9)
    gaps = [abs((right[bins == b] - best[bins == b]).sum()) for b in range(10)]
    return float(-np.log(own).mean()), float(sum(gaps) / len(truth))


def diaries(data: Path) -> list[Figure]:
    """Cross-validate on the diaries, print, and return the figures."""
    rows = pd.read_csv(data / "cered_en" / "sentences_train.csv")
    alone = pd.Series([f"alone {i}" for i in range(len(rows))])
    authors = rows["author_id"].fillna(rows["journal_id"]).fillna(alone).to_numpy()
    truth = rows["label"].to_numpy(dtype=str)
    terms = list(room._terms(rows["sentence"].tolist()))
    more = pd.read_csv(resource_path("corpora", "written", "elements.csv"))
    more_terms = list(room._terms(more["sentence"].tolist()))
    more_labels = more["label"].to_numpy(dtype=str)
    more_authors = ("written " + more["text_id"]).tolist()
    proba = np.zeros((len(rows), len(LABELS)))
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=3)
    for seen, out in folds.split(truth, truth, authors):
        own = [terms[i] for i in seen] + more_terms
        labels = np.concatenate([truth[seen], more_labels])
        scorer = learned(own, labels, None, [*authors[seen], *more_authors], 0)
        proba[out] = [scorer.proba(terms[i]) for i in out]
    found = LABELS[proba.argmax(1)]
    sure = rows["confidence_mean"].to_numpy() >= SURE
    whole = figures(truth, found, authors, "diaries, authors kept out")
    surer = figures(
        truth[sure],
        found[sure],
        authors[sure],
        "diaries, authors kept out, annotators sure (3 and more)",
    )
    shown(whole)
    shown(surer)
    loss, error = calibration(truth, proba)
    print(f"  log-loss {loss:.3f}, expected calibration error {error:.3f}")
    for least in (0.5, 0.7, 0.9):
        firm = proba.max(1) >= least
        right = (found == truth)[firm].mean()
        print(f"  confidence {least} and more: {firm.mean():.0%}, {right:.0%} right")
    return whole + [f for f in surer if not f.code]


def sample() -> list[Figure]:
    """Compare with the sample's coders, print, and return the figures."""
    raw = als.load_sample()
    frame = raw.identifiable_frame("reflections").set_index("reflection_id")
    texts: dict[str, str] = frame["text"].to_dict()
    gold = als.load_gold()
    first = gold[gold["construct"] == "element"]
    second = pd.read_csv(resource_path("corpora", "sample", "coding", SECOND))
    gold = pd.concat([first, second], ignore_index=True)
    ids = sorted(set(gold["reflection_id"]))
    read = als.ReflectionElements().spans([texts[i] for i in ids])
    by_id = dict(zip(ids, read, strict=True))
    gold["found"] = [
        max(
            by_id[row.reflection_id],
            key=lambda p: min(p.end, row.end) - max(p.start, row.start),
        ).code
        for row in gold.itertuples()
    ]
    writers = frame["member"].fillna(frame["set_id"])
    out = []
    for coder in ("reference", "second"):
        own = gold[gold["coder"] == coder]
        who = writers[own["reflection_id"]].to_numpy()
        arrays = own["code"].to_numpy(str), own["found"].to_numpy(str), who
        data = "fictional programme, NHS language"
        out.append(figures(*arrays, f"{data}, {coder} coder", MODELS))
        shown(out[-1])
    keys = ["reflection_id", "start"]
    both = first.merge(second, on=keys)
    who = writers[both["reflection_id"]].to_numpy()
    arrays = both["code_x"].to_numpy(str), both["code_y"].to_numpy(str), who
    shown(figures(*arrays, "fictional programme, the two coders", MODELS))
    return [f for f in out[0] if not f.code or f.statistic == "kappa"]


def held_by(one: Figure) -> dict[str, Any]:
    """Return what a card holds of a figure: what is not as it is by default."""
    plain = (None, "", "people")
    return {k: v for k, v in vars(one).items() if v not in plain}


def speed() -> None:
    """Print how long reflections of about 100 words take."""
    raw = als.load_sample().identifiable_frame("reflections")["text"]
    spoken = " ".join(raw).split()
    texts = [" ".join(spoken[at : at + 100]) for at in range(0, len(spoken), 100)]
    texts = (texts * (1 + 500 // len(texts)))[:500]
    elements = als.ReflectionElements()
    elements.spans(texts[:20])
    start = time.process_time()
    n = sum(len(own) for own in elements.spans(texts))
    took = time.process_time() - start
    print(
        f"\n500 reflections, {n:,} sentences: {took:.1f} s of one core, parser included"
    )


def main() -> None:
    """Measure all, and write the card if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--card", type=Path)
    parser.add_argument("--only", choices=("diaries", "sample", "speed"))
    asked = parser.parse_args()
    parts = [asked.only] if asked.only else ["diaries", "sample", "speed"]
    first = diaries(asked.data) if "diaries" in parts else []
    second = sample() if "sample" in parts else []
    found = [*first[:1], *second[:1], *first[1:], *second[1:]]
    if "speed" in parts:
        speed()
    if asked.card:
        file = asked.card / "card.json"
        held = json.loads(file.read_text(encoding="utf-8"))
        held["figures"] = [held_by(one) for one in found]
        text = json.dumps(held, ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8")
        page = model_card(asked.card.name).to_markdown()
        (asked.card / "README.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
