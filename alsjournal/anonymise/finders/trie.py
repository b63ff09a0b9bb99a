"""Names of several words, found in one walk over a text's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alsjournal.anonymise.reading import Word

__all__ = ["TokenTrie"]

_END = ""
"""Marks the end of a name; no word is empty."""


class TokenTrie:
    """A set of names, by their words.

    The time of a look-up does not grow with the number of names.

    Examples
    --------
    >>> trie = TokenTrie()
    >>> trie.add(["the", "old", "surgery"])
    >>> words = [("at", 0, 2), ("the", 3, 6), ("old", 7, 10), ("surgery", 11, 18)]
    >>> list(trie.matches(words))
    [(1, 4)]
    """

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, words: Sequence[str]) -> None:
        """Add a name; one without words is not added."""
        if not words:
            return
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node[_END] = True

    def matches(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield the longest name that starts at each word: first word, last + 1."""
        root = self._root
        if not root:
            return
        for i in [i for i, (word, _, _) in enumerate(words) if word in root]:
            node = root[words[i][0]]
            found = i + 1 if _END in node else 0
            j = i + 1
            while j < len(words):
                node = node.get(words[j][0])
                if node is None:
                    break
                j += 1
                if _END in node:
                    found = j
            if found:
                yield i, found
