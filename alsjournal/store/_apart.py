"""Keys and journals are kept apart: who copies a folder must not get both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from alsjournal._keys import config_folder
from alsjournal.errors import DisclosureError

__all__ = ["check_apart"]

_KEY_FILES = ("key", "store-key")
_KEY_VARIABLES = (
    "ALSJOURNAL_KEY",
    "ALSJOURNAL_STORE_KEY",
    "ALSJOURNAL_STORE_KEY_NEW",
)
_SETTINGS = frozenset({".toml", ".env", ".ini", ".cfg", ".yaml", ".yml", ".key"})
_NAMES = frozenset({*_KEY_FILES, ".env"})
_LONGEST = 64_000  # bytes; settings are shorter
_SHORTEST = 16  # bytes; anything shorter is no key (`alsjournal._keys`)


def check_apart(path: Path, given: str, *, also: str | None = None) -> None:
    """Refuse a place for a journal where a key lies too.

    Looked at are the journal's folder and those above it up to the programme's (the
    one with a ``programme.toml``): for the user's key files, and for settings that
    a key was copied into.

    Parameters
    ----------
    path : pathlib.Path
        Of the journal, links followed.
    given : str
        The same, as the user said it.
    also : str, optional
        A key that is about to be used.

    Raises
    ------
    DisclosureError
        If there is one. The message names the file, never the key.
    """
    keys = config_folder().resolve()
    folders = list(_folders(path))
    if path.parent.is_relative_to(keys):
        msg = (
            f"A journal must lie apart from its keys. {given} would lie in the folder "
            f"where your keys are kept. Keep it in a folder of its own."
        )
        raise DisclosureError(msg)
    linked = [p for p in (keys / n for n in _KEY_FILES) if p.is_symlink()]
    theirs = {p.resolve().parent: p.resolve() for p in linked if p.exists()}
    for folder in folders:
        found = theirs.get(folder) or _copied(folder, also)
        if found is not None:
            msg = (
                f"A journal must lie apart from its keys. The file {found.name} in "
                f"the folder of {given}, or in one above it, holds a key. Take it out "
                f"(keys belong into your configuration folder), then try again."
            )
            raise DisclosureError(msg)


def _folders(path: Path) -> Iterator[Path]:
    """Yield the journal's folder, then those up to the programme's, if it has one."""
    above = path.parents
    at = next((i for i, f in enumerate(above) if (f / "programme.toml").is_file()), 0)
    yield from above[: at + 1]


def _copied(folder: Path, also: str | None) -> Path | None:
    """Return a file of settings in the folder that holds one of the user's keys."""
    known = [*_known_keys(), (also or "").encode("utf-8", "surrogateescape")]
    keys = [key for key in known if len(key) >= _SHORTEST]
    if not keys:
        return None
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            named = path.suffix.lower() in _SETTINGS or path.name in _NAMES
            if named and any(key in _bytes(path) for key in keys):
                return path
    return None


def _known_keys() -> Iterator[bytes]:
    """Yield the user's keys, as far as they can be read; whether they serve or not."""
    for variable in _KEY_VARIABLES:
        value = os.environ.get(variable, "").strip()
        yield value.encode("utf-8", "surrogateescape")
    for name in _KEY_FILES:
        yield from _bytes(config_folder() / name).split()


def _bytes(path: Path) -> bytes:
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= _LONGEST:
            return path.read_bytes()
    return b""
