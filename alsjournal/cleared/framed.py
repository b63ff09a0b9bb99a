"""A value that holds one table with a closed list of columns."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import pandas as pd

from alsjournal.errors import DisclosureError

__all__ = ["Framed"]


class Framed:
    """What `Cleared` tables and `Agreement` share; each is a frozen dataclass."""

    COLUMNS: ClassVar[tuple[str, ...]] = ()

    provenance: Mapping[str, object]

    def _hold(self, frame: pd.DataFrame) -> None:
        """Keep a copy of the table, if it has these columns and no other."""
        if tuple(frame.columns) != self.COLUMNS:
            msg = (
                f"The table {type(self).__name__} has exactly the columns "
                f"{', '.join(self.COLUMNS)}. Got {len(frame.columns)} columns that "
                f"differ."
            )
            raise DisclosureError(msg)
        object.__setattr__(self, "_frame", frame.reset_index(drop=True).copy())
        frozen = MappingProxyType(dict(self.provenance))
        object.__setattr__(self, "provenance", frozen)

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a new DataFrame.

        Returns
        -------
        pandas.DataFrame
            With the columns of ``COLUMNS``.
        """
        frame: pd.DataFrame = self.__dict__["_frame"]
        return frame.copy()

    def __len__(self) -> int:
        return len(self.__dict__["_frame"])

    def _as_html(self) -> str:
        """Return the columns that say something; every cell is escaped."""
        frame = self.to_frame().dropna(axis="columns", how="all")
        shown = frame.round(2).astype(object).mask(frame.isna(), "")
        with pd.option_context("display.max_colwidth", None):  # quotes are long
            table: str = shown.to_html(index=False, escape=True)
        return table
