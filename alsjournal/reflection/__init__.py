"""What a text shows: elements, conditions, lens, aims and voice, each with a card."""

from alsjournal.reflection.facets import FacetFinder
from alsjournal.reflection.feelings import FeelingFinder
from alsjournal.reflection.insights import InsightFinder
from alsjournal.reflection.perspectives import PerspectiveFinder
from alsjournal.reflection.voice import VoiceFinder, voice_rates

__all__ = [
    "FacetFinder",
    "FeelingFinder",
    "InsightFinder",
    "PerspectiveFinder",
    "VoiceFinder",
    "voice_rates",
]
