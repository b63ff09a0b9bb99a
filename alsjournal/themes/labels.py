"""Which words stand for a theme: terms that enough people used, ranked.

A term is a word, or two words side by side, of which neither is a stop word or a
light one (see `alsjournal.themes.light_words`). It may be shown or kept only if at
least three members used it (or five texts, where texts have no members): a rarer word
can point at one person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from alsjournal.embed import PLACEHOLDER
from alsjournal.themes.light_words import kind_of, makes_a_pair

__all__ = [
    "LEAST_MEMBERS",
    "LEAST_TEXTS",
    "Vocabulary",
    "families_of",
    "stems_of",
    "terms_in",
]

LEAST_MEMBERS = 3
LEAST_TEXTS = 5
_MOST_TERMS = 5_000
_SHARPNESS = 4
_MOSTLY = 0.6
"""The part of a word's uses in a theme that a pair must have to stand for it."""

_ENDING = re.compile(r"(?<=\w{3})(?:ings?|e?d|e?s|er|e?ly|e)$")
_DERIVED = re.compile(
    r"(?:(?<=\w{4})(?:ations?|at(?:es?|ed|ing))"
    r"|(?<=\w{3})(?:ions?|ments?|als?|[ae]nces?|ness|y|ie[sd]))$"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")


def terms_in(text: str) -> list[str]:
    """Return the words and pairs of words of a text that may be terms.

    Examples
    --------
    >>> terms_in("He said: long waiting times, no beds!")
    ['waiting', 'waiting times', 'beds']
    """
    stop = _stop_words()
    lowered = PLACEHOLDER.sub(" ; ", text).lower()
    out: list[str] = []
    before, end = "", -1
    for found in _WORD.finditer(lowered):
        word = found.group()
        if len(word) < 2 or word in stop or "'" in word or "\u2019" in word:
            before = ""
            continue
        kind = kind_of(word)
        if kind == "noun":
            out.append(word)
        # Only a single space may stand between them, so that the pair can be
        # found in the text as it is shown.
        beside = before and lowered[end : found.start()] == " "
        if beside and makes_a_pair(kind_of(before), kind):
            out.append(f"{before} {word}")
        before, end = word, found.end()
    return out


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS  # slow to import

    return frozenset(STOP_WORDS)


@dataclass(frozen=True, repr=False)
class Vocabulary:
    """The terms that may be kept, and how often each group of texts has them.

    Parameters
    ----------
    terms : tuple of str
        Sorted.
    counts : numpy.ndarray of int, shape (groups, terms)
    """

    terms: tuple[str, ...]
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        members: Sequence[str],
        labels: npt.NDArray[np.int64],
        groups: int,
        *,
        owners: npt.NDArray[np.int64] | None = None,
        known: Sequence[str] = (),
        used: npt.NDArray[np.bool_] | None = None,
    ) -> Vocabulary:
        """Count the terms of some passages, and drop those that too few used.

        Parameters
        ----------
        texts, members : sequence of str
            An empty member stands for none.
        labels : numpy.ndarray of int
            The group of each passage; negative for none.
        groups : int
        owners : numpy.ndarray of int, optional
            The text that each passage is of; by default each is a text.
        known : sequence of str, default=()
            Terms that are counted without asking who used them, because enough
            people did before.
        used : numpy.ndarray of bool, optional
            Which passages may be used; by default all.
        """
        at_text = range(len(texts)) if owners is None else owners.tolist()
        found = [
            Counter(terms_in(text) if used is None or used[i] else ())
            for i, text in enumerate(texts)
        ]
        users: dict[str, set[str]] = {}
        nameless: dict[str, set[int]] = {}
        for terms, member, owner in zip(found, members, at_text, strict=True):
            for term in terms:
                if member:
                    users.setdefault(term, set()).add(member)
                else:
                    nameless.setdefault(term, set()).add(owner)
        widely = {t: len(m) for t, m in users.items() if len(m) >= LEAST_MEMBERS}
        for term, own in nameless.items():
            if len(own) >= LEAST_TEXTS:
                widely[term] = widely.get(term, 0) + len(own)
        most = sorted(widely, key=lambda t: (-widely[t], t))[:_MOST_TERMS]
        kept = sorted({*most, *known})
        at = {term: i for i, term in enumerate(kept)}
        counts = np.zeros((groups, len(kept)), dtype=np.int64)
        for terms, label in zip(found, labels, strict=True):
            if label >= 0:
                for term, n in terms.items():
                    if term in at:
                        counts[label, at[term]] += n
        return cls(tuple(kept), counts)

    def plus(self, other: Vocabulary) -> Vocabulary:
        """Return the terms and counts of both, group by group."""
        kept = sorted({*self.terms, *other.terms})
        at = {term: i for i, term in enumerate(kept)}
        counts = np.zeros((len(self.counts), len(kept)), dtype=np.int64)
        for part in (self, other):
            columns = [at[term] for term in part.terms]
            counts[:, columns] += part.counts
        return Vocabulary(tuple(kept), counts)

    def top(
        self, likeness: npt.NDArray[np.float32], groups: Sequence[Sequence[int]], n: int
    ) -> list[list[str]]:
        """Rank each theme's terms by c-TF-IDF times their likeness to its centre.

        c-TF-IDF is Grootendorst's (2022): a term's share of the theme's terms,
        times ``log(1 + A / f)`` with ``f`` its count over all themes and ``A`` the
        mean number of terms a theme. The likeness, ``(1 + cosine) / 2``, is raised
        to the fourth power; and the score is multiplied by the share relative to
        the theme where it is largest, so that themes get names that tell them
        apart. Of two terms that share a word the better one is kept,
        but a word that mostly stands in one pair gives way to it ("car park").

        Parameters
        ----------
        likeness : numpy.ndarray, shape (themes, terms)
            Cosines of the terms' vectors and the themes' centroids.
        groups : sequence of sequence of int
            Which rows of the counts make up each theme.
        n : int
            The most terms a theme.

        Returns
        -------
        list of list of str
            Best first.
        """
        counts = self._by(groups)
        if not counts.size:
            return [[] for _ in groups]
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        everywhere = np.maximum(self.counts.sum(axis=0), 1)
        rarity = np.log1p(counts.sum() / len(groups) / everywhere)
        most = np.maximum(share.max(axis=0), 1e-12)
        near = ((1 + likeness) / 2) ** _SHARPNESS
        score = share * rarity * near * (share / most)
        pairs = self._pairs()
        return [
            _best(row, own, n, self.terms, pairs)
            for row, own in zip(score, counts, strict=True)
        ]

    def words(
        self, likeness: npt.NDArray[np.float32], groups: Sequence[Sequence[int]]
    ) -> list[dict[str, float]]:
        """Weigh single words as names of each theme, their inflections together.

        c-TF-IDF times the fourth power of how much nearer the word is to the theme's
        centre than to those of all themes on the mean.

        Parameters
        ----------
        likeness : numpy.ndarray, shape (themes, terms)
            Cosines of the terms' vectors and the themes' centroids.
        groups : sequence of sequence of int
            Which rows of the counts make up each theme.

        Returns
        -------
        list of dict
            Stems (see `stems_of`) to weights, the best first, which weighs 1.
        """
        columns: dict[str, list[int]] = {}
        for i, term in enumerate(self.terms):
            if " " not in term:
                columns.setdefault(stems_of([term]).pop(), []).append(i)
        if not columns or not groups:
            return [{} for _ in groups]
        own = self._by(groups)
        counts = np.stack([own[:, c].sum(axis=1) for c in columns.values()], axis=1)
        apart = likeness - likeness.mean(axis=0)
        near = np.stack([apart[:, c].max(axis=1) for c in columns.values()], axis=1)
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        everywhere = np.maximum(counts.sum(axis=0), 1)
        score = share * np.log1p(counts.sum() / len(groups) / everywhere)
        score *= ((1 + near) / 2) ** _SHARPNESS
        score /= np.maximum(score.max(axis=1, keepdims=True), 1e-12)
        stems = list(columns)
        return [
            {stems[i]: float(row[i]) for i in np.argsort(-row, kind="stable")}
            for row in score
        ]

    def _by(self, groups: Sequence[Sequence[int]]) -> npt.NDArray[np.float64]:
        """Return the counts of themes, each made up of some rows."""
        rows = [self.counts[list(g)].sum(axis=0) for g in groups]
        return np.asarray(rows, dtype=float).reshape(len(groups), len(self.terms))

    def _pairs(self) -> dict[str, list[int]]:
        """Return the pairs that each word stands in."""
        out: dict[str, list[int]] = {}
        for i, term in enumerate(self.terms):
            words = term.split()
            for word in words if len(words) > 1 else ():
                out.setdefault(word, []).append(i)
        return out


def _best(
    score: npt.NDArray[np.float64],
    counts: npt.NDArray[np.float64],
    n: int,
    terms: Sequence[str],
    pairs: dict[str, list[int]],
) -> list[str]:
    out: list[str] = []
    seen: set[str] = set()
    for i in np.argsort(-score, kind="stable"):
        if score[i] <= 0 or len(out) == n:
            break
        # A pair's own words are none of the keys, so that it stays as it is.
        best = max(pairs.get(terms[i], ()), key=lambda p: counts[p], default=i)
        term = terms[best if counts[best] >= _MOSTLY * counts[i] else i]
        stems = stems_of(term.split())
        if not stems & seen:
            out.append(term)
            seen |= stems
    return out


def stems_of(words: Iterable[str]) -> set[str]:
    """Return words without their endings, so that "waits" is like "waiting".

    Examples
    --------
    >>> stems_of(["waits", "waiting"])
    {'wait'}
    """
    return {_ENDING.sub("", word) for word in words}


def families_of(words: Iterable[str]) -> set[str]:
    """Return what words have in common with those made of them, roughly.

    It tells that two labels say the same, as "delivering cards" and "delivery" do; it
    also takes some words for kin that are none ("mission", "missing").

    Examples
    --------
    >>> sorted(families_of(["deliver", "delivery", "activation", "activates"]))
    ['activ', 'deliv']
    """
    return stems_of(_DERIVED.sub("", word) for word in words)


def names_of(terms: Sequence[Sequence[str]]) -> list[str]:
    """Name each theme by its first three terms, no two alike.

    Examples
    --------
    >>> names_of([["beds", "ward"], ["beds", "ward"], []])
    ['beds, ward', 'beds, ward (2)', 'grouping 3']
    """
    out: list[str] = []
    for i, own in enumerate(terms, start=1):
        name = ", ".join(own[:3]) or f"grouping {i}"
        out.append(name if name not in out else f"{name} ({i})")
    return out
