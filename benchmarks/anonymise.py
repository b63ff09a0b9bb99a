"""How much of what identifies is masked, how much else is, and how fast.

Run from a checkout: ``python benchmarks/anonymise.py``. The sets with gold marks lie
in the folder ``ALSJOURNAL_DATA`` (by default ``../shared/data``); those that are
absent are left out. A gold span counts as found only if every letter and digit of
it is masked, under whatever label. A span of ours is right if it touches a gold one.
No text is printed.
"""

from __future__ import annotations

import csv
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from alsjournal.anonymise import Anonymiser, Span
from alsjournal.anonymise.finders.roster import RosterEntry

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ALSJOURNAL_DATA", ROOT.parent / "shared" / "data"))
SAMPLE = ROOT / "corpora" / "sample"

Gold = list[tuple[int, int, str]]


def conll(path: Path, separator: str = "\t") -> Iterator[tuple[str, Gold]]:
    """Yield texts and their gold spans: tokens joined by a space."""
    tokens: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            parts = line.split(separator)
            tokens.append((parts[0], parts[-1].strip()))
        elif tokens:
            yield joined(tokens)
            tokens = []


def joined(tokens: list[tuple[str, str]]) -> tuple[str, Gold]:
    """Join tokens with their BIO marks."""
    text, gold = "", []
    for token, mark in tokens:
        start = len(text)
        text += token + " "
        if mark.startswith("B-"):
            gold.append((start, start + len(token), mark[2:]))
        elif mark.startswith("I-") and gold:
            gold[-1] = (gold[-1][0], start + len(token), gold[-1][2])
    return text.rstrip(), gold


def presidio(path: Path) -> Iterator[tuple[str, Gold]]:
    """Yield the texts of presidio-research."""
    for row in json.loads(path.read_text(encoding="utf-8")):
        yield (
            row["full_text"],
            [
                (s["start_position"], s["end_position"], s["entity_type"])
                for s in row["spans"]
            ],
        )


def sample() -> tuple[list[tuple[str, Gold]], list[RosterEntry]]:
    """Return the fictional programme's texts and roster."""
    with (SAMPLE / "tables" / "reflections.csv").open(encoding="utf-8") as file:
        texts = {r["reflection_id"]: r["text"] for r in csv.DictReader(file)}
    gold: dict[str, Gold] = {i: [] for i in texts}
    with (SAMPLE / "coding" / "codings.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            if r["construct"] == "identifier" and r["reflection_id"] in gold:
                span = (int(float(r["start"])), int(float(r["end"])), r["code"])
                gold[r["reflection_id"]].append(span)
    with (SAMPLE / "tables" / "roster.csv").open(encoding="utf-8") as file:
        roster = [
            RosterEntry(
                r["name"],
                tuple(r["aliases"].split(";")),
                r["member"],
                r["organisation"],
            )
            for r in csv.DictReader(file)
        ]
    return [(texts[i], gold[i]) for i in texts], roster


def masked(text: str, start: int, end: int, spans: list[Span]) -> bool:
    """Whether every letter and digit of a gold span is masked."""
    return all(
        any(s.start <= i < s.end for s in spans)
        for i in range(start, end)
        if text[i].isalnum()
    )


def measure(name: str, rows: list[tuple[str, Gold]], roster: list[RosterEntry]) -> None:
    """Print recall by label, precision and speed of one set."""
    texts = [text for text, _ in rows]
    anonymiser = Anonymiser()
    anonymiser.spans(texts[:1])
    start = time.process_time()
    found = anonymiser.spans(texts, roster=roster)
    seconds = time.process_time() - start
    seen: Counter[str] = Counter()
    total: Counter[str] = Counter()
    right = ours = 0
    for (text, gold), spans in zip(rows, found, strict=True):
        for a, b, label in gold:
            total[label] += 1
            seen[label] += masked(text, a, b, spans)
        ours += len(spans)
        right += sum(any(s.start < b and a < s.end for a, b, _ in gold) for s in spans)
    words = sum(len(text.split()) for text in texts)
    hits, marks = sum(seen.values()), sum(total.values())
    print(
        f"{name:12} {len(rows):6,} texts  recall {hits}/{marks} = "
        f"{hits / max(marks, 1):.3f}"
        f"  precision {right}/{ours} = {right / max(ours, 1):.3f}"
        f"  {len(rows) / seconds:,.0f} texts/s  {words / seconds:,.0f} words/s"
    )
    for label, n in total.most_common(16):
        print(f"             {label:20} {seen[label]:5}/{n:5} = {seen[label] / n:.3f}")


def cost(path: Path, rows: int = 1000) -> None:
    """Print what the two finders that need no proof of a name add, as words."""
    with path.open(encoding="utf-8") as file:
        texts = [r["text"] for r in csv.DictReader(file) if r["text"].strip()]
    texts = texts[:: max(len(texts) // rows, 1)][:rows]
    added = sum(
        len(text[s.start : s.end].split())
        for text, spans in zip(texts, Anonymiser().spans(texts), strict=True)
        for s in spans
        if s.finder in ("vocabulary", "elsewhere")
    )
    words = sum(len(text.split()) for text in texts)
    print(
        f"{'nhs_fft':12} {len(texts):6,} texts  masked only for being uncommon, or "
        f"found in another text: {added}/{words} words = {added / words:.5f}"
    )


def main() -> None:
    """Measure every set that is there."""
    pii = DATA / "pii"
    if (pii / "btc" / "a.conll").exists():
        measure("btc", list(conll(pii / "btc" / "a.conll")), [])
    if (pii / "wnut17" / "emerging.test.annotated").exists():
        measure("wnut17", list(conll(pii / "wnut17" / "emerging.test.annotated")), [])
    if (pii / "presidio_research" / "generated_small.json").exists():
        path = pii / "presidio_research" / "generated_small.json"
        measure("presidio", list(presidio(path)), [])
    if (DATA / "nhs_fft" / "comments.csv").exists():
        cost(DATA / "nhs_fft" / "comments.csv")
    if (SAMPLE / "coding" / "codings.csv").exists():
        rows, roster = sample()
        measure("sample", rows, roster)
        measure("sample, no roster", rows, [])


if __name__ == "__main__":
    main()
