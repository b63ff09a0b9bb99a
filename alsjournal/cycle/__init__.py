"""A set's own record: issues, questions, actions and what was heard of them."""

from alsjournal.cycle.consultancy import consultancy
from alsjournal.cycle.hearing_back import hearing_back
from alsjournal.cycle.outcomes import what_changed
from alsjournal.cycle.problems import record_problems
from alsjournal.cycle.trail import issue_trail

__all__ = [
    "consultancy",
    "hearing_back",
    "issue_trail",
    "record_problems",
    "what_changed",
]
