"""What is known of the machines that read: figures of the cards that come along."""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.reflection.card import Figure, ModelCard, model_card

__all__ = ["CARDS", "Measured", "measured"]

CARDS = ("als-elements", "als-conditions", "als-aims", "als-practices")
"""Of what a report reads texts for."""

MASKING = "als-anonymiser"
"""Of what takes names out."""


@dataclass(frozen=True)
class Measured:
    """A card's figures over all its codes, and what it must not be used for."""

    name: str
    title: str
    construct: str
    source: str
    figures: tuple[Figure, ...]
    failures: tuple[str, ...]
    not_for: tuple[str, ...]


def measured() -> tuple[Measured, ...]:
    """Read the cards that come with the package.

    Examples
    --------
    >>> [card.construct for card in measured()][:2]
    ['element', 'condition']
    """
    return tuple(_measured(model_card(name)) for name in (*CARDS, MASKING))


def _measured(card: ModelCard) -> Measured:
    return Measured(
        card.name,
        card.title,
        card.construct,
        card.source,
        tuple(figure for figure in card.figures if not figure.code),
        card.failures,
        card.not_for,
    )
