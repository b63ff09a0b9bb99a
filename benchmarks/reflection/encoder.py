"""How far the transformer for elements of reflection agrees with people.

    python models/train/elements_encoder.py --data FOLDER --folds 3 --keep folds.npz
    python benchmarks/reflection/encoder.py --folds folds.npz [--card]

prints figures, and with ``--card`` puts them into the model card: on the diaries of
student teachers, what models said that had seen none of the author's sentences (95 %
percentile intervals, authors drawn with replacement); on the sample programme
(fictional; its reference coding), what the shipped model says; sentences a second.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from alsjournal._resources import resource_path
from alsjournal.datasets import load_gold, load_sample
from alsjournal.reflection._encoder import EncoderElements
from alsjournal.reflection.card import Figure, model_card

NAME = "als-elements-encoder"
N_DRAWS = 2_000
DIARIES = "diaries, learned on one half of the authors and asked of the other"
SAMPLE = "the sample programme (fictional)"
EACH = ("precision", "recall", "kappa")
Table = npt.NDArray[np.int64]


def figures(table: Table) -> dict[str, float]:
    """Return the figures of a table of counts, people's codes by the model's."""
    total, hit = table.sum(), np.trace(table)
    rows, columns = table.sum(1), table.sum(0)
    chance = (rows * columns).sum() / total**2
    found = {"accuracy": hit / total, "kappa": (hit / total - chance) / (1 - chance)}
    for i in range(len(table)):
        own = table[i, i]
        found[f"precision {i}"] = own / columns[i] if columns[i] else np.nan
        found[f"recall {i}"] = own / rows[i] if rows[i] else np.nan
        agreed = (total - rows[i] - columns[i] + 2 * own) / total
        p, q = rows[i] / total, columns[i] / total
        by_chance = p * q + (1 - p) * (1 - q)
        found[f"kappa {i}"] = (agreed - by_chance) / max(1e-9, 1 - by_chance)
    return found


def with_intervals(
    truth: Table, said: Table, groups: npt.NDArray[np.str_], n_labels: int
) -> dict[str, tuple[float, float, float]]:
    """Return each figure with its interval; groups are drawn whole."""
    names, group = np.unique(groups, return_inverse=True)
    tables = np.zeros((len(names), n_labels, n_labels), dtype=np.int64)
    np.add.at(tables, (group, truth, said), 1)
    rng = np.random.default_rng(0)
    drawn: dict[str, list[float]] = {}
    for _ in range(N_DRAWS):
        times = np.bincount(rng.integers(len(names), size=len(names)), None, len(names))
        for name, value in figures(np.tensordot(times, tables, 1)).items():
            drawn.setdefault(name, []).append(value)
    known = {k: [x for x in v if np.isfinite(x)] or [np.nan] for k, v in drawn.items()}
    low = {k: float(np.percentile(v, 2.5)) for k, v in known.items()}
    high = {k: float(np.percentile(v, 97.5)) for k, v in known.items()}
    point = figures(tables.sum(0))
    return {k: (float(v), low[k], high[k]) for k, v in point.items()}


def show(
    data: str,
    labels: tuple[str, ...],
    truth: Table,
    said: Table,
    groups: npt.NDArray[np.str_],
) -> list[Figure]:
    """Print one table, and return it."""
    found = with_intervals(truth, said, groups, len(labels))
    names = [("kappa", ""), ("accuracy", "")]
    names += [(each, label) for label in labels for each in EACH]
    out = []
    print(f"\n{data}: {len(truth):,} sentences, {len(set(groups)):,} groups")
    for each, label in names:
        i = labels.index(label) if label else None
        cases = None if i is None else int((truth == i).sum())
        value, low, high = found[each if i is None else f"{each} {i}"]
        if np.isfinite([value, low, high]).all():
            own = [round(x, 4) for x in (value, low, high)]
            out.append(
                Figure(
                    each,
                    own[0],
                    len(truth),
                    "sentences",
                    data,
                    label,
                    low=own[1],
                    high=own[2],
                    cases=cases,
                    by="language models" if data == SAMPLE else "people",
                )
            )
            print(label, out[-1], "" if cases is None else f"({cases} cases)")
    print("people (rows) by model:\n", confusion_matrix(truth, said))
    return out


def on_sample(encoder: EncoderElements) -> list[Figure]:
    """Print the table of the sample programme, and the speed; return the table."""
    rows = load_sample().identifiable_frame("reflections")
    texts = dict(zip(rows["reflection_id"], rows["text"], strict=True))
    writers = rows.set_index("reflection_id")["member"].fillna("").to_dict()
    gold = load_gold()
    gold = gold.loc[(gold["construct"] == "element") & (gold["coder"] == "reference")]
    sentences = [
        texts[r.reflection_id][int(r.start) : int(r.end)] for r in gold.itertuples()
    ]
    began = time.process_time()
    said = encoder.proba(sentences).argmax(1)
    took = time.process_time() - began
    place = {label: i for i, label in enumerate(encoder.labels)}
    truth = np.array([place[code] for code in gold["code"]])
    groups = np.array([writers[i] or i for i in gold["reflection_id"]])
    found = show(SAMPLE, encoder.labels, truth, said, groups)
    words = sum(len(s.split()) for s in sentences) / len(sentences)
    print(f"{len(sentences) / took:.0f} sentences ({words:.0f} words) a core second")
    return found


def on_card(found: list[Figure]) -> None:
    """Put figures into the model card."""
    path = resource_path("models", NAME, "card.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    held["figures"] = [
        {k: v for k, v in asdict(one).items() if v not in (None, "")} for one in found
    ]
    text = json.dumps(held, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")
    page = model_card(NAME).to_markdown()
    path.with_name("README.md").write_text(page, encoding="utf-8")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--card", action="store_true")
    chosen = parser.parse_args()
    encoder = EncoderElements.load()
    with np.load(chosen.folds, allow_pickle=False) as kept:
        truth, groups, fold = kept["truth"], kept["groups"], kept["fold"]
        exact, rounded = kept["exact"].argmax(1), kept["rounded"].argmax(1)
    print(f"weights as they are: kappa {cohen_kappa_score(truth, exact):.4f}")
    print(f"differ from the rounded: {(exact != rounded).mean():.4f}")
    for i in sorted(set(fold)):
        own = fold == i
        kappa = cohen_kappa_score(truth[own], rounded[own])
        print(f"fold {i}: {own.sum()} sentences, kappa {kappa:.3f}")
    found = show(DIARIES, encoder.labels, truth, rounded, groups)
    found += on_sample(encoder)
    if chosen.card:
        on_card(found)


if __name__ == "__main__":
    main()
