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
from alsjournal.themes._counted import Counted, weight_of
from alsjournal.themes._input import Batch, texts_of
from alsjournal.themes._passages import Pieces, Placed, cut_up
from alsjournal.themes.labels import families_of

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
    kept, at = themes.of_fit(journal), 0
    if kept is None:
        for batch, pieces, placed, _, keys in themes._read(journal):
            yield batch, pieces, placed, keys
        return
    keys = themes.keys_for(journal, kept)
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
    found = Counted.of(passages.central(len(centres)), len(centres))
    scores = found.scores(centres, embed, words)
    out = []
    for theme, own in enumerate(terms):
        labels, seen = found.best(theme, scores[theme], n)
        stand = found.standing(own)
        if words and n >= _ROOM:
            telling = max(stand, key=lambda t: weight_of(t, words[theme]), default="")
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
