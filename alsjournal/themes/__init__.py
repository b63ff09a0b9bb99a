"""Themes: groupings of texts that people name, adopt, merge and reject."""

from alsjournal.themes.candidates import label_candidates
from alsjournal.themes.codebook import Codebook, Event, Theme
from alsjournal.themes.codebook_file import read_codebook, write_codebook
from alsjournal.themes.exemplars import exemplars
from alsjournal.themes.forgetting import Struck, forget_members, strike_quotes
from alsjournal.themes.framework import FrameworkCoder
from alsjournal.themes.holds import Stability
from alsjournal.themes.lineage import lineage, lineage_in_words
from alsjournal.themes.model import ThemeModel
from alsjournal.themes.stability import theme_stability
from alsjournal.themes.tree import proposals, theme_tree

__all__ = [
    "Codebook",
    "Event",
    "FrameworkCoder",
    "Stability",
    "Struck",
    "Theme",
    "ThemeModel",
    "exemplars",
    "forget_members",
    "label_candidates",
    "lineage",
    "lineage_in_words",
    "proposals",
    "read_codebook",
    "strike_quotes",
    "theme_stability",
    "theme_tree",
    "write_codebook",
]
