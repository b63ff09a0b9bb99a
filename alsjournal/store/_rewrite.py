"""Copy an open journal into a new file, and put that in the old one's place.

Deleting rows is not enough. DuckDB frees the blocks that held them, and their bytes
stay in the file (measured: after CHECKPOINT and VACUUM too). So whatever must leave
no byte behind copies the rows that remain. The old file is not changed before it is
replaced: whatever goes wrong, one of the two is there, whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal.errors import StoreError
from alsjournal.store._attach import attach, is_encrypted
from alsjournal.store._connect import HERE, transaction
from alsjournal.store._files import Place, private_files, remove_database, settle
from alsjournal.store._removal import (
    GONE_FROM_RELEASED,
    Removal,
    gone,
    mentioned,
    moves_of,
    values,
)
from alsjournal.store._sql import (
    SCHEMA,
    fill,
    quoted,
    registered,
    stored_tables,
)
from alsjournal.store.keys import find_store_keys
from alsjournal.store.migrations import migrate

if TYPE_CHECKING:
    import duckdb

__all__ = ["OLD", "Copied", "copy_into", "key_of", "put_in_place"]

OLD = f"{HERE}.{SCHEMA}"
"""Where the tables of the journal that is copied are."""

_NEW = "new_journal"
_WHOLE = ("_cells", "_meta", "_migrations", "_tombstones", "refusals")

_COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {old}.{name} AS old {join} WHERE NOT {gone}
"""
_COUNT = """
SELECT count(*) FILTER ({gone}), count(*) FILTER (NOT {gone} AND {mentioned})
FROM {old}.{name} AS old
"""
_MENTIONED = """
SELECT codings._row, codings.start, codings.end, texts.text
FROM {old}.codings AS codings JOIN {old}.reflections AS texts USING (reflection_id)
WHERE regexp_matches(texts.text, $mention)
  AND (codings.start IS NOT NULL OR codings.end IS NOT NULL)
  AND NOT coalesce(texts.member IN (SELECT id FROM _gone WHERE kind = 'member'), false)
"""


@dataclass
class Copied:
    """What a copy left out, and what it changed."""

    removed: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    moved: int = 0


Extra = Callable[["duckdb.DuckDBPyConnection", Copied], None]


def key_of(place: Place) -> str | None:
    """Return the key to encrypt a copy of a journal with; None for a plain one."""
    return find_store_keys()[0] if is_encrypted(place.path) else None


def copy_into(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    key: str | None,
    removal: Removal | None = None,
    extra: Extra | None = None,
) -> Copied:
    """Copy the journal that is open into a new file.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        With the journal as `HERE`; reading it is enough.
    path : pathlib.Path
        Of the new file, which must not exist.
    key : str or None
        To encrypt it with.
    removal : Removal, optional
        Who and what is left out.
    extra : callable, optional
        What else to do in the transaction that fills the new file.

    Returns
    -------
    Copied
    """
    removal = removal or Removal()
    with private_files():
        attach(con, path, _NEW, key=key, create=True)
        con.execute(f"USE {_NEW}")
        try:
            migrate(con)
            with transaction(con), removal.known_to(con):
                copied = _fill(con, removal)
                if extra is not None:
                    extra(con, copied)
        finally:
            con.execute(f"USE {HERE}")
            con.execute(f"DETACH {_NEW}")
    return copied


def put_in_place(con: duckdb.DuckDBPyConnection, new: Path, place: Place) -> None:
    """Put the new file in the journal's place, while nobody else can open that.

    Raises
    ------
    StoreError
        If it cannot be done; then the journal is as it was.
    """
    path = place.path
    try:
        shutil.copymode(path, new)
        with suppress(OSError, AttributeError):  # where there are owners to keep
            before = path.stat()
            os.chown(new, before.st_uid, before.st_gid)
        if os.name == "nt":  # Windows replaces no file that is open
            con.close()
        settle(new, path)
    except OSError as error:
        msg = (
            f"{place.given} must be replaced by a new file, which failed "
            f"({type(error).__name__}). Nothing was changed. Check the rights and the "
            f"space of its folder, then try again."
        )
        raise StoreError(msg) from None
    finally:
        remove_database(new)


def _fill(con: duckdb.DuckDBPyConnection, removal: Removal) -> Copied:
    copied = Copied()
    for name in _WHOLE:
        con.execute(fill("DELETE FROM {table}", name))
        query = "INSERT INTO {table} SELECT * FROM {old}.{name}"
        con.execute(fill(query, name, old=OLD, name=name))
    moves = moves_of(_spans(con, removal), removal)
    copied.moved = moves.num_rows
    with registered(con, "_moves", moves):
        for name in stored_tables():
            parts = {"old": OLD, "name": quoted(name), "gone": gone(name)}
            if removal:
                query = fill(_COUNT, **parts, mentioned=mentioned(name, removal))
                counts = con.execute(query, removal.parameters(query)).fetchall()
                ((n, mentions),) = counts
                copied.mentions += mentions
                if n:
                    copied.removed[name] = n
            query = fill(_COPY, name, **parts, **values(name, removal))
            con.execute(query, removal.parameters(query))
    query = "INSERT INTO {table} SELECT * FROM {old}._released AS old WHERE NOT {gone}"
    con.execute(fill(query, "_released", old=OLD, gone=GONE_FROM_RELEASED))
    return copied


def _spans(
    con: duckdb.DuckDBPyConnection, removal: Removal
) -> Iterator[tuple[Any, ...]]:
    """Yield the codings of texts of others that mention a member."""
    if not removal.members:
        return
    found = con.execute(fill(_MENTIONED, old=OLD), {"mention": removal.pattern})
    while rows := found.fetchmany(10_000):
        yield from rows
