"""Encrypt the journal's file, or encrypt it anew under another key."""

from __future__ import annotations

from dataclasses import replace

from alsjournal.store._apart import check_apart
from alsjournal.store._connect import opened
from alsjournal.store._files import Place, copy_of, remove_database
from alsjournal.store._rewrite import copy_into, put_in_place
from alsjournal.store.keys import check_store_key, find_store_keys

__all__ = ["rotate"]


def rotate(place: Place, key: str | None) -> None:
    """Rewrite the file under a key; see `JournalStore.rotate`."""
    key = find_store_keys()[0] if key is None else check_store_key(key, "the new key")
    check_apart(place.path, place.given, also=key)
    new = copy_of(place.path)
    with opened(replace(place, encrypted=None), write=True, alone=True) as con:
        # What a killed process left in the log goes into the file before it goes.
        con.execute("CHECKPOINT")
        try:
            remove_database(new)
            copy_into(con, new, key=key)
            put_in_place(con, new, place)
        finally:
            remove_database(new)
