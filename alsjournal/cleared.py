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
    "Attendance",
    "Change",
    "Cleared",
    "Comparison",
    "Indicators",
    "IssueCards",
    "Levels",
    "Lineage",
    "Membership",
    "NonWriting",
    "ObjectiveHistory",
    "Power",
    "Prevalence",
    "QuoteSet",
    "Recurrence",
    "SessionDifference",
    "SurveyAnswers",
    "SurveyItems",
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
    unit : {"members", "reflections", "passages", "respondents"}
        What the counts count.
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
class SurveyItems(Cleared):
    """What people said in the survey, question by question and wave by wave.

    ``n`` of ``answered`` gave an answer that ``counts_as`` yes; ``share`` is of those
    who answered, with Wilson's 95 % interval (``low``, ``high``). ``invited`` were
    asked in that wave, ``left_out`` took part and left the question out, ``unknown``
    answered something that is not on its scale. ``shown`` and ``in_words`` say what
    may be said; where that is no count the numbers are empty. ``ceiling`` warns where
    all said yes. ``basis`` says whether the change ``since`` an earlier wave is
    *paired*, of ``pairs`` people of whom ``up`` changed to yes and ``down`` away from
    it, or *unpaired*, of people who may be others. ``change`` is a difference of
    shares, with its 95 % interval; ``p`` is for one question and ``q`` for all.
    """

    COLUMNS = (
        *("item", "wave", "set_id", "question", "counts_as"),
        *("n", "answered", "invited", "left_out", "unknown"),
        *("share", "low", "high", "shown", "in_words", "ceiling"),
        *("since", "basis", "pairs", "up", "down"),
        *("change", "change_low", "change_high", "p", "q", "change_in_words"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class SurveyAnswers(Cleared):
    """How many gave each answer in the survey.

    A row for each answer of a question's scale, in its order (``place``), and one for
    all answers that are not on it. ``n`` of ``answered`` gave it; where one person
    may give several, they add up to more.
    """

    COLUMNS = (
        *("item", "wave", "set_id", "question", "place", "answer"),
        *("n", "answered", "share", "low", "high", "shown"),
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
class Indicators(Cleared):
    """By how many of those who wrote each code of a construct was shown.

    The columns of counts are those of `Prevalence`, with ``construct`` (element,
    condition, ...), ``code`` and its ``title`` in the place of the theme. For elements
    of reflection ``at_equal_length`` is the share that would show it had everybody
    written the same number of sentences, with its 95 % interval. ``kappa`` is the
    agreement of the machine with people by its model card, of the code where that is
    known (empty where people coded), and ``agreement`` says it in words, with n.
    """

    COLUMNS = (
        *("construct", "code", "title"),
        *("parent", "set_id", "session", "role", "prompt"),
        *("raised", "wrote", "present", "on_roll", "share", "low", "high", "shown"),
        *("at_equal_length", "equal_low", "equal_high"),
        *("sets_raised", "sets", "kappa", "agreement"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Levels(Cleared):
    """Means over those who wrote: of how many elements they show, of words a hundred.

    ``level`` is the mean of ``measure``, ``low`` and ``high`` its 95 % interval, and
    ``wrote`` how many it is of; empty where they are too few (``shown`` says so).
    """

    COLUMNS = (
        *("measure", "parent", "set_id", "session", "role", "prompt"),
        *("level", "low", "high", "wrote", "shown"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class ObjectiveHistory(Cleared):
    """The wordings of an objective, each beside the one before.

    ``whose`` tells the lines apart: the programme's, a set's, or members' own (by
    number). ``difference`` marks what went and came since ``before``, as
    ``[-taken out-] {+added+}``; ``kept``, ``added`` and ``taken_out`` count words. From
    ``who`` on stand the words that answer a question; empty where none do.
    """

    COLUMNS = (
        *("set_id", "level", "whose", "version", "before", "session"),
        *("text", "text_before", "difference", "kept", "added", "taken_out"),
        *("who", "what", "how_much", "by_when", "where", "owner"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Attendance(Cleared):
    """Who wrote, of those who were there, of those on the roll.

    ``between`` is what the rows tell apart: *session*, *all sessions*, *role* or
    *organisation type* (``group``). ``on_roll`` counts members; at a session
    ``present`` and ``wrote`` are those of it, over several the members who ``missed``
    one at least, and who wrote at least once. The columns that begin with ``shown``
    say in words what may be said; where it is not a count the number is empty.
    """

    COLUMNS = (
        *("between", "set_id", "session", "group", "on_roll"),
        *("present", "missed", "wrote"),
        *("shown_present", "shown_missed", "shown_wrote"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class NonWriting(Cleared):
    """How far those who did not write could move a share.

    A row a group without ``theme``: of ``on_roll`` members ``silent`` ones did not
    write, the share ``unknown``. A row a theme: raised by ``raised_by`` of ``wrote``;
    of all on the roll by ``at_least`` (had no silent one raised it) to ``at_most`` (had
    all of them).
    """

    COLUMNS = (
        *("between", "set_id", "session", "group", "theme", "on_roll", "wrote"),
        *("silent", "unknown", "raised_by", "at_least", "at_most", "shown"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Membership(Cleared):
    """How membership went: who stayed, why others' spells ended, who came later.

    ``standing`` is of a closed list, a member's in one set; ``attrition`` says whether
    it counts as a loss: who left as the objective changed is none. ``members`` of
    ``of`` who ever belonged; ``shown`` says it in words.
    """

    COLUMNS = ("what", "set_id", "standing", "attrition", "members", "of", "shown")
