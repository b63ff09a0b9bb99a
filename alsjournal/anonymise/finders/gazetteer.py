"""Organisations from a list, as the register of GP practices."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from alsjournal.anonymise.finders.trie import TokenTrie
from alsjournal.anonymise.normalise import normalise
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import CONTEXT_WORDS, NOT_NAMES
from alsjournal.errors import InputError, SourceError

__all__ = ["GazetteerFinder", "read_gazetteer"]

_WORD = re.compile(r"[^\W_]+")
_GENERIC = CONTEXT_WORDS | frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "of",
        "for",
        "in",
        "at",
        "on",
        "to",
        "community",
        "primary",
        "care",
        "family",
        "general",
        "walk",
        "out",
        "hours",
        "service",
        "services",
        "new",
        "old",
        "doctors",
        "drs",
        "dr",
        "partners",
        "partnership",
        "network",
    ]
)
"""A name of these words alone ("THE SURGERY", 16 practices) names nobody."""
_LEGAL = frozenset(["ltd", "limited", "llp", "plc", "cic"])


def read_gazetteer(path: str | Path) -> list[str]:
    """Read the names of a csv file.

    Parameters
    ----------
    path : str or pathlib.Path
        UTF-8, with a header; the column ``name`` is read.

    Returns
    -------
    list of str

    Raises
    ------
    SourceError
        If the file cannot be read.
    InputError
        If it has no column ``name``.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = {c.strip().casefold(): c for c in reader.fieldnames or ()}
            if "name" not in columns:
                msg = (
                    f"A gazetteer must be a csv with a column 'name'. Got "
                    f"{len(columns)} columns without it. Rename the one that holds "
                    f"the names."
                )
                raise InputError(msg)
            return [row[columns["name"]] or "" for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        msg = (
            "The gazetteer must be a csv file in UTF-8 that can be read. Check its "
            "path, or save it again as CSV UTF-8."
        )
        raise SourceError(msg) from None


class GazetteerFinder:
    """Find names of a list, whatever their case.

    A name counts only in all its words. One that is a single word, or words of
    which all are everyday ones of the field, needs a capital and a word like
    *surgery* beside it.

    Parameters
    ----------
    names : iterable of str
    is_common : callable, optional
        Says of a word whether it is an everyday one: a single word that is none
        needs no word like *surgery* beside it.
    """

    name = "gazetteer"

    def __init__(
        self, names: Iterable[str], is_common: Callable[[str], bool] | None = None
    ) -> None:
        self._is_common = is_common
        self._trie = TokenTrie()
        for name in names:
            words = _WORD.findall(normalise(name).text.lower())
            while words and words[-1] in _LEGAL:
                words.pop()
            rest = words[1:] if words[:1] == ["the"] else words
            if self._distinct(rest):
                self._trie.add(words)
                self._trie.add(rest)

    @staticmethod
    def _distinct(words: Sequence[str]) -> bool:
        telling = [w for w in words if w not in _GENERIC and len(w) > 1]
        return bool(telling) and " ".join(words) not in NOT_NAMES

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(start, end, "ORG", self.name, 0.9)
                for start, end in self._find(reading)
            ]
            for reading in readings
        ]

    def _find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        words = reading.words
        for i, j in self._trie.matches(words):
            if j - i == 1 and not self._alone(reading, i):
                continue
            start = words[i][1]
            yield start, words[j - 1][2]

    def _alone(self, reading: Reading, i: int) -> bool:
        """Whether a single word stands for an organisation."""
        word, start, _ = reading.words[i]
        if self._is_common is not None and not self._is_common(word):
            if reading.capital(start) and not reading.begins_sentence(start):
                return True
            return _beside(reading, i)
        return _in_context(reading, i)


def _beside(reading: Reading, i: int) -> bool:
    """Whether a word for a practice stands beside a word."""
    words = reading.words
    beside = words[max(0, i - 2) : i] + words[i + 1 : i + 3]
    return any(word in CONTEXT_WORDS for word, _, _ in beside)


def _in_context(reading: Reading, i: int) -> bool:
    """Whether a single word is written as a name, beside a word for a practice."""
    capital = reading.capital(reading.words[i][1]) or reading.single_case
    return capital and _beside(reading, i)
