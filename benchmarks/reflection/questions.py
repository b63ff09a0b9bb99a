"""How well questions are told open from closed, and advice in disguise is seen.

    python benchmarks/reflection/questions.py

On the questions of the sample, as ``coding/questions.csv`` has them (coded by a
language model); sets A and B were read while the rules were written, C and D were not.
The coding has one kind a question: "closed", "leading" and "advice-in-disguise" are
taken as what may be seen by form or wording, the others as open. Intervals: the middle
95 % of 2,000 bootstrap samples of questions.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from alsjournal.reflection.questions import check_question, question_kinds

SAMPLE = Path(__file__).resolve().parents[2] / "corpora" / "sample"
STEERING = ("leading", "advice-in-disguise")

Pairs = list[tuple[bool, bool]]


def rows(name: str) -> list[dict[str, str]]:
    """Read one file of the sample."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa; there is none where neither side has a case."""
    gold, made = zip(*pairs, strict=True)
    if not any(gold) and not any(made):
        return float("nan")
    return float(cohen_kappa_score(gold, made))


def accuracy(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The share in which both say the same."""
    return float(np.mean([a == b for a, b in pairs]))


def line(
    name: str, pairs: Pairs, statistic: Callable[[Sequence[tuple[bool, bool]]], float]
) -> None:
    """Print a statistic with its interval."""
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(pairs), size=(2000, len(pairs)))
    spread = [statistic([pairs[i] for i in own]) for own in drawn]
    low, high = np.nanpercentile(spread, [2.5, 97.5])
    cases, found = (sum(side) for side in zip(*pairs, strict=True))
    both = sum(a and b for a, b in pairs)
    print(
        f"{name}, {statistic.__name__}: {statistic(pairs):.2f}"
        f" ({low:.2f} to {high:.2f});"
        f" n {len(pairs)}, cases {cases}, found {found}, both {both}"
    )


def main() -> None:
    """Print every figure."""
    kinds = {r["question_id"]: r["kind"] for r in rows("coding/questions.csv")}
    asked = rows("tables/questions.csv")
    for sets in ("AB", "CD"):
        own = [q for q in asked if q["set_id"] in sets]
        gold = [kinds[q["question_id"]] for q in own]
        form = question_kinds([q["text"] for q in own])
        plain = [(g, f) for g, f in zip(gold, form, strict=True) if g not in STEERING]
        closed = [(g == "closed", f == "closed") for g, f in plain]
        checks = [check_question(q["text"]) for q in own]
        steering = [
            (g in STEERING, bool({"advice", "leading"} & {p.code for p in c.found}))
            for g, c in zip(gold, checks, strict=True)
        ]
        for statistic in (kappa, accuracy):
            line(f"sets {sets}, closed", closed, statistic)
            line(f"sets {sets}, leading or advice", steering, statistic)


if __name__ == "__main__":
    main()
