"""Released tables of a set's record: objectives, people, actions, outcomes."""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.cleared.base import Cleared

__all__ = [
    "Attendance",
    "Consultancy",
    "Facilitation",
    "FacilitatorLog",
    "HearingBack",
    "IssueTrail",
    "Learned",
    "Membership",
    "NonWriting",
    "ObjectiveHistory",
    "Outcomes",
    "Proposals",
    "ReturnedQuestions",
]


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


@dataclass(frozen=True, repr=False, eq=False)
class Facilitation(Cleared):
    """Which parts there were in facilitating, by members and by people from outside.

    ``what`` is *set* (how it is described), *session* or *part* (at a session). ``how``
    says by whom: *from outside the set*, *from outside and by members*, *by members
    alone* or *not recorded*; ``since`` what is otherwise than at the session before.
    For a programme ``what`` is *first session* or *last session*, and ``sets`` of
    ``of`` were facilitated so. Nobody is named or told apart over sessions.
    """

    COLUMNS = (
        *("what", "set_id", "session", "part", "how", "members", "outside"),
        *("since", "sets", "of", "shown"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class FacilitatorLog(Cleared):
    """What one facilitator wrote down for themselves, beside the record; theirs alone.

    ``what`` is *session* (their ``part``, how many ``logs`` of theirs, and how many
    ``turns``, ``questions`` and ``actions`` are on record, ``asked`` by themselves),
    *log* (a passage of a log; ``kind`` is the heading that they gave it), *question*
    (one of theirs), *kind* (of ``kind`` they ``asked`` so many) or *for supervision*:
    a question that follows from these by rule.
    """

    COLUMNS = (
        *("what", "set_id", "session", "part", "kind", "text", "logs"),
        *("turns", "questions", "actions", "asked"),
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


@dataclass(frozen=True, repr=False, eq=False)
class Learned(Cleared):
    """What was learned: by how many of those who wrote, and in which words.

    ``what`` is *session*, *set*, *position*, *in all* or *told*. ``learned`` of ``of``
    wrote of something learned; by ``position`` (*presented*, *others*) times are
    counted, a person at a session each. In a row that is *told* stand the words:
    ``source`` is *answer*, *passage*, *report* or *set text*, ``how`` who found a
    passage or the status of a report, ``about`` the action that a report is of, and
    ``issue`` the words of the issue that it hangs on, if they may be shown.
    """

    COLUMNS = (
        *("what", "set_id", "session", "issue_id", "position", "source", "how"),
        *("learned", "of", "shown", "issue", "about", "text"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Proposals(Cleared):
    """Passages that may be actions, or may tell what became of one; none is counted.

    ``kind`` is *action* or *report*, ``action`` the words of the action that a report
    is about. ``owner`` is *writer*, *set*, *other* or *not said*. ``state`` is
    *proposed* until a person has *confirmed* or *rejected* it by its ``proposal_id``.
    """

    COLUMNS = (
        *("proposal_id", "kind", "action_id", "action", "set_id", "session"),
        *("text", "owner", "confidence", "state"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class ReturnedQuestions(Cleared):
    """Questions that may be earlier ones asked again, the likeliest of a set first.

    ``how`` says what is otherwise: *turned round* (between who asked and who was
    asked, or in of whom a word is said), or *in another round* (somebody else asks, or
    is asked). ``likeness`` is the score that they are ranked by. A person confirms.
    """

    COLUMNS = (
        *("set_id", "place", "session_before", "text_before"),
        *("session", "text", "how", "likeness"),
    )
