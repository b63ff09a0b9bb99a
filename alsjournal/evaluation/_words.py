"""Free writing of several columns, with people named anew for one output."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from alsjournal.anonymise.release_names import release_names
from alsjournal.disclosure import Audience
from alsjournal.journal import Journal

__all__ = ["in_words", "nothing_to_tell"]


def in_words(
    journal: Journal,
    rows: pd.DataFrame,
    columns: Sequence[str],
    who: Audience,
    release: str | None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows with the people of these columns renamed, and a note on that.

    A letter stands for the same colleague in all of them. Whose a row is did not
    always write it, so that nobody is "[the writer]".

    Parameters
    ----------
    journal : Journal
    rows : pandas.DataFrame
        Empty cells stay empty.
    columns : sequence of str
    who : Audience
    release : str or None

    Returns
    -------
    rows : pandas.DataFrame
    notes : tuple of str
    """
    said = [str(v) for v in rows[list(columns)].to_numpy().ravel() if pd.notna(v)]
    shown = pd.DataFrame({"said": said}).assign(theme="", member=None)
    names = release_names(journal, shown, who, release)
    out = rows.copy()
    for column in columns:
        words = [None if pd.isna(v) else names.render(str(v)) for v in rows[column]]
        out[column] = pd.Series(words, index=rows.index, dtype="str")
    note = names.note.replace("the table of quotes", "this table")
    note = note.replace("this output alone", "this table alone")
    return out, (note,) * bool(note)


def nothing_to_tell(what: str, table: str) -> tuple[str, ...]:
    """Say why a table is empty.

    Examples
    --------
    >>> nothing_to_tell("claims", "claims")[0]
    'No claims are on record that may be told here. They come from the table claims.'
    """
    note = (
        f"No {what} are on record that may be told here. They come from the table "
        f"{table}."
    )
    return (note,)
