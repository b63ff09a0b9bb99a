"""Broad themes over themes, and what a person might merge or split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal.themes._base import FittedGroups
from alsjournal.themes._group import cut, squared_distances, ward_tree
from alsjournal.themes._reread import Reread, reread
from alsjournal.themes._settle import shared
from alsjournal.themes.holds import holds_in_words
from alsjournal.themes.labels import names_of
from alsjournal.themes.number import silhouette

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NODES", "PROPOSALS", "proposals", "theme_tree"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NODES = ("node", "parent", "name", "height", "size", "theme_id")
PROPOSALS = (
    *("what", "theme", "theme_id", "other", "other_id"),
    *("clearness", "by_chance", "holds", "other_holds", "reason"),
)

FEWEST = 6
"""Fewer themes need no broad ones. A judgement, as are three to five of those."""
_BROAD = (3, 5)

_MOST = 2_000
_CLOUDS = 19
"""Clouds of chance that a cut is compared with: to be clearer than all has a chance of
one in twenty."""
CHANCE = 0.75
"""A border that a quarter of the clouds reach is one to ask about. A judgement."""


def theme_tree(themes: FittedGroups) -> pd.DataFrame:
    """Put themes together into a few broad ones, by Ward's method.

    Themes are joined two by two, always those whose joining adds least to the spread
    (Ward, 1963), each with the weight of its passages. Where there are six or more,
    three to five broad ones are made, as many as stand before the greatest step.
    Nothing is decided by it: the codebook stays as it is.

    Parameters
    ----------
    themes : ThemeModel
        Fitted.

    Returns
    -------
    pandas.DataFrame
        A row for each broad theme, then one for each theme: ``node``, ``parent`` (none
        for a broad one, or where there are none), ``name``, ``height`` (of the spread
        between all themes, the share that is lost when the parts become one; 0 for
        one theme), ``size`` (passages) and ``theme_id`` (none for a broad one).

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    """
    import pandas as pd

    themes._fitted()
    n = themes.n_themes_
    columns = themes._layout.columns[:n]
    sizes = np.asarray(
        [int(themes._groups.counts[list(own)].sum()) for own in columns], dtype=np.int64
    )
    joins = _joins(_means(themes, columns), sizes)
    broad, height = _broad(joins, n)
    groups = [np.flatnonzero(broad == b) for b in range(int(broad.max(initial=-1)) + 1)]
    rows: list[dict[str, object]] = []
    names = _broad_names(themes, columns, groups)
    for b, own in enumerate(groups):
        rows.append(
            {
                "node": f"b{b + 1}",
                "parent": None,
                "name": names[b],
                "height": float(height[b]),
                "size": int(sizes[own].sum()),
                "theme_id": None,
            }
        )
    rows += [
        {
            "node": themes.theme_ids_[i],
            "parent": f"b{broad[i] + 1}" if groups else None,
            "name": themes.theme_names_[i],
            "height": 0.0,
            "size": int(sizes[i]),
            "theme_id": themes.theme_ids_[i],
        }
        for i in range(n)
    ]
    kinds = {**dict.fromkeys(NODES, "str"), "height": "float64", "size": "int64"}
    return pd.DataFrame(rows, columns=list(NODES)).astype(kinds)


def proposals(
    themes: FittedGroups, journal: object, *, random_state: int = 0
) -> pd.DataFrame:
    """Propose themes to merge and groupings to split; nothing is done by itself.

    Both ask how clear a border is: the mean silhouette of the passages on its two
    sides (Rousseeuw, 1987), against that of a cut through a single cloud of the same
    shape, drawn by chance (the idea of SigClust: Liu, Hayes, Nobel and Marron, 2008,
    JASA 103, 1281-1293). A theme and the one next to it are proposed for merging if
    their border is no clearer than the cuts of a quarter of the clouds. One is proposed
    for splitting if Ward's cut in two is clearer than in all 19 clouds, and both
    parts are of six members or more (ten texts, where there are no members).

    Parameters
    ----------
    themes : ThemeModel
        Fitted; after `with_stability`, how well each holds stands beside it.
    journal : Journal or sequence of str
        What it was fitted on; of more than 2,000 passages, a random sample of texts.
    random_state : int, default=0

    Returns
    -------
    pandas.DataFrame
        Columns ``what`` ("merge" or "split"), ``theme``, ``theme_id``, ``other`` and
        ``other_id`` (none for a split), ``clearness`` and ``by_chance`` (silhouettes,
        the latter of the clouds' median), ``holds`` and ``other_holds``, ``reason``.

    Raises
    ------
    InputError
        If the texts are not those of the fit.
    NotFittedError
        If the model is not fitted.
    """
    import pandas as pd

    rng = np.random.RandomState(random_state)
    read = reread(themes, journal, _MOST, rng)
    held = holds_in_words(themes)
    rows = []
    for a, b in _neighbours(themes.centroids_):
        found = _border(read, a, b, rng)
        if found is not None and found.observed <= np.quantile(found.clouds, CHANCE):
            rows.append(_row(themes, held, found, a, b))
    for a in range(themes.n_themes_):
        found = _border(read, a, None, rng)
        if found is not None and found.observed > found.clouds.max():
            rows.append(_row(themes, held, found, a, None))
    kinds = {
        **dict.fromkeys(PROPOSALS, "str"),
        **dict.fromkeys(("clearness", "by_chance"), "float64"),
    }
    return pd.DataFrame(rows, columns=list(PROPOSALS)).astype(kinds)


@dataclass(frozen=True, repr=False)
class _Border:
    """The silhouette of a cut in two, and those of clouds of chance."""

    observed: float
    clouds: npt.NDArray[np.float64]
    sizes: tuple[int, int]


def _means(
    themes: FittedGroups, columns: tuple[tuple[int, ...], ...]
) -> npt.NDArray[np.float64]:
    groups = themes._groups
    weighted = groups.means * groups.counts[:, None]
    sums = [weighted[list(own)].sum(axis=0) for own in columns]
    sizes = [max(int(groups.counts[list(own)].sum()), 1) for own in columns]
    shape = (len(columns), groups.means.shape[1])
    out: npt.NDArray[np.float64] = np.asarray(sums, np.float64).reshape(shape)
    return out / np.asarray(sizes, np.float64).reshape(-1, 1)


def _joins(means: npt.NDArray[np.float64], sizes: Ints) -> list[tuple[int, int, float]]:
    """Join clusters by Ward's method with weights, which scipy's does not take.

    Each step names two clusters by a theme in them, and what their joining costs.
    """
    centre = {i: means[i] for i in range(len(means))}
    size = {i: max(int(s), 1) for i, s in enumerate(sizes)}
    out = []
    while len(centre) > 1:
        left = sorted(centre)
        weight = np.asarray([size[i] for i in left], dtype=np.float64)
        apart = np.stack([centre[i] for i in left])
        cost: npt.NDArray[np.float64] = squared_distances(apart).astype(np.float64)
        cost = cost * np.outer(weight, weight) / np.add.outer(weight, weight)
        np.fill_diagonal(cost, np.inf)
        x, y = sorted(divmod(int(cost.argmin()), len(left)))
        a, b = left[x], left[y]
        out.append((a, b, float(cost[x, y])))
        total = size[a] + size[b]
        centre[a] = (size[a] * centre[a] + size[b] * centre[b]) / total
        size[a] = total
        del centre[b], size[b]
    return out


def _broad(
    joins: list[tuple[int, int, float]], n: int
) -> tuple[Ints, npt.NDArray[np.float64]]:
    """Return the broad theme of each theme, numbered by its first, and its height."""
    if n < FEWEST:
        return np.full(n, -1, dtype=np.int64), np.zeros(0)
    costs = np.asarray([cost for *_, cost in joins])
    # k stand before step n - k; the greatest step is the one worth not taking.
    k = max(range(_BROAD[0], _BROAD[1] + 1), key=lambda k: costs[n - k])
    total = max(float(costs.sum()), 1e-12)
    root, lost = np.arange(n), np.zeros(n)
    for a, b, cost in joins[: n - k]:
        root[root == b] = a
        lost[a] += lost[b] + cost
    found, labels = np.unique(root, return_inverse=True)
    return labels.astype(np.int64), lost[found] / total


def _broad_names(
    themes: FittedGroups, columns: tuple[tuple[int, ...], ...], groups: list[Ints]
) -> list[str]:
    """Name a broad theme by its terms; one of a single theme has that one's name."""
    if not groups:
        return []
    joined = tuple(tuple(g for i in own for g in columns[i]) for own in groups)
    named = names_of(themes._terms(joined))
    return [
        themes.theme_names_[int(own[0])] if len(own) == 1 else name
        for own, name in zip(groups, named, strict=True)
    ]


def _neighbours(centroids: Floats) -> list[tuple[int, int]]:
    """Return each theme with the one that is next to it, every pair once."""
    n = len(centroids)
    if n < 2:
        return []
    likeness = centroids @ centroids.T
    np.fill_diagonal(likeness, -np.inf)
    pairs = {tuple(sorted((i, int(likeness[i].argmax())))) for i in range(n)}
    return [(a, b) for a, b in sorted(pairs)]


def _border(
    read: Reread, a: int, b: int | None, rng: np.random.RandomState
) -> _Border | None:
    """Measure the border between two themes, or the best cut through one."""
    inside = (read.labels == a) | (read.labels == (a if b is None else b))
    rows = np.flatnonzero(inside & read.vectors.any(axis=1))
    if len(rows) < 4:
        return None
    points = read.vectors[rows]
    if b is None:
        labels = cut(ward_tree(points), 2)
        owners, members = read.pieces.owners[rows], read.sample.members
        halves = [_shared_twice(labels == side, owners, members) for side in (0, 1)]
        if not all(halves):
            return None
    else:
        labels = (read.labels[rows] == b).astype(np.int64)
    sizes = int((labels == 0).sum()), int((labels == 1).sum())
    if min(sizes) < 2:
        return None
    observed = _clearness(points, labels)
    clouds = np.empty(_CLOUDS)
    for i in range(_CLOUDS):
        cloud = _cloud(points, rng)
        clouds[i] = _clearness(cloud, cut(ward_tree(cloud), 2))
    return _Border(observed, clouds, sizes)


def _shared_twice(
    chosen: npt.NDArray[np.bool_], owners: Ints, members: list[str]
) -> bool:
    """Tell whether twice as many share it as a grouping needs to stand."""
    own = owners[chosen]
    people = sorted({members[i] for i in own if members[i]})
    side = {person: i % 2 for i, person in enumerate(people)}
    texts = sorted({int(i) for i in own if not members[i]})
    side_of = {text: i % 2 for i, text in enumerate(texts)}
    labels = np.asarray(
        [side[members[i]] if members[i] else side_of[int(i)] for i in own]
    )
    return bool(shared(labels, own, members, 2).all())


def _cloud(points: Floats, rng: np.random.RandomState) -> Floats:
    """Draw as many points from one normal cloud with the same mean and spread."""
    mean = points.mean(axis=0)
    drawn = rng.normal(size=(len(points), len(points))).astype(np.float32)
    out: Floats = mean + drawn @ (points - mean) / np.float32(np.sqrt(len(points)))
    return out


def _clearness(points: Floats, labels: Ints) -> float:
    return float(silhouette(np.sqrt(squared_distances(points)), labels).mean())


def _row(
    themes: FittedGroups, held: dict[str, str], found: _Border, a: int, b: int | None
) -> dict[str, object]:
    name = themes.theme_names_[a]
    chance = float(np.median(found.clouds))
    row: dict[str, object] = {
        "what": "split",
        "theme": name,
        "theme_id": themes.theme_ids_[a],
        "clearness": found.observed,
        "by_chance": chance,
        "holds": held[name],
    }
    if b is None:
        row["reason"] = (
            f"Cut in two ({found.sizes[0]} and {found.sizes[1]} passages), its border "
            f"is clearer than chance would make it. Read some of each part."
        )
        return row
    other = themes.theme_names_[b]
    return row | {
        "what": "merge",
        "other": other,
        "other_id": themes.theme_ids_[b],
        "other_holds": held[other],
        "reason": (
            "The border between them is no clearer than a cut through a single cloud "
            "of passages. Read some on both sides."
        ),
    }
