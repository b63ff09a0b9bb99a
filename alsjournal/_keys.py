"""Secret keys in the user's configuration folder: how they are read and made.

There are two: one for pseudonyms (``alsjournal.anonymise.key``) and one for the
journal's file (``alsjournal.store.keys``). They never lie in a project's folder.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from alsjournal.errors import ConfigError, SourceError

__all__ = ["check_strength", "config_folder", "read_key_file", "write_new_key"]

MIN_BYTES = 16


def config_folder() -> Path:
    """Return the user's configuration folder; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir("alsjournal", appauthor=False))


def check_strength(key: bytes, where: str, cure: str) -> bytes:
    """Return the key unless it is too weak.

    Raises
    ------
    ConfigError
        If it has fewer than 16 bytes, or fewer than 5 different ones.
    """
    # Nine in ten random strings of 16 hex digits have more than eight kinds of
    # digit; fewer than five is somebody holding a key down.
    if len(key) < MIN_BYTES or len(set(key)) < 5:
        msg = (
            f"A key must have {MIN_BYTES} bytes or more; {where} has {len(key)}, "
            f"or repeats a few. Make one: {cure}"
        )
        raise ConfigError(msg)
    return key


def read_key_file(path: Path, name: str) -> str | None:
    """Return what a key's file holds; None if there is no file.

    Raises
    ------
    SourceError
        If it cannot be read.
    ConfigError
        If others can read it.
    """
    try:
        mode = path.stat().st_mode
        content = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError):
        msg = (
            f"The {name} in your configuration folder must be readable text. "
            "Check its permissions, or restore it from where you keep a copy."
        )
        raise SourceError(msg) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        msg = (
            f"The {name} must be readable by you alone. It has mode "
            f"{stat.S_IMODE(mode):04o}. Run: chmod 600 '{path}'"
        )
        raise ConfigError(msg)
    return content


def write_new_key(path: Path, *, below: str = "") -> None:
    """Write 32 random bytes, in hex, into a new file that only the user can read.

    Parameters
    ----------
    path : pathlib.Path
    below : str, default=""
        Lines to keep under the new one.

    Raises
    ------
    FileExistsError
        If there is a file already: a key is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n" + below)
        file.flush()
        os.fsync(file.fileno())
