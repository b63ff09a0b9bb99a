"""What a programme contributed: claims, stories, and numbers beside words."""

from alsjournal.evaluation.claims import contribution
from alsjournal.evaluation.display import joint_display
from alsjournal.evaluation.page import contribution_page
from alsjournal.evaluation.readings import READINGS, with_readings
from alsjournal.evaluation.significant import stories

__all__ = [
    "READINGS",
    "contribution",
    "contribution_page",
    "joint_display",
    "stories",
    "with_readings",
]
