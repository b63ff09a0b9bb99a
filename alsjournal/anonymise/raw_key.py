"""Which key a journal's pseudonyms are made with."""

from __future__ import annotations

import os

from alsjournal.anonymise.key import KEY_ENV, check_key, find_key
from alsjournal.journal import RawJournal

__all__ = ["key_of"]


def key_of(raw: RawJournal, key_env: str = KEY_ENV) -> bytes:
    """Return the user's key; for fiction, where none is set, its published one."""
    published = raw.provenance.get("published_key")
    if isinstance(published, str) and not os.environ.get(key_env, "").strip():
        return check_key(published.encode(), "the published key")
    return find_key(key_env)
