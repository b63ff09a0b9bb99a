"""The record of a set: issues, questions, actions, objectives, and who was there."""

from alsjournal.cycle.attendance import presence
from alsjournal.cycle.facilitation import facilitation_parts
from alsjournal.cycle.heard import hearing_back
from alsjournal.cycle.learned import what_was_learned
from alsjournal.cycle.memberships import membership
from alsjournal.cycle.objectives import objective_history
from alsjournal.cycle.outcomes import what_changed
from alsjournal.cycle.own_log import facilitator_log
from alsjournal.cycle.peers import consultancy
from alsjournal.cycle.problems import record_problems
from alsjournal.cycle.proposals import proposed_actions, proposed_reports
from alsjournal.cycle.returned import returned_questions
from alsjournal.cycle.settling import Settled, settle_proposals
from alsjournal.cycle.silence import non_writing
from alsjournal.cycle.trail import issue_trail

__all__ = [
    "Settled",
    "consultancy",
    "facilitation_parts",
    "facilitator_log",
    "hearing_back",
    "issue_trail",
    "membership",
    "non_writing",
    "objective_history",
    "presence",
    "proposed_actions",
    "proposed_reports",
    "record_problems",
    "returned_questions",
    "settle_proposals",
    "what_changed",
    "what_was_learned",
]
