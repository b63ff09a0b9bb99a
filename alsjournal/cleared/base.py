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
from types import MappingProxyType
from typing import Any, ClassVar

import pandas as pd

from alsjournal.errors import DisclosureError

__all__ = ["SEAL", "Cleared"]

SEAL = object()
"""Held by ``alsjournal.disclosure`` alone (checked by tests/contracts)."""


@dataclass(frozen=True, repr=False, eq=False)
class Cleared:
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

    COLUMNS: ClassVar[tuple[str, ...]] = ()

    frame: InitVar[pd.DataFrame]
    audience: str
    policy: str
    unit: str = "members"
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, object] = field(default_factory=dict)
    seal: InitVar[object] = None

    def __post_init__(self, frame: pd.DataFrame, seal: object) -> None:
        name = type(self).__name__
        if seal is not SEAL:
            msg = (
                f"A {name} must be made by a function that clears it for an "
                f"audience; it cannot be constructed. Use alsjournal.theme_prevalence "
                f"and its siblings."
            )
            raise DisclosureError(msg)
        if tuple(frame.columns) != self.COLUMNS:
            msg = (
                f"A {name} has exactly the columns {', '.join(self.COLUMNS)}. Got "
                f"{len(frame.columns)} columns that differ."
            )
            raise DisclosureError(msg)
        object.__setattr__(self, "_frame", frame.reset_index(drop=True).copy())
        frozen = MappingProxyType(dict(self.provenance))
        object.__setattr__(self, "provenance", frozen)

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a new DataFrame."""
        frame: pd.DataFrame = self.__dict__["_frame"]
        return frame.copy()

    def __len__(self) -> int:
        return len(self.__dict__["_frame"])

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
        frame = self.to_frame().dropna(axis="columns", how="all")
        shown = frame.round(2).astype(object).mask(frame.isna(), "")
        with pd.option_context("display.max_colwidth", None):  # quotes are long
            table: str = shown.to_html(index=False, escape=True)
        notes = " ".join((f"For the audience {self.audience}.", *self.notes))
        return f"{table}<p>{html.escape(notes)}</p>"


def _restored(
    kind: type[Cleared],
    frame: pd.DataFrame,
    labels: tuple[str, str, str, tuple[str, ...]],
    provenance: dict[str, object],
) -> Cleared:
    return kind(frame, *labels, provenance, seal=SEAL)
