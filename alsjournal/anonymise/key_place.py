"""The key lies apart from what it protects: who copies a folder must not get both."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from alsjournal.anonymise.key import KEY_ENV, key_file
from alsjournal.errors import DisclosureError

__all__ = ["check_key_apart"]

_LONGEST = 64_000
"""Bytes of a file of settings."""
_SHORTEST = 16
"""Bytes of a key."""


def check_key_apart(source: str | Path, key_env: str = KEY_ENV) -> None:
    """Refuse a programme in whose folder the key for pseudonyms lies.

    Parameters
    ----------
    source : str or pathlib.Path
        The ``programme.toml``, the folder that holds it, or a file of texts.
    key_env : str, default="ALSJOURNAL_KEY"
        The environment variable with the key.

    Raises
    ------
    DisclosureError
        If the user's key file lies in the programme's folder, or in one below it, or
        the programme in the key's; or if the key was copied into ``programme.toml``.
    """
    path = Path(source).resolve()
    folder = path if path.is_dir() else path.parent
    key = key_file().resolve()
    # The configuration folder lies below the home folder: that alone says nothing.
    below = key.is_relative_to(folder) and folder not in (
        Path.home().resolve(),
        *Path.home().resolve().parents,
    )
    if _is_there(key) and (
        below or key.parent == folder or folder.is_relative_to(key.parent)
    ):
        msg = (
            "The key must lie apart from the texts. The key file lies in the folder of "
            "this programme, or around it. Move the programme to a folder of its own."
        )
        raise DisclosureError(msg)
    settings = folder / "programme.toml"
    known = [os.environ.get(key_env, "").strip().encode("utf-8", "surrogateescape")]
    known.append(_bytes(key).strip())
    said = _bytes(settings)
    if any(len(value) >= _SHORTEST and value in said for value in known):
        msg = (
            "The key must lie apart from the texts. It stands in programme.toml, too. "
            "Take it out there; it is read from your configuration folder, or from "
            f"the variable {key_env}."
        )
        raise DisclosureError(msg)


def _is_there(path: Path) -> bool:
    with suppress(OSError):  # a folder that one may not look into
        return path.exists()
    return False


def _bytes(path: Path) -> bytes:
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= _LONGEST:
            return path.read_bytes()
    return b""
