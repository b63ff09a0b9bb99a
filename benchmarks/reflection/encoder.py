"""How far the transformer for elements of reflection agrees with people.

    python models/train/elements_encoder.py --data FOLDER --folds 3 --keep folds.npz
    python benchmarks/reflection/encoder.py --folds folds.npz

prints three tables: on the diaries of student teachers, what models said that had seen
none of the author's sentences (95 % percentile intervals, authors drawn with
replacement); on the sample programme (fictional; its reference coding), the shipped
model; sentences a second on one core.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from alsjournal.datasets import load_gold, load_sample
from alsjournal.reflection._encoder import EncoderElements

N_DRAWS = 2_000
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
        found[f"F1 {i}"] = 2 * own / max(1, rows[i] + columns[i])
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
    low = {k: float(np.nanpercentile(v, 2.5)) for k, v in drawn.items()}
    high = {k: float(np.nanpercentile(v, 97.5)) for k, v in drawn.items()}
    point = figures(tables.sum(0))
    return {k: (float(v), low[k], high[k]) for k, v in point.items()}


def show(
    title: str,
    labels: tuple[str, ...],
    truth: Table,
    said: Table,
    groups: npt.NDArray[np.str_],
) -> None:
    """Print one table."""
    found = with_intervals(truth, said, groups, len(labels))

    def cell(name: str) -> str:
        return "{:.3f} ({:.2f} to {:.2f})".format(*found[name])

    print(f"\n{title}: {len(truth):,} sentences, {len(set(groups)):,} groups")
    print("accuracy", cell("accuracy"), "kappa", cell("kappa"))
    print(
        "| code | cases | precision | recall | F1 | kappa |\n|---|---|---|---|---|---|"
    )
    for i, label in enumerate(labels):
        own = (cell(f"{x} {i}") for x in ("precision", "recall", "F1", "kappa"))
        print(f"| {label} | {(truth == i).sum()} |", " | ".join(own), "|")
    print("people (rows) by model:\n", confusion_matrix(truth, said))


def on_sample(encoder: EncoderElements) -> None:
    """Print the table of the sample programme, and the speed."""
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
    show("sample programme", encoder.labels, truth, said, groups)
    words = sum(len(s.split()) for s in sentences) / len(sentences)
    print(f"{len(sentences) / took:.0f} sentences ({words:.0f} words) a core second")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=Path)
    chosen = parser.parse_args()
    encoder = EncoderElements.load()
    if chosen.folds:
        with np.load(chosen.folds, allow_pickle=False) as kept:
            truth, groups = kept["truth"], kept["groups"]
            for name in ("exact", "rounded"):
                said = kept[name].argmax(1)
                show(f"diaries, {name}", encoder.labels, truth, said, groups)
            for i in sorted(set(kept["fold"])):
                own = kept["fold"] == i
                kappa = cohen_kappa_score(truth[own], kept["rounded"].argmax(1)[own])
                print(f"fold {i}: {own.sum()} sentences, kappa {kappa:.3f}")
    on_sample(encoder)


if __name__ == "__main__":
    main()
