"""What people said of single texts, in the terms of a fitted model."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alsjournal.journal import Journal
from alsjournal.themes._passages import Placed
from alsjournal.themes._score import Scores
from alsjournal.themes.codebook import Codebook

__all__ = ["Corrections", "key_of", "keys_of", "said_of"]

Ints = npt.NDArray[np.int64]


def key_of(reflection_id: str) -> int:
    """Return a number for a reflection's id, from which the id cannot be read."""
    digest = hashlib.sha256(reflection_id.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def keys_of(X: object) -> Ints:
    """Return the keys of the texts of a journal, in order; none for other texts."""
    if not isinstance(X, Journal):
        return np.zeros(0, dtype=np.int64)
    ids = X.table("reflections", ["reflection_id"])["reflection_id"]
    return np.asarray([key_of(str(i)) for i in ids], dtype=np.int64)


def said_of(
    codebook: Codebook, ids: Sequence[str]
) -> tuple[dict[int, tuple[str, ...]], dict[int, frozenset[int]]]:
    """Return what people said of single texts.

    Parameters
    ----------
    codebook : Codebook
    ids : sequence of str
        The theme that each group was made as.

    Returns
    -------
    put_in : dict of int to tuple of str
        The themes (roots) that a text was put into, the last one first.
    taken_out : dict of int to frozenset of int
        The groups that a text was taken out of.
    """
    put_in: dict[int, tuple[str, ...]] = {}
    for event in reversed(codebook.events):  # the last one speaks first
        if event.action != "put in" or not codebook.knows(event.theme):
            continue
        root = codebook.root(event.theme)
        standing = codebook.theme(event.theme).put_in
        for text in event.texts:
            known = put_in.get(key_of(text), ())
            if text in standing and root not in known:
                put_in[key_of(text)] = (*known, root)
    taken_out: dict[int, frozenset[int]] = {}
    for group, own in enumerate(ids):
        for text in codebook.theme(own).taken_out:
            known_groups = taken_out.get(key_of(text), frozenset())
            taken_out[key_of(text)] = known_groups | {group}
    return put_in, taken_out


@dataclass(frozen=True, repr=False)
class Corrections:
    """What people said, by the key of a text.

    Parameters
    ----------
    put_in : mapping of int to tuple of int, default={}
        Indices of themes.
    taken_out : mapping of int to frozenset of int, default={}
        Groups.
    """

    put_in: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    taken_out: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, codebook: Codebook, ids: Sequence[str], themes: Sequence[str]
    ) -> Corrections:
        """Read a codebook; what is about a theme that has no group has no effect.

        Parameters
        ----------
        codebook : Codebook
        ids : sequence of str
            The theme that each group was made as.
        themes : sequence of str
            The ids of the themes that are shown, in order.
        """
        put_in, taken_out = said_of(codebook, ids)
        at = {theme: i for i, theme in enumerate(themes)}
        shown = {k: tuple(at[t] for t in own if t in at) for k, own in put_in.items()}
        return cls({k: own for k, own in shown.items() if own}, taken_out)

    def __bool__(self) -> bool:
        return bool(self.put_in or self.taken_out)

    def without(self, groups: Ints, placed: Placed, keys: Ints) -> Ints:
        """Return the groups of passages, -1 where a person took the text out."""
        out, starts = groups.copy(), np.cumsum(placed.lengths) - placed.lengths
        for i, groups_ in self.gone(keys).items():
            own = slice(int(starts[i]), int(starts[i] + placed.lengths[i]))
            gone = np.isin(out[own], list(groups_))
            out[own] = np.where(gone, -1, out[own])
        return out

    def masked(self, scores: Scores, lengths: Ints, keys: Ints) -> Scores:
        """Return scores that are lowest where a person took the text out."""
        group, starts = scores.group.copy(), np.cumsum(lengths) - lengths
        for i, gone in self.gone(keys).items():
            own = slice(int(starts[i]), int(starts[i] + lengths[i]))
            group[own, sorted(gone)] = -1
        return Scores(group, scores.known)

    def first(self, labels: Ints, usable: npt.NDArray[np.bool_], keys: Ints) -> Ints:
        """Return the theme of each text, a person's word before the model's."""
        out = labels.copy()
        for i, own in self.placed(usable, keys).items():
            out[i] = own[0]
        return out

    def placed(
        self, usable: npt.NDArray[np.bool_], keys: Ints
    ) -> dict[int, tuple[int, ...]]:
        """Return the themes that texts were put into, by the place of the text."""
        rows = _known(self.put_in, keys)
        return {i: self.put_in[int(keys[i])] for i in rows if usable[i]}

    def gone(self, keys: Ints) -> dict[int, frozenset[int]]:
        """Return the groups that texts were taken out of, by the place of the text."""
        rows = _known(self.taken_out, keys)
        return {i: self.taken_out[int(keys[i])] for i in rows}


def _known(said: Mapping[int, object], keys: Ints) -> list[int]:
    if not said or not len(keys):
        return []
    wanted = np.asarray(sorted(said), dtype=np.int64)
    return [int(i) for i in np.flatnonzero(np.isin(keys, wanted))]
