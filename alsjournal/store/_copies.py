"""That a copy of an output was put beside it is on record, with all who are in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal._given import whole_path
from alsjournal.store._connect import opened, transaction
from alsjournal.store._files import Place
from alsjournal.store._releases import UNFINISHED, Output, note
from alsjournal.store._sql import fill, read_table

if TYPE_CHECKING:
    import duckdb

__all__ = ["note_copy"]

_ALSO_IN_IT = """
INSERT INTO {table}
SELECT $id, old.member, old.reflection_id, old.use FROM {table} AS old
WHERE old.release_id = $old AND NOT EXISTS (
  FROM {table} AS new WHERE new.release_id = $id
  AND new.member IS NOT DISTINCT FROM old.member
  AND new.reflection_id IS NOT DISTINCT FROM old.reflection_id
  AND new.use = old.use)
"""
_AS_IT_WAS = """
UPDATE {table} SET made_at = was.made_at, version = was.version, stale = was.stale,
                   reason = was.reason
FROM {table} AS was WHERE was.release_id = $old AND {table}.release_id = $id
"""


def note_copy(journal: Path, audience: str, kind: str, place: Path, copy: Path) -> None:
    """Record a copy of an output: of the same texts, and stale where that is.

    Parameters
    ----------
    journal : pathlib.Path
    audience, kind : str
    place : pathlib.Path
        Of the output.
    copy : pathlib.Path
        Where what lay there is going to lie.

    Raises
    ------
    StoreError
        If the journal cannot be written.

    Notes
    -----
    Of an output that is not on record, or whose making was stopped, nobody can tell
    which texts it holds: its copy counts as one of all.
    """
    with opened(Place(str(journal), 5.0), write=True) as con, transaction(con):
        made = _made_there(con, audience, kind, place)
        finished = [i for i, reason in made if reason != UNFINISHED]
        known = bool(finished) and finished[-1] == made[-1][0]
        texts = [] if known else list(read_table(con, "reflections")["reflection_id"])
        output = Output(audience, kind, copy, texts, texts, record=not known)
        release_id = note(con, output)
        told = {"id": release_id}
        if finished:
            query = fill(_ALSO_IN_IT, "_released")
            con.execute(query, {**told, "old": finished[-1]})
        if made:
            con.execute(fill(_AS_IT_WAS, "releases"), {**told, "old": made[-1][0]})


def _made_there(
    con: duckdb.DuckDBPyConnection, audience: str, kind: str, place: Path
) -> list[tuple[str, str | None]]:
    """Return the ids of outputs at a place, in order, each with why it is stale.

    The place may have been called otherwise, from another folder.
    """
    rows = read_table(con, "releases")
    rows = rows[(rows["audience"] == audience) & (rows["kind"] == kind)]
    paths = rows["place"].fillna("").map(whole_path)
    here = paths == whole_path(place)
    if not here.any():
        here = paths.map(lambda path: Path(path).parts[-2:] == place.parts[-2:])
    found = rows.loc[here, ["release_id", "reason"]]
    return [
        (str(i), None if pd.isna(reason) else str(reason))
        for i, reason in found.itertuples(index=False)
    ]
