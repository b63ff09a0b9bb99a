"""One group's changes: pooled, and within the same people or sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.trends._observed import PLACE, Observed, codes_of
from alsjournal.trends._slopes import Slopes, blocks_of, slopes, spread

__all__ = [
    "Adjusted",
    "adjusted",
    "asked_columns",
    "people_of",
    "prompts_overlap",
    "same_people",
    "uneven_length",
    "within",
]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

REPEATED = 0.5
"""The least share of rows of people who wrote at several sessions for a change to be
looked for within the same people. A judgement: with fewer, most of what was written
would be left out."""

_LENGTH = 0.05
"""The level at which texts are said to have become longer or shorter."""

_LONGER = 0.2
"""And by how much, in logarithms: by a fifth, about. Less makes little difference to
what a text has room for."""

_RARE = 5
"""A question with fewer rows has no level of its own."""


@dataclass(frozen=True, eq=False, repr=False)
class Adjusted:
    """Slopes of every theme in one group of rows, over the same sessions.

    Parameters
    ----------
    basis : {"members", "sets"}
        Within what ``main`` is: the same people, or the same sets and roles.
    main, crude : Slopes
        The adjusted slopes, and those of all rows pooled.
    curve : Slopes
        As ``main``, with the square of the session: its first column is that.
    even : Slopes or None
        As ``main``, at equal length of text, where texts became longer or shorter;
        then ``curve`` is at equal length too.
    first, last : float
        The first session and the last.
    middle : float
        The mean session of the rows, at which ``level`` holds.
    level : numpy.ndarray of shape (n_themes,)
        The mean share.
    """

    basis: str
    main: Slopes
    crude: Slopes
    curve: Slopes
    even: Slopes | None
    first: float
    last: float
    middle: float
    level: Floats

    @property
    def span(self) -> float:
        """Return the sessions from the first to the last."""
        return self.last - self.first

    def mixed(self) -> tuple[Floats, Floats]:
        """Return by how much the crude slopes differ from the adjusted, and its error.

        Both are of the same rows, so that the difference is surer than either.
        """
        gap = self.crude.estimate[0] - self.main.estimate[0]
        left = self.crude.left_out[:, 0] - self.main.left_out[:, 0]
        return gap, spread(left - gap)


def adjusted(seen: Observed, *, at_equal_length: bool = False) -> Adjusted:
    """Estimate the change of every theme over the sessions of these rows.

    Parameters
    ----------
    seen : Observed
        With at least two sessions.
    at_equal_length : bool, default=False
        Whether ``main`` itself is at equal length of text, as the elements of a
        reflection are compared: the more sentences, the more of them there are.

    Returns
    -------
    Adjusted
    """
    place = codes_of(seen.rows, PLACE)
    block = blocks_of(seen.unit, place)
    same = same_people(seen)
    effect = people_of(seen) if same else place
    t, y = seen.session, seen.raised
    time, asked = t[:, None], asked_columns(seen.rows["prompt"])
    words = np.log1p(seen.rows["words"].to_numpy(dtype=float))[:, None]
    x = np.hstack([time, asked, words] if at_equal_length else [time, asked])
    square = ((t - (t.min() + t.max()) / 2) ** 2)[:, None]
    longer = slopes(words, np.hstack([time, asked]), effect, block)
    uneven = uneven_length(longer, float(t.max() - t.min()))
    bend = [square, x, words] if uneven else [square, x]
    nothing = np.zeros(len(t), dtype=np.intp)
    return Adjusted(
        basis="members" if same else "sets",
        main=slopes(y, x, effect, block),
        crude=slopes(y, time, nothing, block),
        curve=slopes(y, np.hstack(bend), effect, block),
        even=slopes(y, np.hstack([x, words]), effect, block) if uneven else None,
        first=float(t.min()),
        last=float(t.max()),
        middle=float(t.mean()),
        level=y.mean(axis=0),
    )


def uneven_length(longer: Slopes, span: float) -> bool:
    """Say whether texts became, or are, longer or shorter: the log of their words."""
    by = abs(longer.estimate[0, 0]) * span
    return bool(longer.p()[0] <= _LENGTH and by >= _LONGER)


def within(seen: Observed) -> Slopes:
    """Return the slopes of some rows within the same people."""
    block = blocks_of(seen.unit, codes_of(seen.rows, PLACE))
    x = np.hstack([seen.session[:, None], asked_columns(seen.rows["prompt"])])
    return slopes(seen.raised, x, people_of(seen), block)


def people_of(seen: Observed) -> Codes:
    """Number people, in each set and role anew: a level is of one there."""
    return codes_of(seen.rows, ["unit", *PLACE])


def same_people(seen: Observed) -> bool:
    """Whether most of what was written is by people who wrote at several sessions."""
    sessions = pd.Series(seen.session).groupby(people_of(seen)).transform("nunique")
    return bool((sessions > 1).mean() >= REPEATED)


def asked_columns(prompts: pd.Series[str]) -> Floats:
    """Return a column for each question but the commonest, of rows that answer it."""
    counted = prompts.value_counts()
    own = counted.index[counted >= _RARE][1:]
    columns = [
        (prompts == prompt).fillna(False).to_numpy(dtype=float) for prompt in own
    ]
    return np.column_stack(columns) if columns else np.empty((len(prompts), 0))


def prompts_overlap(seen: Observed) -> bool:
    """Whether the questions asked can be told from the sessions they were asked in.

    They can where the times of any two questions overlap, or others bridge them.
    """
    asked = seen.rows.dropna(subset=["prompt"])
    ranges = asked.groupby("prompt")["session"].agg(["min", "max"]).sort_values("min")
    reached = -np.inf
    for i, (low, high) in enumerate(ranges.itertuples(index=False)):
        if i and low > reached:
            return False
        reached = max(reached, high)
    return True
