"""The record of a set: issues, questions, actions, objectives, and who was there."""

from alsjournal.cycle.attendance import presence
from alsjournal.cycle.heard import hearing_back
from alsjournal.cycle.memberships import membership
from alsjournal.cycle.objectives import objective_history
from alsjournal.cycle.outcomes import what_changed
from alsjournal.cycle.peers import consultancy
from alsjournal.cycle.problems import record_problems
from alsjournal.cycle.silence import non_writing
from alsjournal.cycle.trail import issue_trail

__all__ = [
    "consultancy",
    "hearing_back",
    "issue_trail",
    "membership",
    "non_writing",
    "objective_history",
    "presence",
    "record_problems",
    "what_changed",
]
