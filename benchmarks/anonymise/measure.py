"""What share of identifiers is masked, with intervals, and what else is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from statsmodels.stats.proportion import proportion_confint

Spans = Sequence[tuple[int, int]]
Heading = tuple[str, str]
"""A group ("name", "origin", "label", ...) and what it is called there."""
Mark = tuple[int, int, tuple[Heading, ...]]
"""Start, end, and the headings under which a gold span counts."""

ALL: Heading = ("", "all")
DIRECT: Heading = ("", "direct")
"""What points at somebody by itself."""

DIRECT_LABELS = frozenset(
    (
        *("PERSON", "ADDRESS", "POSTCODE", "PHONE", "EMAIL", "URL", "HANDLE", "PLATE"),
        *("NHS_NUMBER", "GMC", "NMC", "HCPC", "GPHC", "ODS", "NI_NUMBER", "DOB"),
    )
)

_WORD = re.compile(r"[^\W_]+")
_RESAMPLES = 1000
_POSSESSIVES = ("'s", "\u2019s")


@dataclass
class Tally:
    """Counts over some texts.

    Parameters
    ----------
    counts : dict
        For each heading and each sentence (or text): identifiers found, and there.
    """

    counts: dict[Heading, dict[int, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: [0, 0]))
    )
    texts: int = 0
    leaks: int = 0
    direct_leaks: int = 0
    words: int = 0
    others: int = 0
    clean: int = 0
    touched: int = 0

    def add(self, text: str, marks: Iterable[Mark], spans: Spans, unit: int) -> None:
        """Take in one text; ``unit``: those of one sentence share their wording."""
        covered, gold = bytearray(len(text)), bytearray(len(text))
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        missed: set[Heading] = set()
        for start, end, headings in marks:
            gold[start:end] = b"\1" * (end - start)
            hit = masked(text, start, end, covered)
            for heading in (ALL, *headings):
                self.counts[heading][unit][0] += hit
                self.counts[heading][unit][1] += 1
                missed |= set() if hit else {heading}
        self.texts += 1
        self.leaks += ALL in missed
        self.direct_leaks += DIRECT in missed
        words = list(_WORD.finditer(text))
        free = [w for w in words if not any(gold[w.start() : w.end()])]
        others = sum(any(covered[w.start() : w.end()]) for w in free)
        self.words += len(free)
        self.others += others
        if not marks:
            self.clean += 1
            self.touched += others > 0

    def there(self, heading: Heading) -> int:
        """Return how many identifiers a heading has."""
        return sum(n for _, n in self.counts[heading].values())

    def share(self, heading: Heading = ALL) -> float:
        """Return the share of which every letter and digit is masked."""
        units = self.counts[heading].values()
        return sum(n for n, _ in units) / max(sum(n for _, n in units), 1)

    def interval(self, heading: Heading = ALL) -> tuple[float, float]:
        """Return the 95 % percentile bootstrap interval, sentences drawn anew."""
        units = np.array(list(self.counts[heading].values()))
        draw = np.random.default_rng(0).integers(
            0, len(units), (_RESAMPLES, len(units))
        )
        sums = units[draw].sum(axis=1)
        low, high = np.percentile(sums[:, 0] / sums[:, 1], (2.5, 97.5))
        return float(low), float(high)

    def cautious(self, heading: Heading) -> tuple[float, float]:
        """Return a 95 % interval that counts each sentence once.

        Wilson's score interval (1927) for few sentences, where a bootstrap of what is
        all found would say 1.00 to 1.00. Texts that share a sentence differ in the
        name only, so that this is rather too wide than too narrow.
        """
        n = len(self.counts[heading])
        low, high = proportion_confint(self.share(heading) * n, n, method="wilson")
        return float(low), float(high)

    def put_together(self, several: Iterable[Heading], name: Heading) -> None:
        """Count some headings under one more."""
        together = self.counts[name] = defaultdict(lambda: [0, 0])
        for heading in several:
            for unit, (hits, there) in self.counts[heading].items():
                together[unit][0] += hits
                together[unit][1] += there

    def names_of(self, group: str) -> list[Heading]:
        """Return the headings of a group, in order."""
        return sorted(h for h in self.counts if h[0] == group)


def headings(label: str, *more: Heading) -> tuple[Heading, ...]:
    """Return under what a gold span of a label counts."""
    direct = (DIRECT,) if label in DIRECT_LABELS else ()
    return (*direct, ("label", label), *more)


def masked(text: str, start: int, end: int, covered: bytearray) -> bool:
    """Whether every letter and digit of a gold span is masked, but a possessive's s."""
    if text[end - 2 : end].lower() in _POSSESSIVES:
        end -= 2
    return all(covered[i] for i in range(start, end) if text[i].isalnum())
