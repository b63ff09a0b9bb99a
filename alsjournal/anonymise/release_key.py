"""The key for names of a release, if it is the one the journal was made with."""

from __future__ import annotations

from collections.abc import Mapping

from alsjournal.anonymise.key import KEY_ENV, find_key, fingerprint
from alsjournal.errors import MissingKeyError
from alsjournal.journal import Journal

__all__ = ["release_key"]


def release_key(journal: Journal, key_env: str = KEY_ENV) -> bytes | None:
    """Return the key that a journal's pseudonyms were made with, if it is at hand.

    With any other key the same release would read otherwise on another machine. So
    there is none where the journal does not say which key was used, as one that was
    anonymised elsewhere, and names then come from the release alone.

    Parameters
    ----------
    journal : Journal
    key_env : str, default="ALSJOURNAL_KEY"

    Returns
    -------
    bytes or None

    Raises
    ------
    ConfigError
        If the key at hand is too weak, or others can read its file.
    SourceError
        If its file cannot be read.
    """
    made = journal.provenance.get("anonymiser")
    wanted = made.get("key_fingerprint") if isinstance(made, Mapping) else None
    if not wanted:
        return None
    try:
        key = find_key(key_env)
    except MissingKeyError:
        return None
    return key if fingerprint(key) == wanted else None
