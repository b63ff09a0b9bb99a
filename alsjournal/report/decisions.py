"""What is asked of those who lead: a decision a theme, with its owner."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.headers import nearest
from alsjournal.report.readable import spoken

__all__ = ["COLUMNS", "Decision", "decisions_about", "read_decisions"]

COLUMNS = ("theme", "decision", "owner", "by")
"""Of the file: what is decided on, what is asked, of whom, and until when."""

_LARGEST = 1_000_000  # bytes
_LISTED = 12  # themes that a message names


@dataclass(frozen=True)
class Decision:
    """What somebody asks for, on the ground of a finding.

    Parameters
    ----------
    theme : str
        As the themes or the codings call it.
    decision : str
    owner : str, default=""
        Who is to take it: a board, a post.
    by : str, default=""
        Until when.
    """

    theme: str
    decision: str
    owner: str = ""
    by: str = ""


def read_decisions(path: str | os.PathLike[str]) -> tuple[Decision, ...]:
    r"""Read the decisions that a report asks for.

    Parameters
    ----------
    path : str or path
        A csv with the columns ``theme`` and ``decision``, and if need be ``owner``
        and ``by``.

    Returns
    -------
    tuple of Decision

    Raises
    ------
    SourceError
        If it cannot be read.
    InputError
        If it is no such table, or has a column or a cell that would be left out.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "decisions.csv"
    ...     _ = path.write_text("theme,decision,owner\nCover,Pay for it,The board\n")
    ...     read_decisions(path)
    (Decision(theme='Cover', decision='Pay for it', owner='The board', by=''),)
    """
    file = Path(given_path(path))
    try:
        large = file.stat().st_size > _LARGEST
        text = "" if large else file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = (
            f"The file of decisions must be readable: {file} ({error.strerror}). "
            f"Correct its path (in a run [run] decisions), or leave it out."
        )
        raise SourceError(msg) from None
    except UnicodeDecodeError:
        msg = "A file of decisions must be UTF-8. Got another encoding: save it anew."
        raise InputError(msg) from None
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error:  # a cell of more than 131,072 characters: a quote left open
        msg = "A file of decisions must be a csv. A cell never ends: close its quote."
        raise InputError(msg) from None
    columns = {c.strip().lower(): c for c in (rows[0] if rows else ()) if c}
    if large or not {"theme", "decision"} <= set(columns):
        msg = (
            "A file of decisions must be a small csv with rows, and the columns theme "
            f"and decision (owner and by as well if you like). Got "
            f"{', '.join(columns) or 'no rows'}."
        )
        raise InputError(msg)
    _check_all_is_used(rows, columns)
    named = {name: columns[name] for name in COLUMNS if name in columns}
    made = [
        Decision(**{name: (row[c] or "").strip() for name, c in named.items()})
        for row in rows
    ]
    for number, one in enumerate(made, start=2):
        if bool(one.theme) != bool(one.decision):
            msg = (
                f"Each row of decisions must have a theme and a decision. Row {number} "
                f"lacks one of them. Fill it in, or take the row out."
            )
            raise InputError(msg)
    return tuple(one for one in made if one.theme)


def _check_all_is_used(
    rows: Sequence[Mapping[Any, Any]], columns: Mapping[str, str]
) -> None:
    """Refuse what would be left out unseen: a column of another name, a cell more."""
    for name, column in columns.items():
        if name and name not in COLUMNS:
            msg = (
                f"A file of decisions may have the columns {', '.join(COLUMNS)}. Got "
                f"{column.strip()!r}. {nearest(name, COLUMNS)}Rename it or take it "
                f"out."
            )
            raise InputError(msg)
    for number, row in enumerate(rows, start=2):
        if any(row.get(None) or ()):  # what the reader calls cells beyond the header
            msg = (
                f"Each row of decisions must have a cell a column. Row {number} has "
                f"more. Put what has a comma in it between double quotes."
            )
            raise InputError(msg)


def decisions_about(
    decisions: Sequence[Decision], themes: Sequence[str]
) -> dict[str, tuple[Decision, ...]]:
    """Return the decisions about each theme, by the name that a page gives it.

    Raises
    ------
    InputError
        If a decision is about no theme of this report.
    """
    found: dict[str, tuple[Decision, ...]] = {}
    for one in decisions:
        theme = next((t for t in (one.theme, spoken(one.theme)) if t in themes), None)
        if theme is None:
            near = nearest(spoken(one.theme), themes)
            more = "; ..." if len(themes) > _LISTED else ""
            there = "; ".join(map(repr, themes[:_LISTED])) + more
            msg = (
                f"Each decision must be about a theme of the report. Got one about "
                f"{one.theme!r}. {near}Its themes now: {there or 'none'}. Change the "
                f"file of decisions."
            )
            raise InputError(msg)
        found[theme] = (*found.get(theme, ()), one)
    return found
