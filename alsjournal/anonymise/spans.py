"""Where something identifying stands in a text, and how overlaps are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LABELS", "REVIEW_LABELS", "Span", "for_review", "resolve"]

LABELS: tuple[str, ...] = (
    "PSEUDONYM",
    "NHS_NUMBER",
    "NI_NUMBER",
    "EMAIL",
    "URL",
    "GMC",
    "NMC",
    "HCPC",
    "GPHC",
    "PHONE",
    "ODS",
    "POSTCODE",
    "DATE",
    "AGE",
    "PLATE",
    "HANDLE",
    "PERSON",
    "ORG",
    "PLACE",
    "NUMBER",
    "DETAIL",
)
"""Every label; where spans overlap, the earlier one names what both cover.

``PSEUDONYM`` is something that only looks like a pseudonym of ours; ``DETAIL`` is what
a person found in the review, true of one only.
"""

REVIEW_LABELS: tuple[str, ...] = ("ROLE", "EVENT")
"""What may give somebody away; shown to a reviewer who asks, never masked by itself.

``ROLE`` is a description that may fit one person only, ``EVENT`` a rare event with a
date or a sum of money.
"""

_RANK = {label: rank for rank, label in enumerate(LABELS)}

_OWN = -1
"""What a programme's own pattern found is called as the programme calls it."""

_FINDER_RANK = {"roster": 0, "identifiers": 1, "gazetteer": 2}
"""Between spans of one label: the programme's own list knows best."""

_WEAK = frozenset(
    ["vocabulary", "elsewhere", "names", "adjoining", "caution", "company"]
)
"""Finders that see that something is a name, but hardly of what."""


@dataclass(frozen=True, slots=True)
class Span:
    """One identifier in a text. It holds where, never what.

    Parameters
    ----------
    start, end : int
        Code points of the text; ``end`` is exclusive.
    label : str
        One of `LABELS`.
    finder : str
        Which finder saw it.
    confidence : float, default=1.0
        From 0 to 1: how sure the finder is of the *label*. Everything found is
        masked, but for the labels of `REVIEW_LABELS`.

    Examples
    --------
    >>> Span(0, 5, "PERSON", "roster")
    Span(start=0, end=5, label='PERSON', finder='roster', confidence=1.0)
    """

    start: int
    end: int
    label: str
    finder: str
    confidence: float = 1.0


def resolve(spans: Iterable[Span]) -> list[Span]:
    """Return spans that do not overlap and cover every character that any covered.

    Overlapping spans become one, from the first start to the last end. A roster's
    person keeps the name where one lies inside the other; else the label is that of
    the longest, and of equally long ones that which comes first in `LABELS`. What
    was masked only for being unknown, or found in another text, yields to the rest.

    Parameters
    ----------
    spans : iterable of Span
        Empty ones are dropped.

    Returns
    -------
    list of Span
        In the order of the text.

    Examples
    --------
    >>> resolve([Span(0, 5, "ORG", "ner"), Span(2, 9, "PERSON", "ner")])
    [Span(start=0, end=9, label='PERSON', finder='ner', confidence=1.0)]
    """
    out: list[Span] = []
    group: list[Span] = []
    end = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= span.end:
            continue
        if group and span.start >= end:
            out.append(_merge(group))
            group = []
            end = -1
        group.append(span)
        end = max(end, span.end)
    if group:
        out.append(_merge(group))
    return out


def for_review(masked: Iterable[Span], telling: Iterable[Span]) -> list[Span]:
    """Return spans to judge that do not lie inside what is masked anyway.

    Parameters
    ----------
    masked, telling : iterable of Span

    Returns
    -------
    list of Span
        In the order of the text, not overlapping each other; they may hold masked
        spans.

    Examples
    --------
    >>> for_review([Span(28, 33, "PLACE", "ner")], [Span(1, 33, "ROLE", "telling")])
    [Span(start=1, end=33, label='ROLE', finder='telling', confidence=1.0)]
    """
    masked = list(masked)
    return [
        span
        for span in resolve(telling)
        if not any(s.start <= span.start and span.end <= s.end for s in masked)
    ]


def _merge(group: list[Span]) -> Span:
    if len(group) == 1:
        return group[0]
    start = group[0].start
    end = max(span.end for span in group)
    best = min(group, key=_precedence)
    return Span(start, end, best.label, best.finder, best.confidence)


def _precedence(span: Span) -> tuple[int, int, int, int, int]:
    return (
        span.label != "PSEUDONYM",
        span.finder in _WEAK,
        span.start - span.end,
        _OWN if span.finder == "patterns" else _RANK.get(span.label, len(_RANK)),
        _FINDER_RANK.get(span.finder, len(_FINDER_RANK)),
    )
