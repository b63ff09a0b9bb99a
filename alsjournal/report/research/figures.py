"""The tables that analysts check and take along: shares, change, power, people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from alsjournal.cleared import (
    Cleared,
    JointDisplay,
    NonWriting,
    Power,
    Prevalence,
    QuoteSet,
)
from alsjournal.cycle import non_writing
from alsjournal.disclosure import Audience
from alsjournal.evaluation import joint_display
from alsjournal.journal import Journal
from alsjournal.trends import (
    Coded,
    quotes,
    smallest_change,
    theme_prevalence,
    what_not_to_claim,
)

__all__ = ["MOST_QUOTES", "Figures", "figures"]

Table = TypeVar("Table", bound=Cleared)

MOST_QUOTES = 2_000
"""Quotes in a report; more belong into a spreadsheet."""


@dataclass(frozen=True)
class Figures:
    """Cleared tables for research; None where a journal has nothing for one.

    ``by_set`` is by set and session; ``cautions`` are claims that the journal cannot
    carry, and why; ``quoted`` has every quote that its writer allows, theme by theme.
    """

    by_set: Prevalence
    power: Power | None
    cautions: tuple[tuple[str, str], ...]
    silence: NonWriting | None
    display: JointDisplay | None
    quoted: QuoteSet


def figures(
    journal: Journal,
    coded: Coded,
    read: pd.DataFrame,
    release: str | None,
    *,
    codes: Coded,
) -> Figures:
    """Count what analysts check.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    read : pandas.DataFrame
        What texts show besides their themes.
    release : str or None
    codes : Coded
        The same, under the names by which a theory of change refers to them.
    """
    who = Audience.research()
    over_all = theme_prevalence(journal, coded, audience=who, by=())
    counted = over_all if over_all.unit == "members" else None
    elements = read[read["construct"] == "element"] if "construct" in read else read
    many = max(1, MOST_QUOTES // max(1, len(coded.themes)))
    texts = len(journal)
    return Figures(
        by_set=theme_prevalence(journal, coded, audience=who),
        power=_some(lambda: smallest_change(journal, coded, audience=who)),
        cautions=_cautions(journal) if texts else (),
        silence=_some(lambda: non_writing(journal, audience=who, prevalence=counted)),
        display=_some(
            lambda: joint_display(
                journal, codes, audience=who, elements=elements, release=release
            )
        ),
        quoted=quotes(journal, coded, audience=who, per_theme=many, release=release),
    )


def _some(make: Callable[[], Table]) -> Table | None:
    table = make()
    return table if len(table) else None


def _cautions(journal: Journal) -> tuple[tuple[str, str], ...]:
    frame = what_not_to_claim(journal)
    return tuple(frame[["do_not_claim", "because"]].itertuples(index=False, name=None))
