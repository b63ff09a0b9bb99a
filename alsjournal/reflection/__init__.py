"""What a text shows: elements, conditions, lens, aims and voice, each with a card."""

from alsjournal.reflection.aims import AimFinder
from alsjournal.reflection.card import Figure, ModelCard, model_card
from alsjournal.reflection.commitments import CommitmentFinder
from alsjournal.reflection.conditions import ConditionFinder
from alsjournal.reflection.constructs import CONSTRUCTS, code_reflections, finder_of
from alsjournal.reflection.elements import ReflectionElements
from alsjournal.reflection.facets import FacetFinder
from alsjournal.reflection.feelings import FeelingFinder
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.insights import InsightFinder
from alsjournal.reflection.lens import LensFinder
from alsjournal.reflection.passage import Passage
from alsjournal.reflection.perspectives import PerspectiveFinder
from alsjournal.reflection.practices import PracticeFinder
from alsjournal.reflection.questions import (
    QuestionReader,
    check_question,
    question_kinds,
)
from alsjournal.reflection.voice import VoiceFinder, voice_rates

__all__ = [
    "CONSTRUCTS",
    "AimFinder",
    "CommitmentFinder",
    "ConditionFinder",
    "FacetFinder",
    "FeelingFinder",
    "Figure",
    "Finder",
    "InsightFinder",
    "LensFinder",
    "ModelCard",
    "Passage",
    "PerspectiveFinder",
    "PracticeFinder",
    "QuestionReader",
    "ReflectionElements",
    "VoiceFinder",
    "check_question",
    "code_reflections",
    "finder_of",
    "model_card",
    "question_kinds",
    "voice_rates",
]
