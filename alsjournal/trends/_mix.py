"""How the mix of who wrote, and of what was asked, changed over the sessions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.trends._observed import Observed

__all__ = ["Mix", "mix_of"]

_FACTORS = {
    "parent": ("organisation", "organisations"),
    "set_id": ("set", "sets"),
    "role": ("role", "roles"),
    "prompt": ("question", "questions"),
}
_MOVED = 0.10
"""The least change of a group's part of what was written that is told of."""


@dataclass(frozen=True)
class Mix:
    """What changed in the mix between the earlier and the later sessions.

    Parameters
    ----------
    factors : tuple of str
        In words: *sets*, *roles*, *questions*, *people*.
    named : str
        The group of each kind that changed most, with its part before and after; may
        be empty. For the analysts alone: it tells how much single sets wrote.
    """

    factors: tuple[str, ...]
    named: str


def mix_of(seen: Observed) -> Mix:
    """Compare who wrote in the earlier half of the sessions with the later half."""
    t = seen.session
    middle = (t.min() + t.max()) / 2
    late = t > middle
    if late.all() or not late.any():
        return Mix((), "")
    factors, moves = [], []
    for column, (one, several) in _FACTORS.items():
        groups, names = pd.factorize(seen.rows[column], use_na_sentinel=False)
        if len(names) < 2:
            continue
        early, later = _parts(groups[~late]), _parts(groups[late])
        moved = [later.get(i, 0.0) - early.get(i, 0.0) for i in range(len(names))]
        most = int(np.argmax(np.abs(moved)))
        if abs(moved[most]) >= _MOVED:
            factors.append(several)
            name = "not recorded" if pd.isna(names[most]) else names[most]
            part = f"{early.get(most, 0.0):.0%} to {later.get(most, 0.0):.0%}"
            moves.append(f"{one} {name} {part}")
    people = seen.rows["unit"]
    before, after = set(people[~late]), set(people[late])
    if before != after and before & after:
        factors.append("people")
    named = "; ".join(moves).replace("%", " %")
    if named:
        when = f"{_sessions(t[~late])}, then in {_sessions(t[late])}"
        named = f"Of what was written in {when}: {named}."
    return Mix(tuple(factors), named)


def _parts(groups: npt.NDArray[np.intp]) -> dict[int, float]:
    """Return the part of each group in the rows."""
    found, many = np.unique(groups, return_counts=True)
    return dict(zip(found.tolist(), (many / many.sum()).tolist(), strict=True))


def _sessions(t: npt.NDArray[np.float64]) -> str:
    """Name a run of sessions.

    Examples
    --------
    >>> _sessions(np.array([1.0, 3.0])), _sessions(np.array([4.0]))
    ('sessions 1 to 3', 'session 4')
    """
    low, high = int(t.min()), int(t.max())
    return f"session {low}" if low == high else f"sessions {low} to {high}"
