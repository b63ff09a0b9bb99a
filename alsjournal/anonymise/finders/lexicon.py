"""Which words are somebody's name, and how often: a list that comes along."""

from __future__ import annotations

import gzip
from functools import lru_cache

from alsjournal._resources import resource_path

__all__ = ["Lexicon", "load_lexicon"]


class Lexicon:
    """Given names and surnames, each with a grade of how many people bear it.

    A grade is 1.5 times the decimal logarithm of the number of people, from 0 (not
    in the list) to 9; see ``models/names/README.md`` for the source.

    Parameters
    ----------
    names : dict of str to tuple of int
        Lower case; the grades as given name and as surname.

    Examples
    --------
    >>> lexicon = Lexicon({"priya": (6, 2)})
    >>> lexicon.given("priya"), lexicon.surname("priya"), lexicon.given("table")
    (6, 2, 0)
    """

    __slots__ = ("_names",)

    def __init__(self, names: dict[str, tuple[int, int]]) -> None:
        self._names = names

    def __repr__(self) -> str:
        return f"Lexicon({len(self._names)} names)"

    def given(self, word: str) -> int:
        """Return how common a word in lower case is as a given name."""
        return self._names.get(word, (0, 0))[0]

    def surname(self, word: str) -> int:
        """Return how common a word in lower case is as a surname."""
        return self._names.get(word, (0, 0))[1]

    def best(self, word: str) -> int:
        """Return the higher of the two grades."""
        return max(self._names.get(word, (0, 0)))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the list that comes with the package; read once.

    Raises
    ------
    SourceError
        If the installation lacks it.
    """
    data = gzip.decompress(
        resource_path("models", "names", "names.txt.gz").read_bytes()
    )
    pairs: dict[str, tuple[int, int]] = {}
    grades = {f"{a}{b}": (a, b) for a in range(10) for b in range(10)}
    for line in data.decode("ascii").split("\n"):
        pairs[line[:-2]] = grades[line[-2:]]
    return Lexicon(pairs)
