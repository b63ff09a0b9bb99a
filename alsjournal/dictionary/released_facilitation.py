"""What the released tables on facilitation and their columns mean."""

from __future__ import annotations

__all__ = ["FACILITATION"]

FACILITATION = """
facilitation_parts: Which parts there were in facilitating, and how that changed.
    what label: A set, a session, a part at it; the first or the last session of sets.
    set_id key: The set; empty where sets are counted together.
    session int: The session; empty over all of them.
    part label: Lead, co, trainee, rotating, or not said.
    how label: By whom: from outside the set, by members, both, or not recorded.
    members int: How many of them are members of the set [people]
    outside int: How many of them are not [people]
    since label: What is otherwise than at the session before, in words.
    sets int: How many sets were facilitated so [sets]
    of int: Of how many whose facilitation is on record [sets]
    shown label: What may be said, in words.

facilitator_log: One facilitator's own log beside the record, for them alone.
    what label: A session, a passage of a log, a question, a kind, or for supervision.
    set_id key: The set; empty over all of theirs.
    session int: The session; empty over all of them.
    part label: Their own part at the session.
    kind label: The heading that they gave a passage, or a kind of question.
    text text: Their own words, with people renamed; or a question for supervision.
    logs int: How many logs of theirs there are on the session [texts]
    turns int: How many turns of presenters are on record [turns]
    questions int: How many questions are on record [questions]
    actions int: How many actions are on record [actions]
    asked int: How many of the questions are their own [questions]
"""
