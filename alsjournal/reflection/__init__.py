"""What a text shows: elements, conditions, lens, aims and voice, each with a card."""

from alsjournal.reflection.elements import ReflectionElements

__all__ = ["ReflectionElements"]
