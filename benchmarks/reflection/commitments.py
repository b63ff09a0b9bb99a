"""How well commitments are found, and apart from wishes.

    python benchmarks/reflection/commitments.py [--coded FILE] [--cered FILE]

Measured on 300 sentences written to test it (``commitment_sentences.csv``, by a
language model that did not see the rules). The first rules were measured on all of
them unread; then the odd half was read and the rules were widened, so that the even
half alone says how well the rules as they are now do. Measured too on passages coded
in the sample (``--coded``, a table with reflection_id, start, end, label and owner):
sets A and B were read while the rules were written, C and D were not. A passage is
found if one of the same code lies upon it. ``--second``: the sentences as another
coder labelled them. ``--cered``: the training sentences of CEReD; the rules were
written from half of the authors. Its code Intention takes in wishes, and a sentence
has one code.
Intervals: the middle 95 % of 2,000 bootstrap samples of sentences or texts.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection.commitments import Commitment, CommitmentFinder

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "corpora" / "sample"
CODES = ("commitment", "wish")

Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    """Read one table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scores(counts: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of [found rightly, found wrongly, not found]."""
    right, wrong, lost = (float(x) for x in counts)
    precision = right / max(1.0, right + wrong)
    recall = right / max(1.0, right + lost)
    return precision, recall, 2 * right / max(1.0, 2 * right + wrong + lost)


def line(name: str, counts: Sequence[Sequence[int]]) -> None:
    """Print the scores of counts by unit, with their intervals."""
    table = np.asarray(counts)
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(table), size=(2000, len(table)))
    spread = np.array([scores(table[d].sum(0)) for d in drawn])
    low, high = np.percentile(spread, [2.5, 97.5], axis=0)
    said = [
        f"{word} {value:.2f} ({a:.2f} to {b:.2f})"
        for word, value, a, b in zip(
            ("precision", "recall", "F1"), scores(table.sum(0)), low, high, strict=True
        )
    ]
    right, _wrong, lost = table.sum(0)
    print(f"{name}: {', '.join(said)}; n {len(table)}, cases {right + lost}")


def label(found: Sequence[Commitment]) -> str:
    """Return the code of a sentence: a commitment comes before a wish."""
    codes = {one.code for one in found}
    return next((code for code in CODES if code in codes), "none")


def of_sentences(finder: CommitmentFinder, told: Rows, half: str) -> None:
    """Print the scores on labelled sentences, and how often owner and day agree."""
    found = [list(own) for own in finder.spans([r["sentence"] for r in told])]
    made = [label(own) for own in found]
    pairs = [(r["label"], got) for r, got in zip(told, made, strict=True)]
    for code in CODES:
        line(
            f"sentences, {half} half, {code}",
            [
                (gold == got == code, got == code != gold, gold == code != got)
                for gold, got in pairs
            ],
        )
    both = [
        (r, next(c for c in own if c.code == "commitment"))
        for r, own, got in zip(told, found, made, strict=True)
        if r["label"] == got == "commitment"
    ]
    owners = sum(r["owner"] == c.owner for r, c in both)
    days = sum(bool(r["when"]) == (c.when_at is not None) for r, c in both)
    print(f"  of {len(both)}: owner {owners}, day said or not {days}")


def of_coders(told: Rows, second: Rows) -> None:
    """Print how far another coder agrees on the sentences."""
    other = {r["id"]: r["label"] for r in second}
    pairs = [(r["label"], other[r["id"]]) for r in told if r["id"] in other]
    kappa = cohen_kappa_score(*zip(*pairs, strict=True))
    print(f"two coders: kappa {kappa:.2f}, n {len(pairs)}")
    line(
        "the second coder by the first, commitment",
        [
            (a == b == "commitment", b == "commitment" != a, a == "commitment" != b)
            for a, b in pairs
        ],
    )


def of_passages(finder: CommitmentFinder, coded: Rows) -> None:
    """Print the scores on the sample, sets A and B apart from C and D."""
    texts = {
        r["reflection_id"]: r["text"]
        for r in rows(SAMPLE / "tables" / "reflections.csv")
        if r["language"] in ("", "en")
    }
    gold: dict[str, Rows] = defaultdict(list)
    for row in coded:
        gold[row["reflection_id"]].append(row)
    found = dict(zip(texts, finder.spans(list(texts.values())), strict=True))
    for sets in ("AB", "CD"):
        ids = [i for i in texts if i[0] in sets]
        for code in CODES:
            counts = [count(gold[i], found[i], code) for i in ids]
            line(f"passages of sets {sets}, {code}", counts)
        owners(ids, gold, found)


def upon(row: Mapping[str, str], one: Commitment) -> bool:
    """Say whether a passage found lies upon one that was coded."""
    return one.start < int(row["end"]) and int(row["start"]) < one.end


def count(gold: Rows, found: Sequence[Commitment], code: str) -> tuple[int, int, int]:
    """Count in one text what was found rightly, wrongly and not."""
    true = [r for r in gold if r["label"] == code]
    mine = [c for c in found if c.code == code]
    right = sum(any(upon(r, c) for c in mine) for r in true)
    wrong = sum(not any(upon(r, c) for r in true) for c in mine)
    return right, wrong, len(true) - right


def owners(
    ids: Sequence[str],
    gold: Mapping[str, Rows],
    found: Mapping[str, Sequence[Commitment]],
) -> None:
    """Print how often the owner agrees where a commitment was found."""
    pairs = [
        (r["owner"], c.owner)
        for i in ids
        for r in gold[i]
        if r["label"] == "commitment"
        for c in [
            next((c for c in found[i] if c.code == "commitment" and upon(r, c)), None)
        ]
        if c is not None
    ]
    print(f"  of {len(pairs)}: owner {sum(a == b for a, b in pairs)}")


def of_cered(finder: CommitmentFinder, told: Rows) -> None:
    """Print the scores on the authors that the rules were not written from."""
    authors = sorted({r["author_id"] for r in told if r["author_id"]})
    held = [r for r in told if r["author_id"] in set(authors[1::2])]
    found = finder.spans([r["sentence"] for r in held])
    for name, codes in (("commitment", {"commitment"}), ("either", set(CODES))):
        got = [bool(codes & {c.code for c in own}) for own in found]
        gold = [r["label"] == "Intention" for r in held]
        pairs = list(zip(gold, got, strict=True))
        line(
            f"CEReD, Intention by {name}",
            [(a and b, b and not a, a and not b) for a, b in pairs],
        )


def of_time(finder: CommitmentFinder) -> None:
    """Print what the rules take beside the parse, for 2,000 texts of 100 words."""
    every = [r["text"] for r in rows(SAMPLE / "tables" / "reflections.csv")]
    words = " ".join(every).split()
    texts = [" ".join(words[i : i + 100]) for i in range(0, len(words) - 100, 100)]
    spent = 0.0
    for doc in parsed(texts, GRAMMAR):
        begun = time.process_time()
        finder.read(doc)
        spent += time.process_time() - begun
    print(f"rules alone, 2,000 texts: {spent / len(texts) * 2000:.1f} s")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coded", type=Path)
    parser.add_argument("--second", type=Path)
    parser.add_argument("--cered", type=Path)
    chosen = parser.parse_args()
    finder = CommitmentFinder()
    of_time(finder)
    told = rows(HERE / "commitment_sentences.csv")
    of_sentences(finder, [r for r in told if int(r["id"][1:]) % 2], "odd")
    of_sentences(finder, [r for r in told if not int(r["id"][1:]) % 2], "even")
    if chosen.second is not None:
        of_coders(told, rows(chosen.second))
    if chosen.coded is not None:
        of_passages(finder, rows(chosen.coded))
    if chosen.cered is not None:
        of_cered(finder, rows(chosen.cered))


if __name__ == "__main__":
    main()
