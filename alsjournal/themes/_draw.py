"""The sample of a fit: drawn while texts stream by, however they are batched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alsjournal.themes._input import Batch, texts_of

__all__ = ["Draw", "Drawn", "Sample", "sample_of", "weighed"]


@dataclass(frozen=True, repr=False)
class Sample:
    """Texts drawn from X while it streamed by, and where they stand in it.

    ``usable`` says of every text of X whether it may be used.
    """

    texts: list[str]
    members: list[str]
    positions: npt.NDArray[np.int64]
    usable: npt.NDArray[np.bool_]
    whole: bool


@dataclass(frozen=True, repr=False)
class Drawn:
    """A text of the sample: its random key, its place, what it weighs."""

    key: float
    position: int
    weight: int
    text: str = ""
    member: str = ""


class Draw:
    """The texts with the smallest keys that together weigh at most ``limit``.

    However the texts come, in whatever batches and from however many draws added
    up, the same ones are drawn.

    Parameters
    ----------
    limit : int
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bar = np.inf  # a text with this key did not fit, so none after it does
        self.rows: list[Drawn] = []

    @property
    def whole(self) -> bool:
        """Whether nothing had to be left out."""
        return bool(np.isinf(self._bar))

    def add(self, rows: Iterable[Drawn], bar: float = np.inf) -> None:
        """Take in more texts; ``bar`` is the smallest key that another draw left out.

        No more than the limit and what is added is ever held.
        """
        self._bar = min(self._bar, bar)
        self.rows = [r for r in (*self.rows, *rows) if r.key < self._bar]
        if sum(row.weight for row in self.rows) <= self._limit:
            return
        self.rows.sort(key=lambda row: (row.key, row.position))
        total = np.cumsum([row.weight for row in self.rows])
        fit = max(1, int(np.searchsorted(total, self._limit, side="right")))
        if fit < len(self.rows):
            self._bar = self.rows[fit].key
        self.rows = self.rows[:fit]

    @property
    def bar(self) -> float:
        """The smallest key that was left out; infinite if none was."""
        return float(self._bar)

    def sample(self, usable: npt.NDArray[np.bool_]) -> Sample:
        """Return what was drawn, in the order of the texts."""
        rows = sorted(self.rows, key=lambda row: row.position)
        return Sample(
            [row.text for row in rows],
            [row.member for row in rows],
            np.asarray([row.position for row in rows], dtype=np.int64),
            usable,
            self.whole,
        )


def weighed(
    batch: Batch,
    keys: npt.NDArray[np.float64],
    start: int,
    weight: Callable[[str], int],
) -> Iterator[Drawn]:
    """Yield the texts of a batch that weigh anything."""
    for i in np.flatnonzero(batch.usable):
        heavy = weight(batch.texts[i])
        if heavy:
            place = start + int(i)
            key = float(keys[i])
            yield Drawn(key, place, heavy, batch.texts[i], batch.members[i])


def sample_of(
    X: object,
    limit: int,
    rng: np.random.RandomState,
    weight: Callable[[str], int],
) -> Sample:
    """Draw usable texts that together weigh at most ``limit``.

    Each text gets a random key when it comes by, and those with the smallest keys
    stay. A text that weighs nothing is never drawn.
    """
    draw, start = Draw(limit), 0
    usable = [np.zeros(0, dtype=bool)]
    for batch in texts_of(X):
        keys = rng.random_sample(len(batch))
        usable.append(batch.usable)
        draw.add(weighed(batch, keys, start, weight))
        start += len(batch)
    return draw.sample(np.concatenate(usable))
