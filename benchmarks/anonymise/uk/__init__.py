"""Sentences as reflections in UK health and care read, with names in slots."""
