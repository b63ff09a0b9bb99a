"""Sets with gold marks: texts, and where their identifiers stand."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alsjournal.anonymise.finders.roster import RosterEntry

ROOT = Path(__file__).resolve().parents[2]
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


def second(half: int) -> list[dict[str, Any]]:
    """Return one half of the second UK set: 0 was looked at, 1 was not."""
    path = Path(__file__).parent / "second" / "texts.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if _half(str(row["template"])) == half]


def _half(passage: str) -> int:
    return int(hashlib.sha256(passage.encode()).hexdigest(), 16) % 2


def practices(path: Path) -> list[str]:
    """Return the names of active practices, those of one only, as people write them."""
    with path.open(encoding="utf-8") as file:
        names = [
            r["name"] for r in csv.DictReader(file) if r["active"] in ("1", "True")
        ]
    once = sorted(name for name in set(names) if names.count(name) == 1)
    return [" ".join(map(str.capitalize, name.split())) for name in once]
