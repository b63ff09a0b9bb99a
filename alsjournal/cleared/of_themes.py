"""Released tables of themes: who raised them, where, how that changed."""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.cleared.base import Cleared

__all__ = [
    "Change",
    "Comparison",
    "IssueCards",
    "Lineage",
    "Power",
    "Prevalence",
    "QuoteSet",
    "Recurrence",
    "Responses",
    "SessionDifference",
    "ThemeSummary",
]


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
class Responses(Cleared):
    """What was answered to findings that were put to those they are of.

    A row a finding (``theme``, empty for the question what was not asked; ``asked`` of
    whom; the last ``session`` that the page knew of) and box: ``what`` is *agree*,
    *missing*, *wrong*, or *words* where anything was written. ``raised`` people of
    ``wrote`` who answered to it ticked it; several boxes may be ticked by one.
    """

    COLUMNS = (
        *("asked", "theme", "session", "what", "raised", "wrote"),
        *("share", "low", "high", "shown"),
    )
