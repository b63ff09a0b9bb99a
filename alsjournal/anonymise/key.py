"""The key for pseudonyms: where it is found, how it is made, what is made with it.

A pseudonym is HMAC-SHA256 (RFC 2104) of a value under the key. Without the key
nobody can tell from a pseudonym whose it is, even with a list of all members.
"""

from __future__ import annotations

import hashlib
import hmac
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
    "KEY_ENV",
    "PSEUDONYM_LENGTH",
    "check_key",
    "find_key",
    "fingerprint",
    "key_file",
    "make_key_file",
    "pseudonym",
]

KEY_ENV = "ALSJOURNAL_KEY"
PSEUDONYM_LENGTH = 12
"""Characters of base32, 60 bits.

Two of n people share a pseudonym with a chance of about n² / 2^61: one in two
million for a million people.
"""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base32 without I, L, O, U (D. Crockford): nothing that is read as another."""


def key_file() -> Path:
    """Return where the key's file lies in the user's configuration folder."""
    return config_folder() / "key"


def find_key(key_env: str = KEY_ENV) -> bytes:
    """Return the key: from the environment, else from the user's file.

    Parameters
    ----------
    key_env : str, default="ALSJOURNAL_KEY"
        The name of the variable.

    Returns
    -------
    bytes
        16 or more.

    Raises
    ------
    MissingKeyError
        If there is neither.
    ConfigError
        If the key is too short, or others can read its file.
    SourceError
        If the file cannot be read.
    """
    value = os.environ.get(key_env, "").strip()
    if value:
        return check_key(value.encode(), f"the variable {key_env}")
    content = read_key_file(key_file(), "key file")
    if content is None:
        msg = (
            f"Pseudonyms need a key; there is none. Set the variable {key_env} "
            f"(16 bytes or more), or run: alsjournal init"
        )
        raise MissingKeyError(msg)
    return check_key(content.encode(), "the key file")


def check_key(key: bytes, where: str = "the key") -> bytes:
    """Return the key unless it is too weak.

    Raises
    ------
    ConfigError
        If it has fewer than 16 bytes, or fewer than 5 different ones.

    Examples
    --------
    >>> check_key(b"short")
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: A key must have 16 bytes or more; ...
    """
    return check_strength(key, where, "alsjournal init")


def make_key_file() -> Path:
    """Make a key of 32 random bytes in the user's configuration folder.

    Returns
    -------
    pathlib.Path
        The file; only the user can read it. It holds 64 hex digits. Keep a copy
        apart from the data: with another key the same people get other pseudonyms.

    Raises
    ------
    ConfigError
        If there is one already: it is never overwritten.
    """
    path = key_file()
    try:
        write_new_key(path)
    except FileExistsError:
        msg = (
            "There is a key file already, and it is never overwritten: its "
            "pseudonyms would be lost. Move it away first, and keep it."
        )
        raise ConfigError(msg) from None
    return path


def pseudonym(key: bytes, kind: str, value: str) -> str:
    """Return the pseudonym of a value.

    Parameters
    ----------
    key : bytes
        From `find_key`.
    kind : str
        Its namespace, as ``"m"`` for members; the same value in another namespace
        has an unrelated pseudonym.
    value : str

    Returns
    -------
    str
        The kind, a hyphen, and 12 characters of Crockford's base32 (see
        `PSEUDONYM_LENGTH` for how seldom two meet).

    Examples
    --------
    >>> pseudonym(b"a key of the docs only", "m", "A1")
    'm-Z2SS3YE7NFM6'
    >>> pseudonym(b"a key of the docs only", "p", "A1")
    'p-Y7AC3BEZX0SC'
    """
    # The length of the kind goes in, so that no two pairs make one message.
    message = f"{len(kind)}:{kind}:{value}".encode("utf-8", "surrogatepass")
    digest = hmac.new(key, message, hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = [_CROCKFORD[(number >> (5 * i)) & 31] for i in range(PSEUDONYM_LENGTH)]
    return f"{kind}-{''.join(letters)}"


def fingerprint(key: bytes) -> str:
    """Return 8 hex digits that tell keys apart and give none of them away.

    Examples
    --------
    >>> len(fingerprint(b"a key of the docs only"))
    8
    """
    return hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:8]
