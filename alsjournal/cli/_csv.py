"""Writing a cleared table where the user wants it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsjournal.cleared import Cleared

__all__ = ["write_csv"]


def write_csv(cleared: Cleared, path: Path) -> None:
    """Write a table as csv.

    Raises
    ------
    SourceError
        If nothing can be written there.
    """
    from alsjournal.errors import SourceError
    from alsjournal.exchange import csv_text

    try:
        path.write_text(csv_text(cleared), encoding="utf-8")
    except OSError as error:
        msg = f"The table must go where it can be written: {path} ({error.strerror})."
        raise SourceError(msg) from None
