"""The record of a set: its objectives, who belonged, who was there, who wrote."""

from alsjournal.cycle.attendance import presence
from alsjournal.cycle.membership import membership
from alsjournal.cycle.non_writing import non_writing
from alsjournal.cycle.objectives import objective_history

__all__ = ["membership", "non_writing", "objective_history", "presence"]
