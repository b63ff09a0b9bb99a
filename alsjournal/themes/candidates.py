"""Labels to choose from for each theme: phrases of its most central passages.

Parsing is slow beside all else that a fit does, so that no more passages are read than
are needed to tell what a theme is about: its most central ones, of as many people as
there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal.errors import InputError
from alsjournal.themes._input import Batch, texts_of
from alsjournal.themes._passages import Pieces, Placed, cut_up
from alsjournal.themes.labels import (
    LEAST_MEMBERS,
    LEAST_TEXTS,
    families_of,
    stems_of,
)
from alsjournal.themes.phrases import read

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes.model import ThemeModel

__all__ = ["COLUMNS", "Passages", "candidates", "label_candidates"]

COLUMNS = ("theme_id", "theme", "rank", "label")
"""The columns of what `label_candidates` returns."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_EACH = 100
"""Passages of a theme that are parsed: 3,000 words, half a second."""
_ALTOGETHER = 1_800
_SHARPNESS = 4
_APART = 0.5
"""How much it counts that other themes have less of a phrase: without it more themes
get the same names, with 1.0 words that people do use for a theme are passed over."""
_TELLING = 0.2
"""The part of a word's uses in a theme that a phrase must have to stand for it."""
_LITTLE = 0.02
"""The weight of a phrase none of whose words tells the theme from others."""
_ROOM = 3
"""Labels that make a theme's name; the last has room for its most telling word."""


@dataclass(frozen=True, repr=False)
class Passages:
    """Passages, who wrote them, and the theme of each.

    Parameters
    ----------
    texts : list of str, length m
    members : list of str, length m
        An empty string stands for none.
    owners : numpy.ndarray of int, shape (m,)
        The text that each is of.
    labels : numpy.ndarray of int, shape (m,)
        Negative for none.
    strength : numpy.ndarray of float32, shape (m,)
        How near each is to its theme.
    """

    texts: list[str]
    members: list[str]
    owners: Ints
    labels: Ints
    strength: Floats

    @classmethod
    def of(
        cls,
        pieces: Pieces,
        members: Sequence[str],
        labels: Ints,
        strength: Floats,
        before: int = 0,
    ) -> Passages:
        """Return those of some texts, before which others came."""
        owners = pieces.owners
        writers = [members[i] for i in owners]
        return cls(pieces.texts, writers, owners + before, labels, strength)

    def central(self, k: int) -> Passages:
        """Return the passages to read for k themes: the most central ones.

        The best of each person goes before anybody's second.
        """
        most = max(1, min(_EACH, _ALTOGETHER // max(k, 1)))
        order = np.argsort(-self.strength, kind="stable")
        order = order[self.labels[order] >= 0]
        turn: Counter[tuple[int, str]] = Counter()
        turns = np.zeros(len(order), dtype=np.int64)
        for i, at in enumerate(order.tolist()):
            who = self.members[at] or f"\x1f{self.owners[at]}"
            key = (int(self.labels[at]), who)
            turns[i] = turn[key]
            turn[key] += 1
        order = order[np.argsort(turns, kind="stable")]
        chosen: list[int] = []
        for theme in range(k):
            chosen += order[self.labels[order] == theme][:most].tolist()
        return self.rows(sorted(chosen))

    def rows(self, at: Sequence[int]) -> Passages:
        """Return some of them."""
        return Passages(
            [self.texts[i] for i in at],
            [self.members[i] for i in at],
            self.owners[at],
            self.labels[at],
            self.strength[at],
        )

    @classmethod
    def joined(cls, parts: Sequence[Passages]) -> Passages:
        """Put several under each other."""
        none = np.zeros(0, dtype=np.int64)
        return cls(
            [text for part in parts for text in part.texts],
            [member for part in parts for member in part.members],
            np.concatenate([none, *(part.owners for part in parts)]),
            np.concatenate([none, *(part.labels for part in parts)]),
            np.concatenate(
                [none.astype(np.float32), *(part.strength for part in parts)]
            ),
        )


def label_candidates(themes: ThemeModel, journal: object, n: int = 3) -> pd.DataFrame:
    """Return labels for each theme, for a person to choose from.

    Noun phrases ("car park", "continuity of care"), verbs with their objects
    ("arranging cover", "being treated with respect") and what things are said to be
    ("friendly staff"), from a parse of each theme's most central passages, 100 at
    most. No two of a theme share a word, or a word made of one ("delivery" beside
    "delivering cards"). A phrase is shown only if three members used it (five texts,
    where there are no members), in any inflection; where there are too few, the
    theme's terms follow. A fresh grouping is named by its first three.

    They are ranked by c-TF-IDF (Grootendorst, 2022) times the fourth power of how
    much nearer they are to the theme's centre than to those of all themes on the
    mean, times the root of their share relative to the theme where it is largest,
    times the logarithm of their length (as in the C-value of Frantzi and Ananiadou,
    2000), as people name things in more than one word, times the weight of their best
    word in all passages of the theme. Where that weight is largest of all, but no
    label has the word, the word is the third.

    Parameters
    ----------
    themes : ThemeModel
        Fitted.
    journal : Journal or sequence of str
    n : int, default=3
        Labels a theme, fewer if there are fewer.

    Returns
    -------
    pandas.DataFrame
        Columns ``theme_id``, ``theme`` (its name now), ``rank`` (from 1) and
        ``label``.

    Raises
    ------
    InputError
        If n is not a whole number from 1 up.
    NotFittedError
        If the model is not fitted.

    Examples
    --------
    >>> label_candidates(themes, journal)  # doctest: +SKIP
      theme_id  theme                              rank  label
    0 t1        waiting time, ambulance, arrival   1     waiting time
    """
    import pandas as pd

    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        msg = f"n must be a whole number from 1 up. Got {type(n).__name__}."
        raise InputError(msg)
    found = candidates(
        _read(themes, journal),
        themes.centroids_,
        themes.terms_,
        embed=themes._embed,
        n=n,
        words=themes._words(themes._layout.columns[: themes.n_themes_]),
    )
    rows = [
        (theme_id, theme, rank, label)
        for theme_id, theme, own in zip(
            themes.theme_ids_, themes.theme_names_, found, strict=True
        )
        for rank, label in enumerate(own, start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _read(themes: ThemeModel, journal: object) -> Passages:
    """Return the central passages of a journal, never holding more than a batch."""
    themes._fitted()
    kept = Passages.joined([])
    before = 0
    for batch, pieces, placed, keys in _placed(themes, journal):
        labels = themes._labels(placed, keys)
        new = Passages.of(pieces, batch.members, labels, placed.strength, before)
        kept = Passages.joined([kept, new]).central(themes.n_themes_)
        before += len(batch)
    return kept


def _placed(
    themes: ThemeModel, journal: object
) -> Iterator[tuple[Batch, Pieces, Placed, Ints]]:
    """Yield batches with the groups of their passages, scored only if they are new."""
    kept, at = themes._kept(journal), 0
    if kept is None:
        for batch, pieces, placed, _, keys in themes._read(journal):
            yield batch, pieces, placed, keys
        return
    keys = themes._keys(journal, kept)
    for batch in texts_of(journal):
        rows = at, at + len(batch)
        # Cut as in the fit, where more may have been usable than is now.
        used = ~themes._groups.placed.rows(*rows).withheld
        yield batch, cut_up(batch.texts, used), kept.rows(*rows), keys[slice(*rows)]
        at += len(batch)


def candidates(
    passages: Passages,
    centres: Floats,
    terms: Sequence[Sequence[str]],
    *,
    embed: Callable[[Sequence[str]], Floats],
    n: int = 3,
    words: Sequence[Mapping[str, float]] = (),
) -> list[list[str]]:
    """Return the best labels of each theme.

    Parameters
    ----------
    passages : Passages
    centres : numpy.ndarray of float32, shape (k, d)
        Rows of length 1.
    terms : sequence of sequence of str, length k
        What to fall back on.
    embed : callable
        Texts to vectors.
    n : int, default=3
    words : sequence of mapping, length k, optional
        How far stems tell each theme from others (see `Vocabulary.words`).

    Returns
    -------
    list of list of str, length k
        Best first.
    """
    found = _Counted.of(passages.central(len(centres)), len(centres))
    scores = found.scores(centres, embed, words)
    out = []
    for theme, own in enumerate(terms):
        labels, seen = found.best(theme, scores[theme], n)
        stand = found.standing(own)
        if words and n >= _ROOM:
            telling = max(stand, key=lambda t: _weight(t, words[theme]), default="")
            if telling and not families_of(telling.split()) & seen:
                labels.insert(_ROOM - 1, stand[telling])
                seen |= families_of(telling.split())
        for term, shown in stand.items():
            kin = families_of(term.split())
            if len(labels) < n and not kin & seen:
                labels.append(shown)
                seen |= kin
        out.append(labels[:n] or list(own[:n]))
    return out


def _weight(term: str, words: Mapping[str, float]) -> float:
    """Return how far a term's best word tells a theme from others."""
    return max((words.get(stem, 0.0) for stem in stems_of(term.split())), default=0.0)


@dataclass(frozen=True, repr=False)
class _Counted:
    """Phrases that enough people used, and in how many passages of each theme."""

    shown: list[str]
    content: list[tuple[str, ...]]
    counts: npt.NDArray[np.int64]
    alone: dict[str, str]
    """How each word read stands by itself, most of the times that it was read."""

    @classmethod
    def of(cls, passages: Passages, k: int) -> _Counted:
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
            told = [[_weight(phrase, own) for phrase in phrases] for own in words]
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
