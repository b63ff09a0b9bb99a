"""Phrases of the passages that were read: who used them, and which name a theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal.themes.labels import (
    LEAST_MEMBERS,
    LEAST_TEXTS,
    families_of,
    stems_of,
)
from alsjournal.themes.phrases import read

if TYPE_CHECKING:
    from alsjournal.themes.candidates import Passages

__all__ = ["Counted", "weight_of"]

Floats = npt.NDArray[np.float32]

_SHARPNESS = 4
_APART = 0.5
"""How much it counts that other themes have less of a phrase: without it more themes
get the same names, with 1.0 words that people do use for a theme are passed over."""
_TELLING = 0.2
"""The part of a word's uses in a theme that a phrase must have to stand for it."""
_LITTLE = 0.02
"""The weight of a phrase none of whose words tells the theme from others."""


def weight_of(term: str, words: Mapping[str, float]) -> float:
    """Return how far a term's best word tells a theme from others."""
    return max((words.get(stem, 0.0) for stem in stems_of(term.split())), default=0.0)


@dataclass(frozen=True, repr=False)
class Counted:
    """Phrases that enough people used, and in how many passages of each theme."""

    shown: list[str]
    content: list[tuple[str, ...]]
    counts: npt.NDArray[np.int64]
    alone: dict[str, str]
    """How each word read stands by itself, most of the times that it was read."""

    @classmethod
    def of(cls, passages: Passages, k: int) -> Counted:
        users: dict[tuple[str, ...], dict[str, set[str]]] = {}
        content: dict[tuple[str, ...], tuple[str, ...]] = {}
        inside: list[set[tuple[str, ...]]] = []
        forms: dict[str, Counter[str]] = {}
        for i, (phrases, words) in enumerate(read(passages.texts)):
            who = passages.members[i] or f"\x1f{passages.owners[i]}"
            own: set[tuple[str, ...]] = set()
            for phrase in phrases:
                users.setdefault(phrase.key, {}).setdefault(phrase.shown, set()).add(
                    who
                )
                content[phrase.key] = phrase.content
                own.add(phrase.key)
            inside.append(own)
            for word, form in words:
                forms.setdefault(word, Counter())[form] += 1
        kept = sorted(key for key in users if _widely(users[key]))
        at = {key: i for i, key in enumerate(kept)}
        counts = np.zeros((k, len(kept)), dtype=np.int64)
        for own, label in zip(inside, passages.labels, strict=True):
            for key in own:
                if key in at:
                    counts[label, at[key]] += 1
        shown = [_form(users[key]) for key in kept]
        alone = {w: min(n, key=lambda f: (-n[f], f)) for w, n in forms.items()}
        return cls(shown, [content[key] for key in kept], counts, alone)

    def scores(
        self,
        centres: Floats,
        embed: Callable[[Sequence[str]], Floats],
        words: Sequence[Mapping[str, float]],
    ) -> npt.NDArray[np.float64]:
        """Return how well each phrase names each theme, shape (k, phrases)."""
        if not self.shown:
            return np.zeros(self.counts.shape)
        counts = self.counts.astype(float)
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        rarity = np.log1p(counts.sum() / len(counts) / counts.sum(axis=0))
        likeness = centres @ embed(self.shown).T
        near = ((1 + likeness - likeness.mean(axis=0)) / 2) ** _SHARPNESS
        apart = (share / share.max(axis=0)) ** _APART
        length = np.log2([1 + len(own) for own in self.content])
        scores: npt.NDArray[np.float64] = share * rarity * near * apart * length
        if words:
            phrases = [" ".join(own) for own in self.content]
            told = [[weight_of(phrase, own) for phrase in phrases] for own in words]
            scores *= _LITTLE + np.asarray(told)
        return scores

    def best(
        self, theme: int, scores: npt.NDArray[np.float64], n: int
    ) -> tuple[list[str], set[str]]:
        """Return the best phrases of a theme, no two with words in common, or kin.

        A word gives way to the best phrase with it that enough of its uses are in.
        """
        # As shown too: the base form of "taxes" is not always "tax".
        kin = [
            families_of([*own, *(w for w in shown.lower().split() if w not in own)])
            for own, shown in zip(self.content, self.shown, strict=True)
        ]
        counts = self.counts[theme]
        out: list[str] = []
        seen: set[str] = set()
        for i in np.argsort(-scores, kind="stable").tolist():
            if len(out) == n or scores[i] <= 0:
                break
            if kin[i] & seen or counts[i] < LEAST_MEMBERS:
                continue
            least = max(LEAST_MEMBERS, _TELLING * counts[i])
            longer = [
                j
                for j in np.flatnonzero(counts >= least).tolist()
                if kin[i] < kin[j] and not kin[j] & seen
            ]
            best = max(longer, key=lambda j: scores[j], default=i)
            out.append(self.shown[best])
            seen |= kin[best]
        return out, seen

    def standing(self, terms: Sequence[str]) -> dict[str, str]:
        """Return those terms that can stand in a label, and how they do."""
        shown = {term: self.alone.get(term, term) for term in terms}
        return {term: form for term, form in shown.items() if form}


def _form(forms: dict[str, set[str]]) -> str:
    """Return the form of a phrase that most people used."""
    return min(forms, key=lambda form: (-len(forms[form]), form))


def _widely(forms: dict[str, set[str]]) -> bool:
    """Tell whether enough people used a phrase, in one form or another."""
    who = set().union(*forms.values())
    nameless = sum(user.startswith("\x1f") for user in who)
    return len(who) - nameless >= LEAST_MEMBERS or nameless >= LEAST_TEXTS
