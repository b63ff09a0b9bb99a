"""Gather what a report tells besides themes: attendance, survey, actions, outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from alsjournal.cleared import (
    Attendance,
    Claims,
    Cleared,
    HearingBack,
    IssueCards,
    IssueTrail,
    Membership,
    Outcomes,
    SessionDifference,
    Stories,
    SurveyItems,
)
from alsjournal.cycle import (
    hearing_back,
    issue_trail,
    membership,
    presence,
    what_changed,
)
from alsjournal.disclosure import Audience
from alsjournal.evaluation import contribution, stories
from alsjournal.journal import Journal
from alsjournal.survey import survey_items
from alsjournal.trends import Coded, issue_cards, session_difference

__all__ = ["Recorded", "recorded"]

Table = TypeVar("Table", bound=Cleared)


@dataclass(frozen=True)
class Recorded:
    """Tables of the record; each is None where it has no row, or is not for these.

    ``cards``, ``difference`` and ``trail`` are for a set alone (the trail for research
    too).
    """

    presence: Attendance | None = None
    membership: Membership | None = None
    survey: SurveyItems | None = None
    heard: HearingBack | None = None
    outcomes: Outcomes | None = None
    claims: Claims | None = None
    stories: Stories | None = None
    cards: IssueCards | None = None
    difference: SessionDifference | None = None
    trail: IssueTrail | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know beside the numbers."""
        tables = (v for v in vars(self).values() if isinstance(v, Cleared))
        return tuple(dict.fromkeys(note for table in tables for note in table.notes))


def recorded(journal: Journal, coded: Coded, audience: Audience) -> Recorded:
    """Gather it for one audience.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    audience : Audience

    Returns
    -------
    Recorded
        Empty for the public: whether a survey is for everybody is not ours to say.
    """
    if audience.kind == "public":
        return Recorded()

    there = set(journal.tables())

    def of(make: Callable[..., Table], *given: object) -> Table | None:
        table = make(journal, *given, audience=audience)
        return table if len(table) else None

    def made_of(name: str, make: Callable[..., Table]) -> Table | None:
        return of(make) if name in there else None

    own = audience.kind == "set"
    return Recorded(
        presence=of(presence),
        membership=made_of("memberships", membership),
        survey=made_of("survey", survey_items),
        heard=made_of("actions", hearing_back),
        outcomes=made_of("outcomes", what_changed),
        claims=of(contribution),
        stories=made_of("stories", stories),
        cards=of(issue_cards, coded) if own else None,
        difference=of(session_difference, coded) if own else None,
        trail=None if audience.kind == "programme" else of(issue_trail),
    )
