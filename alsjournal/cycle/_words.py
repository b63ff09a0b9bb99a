"""How many of the telling words of one text stand in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

__all__ = ["Words", "stems"]

_STEM = 6
"""Letters by which words are the same: "provide" and "providers"."""

_STRONG = 1.5
"""The weight of numbers and names, chosen on sets A and B of the sample."""

_PEOPLE = re.compile(r"\[[^\[\]]*?(?:([mpo]-[0-9A-Z]{12})[^\[\]]*)?\]")
_WORD = re.compile(r"[mpo]-[0-9A-Z]{12}|[A-Za-z0-9£']+(?:[.,][0-9]+)?")
_LIGHT = frozenset(
    (
        *("the", "and", "for", "that", "this", "with", "are", "was", "were", "will"),
        *("they", "them", "their", "our", "who", "what", "when", "has", "had", "have"),
        *("can", "from", "not", "one", "two", "three", "each", "all", "its", "you"),
        *("your", "how", "would", "could", "should", "does", "did", "into", "been"),
        *("being", "which", "there", "than", "then", "about", "but", "out", "any"),
        *("some", "may", "might", "where", "whom", "whose", "why", "his", "her"),
        *("him", "she"),
    )
)


def _found(text: str) -> list[str]:
    plain = _PEOPLE.sub(lambda m: f" {m[1] or ''} ", text).replace("\u2019", "'")
    return _WORD.findall(plain)


def _stem(word: str) -> str:
    if len(word) < 3 or word.lower() in _LIGHT:
        return ""
    return word if word[1] == "-" else word.lower()[:_STEM]


def stems(text: str) -> set[str]:
    """Return the stems of the words of a text that carry matter.

    Examples
    --------
    >>> sorted(stems("What do the providers keep?"))
    ['keep', 'provid']
    """
    return {stem for word in _found(text) if (stem := _stem(word))}


class Words:
    """How telling a word is: the rarer in what a set wrote, the more.

    Parameters
    ----------
    texts : iterable of str
        What the set wrote. The weight of a word is the logarithm of how many texts
        there are for one that has it (Spärck Jones, 1972).

    Examples
    --------
    >>> words = Words(["The van is here.", "The van left.", "We counted visits."])
    >>> round(words.share("We left the van", "The van is old"), 2)
    0.29
    """

    def __init__(self, texts: Iterable[str]) -> None:
        own = [stems(text) for text in texts]
        self._held = Counter(stem for one in own for stem in one)
        self._n = len(own)

    def weights(self, text: str) -> dict[str, float]:
        """Return the weight of each stem of a text, numbers and names the more."""
        out: dict[str, float] = {}
        for place, word in enumerate(_found(text)):
            if not (stem := _stem(word)):
                continue
            rare = float(np.log((self._n + 1) / (self._held[stem] + 1)))
            named = place > 0 and word[0].isupper()
            strong = named or stem[1] == "-" or any(c.isdigit() for c in word)
            weight = max(rare, 0.0) * (_STRONG if strong else 1.0)
            out[stem] = max(weight, out.get(stem, 0.0))
        return out

    def share(self, asked: str, told: str) -> float:
        """Return the share of the words of one text, weighted, that another has."""
        weights = self.weights(asked)
        there = stems(told)
        # In order, so that the same words give the same bits.
        total = sum(weights.values())
        return (
            sum(w for s, w in weights.items() if s in there) / total if total else 0.0
        )
