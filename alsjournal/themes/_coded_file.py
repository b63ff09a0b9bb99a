"""Which codings a saved model is of: so that a run that was stopped shows.

A model lies in a folder and its codings in a journal. Nothing writes both in one go,
so the folder keeps a fingerprint of the codings, which the journal's must have.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from alsjournal.themes._folder import Kind, write_json

__all__ = ["CODED", "coded_of", "fingerprint_of", "write_coded"]

CODED = "coded.json"
_KEY = "codings"


def fingerprint_of(codings: pd.DataFrame) -> str:
    """Name codings by what they say, in whatever order they come.

    Examples
    --------
    >>> rows = pd.DataFrame({"reflection_id": ["r1", "r2"], "code": ["a", "b"]})
    >>> rows = rows.assign(start=0, end=9)
    >>> fingerprint_of(rows) == fingerprint_of(rows[::-1])
    True
    >>> fingerprint_of(rows) == fingerprint_of(rows.assign(code="a"))
    False
    """
    rows = pd.DataFrame(
        {
            "reflection_id": codings["reflection_id"].astype("object"),
            "code": codings["code"].astype("object"),
            "start": codings["start"].astype("Int64").fillna(-1).astype("int64"),
            "end": codings["end"].astype("Int64").fillna(-1).astype("int64"),
        }
    )
    total = int(pd.util.hash_pandas_object(rows, index=False).sum()) if len(rows) else 0
    return f"{len(rows)}-{total & (1 << 64) - 1:016x}"


def write_coded(folder: Path, codings: pd.DataFrame) -> None:
    """Keep in a folder of a model which codings it is of."""
    write_json(folder / CODED, {_KEY: fingerprint_of(codings)})


def coded_of(folder: Path, kind: Kind) -> str | None:
    """Return the fingerprint that a folder keeps; None where nobody said.

    Raises
    ------
    SourceError
        If the file is something else.
    """
    file = folder / CODED
    if not file.exists() and not file.is_symlink():
        return None
    if file.is_symlink():
        kind.refuse(f"{CODED} is no plain file")
    return str(kind.read_json(file).get(_KEY))
