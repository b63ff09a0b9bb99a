"""A random sample of sentences, read by a person: how much is masked of what should.

Sentences are drawn from every part of the programme in proportion to its size
(proportional stratified sampling), in an order that the key decides: nobody can choose
which are checked, and drawing more later goes on where it stopped. Of each the person
says how many identifiers are still open.

With ``m`` identifiers masked and ``x`` open in the sentences read, recall is
m / (m + x). Its lower bound is that of Clopper and Pearson (1934), one-sided at 95 %,
from ``statsmodels.stats.proportion.proportion_confint`` (method ``beta``, alpha 0.10,
of which the lower half is 0.05). It takes identifiers for independent of each other;
those of one sentence are a little less than that, so read it as roughly so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alsjournal.anonymise.review.log import Record
from alsjournal.anonymise.review.rulings import standing

__all__ = ["Recall", "draw", "estimate"]


def draw(strata: Mapping[str, Sequence[str]], n: int) -> list[str]:
    """Return ``n`` of the ids of all strata, from each in proportion to its size.

    Parameters
    ----------
    strata : mapping of str to sequence of str
        Keyed ids: their own order is the random order, and the key is the seed.
    n : int

    Returns
    -------
    list of str
        Those of a smaller sample are among those of a larger one.

    Examples
    --------
    >>> draw({"A": ["a3", "a1", "a2", "a4"], "B": ["b1", "b2"]}, 3)
    ['a1', 'b1', 'a2']
    """
    # The i-th of k goes to (i + 1/2) / k on a common line: what stands first on the
    # line is a proportional sample of any size.
    line = [
        ((i + 0.5) / len(ids), stratum, mark)
        for stratum, ids in strata.items()
        for i, mark in enumerate(sorted(ids))
    ]
    return [mark for _, _, mark in sorted(line)[:n]]


@dataclass(frozen=True)
class Recall:
    """How much of what identifies is masked, as far as sentences were read.

    Parameters
    ----------
    masked, missed : int
        Identifiers in those sentences.
    sentences : int
    share, low : float or None
        The share masked and its lower bound; None where there was no identifier.
    """

    masked: int
    missed: int
    sentences: int
    share: float | None
    low: float | None

    def __str__(self) -> str:
        checked = self.masked + self.missed
        if self.low is None:
            return f"no identifier yet in {_count(self.sentences, 'sentence')} read"
        # Rounded down: "at least" must stay true.
        bound = int(self.low * 1000) / 10
        return (
            f"at least {bound:g} % of what identifies is masked (one-sided 95 %), "
            f"{_count(checked, 'identifier')} checked in "
            f"{_count(self.sentences, 'sentence')}, {self.missed:,} open"
        )


def estimate(records: Iterable[Record], chain: str) -> Recall:
    """Return what the audit sample says so far.

    Parameters
    ----------
    records : iterable of Record
    chain : str
        Only sentences read with this version of the finders count.

    Returns
    -------
    Recall

    Examples
    --------
    >>> print(estimate([], "2"))
    no identifier yet in 0 sentences read
    """
    read = [
        record
        for roles in standing(records).values()
        for record in list(roles.values())[:1]
        if record.decision == "audit" and record.chain == chain
    ]
    masked, missed = sum(r.masked for r in read), sum(r.missed for r in read)
    if not masked + missed:
        return Recall(masked, missed, len(read), None, None)
    from statsmodels.stats.proportion import proportion_confint  # slow to import

    low, _ = proportion_confint(masked, masked + missed, alpha=0.10, method="beta")
    share = masked / (masked + missed)
    return Recall(masked, missed, len(read), share, float(low) if masked else 0.0)


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}{'s' * (n != 1)}"
