"""Compute what a report says of what texts show: elements, conditions, aims."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.cleared import Indicators
from alsjournal.disclosure import Audience
from alsjournal.ingest.run_settings import CONSTRUCTS
from alsjournal.journal import Journal
from alsjournal.trends import indicator_codings, indicators

__all__ = ["READ_FOR", "Shown", "nothing_read", "what_is_shown"]

READ_FOR = CONSTRUCTS
"""What a report reads texts for; the rest is for finding quotes, by researchers."""


@dataclass(frozen=True)
class Shown:
    """What texts show, as one audience may see it.

    ``elements`` is by session, ``over_all`` has the other constructs over all
    sessions; either is None where it holds no number.
    """

    elements: Indicators | None
    over_all: Indicators | None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know beside the numbers."""
        tables = (self.elements, self.over_all)
        return tuple(
            note for table in tables if table is not None for note in table.notes
        )


def nothing_read() -> pd.DataFrame:
    """Return codings of a report for which no text is read."""
    return pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])


def what_is_shown(
    journal: Journal, codings: pd.DataFrame, audience: Audience
) -> Shown | None:
    """Count what texts show for a report.

    Parameters
    ----------
    journal : Journal
    codings : pandas.DataFrame
        As `alsjournal.code_reflections` gives them.
    audience : Audience

    Returns
    -------
    Shown or None
        None for the public, and where there is nothing to show.
    """
    codings = codings[codings["construct"].isin(READ_FOR)]
    if audience.kind == "public" or codings.empty:
        return None
    is_element = codings["construct"] == "element"
    elements, others = codings[is_element], codings[~is_element]
    by_session = ("session",)
    found = Shown(
        _some(journal, elements, audience, by_session),
        _some(journal, others, audience, ()),
    )
    return found if found.elements is not None or found.over_all is not None else None


def _some(
    journal: Journal, codings: pd.DataFrame, audience: Audience, by: tuple[str, ...]
) -> Indicators | None:
    if codings.empty or not indicator_codings(journal, codings, audience=audience):
        return None
    table = indicators(journal, codings, audience=audience, by=by)
    return table if bool(table.to_frame()["share"].notna().any()) else None
