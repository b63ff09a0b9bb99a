"""What share of identifiers is masked, with intervals, and what else is."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Spans = Sequence[tuple[int, int]]
Mark = tuple[int, int, str]

_WORD = re.compile(r"[^\W_]+")
_RESAMPLES = 1000


@dataclass
class Tally:
    """Counts over some texts.

    Parameters
    ----------
    units : dict of int to list of int
        For each sentence (or text): identifiers found, identifiers there.
    """

    units: dict[int, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    found: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    leaks: int = 0
    words: int = 0
    others: int = 0

    def add(
        self,
        text: str,
        marks: Iterable[Mark],
        spans: Spans,
        unit: int,
        also: Iterable[str] = (),
    ) -> None:
        """Take in one text; ``also``: further headings under which its marks count."""
        leak = False
        covered = bytearray(len(text))
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        gold = bytearray(len(text))
        for start, end, label in marks:
            gold[start:end] = b"\1" * (end - start)
            hit = masked(text, start, end, covered)
            named = also if label == "PERSON" else ()
            for heading in (label, *(f"{label} {a}" for a in named)):
                self.there[heading] += 1
                self.found[heading] += hit
            self.units[unit][0] += hit
            self.units[unit][1] += 1
            leak |= not hit
        self.texts += 1
        self.leaks += leak
        for word in _WORD.finditer(text):
            if not any(gold[word.start() : word.end()]):
                self.words += 1
                self.others += any(covered[word.start() : word.end()])

    @property
    def recall(self) -> float:
        """The share of identifiers of which every letter and digit is masked."""
        there = sum(n for _, n in self.units.values())
        return sum(n for n, _ in self.units.values()) / max(there, 1)

    def interval(self) -> tuple[float, float]:
        """Return the 95 % percentile bootstrap interval, sentences drawn anew."""
        draw = random.Random(0)
        units = list(self.units.values())
        shares = sorted(
            sum(a for a, _ in sample) / max(sum(b for _, b in sample), 1)
            for sample in (draw.choices(units, k=len(units)) for _ in range(_RESAMPLES))
        )
        return shares[int(0.025 * _RESAMPLES)], shares[int(0.975 * _RESAMPLES)]


def masked(text: str, start: int, end: int, covered: bytearray) -> bool:
    """Whether every letter and digit of a gold span is masked."""
    return all(covered[i] for i in range(start, end) if text[i].isalnum())
