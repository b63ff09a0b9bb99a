"""The key for pseudonyms: where it is found, how it is made, what is made with it.

A pseudonym is HMAC-SHA256 (RFC 2104) of a value under the key. Without the key
nobody can tell from a pseudonym whose it is, even with a list of all members.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from alsjournal.errors import ConfigError, MissingKeyError, SourceError

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
MIN_BYTES = 16
PSEUDONYM_LENGTH = 12
"""Characters of base32, 60 bits.

Two of n people share a pseudonym with a chance of about n² / 2^61: one in two
million for a million people.
"""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base32 without I, L, O, U (D. Crockford): nothing that is read as another."""


def key_file() -> Path:
    """Return where the key's file lies in the user's configuration folder."""
    import platformdirs

    return Path(platformdirs.user_config_dir("alsjournal", appauthor=False)) / "key"


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
    """
    value = os.environ.get(key_env, "").strip()
    if value:
        return check_key(value.encode(), f"the variable {key_env}")
    path = key_file()
    try:
        mode = path.stat().st_mode
        content = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        msg = (
            f"Pseudonyms need a key; there is none. Set the variable {key_env} "
            f"(16 bytes or more), or run: alsjournal init"
        )
        raise MissingKeyError(msg) from None
    except (OSError, UnicodeDecodeError):
        msg = (
            "The key file in your configuration folder must be readable text. "
            "Check its permissions, or restore it from where you keep a copy."
        )
        raise SourceError(msg) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        msg = (
            f"The key file must be readable by you alone. It has mode "
            f"{stat.S_IMODE(mode):04o}. Run: chmod 600 '{path}'"
        )
        raise ConfigError(msg)
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
    # Nine in ten random strings of 16 hex digits have more than eight kinds of
    # digit; fewer than five is somebody holding a key down.
    if len(key) < MIN_BYTES or len(set(key)) < 5:
        msg = (
            f"A key must have {MIN_BYTES} bytes or more; {where} has {len(key)}, "
            f"or repeats a few. Make one: alsjournal init"
        )
        raise ConfigError(msg)
    return key


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
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        msg = (
            "There is a key file already, and it is never overwritten: its "
            "pseudonyms would be lost. Move it away first, and keep it."
        )
        raise ConfigError(msg) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
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
