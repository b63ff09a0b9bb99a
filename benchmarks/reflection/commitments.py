"""How well commitments are found, and apart from wishes.

    python benchmarks/reflection/commitments.py [--card models/als-commitments]

- *Sentences*: 300 written to test it (``commitment_sentences.csv``, by a language model
  that saw neither the rules nor what the model learned from). The odd half was read
  when the rules were written, so that the even half alone is new to them.
- *Passages*: sets C and D of the sample, coded by language models. Precision and recall
  are of passages: one is found if one of the same code lies upon it. Kappa is of
  sentences; a sentence has a code if a passage of it lies upon half of either.

``--second``: the sentences as another coder labelled them. Intervals: the middle 95 %
of 2,000 bootstrap samples of sentences or texts. ``--card`` writes the figures into the
model card.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection.card import Figure, model_card
from alsjournal.reflection.commitments import Commitment, CommitmentFinder
from alsjournal.segment import Segment, sentences

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "corpora" / "sample"
CODES = ("commitment", "wish")
LABELS = (*CODES, "none")
KEPT_APART = "CD"
MODELS = "language models"
DRAWS = 2_000

Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    """Read one table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scores(counts: np.ndarray) -> dict[str, np.ndarray]:
    """Return scores of [found rightly, found wrongly, not found], shape (..., 3)."""
    right, wrong, lost = np.moveaxis(counts.astype(float), -1, 0)
    return {
        "precision": right / np.maximum(1.0, right + wrong),
        "recall": right / np.maximum(1.0, right + lost),
        "F1": 2 * right / np.maximum(1.0, 2 * right + wrong + lost),
    }


def kappa(table: np.ndarray) -> dict[str, np.ndarray]:
    """Return Cohen's kappa of square tables in the last two axes."""
    n = np.maximum(1, table.sum((-1, -2)))
    agreed = np.trace(table, axis1=-2, axis2=-1) / n
    by_chance = (table.sum(-1) * table.sum(-2)).sum(-1) / n**2
    return {"kappa": (agreed - by_chance) / np.maximum(1e-9, 1 - by_chance)}


def figures(
    counts: Any, score: Callable[[np.ndarray], Mapping[str, Any]], **told: Any
) -> list[Figure]:
    """Return the scores of counts by unit, with their intervals, and print them."""
    table = np.asarray(counts)
    rng = np.random.default_rng(0)
    n, flat = len(table), table.reshape(len(table), -1)
    draws = rng.multinomial(n, np.full(n, 1 / n), DRAWS)
    drawn = score((draws @ flat).reshape(DRAWS, *table.shape[1:]))
    found = []
    for name, value in score(table.sum(0)).items():
        low, high = np.percentile(drawn[name], [2.5, 97.5]).round(3).tolist()
        best = round(float(value), 3)
        found.append(Figure(name, best, low=low, high=high, by=MODELS, **told))
        print(f"{told.get('code') or 'all'}: {found[-1]}")
    return found


def label(found: Iterable[str]) -> str:
    """Return the code of a sentence: a commitment comes before a wish."""
    codes = set(found)
    return next((code for code in CODES if code in codes), "none")


def agreement(
    pairs: Sequence[Sequence[tuple[str, str]]], data: str, scored: bool
) -> list[Figure]:
    """Return kappa, of all and of each code, of [coded, found] by unit.

    ``scored``: precision and recall of each code too.
    """
    n = sum(map(len, pairs))
    table = np.zeros((len(pairs), 3, 3), dtype=int)
    for i, own in enumerate(pairs):
        for gold, got in own:
            table[i, LABELS.index(gold), LABELS.index(got)] += 1
    told = {"n": n, "unit": "sentences", "data": data}
    out = figures(table, kappa, **told)
    for k, code in enumerate(CODES):
        both, coded, said = table[:, k, k], table[:, k].sum(-1), table[:, :, k].sum(-1)
        wrong, lost = said - both, coded - both
        rest = table.sum((1, 2)) - both - wrong - lost
        own = np.stack([both, lost, wrong, rest], -1).reshape(-1, 2, 2)
        more = {**told, "code": code, "cases": int(coded.sum())}
        out += figures(own, kappa, **more)
        if scored:
            out += figures(np.stack([both, wrong, lost], -1), scores, **more)
    return out


def owners(pairs: Sequence[tuple[str, str]], data: str) -> Figure:
    """Return how often the owner is right where a commitment was found."""
    right = sum(a == b for a, b in pairs) / max(1, len(pairs))
    one = Figure(
        "share with the right owner",
        round(right, 3),
        len(pairs),
        "commitments found",
        data,
        "commitment",
        by=MODELS,
    )
    print(one)
    return one


def of_sentences(finder: CommitmentFinder, told: Rows, data: str) -> list[Figure]:
    """Return the figures on labelled sentences."""
    found = [list(own) for own in finder.spans([r["sentence"] for r in told])]
    made = [label(c.code for c in own) for own in found]
    pairs = [[(r["label"], got)] for r, got in zip(told, made, strict=True)]
    both = [
        (r, next(c for c in own if c.code == "commitment"))
        for r, own, got in zip(told, found, made, strict=True)
        if r["label"] == got == "commitment"
    ]
    days = sum(bool(r["when"]) == (c.when_at is not None) for r, c in both)
    print(f"  of {len(both)}: day said or not {days}")
    return [
        *agreement(pairs, data, scored=True),
        owners([(r["owner"], c.owner) for r, c in both], data),
    ]


def of_coders(told: Rows, second: Rows) -> None:
    """Print how far another coder agrees on the sentences."""
    other = {r["id"]: r["label"] for r in second}
    pairs = [(r["label"], other[r["id"]]) for r in told if r["id"] in other]
    agreed = cohen_kappa_score(*zip(*pairs, strict=True))
    print(f"two coders: kappa {agreed:.2f}, n {len(pairs)}")


def of_passages(finder: CommitmentFinder, coded: Rows, data: str) -> list[Figure]:
    """Return the figures on the sets of the sample that are kept apart."""
    texts = {
        r["reflection_id"]: r["text"]
        for r in rows(SAMPLE / "tables" / "reflections.csv")
        if r["language"] in ("", "en") and r["reflection_id"][0] in KEPT_APART
    }
    gold: dict[str, Rows] = defaultdict(list)
    for row in coded:
        gold[row["reflection_id"]].append(row)
    found = dict(zip(texts, finder.spans(list(texts.values())), strict=True))
    pairs = [
        [(on(at, map(where, gold[i])), on(at, found[i])) for at in sentences(text)]
        for i, text in texts.items()
    ]
    out = agreement(pairs, f"{data}, by sentence", scored=False)
    for code in CODES:
        counts = [count(gold[i], found[i], code) for i in texts]
        cases = sum(right + lost for right, _, lost in counts)
        told = {"n": len(texts), "unit": "texts", "data": data}
        out += figures(counts, scores, **told, code=code, cases=cases)
    return [*out, owners(owned(gold, found), data)]


def where(row: Mapping[str, str]) -> Commitment:
    """Return a coded passage as what was found."""
    return Commitment(int(row["start"]), int(row["end"]), row["code"])


def on(at: Segment, passages: Iterable[Commitment]) -> str:
    """Return the code of a sentence: of what lies upon half of it, or half upon it."""
    return label(
        c.code
        for c in passages
        if 2 * (min(c.end, at.end) - max(c.start, at.start))
        > min(c.end - c.start, at.end - at.start)
    )


def upon(row: Mapping[str, str], one: Commitment) -> bool:
    """Say whether a passage found lies upon one that was coded."""
    return one.start < int(row["end"]) and int(row["start"]) < one.end


def count(gold: Rows, found: Sequence[Commitment], code: str) -> tuple[int, int, int]:
    """Count in one text what was found rightly, wrongly and not."""
    true = [r for r in gold if r["code"] == code]
    mine = [c for c in found if c.code == code]
    right = sum(any(upon(r, c) for c in mine) for r in true)
    wrong = sum(not any(upon(r, c) for r in true) for c in mine)
    return right, wrong, len(true) - right


def owned(
    gold: Mapping[str, Rows], found: Mapping[str, Sequence[Commitment]]
) -> list[tuple[str, str]]:
    """Return the owner coded and found, where a commitment was found."""
    out = []
    for i, own in found.items():
        mine = [c for c in own if c.code == "commitment"]
        for row in (r for r in gold[i] if r["code"] == "commitment"):
            out += [(row["owner"], c.owner) for c in mine if upon(row, c)][:1]
    return out


def of_time(finder: CommitmentFinder) -> None:
    """Print what reading takes beside the parse, for 2,000 texts of 100 words."""
    every = [r["text"] for r in rows(SAMPLE / "tables" / "reflections.csv")]
    spoken = " ".join(every).split()
    texts = [" ".join(spoken[i : i + 100]) for i in range(0, len(spoken) - 100, 100)]
    spent = 0.0
    for doc in parsed(texts, GRAMMAR):
        begun = time.process_time()
        finder.read(doc)
        spent += time.process_time() - begun
    print(f"without the parse, 2,000 texts: {spent / len(texts) * 2000:.1f} s")


def write_card(folder: Path, found: Sequence[Figure]) -> None:
    """Write figures into a card, the lowest kappa of all codes first."""
    whole = [f for f in found if f.statistic == "kappa" and not f.code]
    first = min(whole, key=lambda f: f.value)
    ordered = [first, *(f for f in found if f is not first)]
    file = folder / "card.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    held["figures"] = [
        {k: v for k, v in vars(one).items() if v not in (None, "", "people")}
        for one in ordered
    ]
    text = json.dumps(held, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
    page = model_card(folder.name).to_markdown()
    (folder / "README.md").write_text(page, encoding="utf-8")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--second", type=Path)
    parser.add_argument("--card", type=Path)
    chosen = parser.parse_args()
    finder = CommitmentFinder()
    of_time(finder)
    told = rows(HERE / "commitment_sentences.csv")
    if chosen.second is not None:
        of_coders(told, rows(chosen.second))
    coded = rows(SAMPLE / "coding" / "commitments.csv")
    even = [r for r in told if not int(r["id"][1:]) % 2]
    found = [
        *of_sentences(finder, even, "sentences written to test it, the even half"),
        *of_passages(finder, coded, "sets C and D of the sample"),
        *of_sentences(
            finder, told, "all those sentences, half of them read for the rules"
        ),
    ]
    if chosen.card:
        write_card(chosen.card, found)


if __name__ == "__main__":
    main()
