"""A released table: the only thing that charts, widgets and reports are made of.

A `Cleared` table belongs to one audience, holds a closed list of columns, and is
made only by ``alsjournal.disclosure``, which holds the seal. It holds counts,
shares, intervals, theme names and terms, and quotes that were cleared; never a
reflection, a pseudonym or a key.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any

import pandas as pd

from alsjournal.cleared.framed import Framed
from alsjournal.errors import DisclosureError

__all__ = ["SEAL", "Cleared"]

SEAL = object()
"""Held by ``alsjournal.disclosure`` alone (checked by tests/contracts)."""


@dataclass(frozen=True, repr=False, eq=False)
class Cleared(Framed):
    """A table released to a named audience.

    Parameters
    ----------
    frame : pandas.DataFrame
        Exactly the columns of ``COLUMNS``, in that order.
    audience : str
        For whom it was made, as ``"programme"`` or ``"set:A"``.
    policy : str
        The name of the small-number policy that was used.
    unit : {"members", "reflections", "passages", "respondents"}
        What the counts count.
    notes : tuple of str, default=()
        What a reader must know beside the numbers, in plain words.
    provenance : mapping, default={}
        How the figures came about: versions, seed, coder.
    seal : object
        Only ``alsjournal.disclosure`` has it.

    Raises
    ------
    DisclosureError
        If made anywhere else, or with other columns.
    """

    frame: InitVar[pd.DataFrame]
    audience: str
    policy: str
    unit: str = "members"
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, object] = field(default_factory=dict)
    seal: InitVar[object] = None

    def __post_init__(self, frame: pd.DataFrame, seal: object) -> None:
        if seal is not SEAL:
            msg = (
                f"A {type(self).__name__} must be made by a function that clears it "
                f"for an audience; it cannot be constructed. Use "
                f"alsjournal.theme_prevalence and its siblings."
            )
            raise DisclosureError(msg)
        self._hold(frame)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle: what was released may be kept."""
        labels = (self.audience, self.policy, self.unit, self.notes)
        return _restored, (type(self), self.to_frame(), labels, dict(self.provenance))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({len(self)} rows, audience {self.audience!r}, "
            f"policy {self.policy!r}, unit {self.unit!r})"
        )

    def _repr_html_(self) -> str:
        """Show the columns that say something; every cell is escaped."""
        notes = " ".join((f"For the audience {self.audience}.", *self.notes))
        return f"{self._as_html()}<p>{html.escape(notes)}</p>"


def _restored(
    kind: type[Cleared],
    frame: pd.DataFrame,
    labels: tuple[str, str, str, tuple[str, ...]],
    provenance: dict[str, object],
) -> Cleared:
    return kind(frame, *labels, provenance, seal=SEAL)
