"""The counts that outputs showed, so that no two of them can be subtracted later.

Of what was counted only a fingerprint is kept: HMAC-SHA256 (RFC 2104) under a salt of
the output's own. The numbers are those that its readers have.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.store._sql import fill, registered

if TYPE_CHECKING:
    import duckdb

__all__ = ["earlier_cells", "note_cells"]

_INSERT = """
INSERT INTO {table}
SELECT release_id, salt, cell, raised::BIGINT, wrote::BIGINT FROM _shown
"""
_FOUND = """
SELECT cells.release_id, salt, releases.audience, releases.kind, releases.place,
       releases.made_at, cell AS digest, raised, wrote
FROM {table} AS cells JOIN {releases} AS releases USING (release_id)
ORDER BY releases._row, cell
"""


def note_cells(
    con: duckdb.DuckDBPyConnection, release_id: str, cells: pd.DataFrame
) -> None:
    """Keep what an output showed; see `JournalStore.note_release`."""
    salt = secrets.token_hex(16)
    rows = pd.DataFrame(
        {
            "release_id": pd.Series(release_id, index=cells.index, dtype="str"),
            "salt": pd.Series(salt, index=cells.index, dtype="str"),
            "cell": pd.Series(
                [_digest(salt, cell) for cell in cells["cell"]],
                index=cells.index,
                dtype="str",
            ),
            "raised": cells["raised"].astype("Int64"),
            "wrote": cells["wrote"].astype("Int64"),
        }
    )
    with registered(con, "_shown", rows):
        con.execute(fill(_INSERT, "_cells"))


def earlier_cells(con: duckdb.DuckDBPyConnection, cells: Iterable[str]) -> pd.DataFrame:
    """Return what was shown of these cells; see `JournalStore.earlier_cells`."""
    query = fill(_FOUND, "_cells", releases=fill("{table}", "releases"))
    found: pd.DataFrame = con.execute(query).df()
    asked = list(dict.fromkeys(cells))
    parts = []
    for salt, rows in found.groupby("salt", sort=False):
        words = {_digest(str(salt), cell): cell for cell in asked}
        parts.append(rows.assign(cell=rows["digest"].map(words)))
    both = pd.concat(parts) if parts else found.assign(cell=pd.Series(dtype="str"))
    both = both[both["cell"].notna()].drop(columns=["salt", "digest"])
    return both.reset_index(drop=True)


def _digest(salt: str, cell: str) -> str:
    message = cell.encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(salt), message, hashlib.sha256).hexdigest()
