"""Where a table of the programme comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Source"]


@dataclass(frozen=True)
class Source:
    """A file or folder: where it lies, and as the user wrote it.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
    sheet : str or None, default=None
        The sheet of a workbook, or the heading over a table of a document.
    header_rows : int or None, default=None
        How many rows the headers take; None is recognised.
    pattern : str or None, default=None
        What the names of a folder's files mean, as ``"{set_id}/{session}-{member}"``.
    """

    path: Path
    shown: str
    sheet: str | None = None
    header_rows: int | None = None
    pattern: str | None = None

    @property
    def name(self) -> str:
        """Its name without folders, and the sheet."""
        name = self.path.name or self.path.resolve().name  # as of "."
        return f"{name}: {self.sheet}" if self.sheet else name
