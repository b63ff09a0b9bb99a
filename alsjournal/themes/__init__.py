"""Themes: groupings of texts that people name, adopt, merge and reject."""

from alsjournal.themes.candidates import label_candidates
from alsjournal.themes.codebook import Codebook, Event, Theme
from alsjournal.themes.codebook_file import read_codebook, write_codebook
from alsjournal.themes.exemplars import exemplars
from alsjournal.themes.framework import FrameworkCoder
from alsjournal.themes.model import ThemeModel

__all__ = [
    "Codebook",
    "Event",
    "FrameworkCoder",
    "Theme",
    "ThemeModel",
    "exemplars",
    "label_candidates",
    "read_codebook",
    "write_codebook",
]
