"""What is asked of those who lead: a decision a theme, with its owner."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.by_hand import refuse_too_wide, rows_by_hand
from alsjournal.ingest.headers import nearest
from alsjournal.report.readable import spoken

__all__ = ["COLUMNS", "Decision", "decisions_about", "read_decisions"]

COLUMNS = ("theme", "decision", "owner", "by")
"""Of the file: what is decided on, what is asked, of whom, and until when."""

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
        and ``by``. Comma, semicolon or tab.

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
        rows = rows_by_hand(file, "file of decisions")
    except SourceError as error:
        msg = f"{error} Correct its path (in a run [run] decisions), or leave it out."
        raise SourceError(msg) from None
    columns = [c.strip().lower() for c in (rows[0] if rows else ())]
    _check_columns(columns, len(rows) - 1)
    refuse_too_wide(rows, "decisions")
    _check_unnamed(columns, rows[1:])
    made = []
    for number, row in enumerate(rows[1:], start=2):
        named = dict(zip(columns, map(str.strip, row), strict=False))
        one = Decision(**{c: named.get(c, "") for c in COLUMNS})
        if bool(one.theme) != bool(one.decision):
            msg = (
                f"Each row of decisions must have a theme and a decision. Row {number} "
                f"lacks one of them. Fill it in, or take the row out."
            )
            raise InputError(msg)
        made.append(one)
    return tuple(one for one in made if one.theme)


def _check_columns(columns: Sequence[str], n_rows: int) -> None:
    """Refuse a table without what is needed, or with what would be left out unseen."""
    if n_rows < 1 or not {"theme", "decision"} <= set(columns):
        msg = (
            "A file of decisions must have rows, and the columns theme and decision "
            f"(owner and by as well if you like). Got "
            f"{', '.join(filter(None, columns)) if n_rows > 0 else 'no rows'}."
        )
        raise InputError(msg)
    for name in filter(None, columns):
        if name not in COLUMNS or columns.count(name) > 1:
            twice = " twice" if name in COLUMNS else ""
            near = "" if twice else nearest(name, COLUMNS)
            msg = (
                f"A file of decisions may have the columns {', '.join(COLUMNS)}, each "
                f"once. Got {name!r}{twice}. {near}Rename it or take it out."
            )
            raise InputError(msg)


def _check_unnamed(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Refuse words under a heading that is empty: an empty column is left over."""
    for number, row in enumerate(rows, start=2):
        for place, (name, cell) in enumerate(zip(columns, row, strict=False), start=1):
            if not name and cell.strip():
                msg = (
                    f"A column of decisions must have a name, one of "
                    f"{', '.join(COLUMNS)}, where a row has words in it. Got none for "
                    f"column {place}, which has some in row {number}. Name it or take "
                    f"it out."
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
