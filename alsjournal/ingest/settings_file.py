"""Read a file of settings (TOML), in bounded time whatever stands in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alsjournal.errors import ConfigError
from alsjournal.ingest.opening import opened

__all__ = ["settings_in", "under_its_name"]

_USUAL = "programme.toml:"

_MOST, _DEEPEST = 1_000_000, 50
_DEEP = re.compile(
    rb"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){%d}" % _DEEPEST  # a.b.c.d ...
)  # 10 kB of that take Python's parser seconds, and 100 kB minutes


def settings_in(path: Path) -> dict[str, Any]:
    """Return what a file of settings says.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    dict

    Raises
    ------
    ConfigError
        If it is no TOML, not UTF-8, or larger or deeper than settings are.
    SourceError
        If it is not there or may not be read.
    """
    with opened(path, str(path)) as file:
        raw = file.read(_MOST + 1)
    if len(raw) > _MOST or _DEEP.search(raw):
        msg = (
            f"{str(path)!r} must be settings. It is larger than {_MOST:,} bytes, or "
            f"has a name of more than {_DEEPEST} parts. Write it anew."
        )
        raise ConfigError(msg)
    try:
        said = tomllib.loads(raw.decode("utf-8-sig"))
        _check_numbers(said)
    except UnicodeDecodeError:
        msg = f"{str(path)!r} must be UTF-8. It is not. Save it as UTF-8."
        raise ConfigError(msg) from None
    except (RecursionError, ValueError) as error:
        if not isinstance(error, tomllib.TOMLDecodeError):
            error = ValueError("It is nested or long as no settings are")
        msg = (
            f"{str(path)!r} must be TOML. {error}. Correct it there: texts stand "
            f"between straight quotes, and paths are written with / on Windows too."
        )
        raise ConfigError(msg) from None
    return said


@contextmanager
def under_its_name(path: Path) -> Iterator[None]:
    """Have what is refused of a file of settings said under the name of that file.

    Examples
    --------
    >>> with under_its_name(Path("ours.toml")):
    ...     raise ConfigError("programme.toml: title must be a text.")
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: ours.toml: title must be a text.
    """
    try:
        yield
    except ConfigError as error:
        said = str(error)
        if not said.startswith(_USUAL):
            raise
        msg = f"{path.name}:{said.removeprefix(_USUAL)}"
        raise ConfigError(msg) from None


def _check_numbers(said: object) -> None:
    """Refuse whole numbers over 64 bits, as TOML does: Python may not write them."""
    if isinstance(said, dict | list):
        for part in said.values() if isinstance(said, dict) else said:
            _check_numbers(part)
    elif isinstance(said, int) and not -(2**63) <= said < 2**63:
        raise ValueError
