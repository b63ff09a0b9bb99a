"""Put a backup in the journal's place, without what has gone since."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal._given import given_path
from alsjournal.errors import StoreError, StoreLockedError
from alsjournal.store._apart import check_apart
from alsjournal.store._attach import is_encrypted
from alsjournal.store._backup import counts_of, verified_copy
from alsjournal.store._connect import opened
from alsjournal.store._errors import store_error
from alsjournal.store._files import (
    Place,
    copy_of,
    file_exists,
    remove_database,
    settle,
)
from alsjournal.store._meta import content_version, raise_version, read_provenance
from alsjournal.store._releases import Ledger
from alsjournal.store._removal import Removal, people_in
from alsjournal.store._rewrite import Copied, copy_into, put_in_place
from alsjournal.store._tombstones import Forgotten, add_tombstones, pseudonyms_of
from alsjournal.store._withdraw import keep_withdrawals, withdrawals
from alsjournal.store.forget import removal_of
from alsjournal.store.keys import find_store_keys
from alsjournal.store.reports import RestoreReport

if TYPE_CHECKING:
    import duckdb

__all__ = ["restore"]


@dataclass(frozen=True, repr=False)
class _Since:
    """What the journal that is there knows, and a backup of it need not know."""

    forgotten: Forgotten
    withdrawals: pd.DataFrame
    ledger: Ledger
    version: int

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> _Since:
        forgotten, version = Forgotten.read(con), content_version(con)
        return cls(forgotten, withdrawals(con), Ledger.read(con), version)


def restore(
    place: Place, backup: str | os.PathLike[str], *, overwrite: bool
) -> RestoreReport:
    """Restore the journal from a backup; see `JournalStore.restore`."""
    given = given_path(backup, "backup")
    exists = file_exists(place, write=True)
    if exists and not overwrite:
        # A restore that was killed at its end may have left copies beside this one.
        with suppress(StoreError), opened(place, write=True):
            pass
        msg = (
            f"There must be no journal at {place.given} to restore one there. Got "
            f"one. Say overwrite=True (--overwrite) to replace it, or give another "
            f"path."
        )
        raise StoreError(msg)
    check_apart(place.path, place.given)
    copy, new = copy_of(place.path, "restore"), copy_of(place.path)
    with ExitStack() as stack:
        stack.callback(remove_database, copy)
        stack.callback(remove_database, new)
        present = _present(stack, place) if exists else None
        if present is not None:
            # What a killed process left in the log goes into the file before it goes.
            present.execute("CHECKPOINT")
        verified_copy(Path(given).expanduser().resolve(), given, copy)
        encrypted = is_encrypted(copy) or bool(place.encrypted)
        encrypted |= exists and is_encrypted(place.path)
        key = find_store_keys()[0] if encrypted else None
        since = None if present is None else _Since.of(present)
        report = _copied(Place(given, place.timeout, at=copy), new, key, since)
        if present is not None:
            put_in_place(present, new, place)
        else:
            _put_in_free_place(new, place)
    return report


def _present(stack: ExitStack, place: Place) -> duckdb.DuckDBPyConnection:
    """Open the journal that is to be replaced, and keep everybody else out of it."""
    try:
        return stack.enter_context(opened(place, write=True, alone=True))
    except StoreLockedError:
        raise
    except StoreError as error:
        msg = (
            f"{error} While it cannot be read, nobody can tell who was forgotten "
            f"since the backup. To restore all the same, move it away first; then "
            f"forget again whom you must, and take back what was taken back."
        )
        raise StoreError(msg) from None


def _copied(
    source: Place, new: Path, key: str | None, since: _Since | None
) -> RestoreReport:
    """Copy the backup into a new file, without what has gone since."""
    removal, tables = Removal(), {}
    with opened(source, write=True) as con:
        if since is not None and since.forgotten:
            since.forgotten.check(pseudonyms_of(read_provenance(con)))
            gone = since.forgotten.among("member", people_in(con))
            removal = removal_of(con, sorted(gone))

        def carry(con: duckdb.DuckDBPyConnection, _: Copied) -> None:
            if since is not None:
                add_tombstones(con, since.forgotten.rows)
                keep_withdrawals(con, since.withdrawals)
                since.ledger.write(con)
            raise_version(con, beyond=since.version if since is not None else 0)
            tables.update(counts_of(con))

        remove_database(new)
        copied = copy_into(con, new, key=key, removal=removal, extra=carry)
    carried = 0
    if since is not None:
        carried = int(since.withdrawals["withdrawn"].notna().sum())
    return RestoreReport(tables, copied.removed, carried, since is not None)


def _put_in_free_place(new: Path, place: Place) -> None:
    try:
        settle(new, place.path, replace=False)
    except FileExistsError:
        msg = (
            f"{place.given} must stay free while a journal is restored there. "
            f"Something was written there meanwhile, and stays. Nothing was restored."
        )
        raise StoreError(msg) from None
    except OSError as error:
        raise store_error(place.given, error) from None
