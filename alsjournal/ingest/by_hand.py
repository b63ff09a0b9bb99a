"""Small csv files that people fill in by hand: answers, decisions, readings."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from alsjournal.errors import InputError, SourceError

__all__ = ["TOO_WIDE", "refuse_too_wide", "rows_by_hand", "too_wide"]

TOO_WIDE = "it must have a cell a column: put what has a comma in it into double quotes"
"""Why a row is refused that has more."""

_SEPARATORS = ",;\t"


def rows_by_hand(path: Path, what: str, *, largest: int = 1_000_000) -> list[list[str]]:
    r"""Return the rows of such a file, the first with its columns.

    Comma, semicolon and tab are understood: the header tells which it is.

    Parameters
    ----------
    path : pathlib.Path
    what : str
        What it is called in messages, as "file of answers".
    largest : int, default=1_000_000
        In bytes.

    Returns
    -------
    list of list of str
        A row may have fewer cells than the first, or more (see `too_wide`).

    Raises
    ------
    SourceError
        If it cannot be read.
    InputError
        If it is too large, not UTF-8, or no csv.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "answers.csv"
    ...     _ = path.write_text("passage;answer\nQ-7F3K;keep\n")
    ...     rows_by_hand(path, "file of answers")
    [['passage', 'answer'], ['Q-7F3K', 'keep']]
    """
    text = _text(path, what, largest)
    head = text.lstrip().split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:  # a cell of more than 131,072 characters: a quote left open
        msg = f"A {what} must be a csv. A cell never ends: close its quote."
        raise InputError(msg) from None


def too_wide(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Return the numbers of rows with more cells than there are columns.

    What is beyond would be left out unseen, and what stands before it may be in the
    wrong column: most often a comma in a text without quotes.

    Examples
    --------
    >>> too_wide([["theme", "decision"], ["cover", "Pay", " then ask."], ["hope", ""]])
    frozenset({2})
    """
    n = len(rows[0]) if rows else 0
    each = enumerate(rows[1:], start=2)
    return frozenset(i for i, row in each if any(cell.strip() for cell in row[n:]))


def refuse_too_wide(rows: Sequence[Sequence[str]], what: str) -> None:
    """Refuse a file of which a row is too wide, where no row goes without the others.

    Raises
    ------
    InputError
        With the number of the first.
    """
    wide = too_wide(rows)
    if wide:
        msg = f"Row {min(wide)} of the {what} must be corrected: {TOO_WIDE}."
        raise InputError(msg)


def _text(path: Path, what: str, largest: int) -> str:
    try:
        if path.stat().st_size > largest:
            msg = (
                f"A {what} must be small: {largest // 1_000_000} MB at most. Got a "
                f"larger one."
            )
            raise InputError(msg)
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"The {what} must be readable: {path} ({error.strerror})."
        raise SourceError(msg) from None
    except UnicodeDecodeError:
        msg = (
            f"A {what} must be UTF-8. Got another encoding. Save it anew: in Excel as "
            f'"CSV UTF-8".'
        )
        raise InputError(msg) from None
