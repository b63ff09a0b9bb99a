"""`theme_stability`: whether themes are found again when texts are left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_rand_score
from sklearn.utils import check_random_state

from alsjournal.errors import InputError
from alsjournal.themes._base import FittedGroups
from alsjournal.themes._learn import features, group, in_context
from alsjournal.themes._reread import Reread, reread
from alsjournal.themes.holds import LOST, Held, Stability, Unit

__all__ = ["theme_stability"]

Ints = npt.NDArray[np.int64]

MOST = 2_000
"""Passages that are grouped again; of more, those of a random sample of texts."""

FEWEST_MEMBERS = 10
"""From so many members on they are left out as a whole; of fewer, one would be too
much of everything, and single texts are. A judgement."""


def theme_stability(
    themes: FittedGroups,
    journal: object,
    *,
    n_bootstraps: int = 50,
    share: float = 0.8,
    most: int = MOST,
    random_state: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Stability:
    """Measure how well themes hold when a part of the texts is left out.

    Again and again a part of the members (of the texts, where fewer than ten members
    wrote) is left out with all their passages, and the others are grouped anew, into
    as many groupings as the fit had. Each theme is compared with the new grouping that
    is most like it, by the Jaccard index over passages that are in the resample and
    were clear in the fit. The mean is the cluster-wise stability of Hennig (2007,
    Computational Statistics & Data Analysis 52, 258-271), with subsets for the
    bootstrap. A theme that people merged is compared with all new groupings that lie
    for the most part in it.

    Parameters
    ----------
    themes : ThemeModel
        Fitted, with a codebook or without.
    journal : Journal or sequence of str
        What it was fitted on.
    n_bootstraps : int, default=50
    share : float, default=0.8
        How much stays in, above 0 and below 1.
    most : int, default=2000
        Passages at most; of more, those of a random sample of texts. Themes look a
        little less stable then.
    random_state : int, default=0
    progress : callable, optional
        Told after each resample how many are done.

    Returns
    -------
    Stability
        The same for the same input. It can be interrupted: the model is not changed.

    Raises
    ------
    InputError
        If a number cannot be used, or the texts are not those of the fit.
    NotFittedError
        If the model is not fitted.

    See Also
    --------
    alsjournal.themes.ThemeModel.with_stability : Shows it wherever a theme is shown.

    Notes
    -----
    A theme that is always found again is not thereby true, only not an accident of who
    wrote: what it means is for a person to say. How far the figure goes with agreement
    with people's codes stands in ``benchmarks/README.md``.
    """
    _checked(n_bootstraps, share, most)
    rng = check_random_state(random_state)
    read = reread(themes, journal, most, rng)
    unit, owner = _units(read.sample.members)
    vectors = in_context(read.vectors, read.pieces.owners)
    raw = features(read.pieces.texts, vectors, rng)
    columns = themes._layout.columns[: themes.n_themes_]
    overlaps = np.zeros((n_bootstraps, len(columns)))
    rand = np.zeros(n_bootstraps)
    merged = np.asarray([len(own) > 1 for own in columns], dtype=bool)
    for i in range(n_bootstraps if len(columns) else 0):
        stays = _drawn(owner, share, rng)[read.pieces.owners]
        new = _again(read, raw, stays, _number(themes), rng)
        both = (read.labels >= 0) & (new >= 0)
        rand[i] = adjusted_rand_score(read.labels[both], new[both])
        overlaps[i] = _overlaps(read.labels[both], new[both], merged)
        if progress is not None:
            progress(i + 1)
    return Stability(
        tuple(
            _held(themes, i, tuple(own), overlaps[:, i])
            for i, own in enumerate(columns)
        ),
        float(rand.mean()) if len(columns) else None,
        n_bootstraps,
        float(share),
        unit,
        len(read.sample.texts),
    )


def _checked(n_bootstraps: object, share: object, most: object) -> None:
    for name, value in (("n_bootstraps", n_bootstraps), ("most", most)):
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or value < 1:  # type: ignore[operator]
            msg = f"{name} must be a whole number from 1 up. Got another value."
            raise InputError(msg)
    if isinstance(share, bool) or not isinstance(share, float) or not 0 < share < 1:
        msg = "share must be a number above 0 and below 1. Got another value."
        raise InputError(msg)


def _units(members: Sequence[str]) -> tuple[Unit, Ints]:
    """Number what is left out as a whole, for each text."""
    known = {member for member in members if member}
    if len(known) < FEWEST_MEMBERS:
        return "texts", np.arange(len(members))
    # A text without a member stands for itself.
    names = [member or f"\0{i}" for i, member in enumerate(members)]
    return "members", np.unique(names, return_inverse=True)[1].astype(np.int64)


def _drawn(
    owner: Ints, share: float, rng: np.random.RandomState
) -> npt.NDArray[np.bool_]:
    """Say of each text whether it stays in."""
    n = int(owner.max(initial=-1)) + 1
    stay = rng.permutation(n)[: max(1, round(share * n))]
    out: npt.NDArray[np.bool_] = np.isin(owner, stay)
    return out


def _again(
    read: Reread,
    raw: npt.NDArray[np.float32],
    stays: npt.NDArray[np.bool_],
    k: int,
    rng: np.random.RandomState,
) -> Ints:
    """Group what stays in anew; -1 for the others."""
    rows = np.flatnonzero(stays & read.vectors.any(axis=1))
    new = np.full(len(read.labels), -1, dtype=np.int64)
    texts = [read.pieces.texts[i] for i in rows]
    new[rows] = group(texts, read.vectors[rows], n_themes=k, rng=rng, raw=raw[rows])
    return new


def _number(model: FittedGroups) -> int:
    """Return into how many groups the fit divided the passages, before any fell."""
    chosen = [point.n_themes for point in model._curve if point.chosen]
    given = getattr(model, "n_themes", None)
    number = chosen[0] if chosen else given if isinstance(given, int) else 0
    return max(number, len(model._groups.ids))


def _overlaps(
    old: Ints, new: Ints, merged: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return the Jaccard index of each theme with what is most like it; 0 if lost."""
    k = int(new.max(initial=-1)) + 1
    shared = np.zeros((len(merged), k))
    np.add.at(shared, (old, new), 1)
    of_old, of_new = shared.sum(axis=1, keepdims=True), shared.sum(axis=0)
    either = np.maximum(of_old + of_new - shared, 1)
    best = (shared / either).max(axis=1, initial=0)
    inside = shared * 2 > of_new
    found = (shared * inside).sum(axis=1)
    union = of_old[:, 0] + (of_new * inside).sum(axis=1) - found
    out: npt.NDArray[np.float64] = np.where(
        merged, np.maximum(best, found / np.maximum(union, 1)), best
    )
    return out


def _held(
    model: FittedGroups,
    i: int,
    groups: tuple[int, ...],
    overlaps: npt.NDArray[np.float64],
) -> Held:
    low, high = np.quantile(overlaps, [0.025, 0.975])
    return Held(
        model.theme_names_[i],
        model.theme_ids_[i],
        groups,
        float(overlaps.mean()),
        float(low),
        float(high),
        float((overlaps > LOST).mean()),
    )
