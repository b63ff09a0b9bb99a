"""Released tables: the only thing that charts, widgets and reports are made of.

A `Cleared` table belongs to one audience, holds a closed list of columns, and is
made only by ``alsjournal.disclosure``, which holds the seal. It holds counts,
shares, intervals, theme names and terms, and quotes that were cleared; never a
reflection, a pseudonym or a key.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import pandas as pd

from alsjournal.errors import DisclosureError

__all__ = [
    "Change",
    "Cleared",
    "Comparison",
    "Consultancy",
    "HearingBack",
    "IssueCards",
    "IssueTrail",
    "Lineage",
    "Outcomes",
    "Power",
    "Prevalence",
    "QuoteSet",
    "Recurrence",
    "SessionDifference",
    "ThemeSummary",
]

SEAL = object()
"""Held by ``alsjournal.disclosure`` alone (checked by tests/contracts)."""


@dataclass(frozen=True, repr=False, eq=False)
class Cleared:
    """A table released to a named audience.

    Parameters
    ----------
    frame : pandas.DataFrame
        Exactly the columns of ``COLUMNS``, in that order.
    audience : str
        For whom it was made, as ``"programme"`` or ``"set:A"``.
    policy : str
        The name of the small-number policy that was used.
    unit : str, default="members"
        What the counts count: members, reflections, passages; of a set's record
        actions, entries, offers or outcomes.
    notes : tuple of str, default=()
        What a reader must know beside the numbers, in plain words.
    provenance : mapping, default={}
        How the figures came about: versions, seed, coder.
    seal : object
        Only ``alsjournal.disclosure`` has it.

    Raises
    ------
    DisclosureError
        If made anywhere else, or with other columns.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = ()

    frame: InitVar[pd.DataFrame]
    audience: str
    policy: str
    unit: str = "members"
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, object] = field(default_factory=dict)
    seal: InitVar[object] = None

    def __post_init__(self, frame: pd.DataFrame, seal: object) -> None:
        name = type(self).__name__
        if seal is not SEAL:
            msg = (
                f"A {name} must be made by a function that clears it for an "
                f"audience; it cannot be constructed. Use alsjournal.theme_prevalence "
                f"and its siblings."
            )
            raise DisclosureError(msg)
        if tuple(frame.columns) != self.COLUMNS:
            msg = (
                f"A {name} has exactly the columns {', '.join(self.COLUMNS)}. Got "
                f"{len(frame.columns)} columns that differ."
            )
            raise DisclosureError(msg)
        object.__setattr__(self, "_frame", frame.reset_index(drop=True).copy())
        frozen = MappingProxyType(dict(self.provenance))
        object.__setattr__(self, "provenance", frozen)

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a new DataFrame."""
        frame: pd.DataFrame = self.__dict__["_frame"]
        return frame.copy()

    def __len__(self) -> int:
        return len(self.__dict__["_frame"])

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle: what was released may be kept."""
        labels = (self.audience, self.policy, self.unit, self.notes)
        return _restored, (type(self), self.to_frame(), labels, dict(self.provenance))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({len(self)} rows, audience {self.audience!r}, "
            f"policy {self.policy!r}, unit {self.unit!r})"
        )

    def _repr_html_(self) -> str:
        """Show the columns that say something; every cell is escaped."""
        frame = self.to_frame().dropna(axis="columns", how="all")
        shown = frame.round(2).astype(object).mask(frame.isna(), "")
        with pd.option_context("display.max_colwidth", None):  # quotes are long
            table: str = shown.to_html(index=False, escape=True)
        notes = " ".join((f"For the audience {self.audience}.", *self.notes))
        return f"{table}<p>{html.escape(notes)}</p>"


def _restored(
    kind: type[Cleared],
    frame: pd.DataFrame,
    labels: tuple[str, str, str, tuple[str, ...]],
    provenance: dict[str, object],
) -> Cleared:
    return kind(frame, *labels, provenance, seal=SEAL)


@dataclass(frozen=True, repr=False, eq=False)
class Prevalence(Cleared):
    """By how many of those who wrote each theme was raised.

    ``raised``, ``wrote``, ``present`` and ``on_roll`` count the unit; ``share`` is
    ``raised / wrote`` and ``low``, ``high`` its 95 % interval, Wilson's unless
    ``interval`` says another; ``standardised`` is the share that a fixed mix of sets
    and roles would give, where several are pooled by session. ``shown`` says
    in words what may be said (``"3 of 7"``, ``"fewer than 5"``, ``"withheld"``);
    where it is not a count the numbers are empty. ``sets_raised`` and ``sets`` count
    the sets in which anybody raised it (empty beside "fewer than") and in which
    anybody wrote. ``present`` and ``on_roll`` are empty where a session of the cell
    has no list.
    """

    COLUMNS = (
        *("theme", "parent", "set_id", "session", "role", "prompt"),
        *("raised", "wrote", "present", "on_roll", "share", "low", "high"),
        *("interval", "standardised", "sets_raised", "sets", "shown"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Change(Cleared):
    """How each theme changed over the sessions, and whether that can be told.

    ``verdict`` is of a closed list, ``evidence`` what it rests on, ``warning`` what
    to be wary of, as pooled figures that say something else. ``start`` and ``end``
    are shares at the first and the last session for a fixed mix of who wrote,
    ``change`` their difference with its 95 % interval (``change_low``,
    ``change_high``), within ``basis``; ``pooled_change`` is that of all rows
    together, ``continuing_change`` that of the ``continuing`` people who wrote early
    and late. ``smallest`` is the change that would have been found four times in
    five. ``p`` and ``q`` are for one theme and for all of the group. ``raised`` of
    ``wrote`` raised it at least once.
    """

    COLUMNS = (
        *("theme", "parent", "set_id", "role", "verdict", "evidence", "warning"),
        *("basis", "first_session", "last_session", "start", "end"),
        *("change", "change_low", "change_high", "p", "q"),
        *("pooled_change", "pooled_low", "pooled_high"),
        *("continuing", "continuing_change", "continuing_low", "continuing_high"),
        *("smallest", "raised", "wrote", "shown"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Cleared):
    """How each theme differs between groups, and whether that can be told.

    ``compared`` is *share* or *change*: of the ``group`` beside those of ``against``,
    at the same sessions, or over them. ``verdict`` is of a closed list, ``evidence``
    what it rests on, ``warning`` where pooled figures say something else. ``own`` and
    ``others`` are the two shares, or changes, for the same mix of sessions, sets and
    questions (``basis``), ``difference`` is between them, with its 95 % interval;
    ``pooled_difference`` is that of all rows together. ``smallest`` is the difference
    that would have been found four times in five. ``p`` and ``q`` are for one theme
    and for all of the table. ``own_raised`` of ``own_wrote`` raised it at least once.
    """

    COLUMNS = (
        *("theme", "between", "compared", "group", "against"),
        *("verdict", "evidence", "warning", "basis", "first_session", "last_session"),
        *("own", "others", "difference", "difference_low", "difference_high"),
        *("p", "q", "pooled_difference", "pooled_low", "pooled_high", "smallest"),
        *("own_raised", "own_wrote", "others_raised", "others_wrote"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Power(Cleared):
    """Which changes over the sessions could have been seen.

    A theme that ``starts`` at a share had to change by ``smallest`` over the sessions
    to be found four times in five, were it the only one that is looked at; by
    ``smallest_of_many`` among ``themes`` of which it alone changed. Both are empty
    where no change was likely to be seen. ``alike`` is the intraclass correlation of
    what a person writes at two sessions. ``sentence`` says it.
    """

    COLUMNS = (
        *("starts", "smallest", "smallest_of_many", "themes", "alike"),
        *("people", "sets", "first_session", "last_session", "basis", "sentence"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class ThemeSummary(Cleared):
    """One row a theme, over all sessions: spread, first and last, and its terms.

    ``status`` is the codebook's: *grouping* (the machine's, read by nobody),
    *candidate* or *adopted*. ``stability`` says in words whether a theme of a model
    holds when a part of the texts is left out, or that it was not measured; it is
    empty for codings of people. ``since`` is the last session that raised it when
    later ones did not, else empty.
    """

    COLUMNS = (
        *("theme", "status", "stability", "terms"),
        *("raised", "wrote", "share", "low", "high", "shown"),
        *("sets_raised", "sets", "sessions_raised", "sessions"),
        *("first_session", "last_session", "since"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Recurrence(Cleared):
    """Themes that come back: in how many sets, sessions and roles, and how they stand.

    ``came_back`` counts the returns (raised, then at least one session without it,
    then raised again), ``elsewhere`` says whether another set raised it too.
    ``status_now`` is *raised*, *raised again*, *not raised since session k*, or
    *resolved*, which only a person can say; ``because`` tells how many wrote at the
    sessions that speak for it, and ``resolved`` which outcome it was tied to, and when.
    """

    COLUMNS = (
        *("theme", "rank", "sets_raised", "sets", "sessions_raised", "sessions"),
        *("roles_raised", "roles", "came_back", "first_session", "last_session"),
        *("since", "status_now", "because", "resolved"),
        *("raised", "wrote", "shown", "elsewhere"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class IssueCards(Cleared):
    """What a set has of its own about each theme, and what it might be asked next.

    ``kind`` is *first quote*, *latest quote*, *action*, *may be about this* (an action
    that is only near in meaning), *question of the set* or *question to ask* (from the
    library). ``note`` says how it belongs to the theme, in words.
    """

    COLUMNS = ("theme", "kind", "text", "session", "note")


@dataclass(frozen=True, repr=False, eq=False)
class SessionDifference(Cleared):
    """What two sessions raised: the last one, and one before it.

    ``what`` is *new*, *came back*, *raised this time*, *raised at both*, *not raised
    this time*, *not raised at either*, or *too few to tell*. ``shown_now`` and
    ``shown_before`` say by how many of those who wrote; ``in_words`` says it in a
    sentence.
    """

    COLUMNS = (
        *("theme", "set_id", "before", "session", "what", "in_words"),
        *("shown_now", "wrote_now", "shown_before", "wrote_before"),
        *("first_session", "last_session", "split_from"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class QuoteSet(Cleared):
    """Cleared quotes: the words of people who allowed it, for this audience."""

    COLUMNS = ("theme", "quote", "session", "source", "fit")


@dataclass(frozen=True, repr=False, eq=False)
class Lineage(Cleared):
    """What became of each theme of an earlier fit in a later one.

    A row for each pair of themes between which passages went, and for each theme that
    has no other side: ``later`` is empty for one that is gone without a trace,
    ``earlier`` for one that was born. ``what`` is *goes on*, *merged*, *split*,
    *gone*, *born*, or *part*: passages that went elsewhere than most. ``passages``
    went from one to the other, of ``clear`` ones of the earlier theme; ``share`` is
    the one of the other, ``texts`` those that they stand in. ``unclear`` is the share
    of the earlier theme's passages that the later fit left unclear.
    """

    COLUMNS = (
        *("earlier", "later", "what", "same_id"),
        *("passages", "clear", "share", "texts", "unclear"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class HearingBack(Cleared):
    """On how many of its actions a set has heard back, and how they stand.

    ``what`` is *session* (at which they were agreed), *set* or *in all*. Of the
    ``actions`` that are due, ``heard`` have a report; ``done``, ``part``, ``changed``
    and ``dropped`` say how they stand by the latest one, ``not_said`` have one that
    does not say how, ``not_yet`` have none. ``not_due`` are counted apart, ``early``
    of them were heard back on. ``sets`` have an action on record. ``share`` and its
    95 % interval are there from 50 actions on. ``shown`` and ``in_words`` say it.
    """

    COLUMNS = (
        *("what", "set_id", "session", "heard", "actions", "share", "low", "high"),
        *("done", "part", "changed", "dropped", "not_said", "not_yet"),
        *("not_due", "early", "sets", "shown", "in_words"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class IssueTrail(Cleared):
    """What became of each issue, in order: its turns, questions, actions, reports.

    ``kind`` is *issue*, *turn*, *report back*, *question*, *action*, *offer* or
    *outcome*. ``about`` numbers the actions of an issue and says to which of them a
    report or an outcome belongs. ``how`` is the form of a turn, the status of a
    report, the kind of an offer, or of an outcome its level and whether it was
    intended and checked. ``text`` is empty where the words may not be shown.
    ``issue_id`` is empty for what hangs on no issue.
    """

    COLUMNS = ("set_id", "issue_id", "session", "kind", "about", "how", "text")


@dataclass(frozen=True, repr=False, eq=False)
class Consultancy(Cleared):
    """Offers: of which kind, and whether they came after questions and some action.

    ``what`` is a kind of offer, or *after a question*, *after something was done*,
    *before anything was done* or *on no issue*; ``offers`` of ``of`` are so. Sets are
    told by their ``composition``.
    """

    COLUMNS = ("set_id", "composition", "what", "offers", "of", "sets", "shown")


@dataclass(frozen=True, repr=False, eq=False)
class Outcomes(Cleared):
    """What changed: by level, intended or not, tied to an action or to none.

    ``what`` is *in all*, *level*, *intended*, *tied* or *told*. Counts are apart for
    what somebody checked and what was only claimed (``checked``): ``outcomes`` of
    ``of``. In a row that is *told*, one outcome has its own words; ``amount`` is what
    was claimed, in the unit of its text, and is never summed.
    """

    COLUMNS = (
        *("what", "checked", "set_id", "session", "level", "intended", "tied"),
        *("outcomes", "of", "amount", "sets", "shown", "text"),
    )
