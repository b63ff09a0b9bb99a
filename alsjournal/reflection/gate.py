"""What a machine found may go as far as its agreement with people allows.

A model card can ask for an agreement under which only research sees what its model
found. The lens stays with research also where people coded it, as a set or a programme
would be told how it is said to look at things.
"""

from __future__ import annotations

from functools import lru_cache

from alsjournal.disclosure import Audience
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.reflection.card import ModelCard, model_card

__all__ = ["card_of", "check_may_see", "may_see"]

_LENS = "lens"


@lru_cache(maxsize=64)
def card_of(coder: str) -> ModelCard | None:
    """Return the card of a model that coded; None for people and for own models.

    Parameters
    ----------
    coder : str
        A name and a version, as "elements/0.1.0"; or a person.

    Examples
    --------
    >>> card_of("ann") is None
    True
    """
    name, signed, _ = coder.partition("/")
    if not signed:
        return None
    try:
        return model_card(name if name.startswith("als-") else f"als-{name}")
    except (InputError, SourceError):
        return None


def may_see(construct: str, coder: str, audience: Audience) -> bool:
    """Say whether an audience may see what was coded of a construct.

    Parameters
    ----------
    construct : str
    coder : str
        One or several, with commas between.
    audience : Audience

    Examples
    --------
    >>> programme = Audience.programme()
    >>> may_see("theme", "ann", programme), may_see("lens", "ann", programme)
    (True, False)
    """
    own = audience.kind == "member" and construct != _LENS
    if audience.kind == "research" or own:
        return True
    cards = [card_of(one) for one in coder.split(", ")]
    agreed = all(c is None or c.shown_beyond_research() for c in cards)
    lens_agreed = construct != _LENS or any(c is not None for c in cards)
    return agreed and lens_agreed


def check_may_see(construct: str, coder: str, audience: Audience) -> None:
    """Refuse what an audience may not see.

    Raises
    ------
    DisclosureError
        If it may not.
    """
    if not may_see(construct, coder, audience):
        why = "what a machine finds of it agrees too little yet with those who coded"
        if construct == _LENS:
            why = "the lens is not told to a set or a programme yet, whoever coded it"
        msg = (
            f"What is made for {str(audience)!r} must be of something that it may see. "
            f"Got codings of {construct}, which are for research alone: {why}."
        )
        raise DisclosureError(msg)
