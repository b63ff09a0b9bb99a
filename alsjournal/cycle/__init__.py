"""The record of a set: its objectives, who belonged, who was there, who wrote."""

from alsjournal.cycle.attendance import presence
from alsjournal.cycle.memberships import membership
from alsjournal.cycle.objectives import objective_history
from alsjournal.cycle.silence import non_writing

__all__ = ["membership", "non_writing", "objective_history", "presence"]
