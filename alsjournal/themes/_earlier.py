"""An earlier fitted model at a new fit: which of its themes a grouping continues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal.errors import InputError
from alsjournal.themes._flow import flow_of, heirs, known_before
from alsjournal.themes._input import texts_of
from alsjournal.themes._passages import Pieces, Placed
from alsjournal.themes._settle import Settled

if TYPE_CHECKING:
    from alsjournal.themes._base import FittedGroups
    from alsjournal.themes.codebook import Codebook

__all__ = ["Heirs", "checked_earlier", "heirs_of"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Heirs:
    """What an earlier model says of the groupings of a new fit.

    Parameters
    ----------
    theme : mapping of int to tuple of str, default={}
        For a grouping the id of the theme that it continues, and why.
    asked : frozenset of str, default=frozenset()
        The themes of the earlier model: what became of their passages is known.
    """

    theme: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()


def checked_earlier(
    continues: object, codebook: Codebook | None
) -> FittedGroups | None:
    """Return the earlier model, with the codebook that it is to go on with.

    Raises
    ------
    InputError
        If it is no model with themes of that codebook.
    NotFittedError
        If it is not fitted.
    """
    from alsjournal.themes._base import FittedGroups

    if continues is None:
        return None
    if not isinstance(continues, FittedGroups):
        msg = (
            f"continues must be an earlier ThemeModel that is fitted. Got "
            f"{type(continues).__name__}. A codebook alone goes in codebook=."
        )
        raise InputError(msg)
    continues._fitted()
    # A copy: it may be the very model that is fitted anew.
    book = continues.codebook_ if codebook is None else codebook
    return continues.with_codebook(book)


def heirs_of(
    earlier: FittedGroups | None,
    texts: list[str],
    keys: Ints,
    pieces: Pieces,
    found: Settled,
) -> Heirs:
    """Say which theme of an earlier model each grouping continues.

    By the passages that both fits had, as `lineage` compares them; where they have no
    text in common that can be known by its id, by where the earlier model places the
    texts of this fit (its own vectors, its own centroids).

    Parameters
    ----------
    earlier : ThemeModel or None
    texts : list of str, length n
        Of this fit.
    keys : numpy.ndarray of int, shape (n,)
        Theirs; none where they have no ids.
    pieces : Pieces
        Their passages.
    found : Settled
        The groupings of those.
    """
    if earlier is None:
        return Heirs()
    old, columns = earlier._groups, earlier._layout.columns
    was = np.zeros(0, dtype=np.int64)
    if len(keys) and len(old.keys):
        said = earlier._corrections.without(old.placed.labels, old.placed, old.keys)
        was = known_before(said, old.placed, old.keys, keys, pieces.lengths)
    if not (was >= 0).any():
        parts = [earlier.place(batch)[1] for batch in texts_of(texts)]
        was = Placed.joined(parts).labels
    # By all columns: a rejected theme has an heir too, which stays rejected.
    theme_of = np.zeros(len(old.ids), dtype=np.int64)
    for i, groups in enumerate(columns):
        theme_of[list(groups)] = i
    was[was >= 0] = theme_of[was[was >= 0]]
    shape = (len(columns), found.n_groups)
    flow = flow_of(was, found.clear, pieces.owners, shape)
    ids = [earlier.codebook_.root(old.ids[groups[0]]) for groups in columns]
    theme = {}
    for later, i in heirs(flow).items():
        part = f"{flow.share[i, later]:.0%} of its clear passages"
        theme[later] = ids[i], f"continued by a new fit, {part}"
    return Heirs(theme, frozenset(ids))
