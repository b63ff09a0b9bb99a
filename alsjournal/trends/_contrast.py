"""How one group differs from others: in its share, and in its change over sessions.

Both are one coefficient of a linear probability model, estimated as changes are
(see _slopes.py): for shares that of belonging to the group, at the same sessions of
the same sets and with the same questions; for changes that of belonging to it times
the session, within the same people or sets.

Where each set holds people of one group only, the group cannot be told from the set:
then sets are left out in turn, not people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.trends._adjusted import (
    asked_columns,
    people_of,
    same_people,
    uneven_length,
)
from alsjournal.trends._exchangeable import error_of, likeness
from alsjournal.trends._observed import PLACE, Observed, codes_of
from alsjournal.trends._slopes import Slopes, blocks_of, remaining, slopes

__all__ = ["Basis", "Contrast", "change_contrast", "share_contrast"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Basis:
    """What is compared with what.

    Parameters
    ----------
    words : str
        *the same sessions of the same sets*, and so on.
    apart : bool
        Whether each set holds one group only, though sets are not the groups.
    """

    words: str
    apart: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Contrast:
    """The difference of one group from others, theme by theme.

    Parameters
    ----------
    basis : Basis
    main, crude : Slopes
        The adjusted difference, and that of all rows pooled.
    even : Slopes or None
        The adjusted one at equal length of text, where texts of the groups differ in
        length, or in how it changed.
    null : numpy.ndarray of shape (n_themes,)
        The standard error, were there no difference. The jackknife alone takes a
        small group in which nobody raised a theme for one that never would.
    level : numpy.ndarray of shape (n_themes,)
        The mean share of all rows.
    own, others : numpy.ndarray of shape (n_themes,)
        The shares, or the changes over ``span``, for the same mix.
    span : float
        Sessions from the first to the last; 1 where shares are compared.
    """

    basis: Basis
    main: Slopes
    crude: Slopes
    even: Slopes | None
    null: Floats
    level: Floats
    own: Floats
    others: Floats
    span: float = 1.0

    @property
    def difference(self) -> Floats:
        """Return by how much the group is above the others."""
        difference: Floats = self.main.estimate[0] * self.span
        return difference

    def error(self, fit: Slopes | None = None) -> Floats:
        """Return standard errors of differences, never below those of no difference."""
        own = (fit or self.main).error()
        error: Floats = np.where(own > 0, np.maximum(own, self.null), 0) * self.span
        return error


def share_contrast(
    seen: Observed, mine: Flags, *, places: bool, at_equal_length: bool
) -> Contrast:
    """Compare the shares of one group with those of the others.

    Parameters
    ----------
    seen : Observed
        The rows of both.
    mine : numpy.ndarray of bool
        Which are of the group.
    places : bool
        Whether the groups are sets, or bodies that sets belong to.
    at_equal_length : bool
        Whether ``main`` itself is at equal length of text, as for elements.

    Returns
    -------
    Contrast
    """
    crossed = not places and _crossed(seen, mine)
    at = ["set_id", "session"] if crossed else ["session"]
    stratum, block = codes_of(seen.rows, at), _blocks(seen, crossed or places)
    asked, words = asked_columns(seen.rows["prompt"]), _words(seen)
    group = mine.astype(float)[:, None]
    x = np.hstack([group, asked, words] if at_equal_length else [group, asked])
    main = slopes(seen.raised, x, stratum, block)
    longer = slopes(words, np.hstack([group, asked]), stratum, block)
    level, part = seen.raised.mean(axis=0), mine.mean()
    difference = main.estimate[0]
    return Contrast(
        basis=_basis(seen, crossed, places, "the same sessions"),
        main=main,
        crude=slopes(seen.raised, group, np.zeros(len(seen), dtype=np.intp), block),
        even=slopes(seen.raised, np.hstack([x, words]), stratum, block)
        if uneven_length(longer, 1.0)
        else None,
        null=_null_error(seen.raised, x, stratum, block),
        level=level,
        own=np.clip(level + difference * (1 - part), 0, 1),
        others=np.clip(level - difference * part, 0, 1),
    )


def change_contrast(
    seen: Observed, mine: Flags, *, places: bool, at_equal_length: bool
) -> Contrast:
    """Compare the change of one group over the sessions with that of the others.

    Parameters are those of `share_contrast`; of the sessions there must be two.

    Returns
    -------
    Contrast
    """
    crossed = not places and _crossed(seen, mine)
    same = same_people(seen)
    level = people_of(seen) if same else codes_of(seen.rows, PLACE)
    effect, block = _with(level, mine), _blocks(seen, crossed or places)
    t = seen.session - (seen.session.min() + seen.session.max()) / 2
    span = float(t.max() - t.min())
    part = mine.mean()
    apart = np.column_stack([(mine - part) * t, t])
    columns = [apart, asked_columns(seen.rows["prompt"])]
    if crossed:
        columns.append(_own_times(codes_of(seen.rows, ["set_id"]), t))
    x, words = np.hstack(columns), _words(seen)
    longer = slopes(words, x, effect, block)
    if at_equal_length:
        x = np.hstack([x, words])
    main = slopes(seen.raised, x, effect, block)
    difference, change = main.estimate[:2] * span
    return Contrast(
        basis=_basis(
            seen, crossed, places, "the same members" if same else "the same roles"
        ),
        main=main,
        crude=slopes(seen.raised, apart, mine.astype(np.intp), block),
        even=slopes(seen.raised, np.hstack([x, words]), effect, block)
        if uneven_length(longer, span)
        else None,
        null=_null_error(seen.raised, x, effect, block),
        level=seen.raised.mean(axis=0),
        own=change + difference * (1 - part),
        others=change - difference * part,
        span=span,
    )


def _crossed(seen: Observed, mine: Flags) -> bool:
    """Whether some set holds people of the group and of others."""
    sets = codes_of(seen.rows, ["set_id"])
    return bool(set(sets[mine]) & set(sets[~mine]))


def _basis(seen: Observed, crossed: bool, places: bool, what: str) -> Basis:
    several = seen.rows[["set_id", "session"]].nunique() > 1
    if not several.any():
        return Basis("at one time")
    if crossed and several["set_id"]:
        return Basis(f"{what} of the same sets")
    return Basis(what, apart=not places and not crossed)


def _blocks(seen: Observed, people: bool) -> Codes:
    """Number what is left out together: people, or sets where those hold the groups."""
    place = codes_of(seen.rows, PLACE)
    own = seen.unit if people else codes_of(seen.rows, ["set_id"])
    return blocks_of(own, place)


def _words(seen: Observed) -> Floats:
    words: Floats = np.log1p(seen.rows["words"].to_numpy(dtype=float))[:, None]
    return words


def _with(effect: Codes, mine: Flags) -> Codes:
    """Split the groups of an effect: a level is of one person in one group."""
    return np.unique(effect * 2 + mine, return_inverse=True)[1].astype(np.intp)


def _own_times(sets: Codes, t: Floats) -> Floats:
    """Return a slope for each set but the first, apart from the mean one."""
    each = np.arange(1, int(sets.max()) + 1)
    own = (sets[:, None] == each).astype(float)
    slope: Floats = (own - own.mean(axis=0)) * t[:, None]
    return slope


def _null_error(y: Floats, x: Floats, effect: Codes, block: Codes) -> Floats:
    """Return the errors of the first coefficient, were what it tells of nothing.

    From how much all rows vary, and how alike those of one person are.
    """
    left = remaining(np.hstack([x[:, :1], y]), x[:, 1:], effect)
    variance, alike = likeness(left[:, 1:], block)
    return error_of(left[:, 0], block, variance, alike)
