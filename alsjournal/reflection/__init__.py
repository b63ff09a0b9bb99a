"""What a text shows: elements, conditions, lens, aims and voice, each with a card."""

from alsjournal.reflection.aims import AimFinder
from alsjournal.reflection.conditions import ConditionFinder
from alsjournal.reflection.lens import LensFinder
from alsjournal.reflection.practices import PracticeFinder

__all__ = ["AimFinder", "ConditionFinder", "LensFinder", "PracticeFinder"]
