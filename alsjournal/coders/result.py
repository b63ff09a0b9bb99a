"""The value that `agreement` returns: figures by code, for analysts."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any, ClassVar

import pandas as pd

from alsjournal.cleared.framed import Framed

__all__ = ["Agreement"]


@dataclass(frozen=True, repr=False, eq=False)
class Agreement(Framed):
    """How far coders agree, code by code: counts and figures, no text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Exactly the columns of ``COLUMNS``: a row a code and pair of coders, and a
        row ``"overall"``. With three coders or more of one kind, rows whose
        ``coder_a`` and ``coder_b`` are empty hold alpha over all of them.
    unit : {"text", "sentence", "passage", "character"}
        What was compared.
    construct : str
        What was coded, as ``"theme"``.
    notes : tuple of str, default=()
        What a reader must know beside the numbers, in plain words.
    provenance : mapping, default={}
        How the figures came about: approach, resamples, seed.

    Raises
    ------
    DisclosureError
        If the columns differ.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = (
        *("coder_a", "coder_b", "kind", "code", "n_units", "n_texts"),
        *("kappa", "kappa_low", "kappa_high", "alpha", "alpha_low", "alpha_high"),
        *("agreement", "positive_agreement", "negative_agreement"),
        *("prevalence", "prevalence_a", "prevalence_b", "warning"),
    )

    frame: InitVar[pd.DataFrame]
    unit: str
    construct: str
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self, frame: pd.DataFrame) -> None:
        self._hold(frame)

    def sentences(self) -> tuple[str, ...]:
        """Say the overall figures in words, one sentence each comparison."""
        frame = self.__dict__["_frame"]
        overall = frame[frame["code"] == "overall"]
        return tuple(self._said(row) for row in overall.to_dict("records"))

    def _said(self, row: Mapping[Any, Any]) -> str:
        together = pd.isna(row["coder_a"])
        who = "All coders" if together else f"{row['coder_a']} and {row['coder_b']}"
        where = f"{row['kind']}, {row['n_units']:,} {self.unit}s"
        if self.unit != "text":
            where += f" of {row['n_texts']:,} texts"
        figure = "alpha" if together else "kappa"
        if pd.isna(row[figure]):
            return f"{who} ({where}): {row['warning'] or 'no figure'}."
        said = f"{figure} {row[figure]:.2f}{_between(row, figure)}"
        return (
            f"{who} ({where}): they give the same answer {row['agreement']:.0%} of the "
            f"time; with chance taken off that is {said}."
        )

    def __reduce__(self) -> tuple[Any, ...]:
        labels = (self.unit, self.construct, self.notes, dict(self.provenance))
        return Agreement, (self.to_frame(), *labels)

    def __repr__(self) -> str:
        return (
            f"Agreement({len(self)} rows, unit {self.unit!r}, construct "
            f"{self.construct!r})"
        )

    def _repr_html_(self) -> str:
        """Show the columns that say something; every cell is escaped."""
        said = "".join(
            f"<p>{html.escape(line)}</p>" for line in (*self.sentences(), *self.notes)
        )
        return f"{self._as_html()}{said}"


def _between(row: Mapping[Any, Any], figure: str) -> str:
    low, high = row[f"{figure}_low"], row[f"{figure}_high"]
    return "" if pd.isna(low) else f" (95 % interval {low:.2f} to {high:.2f})"
