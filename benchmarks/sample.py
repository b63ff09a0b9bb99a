"""How far two coders of the sample agree, and how varied its texts are.

    python benchmarks/sample.py

The second coder had the codebook alone. Agreement is that *before* the differences
were settled: ``coding/settled.csv`` says what the first coding had and lost, and what
it got from the second. Cohen's kappa and Krippendorff's alpha (nominal) are given for
"has this code" by text, and by sentence; for the elements by sentence, one code each.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "sample"

Rows = list[dict[str, str]]
Key = tuple[str, str, str, str]


def rows(name: str) -> Rows:
    """Read one file of the sample."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(row: dict[str, str]) -> Key:
    """What makes a coding the same as another."""
    return row["reflection_id"], row["start"], row["end"], row["code"]


def first_pass() -> Rows:
    """Undo the settling: the reference as it was when the second coder coded."""
    settled = rows("coding/settled.csv")
    gained = {
        key(r) for r in settled if r["coded_by"] == "second" and r["decision"] == "keep"
    }
    lost = [
        r for r in settled if r["coded_by"] == "reference" and r["decision"] == "drop"
    ]
    kept = [r for r in rows("coding/codings.csv") if key(r) not in gained]
    return [*kept, *lost]


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text at full stops and line breaks."""
    ends = [m.end() for m in re.finditer(r"[.!?]+[\"')]*\s+|\n+", text)]
    edges = [0, *ends, len(text)]
    spans = pairwise(edges)
    return [(a, b) for a, b in spans if text[a:b].strip()]


def marked(
    codings: Rows, construct: str, texts: dict[str, str], *, whole: bool
) -> dict[tuple[str, int], set[str]]:
    """Which codes each text, or each sentence, has."""
    out: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in codings:
        rid = row["reflection_id"]
        if row["construct"] != construct or rid not in texts:
            continue
        start, end = int(row["start"]), int(row["end"])
        if whole:
            out[rid, 0].add(row["code"])
            continue
        for i, (a, b) in enumerate(sentences(texts[rid])):
            shared = min(b, end) - max(a, start)
            if shared > 0.3 * min(b - a, end - start):
                out[rid, i].add(row["code"])
    return out


def agreement(one: list[int], two: list[int]) -> str:
    """Kappa and alpha as a line of a table."""
    alpha = krippendorff.alpha(np.array([one, two]), level_of_measurement="nominal")
    return f"{cohen_kappa_score(one, two):.2f} | {alpha:.2f}"


def main() -> None:
    """Print the tables of the data card."""
    every = {r["reflection_id"]: r["text"] for r in rows("tables/reflections.csv")}
    second = rows("coding/second_pass.csv")
    both = {r["reflection_id"] for r in rows("coding/second_texts.csv")}
    texts = {rid: every[rid] for rid in sorted(both)}
    first = first_pass()
    print(f"{len(texts)} texts coded twice\n\n| construct | unit | n | kappa | alpha |")
    print("|---|---|---|---|---|")
    for whole in (True, False):
        places = [
            (rid, i)
            for rid, text in texts.items()
            for i in range(1 if whole else len(sentences(text)))
        ]
        for construct in ("theme", "condition", "lens"):
            a = marked(first, construct, texts, whole=whole)
            b = marked(second, construct, texts, whole=whole)
            codes = sorted(set().union(*a.values(), *b.values()))
            one = [int(c in a[p]) for p in places for c in codes]
            two = [int(c in b[p]) for p in places for c in codes]
            unit = "text" if whole else "sentence"
            line = f"{len(places)} | {agreement(one, two)}"
            print(f"| {construct} (all codes) | {unit} | {line} |")
            if whole:
                for c in codes:
                    one = [int(c in a[p]) for p in places]
                    two = [int(c in b[p]) for p in places]
                    line = f"{sum(one)} / {sum(two)} | {agreement(one, two)}"
                    print(f"| {c} | text | {line} |")
    elements = {key(r)[:3]: r["code"] for r in rows("coding/elements.csv")}
    blind = {key(r)[:3]: r["code"] for r in rows("coding/second_pass_elements.csv")}
    names = sorted({*elements.values(), *blind.values()})
    one = [names.index(elements[k]) for k in blind]
    two = [names.index(code) for code in blind.values()]
    print(f"| element | sentence | {len(blind)} | {agreement(one, two)} |")


if __name__ == "__main__":
    main()
