"""What a text shows: elements, conditions, lens, aims and voice, each with a card."""

from alsjournal.reflection.card import Figure, ModelCard, model_card
from alsjournal.reflection.constructs import CONSTRUCTS, code_reflections, finder_of
from alsjournal.reflection.elements import ReflectionElements
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage

__all__ = [
    "CONSTRUCTS",
    "Figure",
    "Finder",
    "ModelCard",
    "Passage",
    "ReflectionElements",
    "code_reflections",
    "finder_of",
    "model_card",
]
