"""Words that no vocabulary has for a slip of the pen, or for being put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from alsjournal.anonymise.finders.near import NearNames

__all__ = ["Slips"]

_PREFIXES = (
    *(
        "un",
        "re",
        "pre",
        "post",
        "non",
        "mis",
        "over",
        "under",
        "out",
        "micro",
        "multi",
    ),
    *("tele", "co", "inter", "anti", "self", "sub", "super", "up", "down", "de", "dis"),
    *("hyper", "neuro", "cardio", "psycho", "bio", "semi", "mini", "mid", "bi", "tri"),
)
_SUFFIXES = (
    *("ish", "less", "like", "wise", "ness", "ly", "ing", "ed", "er", "ers", "s", "es"),
    *("able", "ful", "ment", "ise", "ised", "ising", "isation", "ology", "itis", "ism"),
)
_PART = 3
"""Letters that each half of a word put together has at least."""


class Slips:
    """Tell a mistyped or made-up everyday word from one that nobody knows.

    Parameters
    ----------
    words : iterable of str
        Everyday words in lower case.
    is_known : callable
        Says of a word in lower case whether it is written at all.

    Examples
    --------
    >>> everyday = ["received", "learnt", "blood", "tests"]
    >>> slips = Slips(everyday, everyday.__contains__)
    >>> [slips.is_slip(word) for word in ("recieved", "unlearnt", "simbarashe")]
    [True, True, False]
    """

    __slots__ = ("_is_known", "_near")

    def __init__(self, words: Iterable[str], is_known: Callable[[str], bool]) -> None:
        self._near = NearNames(words)
        self._is_known = is_known

    def is_slip(self, word: str) -> bool:
        """Return whether a word in lower case is likely meant for an everyday one."""
        return bool(self._near.close(word)) or self._is_made(word)

    def _is_made(self, word: str) -> bool:
        """Whether it is a known word with an ending, or two known words."""
        return any(
            len(rest) > _PART and self._is_known(rest)
            for rest in (
                *(word[len(p) :] for p in _PREFIXES if word.startswith(p)),
                *(word[: -len(s)] for s in _SUFFIXES if word.endswith(s)),
            )
        ) or any(
            self._is_known(word[:i]) and self._is_known(word[i:])
            for i in range(_PART, len(word) - _PART + 1)
        )
