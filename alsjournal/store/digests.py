"""Digests of a journal's tables: whether two have the same rows, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsjournal.journal import Journal

__all__ = ["table_digests"]

_ROWS = 50_000
_LENGTH = 32


def table_digests(journal: Journal, *, leave: Collection[str] = ()) -> dict[str, str]:
    """Return a digest of each table that has rows, gone through in batches.

    Parameters
    ----------
    journal : Journal
    leave : collection of str, default=()
        Tables to leave out.

    Returns
    -------
    dict of str to str
        By table, in hexadecimal.
    """
    from pandas.util import hash_pandas_object

    out = {}
    with journal.reading():
        for name in journal.tables():
            if name in leave:
                continue
            mark = hashlib.sha256()
            for batch in journal.batches(name, size=_ROWS):
                rows = hash_pandas_object(batch, index=False, categorize=False)
                mark.update(rows.to_numpy().tobytes())
            out[name] = mark.hexdigest()[:_LENGTH]
    return out
