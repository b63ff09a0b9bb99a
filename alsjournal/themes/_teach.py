"""What people said of single texts, as constraints on a fit.

A text that a person put into a theme stays with it, one that was taken out stays away,
and the theme's mean is of what is left: the constrained k-means of Basu, Banerjee and
Mooney (2002, Semi-supervised clustering by seeding), for its last step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.themes._corrections import said_of
from alsjournal.themes._draw import Sample
from alsjournal.themes._group import means
from alsjournal.themes._passages import Pieces, Placed
from alsjournal.themes._settle import Settled
from alsjournal.themes._state import Groups
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.labels import Vocabulary

__all__ = ["grouped", "taught"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def taught(
    found: Settled,
    ids: list[str],
    codebook: Codebook,
    pieces: Pieces,
    vectors: Floats,
    keys: Ints,
) -> tuple[Settled, list[str]]:
    """Let people's corrections change which passage is in which group.

    Parameters
    ----------
    found : Settled
    ids : list of str
        The theme of each group.
    codebook : Codebook
    pieces : Pieces
    vectors : numpy.ndarray of float32, shape (m, d)
        Of the passages.
    keys : numpy.ndarray of int, shape (n,)
        Of the texts; empty where they have no ids.

    Returns
    -------
    Settled
        A theme that people put texts into and that no group was like has a group of
        its own, at the end: those texts, and the passages nearer to them than to
        their own group.
    ids : list of str
    """
    put_in, taken_out = said_of(codebook, ids)
    rows = np.flatnonzero(np.isin(keys, [*put_in, *taken_out]))
    if not len(rows):
        return found, ids
    lesson = _Lesson(found, ids, codebook, pieces, vectors)
    for i in map(int, rows):
        lesson.take_out(i, taken_out.get(int(keys[i]), frozenset()))
    for theme, texts in _by_theme(put_in, keys, rows).items():
        if codebook.status(theme) != "rejected":
            lesson.put_in(theme, texts)
    return lesson.done()


def _by_theme(
    put_in: dict[int, tuple[str, ...]], keys: Ints, rows: Ints
) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for i in map(int, rows):
        for theme in put_in.get(int(keys[i]), ()):
            out.setdefault(theme, []).append(i)
    return out


def grouped(sample: Sample, pieces: Pieces, vectors: Floats, found: Settled) -> Groups:
    """Make groups of labelled passages, of no theme yet."""
    labels, k = found.labels, found.n_groups
    taken, owners = labels >= 0, pieces.owners
    members = [sample.members[i] for i in owners]
    return Groups(
        means=means(vectors[taken], labels[taken], k),
        counts=np.bincount(labels[taken], minlength=k),
        added=np.zeros(k, dtype=np.int64),
        ids=tuple(f"t{i + 1}" for i in range(k)),
        vocabulary=Vocabulary.of(pieces.texts, members, labels, k, owners=owners),
        threshold=found.threshold,
        placed=Placed.joined([]),
        digest="",
        n_texts=len(sample.texts),
    )


@dataclass(repr=False)
class _Lesson:
    """Labels that change under corrections."""

    found: Settled
    ids: list[str]
    codebook: Codebook
    pieces: Pieces
    vectors: Floats

    def __post_init__(self) -> None:
        self.ids = list(self.ids)
        self.before = len(self.ids)
        self.labels = self.found.labels.copy()
        self.clear = self.found.clear.copy()
        self.held = np.zeros(len(self.labels), dtype=bool)
        self.starts = self.pieces.starts

    def take_out(self, text: int, groups: frozenset[int]) -> None:
        own = self._of(text)
        gone = own[np.isin(self.labels[own], list(groups))]
        self.labels[gone] = self.clear[gone] = -1
        self.held[gone] = True

    def put_in(self, theme: str, texts: list[int]) -> None:
        known = [i for i, t in enumerate(self.ids) if self.codebook.root(t) == theme]
        # A part of a theme that was split has no group of its own yet.
        group = known[0] if known else len(self.ids)
        rows = [self._of(text) for text in texts]
        spoken = [r[self.vectors[r].any(axis=1)] for r in rows]
        spoken = [r for r in spoken if len(r)]
        if not spoken:
            return
        if known:
            centre = self._centre(group)
        else:
            self.ids.append(theme)
            each = [self.vectors[r].mean(axis=0) for r in spoken]
            centre = unit(np.mean(each, axis=0)[None])[0]
        for r in spoken:
            best = r[int((self.vectors[r] @ centre).argmax())]
            self.labels[best] = self.clear[best] = group
            self.held[best] = True

    def done(self) -> tuple[Settled, list[str]]:
        for group in range(self.before, len(self.ids)):
            self._join(group)
        for theme in self.codebook.themes():
            self._dissolve(theme.theme_id)
        changed = self.labels != self.found.labels
        self._drop_empty()
        strength = np.where(self.labels < 0, 0, self.found.strength)
        moved = np.flatnonzero(changed & (self.labels >= 0))
        centres = [self._centre(g) for g in range(len(self.ids))]
        for i in moved:
            strength[i] = self.vectors[i] @ centres[self.labels[i]]
        k = len(self.ids)
        new = Settled(self.labels, self.clear, strength, self.found.threshold, k)
        return new, self.ids

    def _join(self, group: int) -> None:
        """Let passages come to a new group that is nearer than their own."""
        centres = np.stack([self._centre(g) for g in range(len(self.ids))])
        near = self.vectors @ centres.T
        free = (self.labels >= 0) & ~self.held
        own = near[np.arange(len(near)), np.maximum(self.labels, 0)]
        come = free & (near[:, group] > own)
        self.clear[come & (self.clear >= 0)] = group
        self.labels[come] = group

    def _dissolve(self, theme: str) -> None:
        """Share out what is left of a theme that was split among its parts."""
        book = self.codebook
        stand = {t.theme_id for t in book.themes() if t.status != "rejected"}
        parts = {t for t in stand if book.theme(t).split_from == theme}
        if len(parts) < 2 or not parts <= set(self.ids):
            return
        at = np.asarray([g for g, i in enumerate(self.ids) if i in parts])
        old = [g for g, i in enumerate(self.ids) if book.root(i) == theme]
        centres = np.stack([self._centre(int(g)) for g in at])
        rows = np.flatnonzero(np.isin(self.labels, old) & ~self.held)
        self.labels[rows] = at[(self.vectors[rows] @ centres.T).argmax(axis=1)]
        self.clear[rows] = np.where(self.clear[rows] >= 0, self.labels[rows], -1)

    def _drop_empty(self) -> None:
        full = np.unique(self.labels[self.labels >= 0])
        table = np.full(len(self.ids) + 1, -1, dtype=np.int64)  # the last is for -1
        table[full] = np.arange(len(full))
        self.labels, self.clear = table[self.labels], table[self.clear]
        self.ids = [self.ids[g] for g in full]

    def _of(self, text: int) -> Ints:
        start = int(self.starts[text])
        return np.arange(start, start + int(self.pieces.lengths[text]))

    def _centre(self, group: int) -> Floats:
        own = self.labels == group
        zero = np.zeros(int(own.sum()), dtype=np.int64)
        centre: Floats = unit(means(self.vectors[own], zero, 1))[0]
        return centre
