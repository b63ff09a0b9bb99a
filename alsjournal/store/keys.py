"""The key of the journal's file: where it is found, how it is made and renewed.

It lies beside the key for pseudonyms in the user's configuration folder, never
beside a journal (see `alsjournal.store._apart`).
"""

from __future__ import annotations

import os
from pathlib import Path

from alsjournal._keys import (
    check_strength,
    config_folder,
    read_key_file,
    write_new_key,
)
from alsjournal.errors import ConfigError, MissingKeyError

__all__ = [
    "NEW_STORE_KEY_ENV",
    "STORE_KEY_ENV",
    "check_store_key",
    "find_store_keys",
    "make_store_key",
    "require_encryption",
    "store_key_file",
]

STORE_KEY_ENV = "ALSJOURNAL_STORE_KEY"
NEW_STORE_KEY_ENV = "ALSJOURNAL_STORE_KEY_NEW"
_NAME = "store key file"


def require_encryption() -> None:
    """Make sure that an encrypted journal can be written here.

    Raises
    ------
    MissingExtraError
        If the extra ``encryption`` is not installed.
    """
    from alsjournal.store._attach import blank, require_cipher

    with blank() as con:
        require_cipher(con)


def store_key_file() -> Path:
    """Return where the store key's file lies in the user's configuration folder."""
    return config_folder() / "store-key"


def check_store_key(key: str, where: str = "the store key") -> str:
    """Return the key unless it is too weak.

    Raises
    ------
    ConfigError
        If it has fewer than 16 bytes, or fewer than 5 different ones.
    """
    check_strength(key.encode("utf-8", "replace"), where, "alsjournal encrypt")
    return key


def find_store_keys() -> tuple[str, ...]:
    """Return the key for the journal's file, and those that were used before it.

    Returns
    -------
    tuple of str
        Of the variable ``ALSJOURNAL_STORE_KEY``, which is one, else of the user's
        file: a key a line, the present one first.

    Raises
    ------
    MissingKeyError
        If there is neither.
    ConfigError
        If a key is too short, or others can read its file.
    SourceError
        If the file cannot be read.
    """
    value = os.environ.get(STORE_KEY_ENV, "").strip()
    if value:
        return (check_store_key(value, f"the variable {STORE_KEY_ENV}"),)
    content = read_key_file(store_key_file(), _NAME)
    if content is None:
        msg = (
            f"An encrypted journal needs its store key; there is none. Set the "
            f"variable {STORE_KEY_ENV}, put the {_NAME} back into your configuration "
            f"folder, or make a key for a journal of your own: alsjournal encrypt"
        )
        raise MissingKeyError(msg)
    lines = content.splitlines() or [""]
    keys = (check_store_key(line.strip(), f"the {_NAME}") for line in lines)
    return tuple(dict.fromkeys(keys))


def make_store_key(*, renew: bool = False) -> Path:
    """Make a key of 32 random bytes in the user's configuration folder.

    Parameters
    ----------
    renew : bool, default=False
        Put it above the keys that are there, which stay: backups, and journals that
        were not rewritten yet, need them.

    Returns
    -------
    pathlib.Path
        The file; only the user can read it. Keep a copy apart from the data:
        without the key an encrypted journal is lost.

    Raises
    ------
    ConfigError
        If there is one already and it is not to be renewed.
    """
    path = store_key_file()
    try:
        if not renew:
            write_new_key(path)
            return path
        before = read_key_file(path, _NAME) or ""
        aside = path.with_name(path.name + ".new")
        aside.unlink(missing_ok=True)
        write_new_key(aside, below=before + "\n" if before else "")
        aside.replace(path)
    except FileExistsError:
        msg = (
            f"There is a {_NAME} already, and it is never overwritten: its journals "
            f"would be lost. Use it, or renew it: alsjournal encrypt --rotate"
        )
        raise ConfigError(msg) from None
    return path
