"""Released tables as CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import io

from alsjournal.cleared import Cleared
from alsjournal.coders import Agreement
from alsjournal.exchange.spreadsheet import write_rows

__all__ = ["csv_text"]


def csv_text(table: Cleared | Agreement) -> str:
    """Return a table as CSV, without the columns that are empty; with all if it is.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Parameters
    ----------
    table : Cleared or Agreement

    Returns
    -------
    str
        Comma-separated, with a header.
    """
    frame = table.to_frame()
    if len(frame):
        frame = frame.dropna(axis="columns", how="all")
    plain = frame.astype(object).where(frame.notna(), None)
    file = io.StringIO()
    write_rows(file, [list(frame.columns), *plain.itertuples(index=False, name=None)])
    return file.getvalue()
