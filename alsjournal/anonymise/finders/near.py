"""Names with a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable

from alsjournal.anonymise.wordlists import WORD_NAMES

__all__ = ["NearNames"]

_MIN_LENGTH = 5
_MIN_FOR_TWO = 9
"""A name this long may have two slips; from `_MIN_LENGTH` on, one."""
_MAX_LENGTH = 30
_MIN_OTHER_FIRST = 7
"""In a shorter name the first letter must be right: else another name is likelier."""


class NearNames:
    """Longer names, found by words that are a slip or two away from them.

    They are indexed by each form with a letter left out. Two words one slip apart
    share such a form (the symmetric deletion of W. Garbe), so that the cost of a
    look-up does not grow with the number of names. A slip is a letter added, left
    out, changed, or two swapped (optimal string alignment).

    Parameters
    ----------
    names : iterable of str
        In lower case.

    Examples
    --------
    >>> NearNames(["sarah", "ann"]).close("sarha")
    {'sarah'}
    """

    __slots__ = ("_forms",)

    def __init__(self, names: Iterable[str]) -> None:
        self._forms: dict[str, list[str]] = {}
        for name in names:
            if _MIN_LENGTH <= len(name) <= _MAX_LENGTH and name not in WORD_NAMES:
                for form in _forms(name):
                    self._forms.setdefault(form, []).append(name)

    def __repr__(self) -> str:
        return "NearNames(names withheld)"

    def close(self, word: str) -> set[str]:
        """Return the names that a word, in lower case, may be meant for."""
        if not self._forms or not _MIN_LENGTH <= len(word) <= _MAX_LENGTH:
            return set()
        near = {name for form in _forms(word) for name in self._forms.get(form, ())}
        return {name for name in near if _is_slip(word, name)}


def _is_slip(word: str, name: str) -> bool:
    from rapidfuzz.distance import OSA

    if word[0] != name[0] and len(name) < _MIN_OTHER_FIRST:
        return False
    allowed = 2 if len(name) >= _MIN_FOR_TWO else 1
    return OSA.distance(word, name, score_cutoff=allowed) <= allowed


def _forms(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
