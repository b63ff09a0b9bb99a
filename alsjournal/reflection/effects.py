"""Whether a sentence says that something helped or was in the way.

The words of effect ("so we could", "got in the way") lie in ``effects.toml`` and can
be read there. A word that is denied just before it ("it did not help") means the
other.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from alsjournal.reflection._matcher import negated
from alsjournal.reflection.cues import CueIndex
from alsjournal.reflection.framework_codes import read_framework

__all__ = ["Effect", "effect_of", "settled"]

_OTHER = {"helps": "hinders", "hinders": "helps"}
_FOLLOWS = frozenset(
    {"so", "because", "that", "which", "then", "it", "this", "nothing", "therefore"}
)


class Effect(NamedTuple):
    """How many words of effect a sentence has, and whether it turns in the middle."""

    helps: int
    hinders: int
    turns: bool

    @property
    def said(self) -> str:
        """What they say: "helps", "hinders", "mixed", or "" for nothing."""
        if self.helps and self.hinders:
            if self.turns:
                return "mixed"
            return "helps" if self.helps > self.hinders else "hinders"
        if self.helps or self.hinders:
            return "helps" if self.helps else "hinders"
        return ""


def effect_of(words: str, keys: frozenset[str] | None = None) -> Effect:
    """Return the effect that the words of a sentence speak of.

    Parameters
    ----------
    words : str
        See `alsjournal.reflection.cues.as_words`.
    keys : frozenset of str, optional
        See `alsjournal.reflection.cues.keys_of`.

    Examples
    --------
    >>> from alsjournal.reflection.cues import as_words
    >>> effect_of(as_words("It helped, but then it stalled.")).said
    'mixed'
    """
    index, meant = _index()
    counts = {"helps": 0, "hinders": 0}
    turns = False
    for i, hit in index.find(words, keys).items():
        name = meant[i]
        if name == "contrast":
            turns = True
        else:
            denied = negated(words, hit)
            counts[_OTHER[name] if denied else name] += 1
    return Effect(counts["helps"], counts["hinders"], turns)


def settled(usual: str, here: Effect, after: Effect | None = None) -> str:
    """Return what a condition does, from its usual effect and the words round it.

    Parameters
    ----------
    usual : str
        What the cue says: "helps" or "hinders".
    here : Effect
        Of the sentence.
    after : Effect, optional
        Of the next sentence, where it goes on from this one.

    Returns
    -------
    str
        "mixed" where the words say both with a turn between; the other effect where
        they say nothing but that; else ``usual``.

    Examples
    --------
    >>> settled("helps", Effect(0, 2, turns=False))
    'hinders'
    """
    said = here.said or (after.said if after else "")
    if said in ("", usual):
        return usual
    if said == "mixed" or here.turns:
        return "mixed"
    strong = getattr(here, said) + (getattr(after, said) if after else 0)
    return said if strong > 1 and not getattr(here, usual) else usual


def goes_on(words: str) -> bool:
    """Say whether a sentence goes on from the one before it.

    Examples
    --------
    >>> goes_on(" so we started again ")
    True
    """
    return words.split(" ", 2)[1] in _FOLLOWS


@lru_cache(maxsize=1)
def _index() -> tuple[CueIndex, tuple[str, ...]]:
    codes = read_framework(Path(__file__).with_name("effects.toml")).codes
    pairs = [(cue, code.name) for code in codes for cue in code.cues]
    return CueIndex([cue for cue, _ in pairs]), tuple(name for _, name in pairs)
