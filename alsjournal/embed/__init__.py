"""Texts to vectors."""

from alsjournal.embed.spacy_embedder import SpacyEmbedder
from alsjournal.embed.transformer import TransformerEmbedder
from alsjournal.embed.vectors import checked_texts, unit
from alsjournal.embed.word_table import PLACEHOLDER

__all__ = [
    "PLACEHOLDER",
    "SpacyEmbedder",
    "TransformerEmbedder",
    "checked_texts",
    "unit",
]
