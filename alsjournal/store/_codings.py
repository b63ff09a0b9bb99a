"""Add codings to the file: people's are kept, a model's re-run replaces its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.errors import InputError, SchemaError
from alsjournal.store._barrier import lost_codings
from alsjournal.store._sql import count, fill, integers, registered
from alsjournal.store._upsert import TableWriter
from alsjournal.store.reports import WriteReport
from alsjournal.validate import conform, raise_problems, validate

if TYPE_CHECKING:
    import duckdb

__all__ = ["write_codings"]

_EARLIER = """
DELETE FROM {table}
WHERE _row NOT IN (SELECT _row FROM _seen)
  AND (split_part(coder, '/', 1), construct) IN (SELECT (coder, construct) FROM _runs)
"""


def write_codings(
    con: duckdb.DuckDBPyConnection,
    frame: pd.DataFrame,
    replace: tuple[str, str] | None,
) -> WriteReport:
    """Write codings; see `JournalStore.write_codings`."""
    rows, problems = conform("codings", frame)
    raise_problems(problems + validate("codings", rows))
    lost = rows["reflection_id"].isin(lost_codings(con, rows["reflection_id"]))
    rows = rows[~lost].reset_index(drop=True)
    _check_reflections(con, rows)
    runs = _runs(rows, replace)
    writer = TableWriter(con, "codings", None)
    writer.add(rows)
    seen = integers(_row=writer.seen())
    with registered(con, "_runs", runs), registered(con, "_seen", seen):
        writer.removed(count(con, fill(_EARLIER, "codings")))
    held = {"codings": int(lost.sum())} if lost.any() else {}
    return WriteReport({"codings": writer.change}, held_back=held)


def _runs(rows: pd.DataFrame, replace: tuple[str, str] | None) -> pd.DataFrame:
    """Whose codings the frame replaces: the names of coders, and constructs."""
    if replace is None:
        by_model = rows[rows["coder"].str.contains("/", regex=False).fillna(False)]
        names = by_model["coder"].str.split("/", n=1).str[0]
        pairs = pd.DataFrame({"coder": names, "construct": by_model["construct"]})
        return pairs.astype("str").drop_duplicates()
    if len(replace) != 2 or not all(isinstance(part, str) for part in replace):
        msg = (
            "replace= must be a pair of a coder without version and a construct, as "
            "('themes', 'theme'). Got something else."
        )
        raise InputError(msg)
    coder, construct = replace
    pair = {"coder": [coder.partition("/")[0]], "construct": [construct]}
    return pd.DataFrame(pair, dtype="str")


def _check_reflections(con: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> None:
    wanted = pd.DataFrame(
        {"place": range(len(rows)), "reflection_id": rows["reflection_id"]}
    )
    query = (
        "SELECT place FROM _coded ANTI JOIN {table} USING (reflection_id) ORDER BY 1"
    )
    with registered(con, "_coded", wanted):
        lost = con.execute(fill(query, "reflections")).fetchall()
    if lost:
        msg = (
            f"The table 'codings', column 'reflection_id': must be one of the "
            f"journal's reflections. Row {lost[0][0]} (counted from 0) breaks this, "
            f"and {len(lost) - 1} more. Write the reflections first, or leave out "
            f"such rows."
        )
        raise SchemaError(msg)
