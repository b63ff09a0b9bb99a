"""A framework of codes in a file: what each code means, and how it may be worded.

::

    [words]                              lists that cues name: @board
    board = ["board", "panel"]

    [no-protected-time]
    title = "Time not protected"         required, as is the definition
    definition = "..."
    include = "..."                      for people who code
    exclude = "..."
    source = "..."
    usual = "hinders"                    what a passage with it does, unless it says
    cues = ["no backfill"]               each is enough; see cues.py
    opposite = ["backfill was paid"]     enough, and means the opposite of `usual`
    other = "protected-time"             the code that the opposite belongs to, if any
    hints = ["cover"]                    enough together with a likeness to examples
    unless = ["duvet cover"]             no cue and no hint counts beside it
    examples = ["My own sentence."]      what a passage with the code is like

The file may be one of the package's own or a programme's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError
from alsjournal.reflection.cues import Cue, compiled

__all__ = ["EFFECTS", "Framework", "FrameworkCode", "read_framework"]

EFFECTS = ("helps", "hinders", "mixed")
"""What a condition does to the work, in the words of its writer."""

_TEXTS = (
    "title",
    "definition",
    "include",
    "exclude",
    "source",
    "usual",
    "cfir",
    "other",
)
_CUES = ("cues", "opposite", "hints", "unless")
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class FrameworkCode:
    """One code of a framework.

    Parameters
    ----------
    name : str
        The name of its table in the file.
    title, definition : str
    include, exclude, source, cfir, other : str, default=""
        ``cfir``: the domain of the Consolidated Framework for Implementation
        Research. ``other``: the code that its opposite belongs to.
    usual : str, default=""
        "helps", "hinders" or "mixed"; none where the framework knows no effect.
    cues, opposite, hints, unless : tuple of Cue, default=()
    examples : tuple of str, default=()
    """

    name: str
    title: str
    definition: str
    include: str = ""
    exclude: str = ""
    source: str = ""
    usual: str = ""
    cfir: str = ""
    other: str = ""
    cues: tuple[Cue, ...] = ()
    opposite: tuple[Cue, ...] = ()
    hints: tuple[Cue, ...] = ()
    unless: tuple[Cue, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Framework:
    """Codes in the order to show, and the lists of words that their cues name."""

    codes: tuple[FrameworkCode, ...]
    words: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> FrameworkCode:
        for code in self.codes:
            if code.name == name:
                return code
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the codes."""
        return tuple(code.name for code in self.codes)


def read_framework(path: str | Path) -> Framework:
    """Read the codes of a framework from a file in TOML.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    Framework
        The same object, as long as the file is the same.

    Raises
    ------
    InputError
        If it holds something that cannot be; the message names table and key.
    SourceError
        If it is missing or cannot be read.

    Examples
    --------
    >>> path = Path(__file__).with_name("conditions.toml")
    >>> read_framework(path)["right-size"].usual
    'helps'
    """
    file = Path(given_path(path, "codebook"))
    try:
        seen = file.stat()
    except OSError:
        msg = f"The codebook {file.name!r} must be a file. Got none; check the path."
        raise SourceError(msg) from None
    if seen.st_size > _MOST_BYTES:
        size = f"{seen.st_size:,} bytes"
        msg = f"The codebook {file.name!r} must be under 1 MB. Got {size}."
        raise InputError(msg)
    return _read(file.resolve(), seen.st_mtime_ns)


@lru_cache(maxsize=16)
def _read(file: Path, _changed: int) -> Framework:
    try:
        held = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError:
        msg = f"The codebook {file.name!r} must be a file that can be read."
        raise SourceError(msg) from None
    except UnicodeDecodeError:
        msg = f"The codebook {file.name!r} must be in UTF-8. Save it again as such."
        raise InputError(msg) from None
    except tomllib.TOMLDecodeError as trouble:
        msg = f"The codebook {file.name!r} must be TOML. Got: {trouble}."
        raise InputError(msg) from None
    words = _words(held.pop("words", {}))
    if not held:
        msg = f"The codebook {file.name!r} must have a table for each code. Got none."
        raise InputError(msg)
    codes = tuple(_code(name, own, words) for name, own in held.items())
    for code in codes:
        if code.other and code.other not in held:
            msg = f"[{code.name}] other must name another code. Got no such table."
            raise InputError(msg)
    return Framework(codes, words)


def _words(held: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(held, dict):
        msg = "[words] must be a table of lists. Make it one, or leave it out."
        raise InputError(msg)
    lists = {name: _strings("words", name, own) for name, own in held.items()}
    for name, own in lists.items():
        if not own or any(one.startswith("@") for one in own):
            msg = f"[words] {name} must hold words, no other lists. Write them out."
            raise InputError(msg)
    return lists


def _code(
    name: str, held: object, words: Mapping[str, tuple[str, ...]]
) -> FrameworkCode:
    if not isinstance(held, dict):
        msg = f"[{name}] must be a table with a title and a definition. Got a value."
        raise InputError(msg)
    unknown = sorted(held.keys() - {*_TEXTS, *_CUES, "examples"})
    if unknown:
        known = ", ".join((*_TEXTS, *_CUES, "examples"))
        msg = f"[{name}] {unknown[0]} must be one of {known}. Correct its name."
        raise InputError(msg)
    made: dict[str, Any] = {key: _text(name, key, held) for key in _TEXTS}
    if made["usual"] not in ("", *EFFECTS):
        msg = f"[{name}] usual must be one of {', '.join(EFFECTS)}. Got another word."
        raise InputError(msg)
    for key in _CUES:
        made[key] = _cues(name, key, held.get(key, []), words)
    made["examples"] = _strings(name, "examples", held.get("examples", []))
    if not made["cues"] and not made["examples"]:
        msg = f"[{name}] cues or examples must be there, to find it by. Got neither."
        raise InputError(msg)
    if made["opposite"] and made["usual"] not in ("helps", "hinders"):
        msg = f"[{name}] opposite needs usual to be helps or hinders. Add it."
        raise InputError(msg)
    return FrameworkCode(name=name, **made)


def _text(name: str, key: str, held: Mapping[str, Any]) -> str:
    value = held.get(key, "")
    if not isinstance(value, str):
        msg = f"[{name}] {key} must be text in quotes. Got {type(value).__name__}."
        raise InputError(msg)
    if key in ("title", "definition") and not value.strip():
        msg = f'[{name}] {key} must be there. Add {key} = "...".'
        raise InputError(msg)
    return value


def _strings(name: str, key: str, value: object) -> tuple[str, ...]:
    whole = isinstance(value, list) and all(
        isinstance(one, str) and one.strip() for one in value
    )
    if not whole:
        msg = f'[{name}] {key} must be a list of texts, as ["one", "two"]. Correct it.'
        raise InputError(msg)
    return tuple(value)  # type: ignore[arg-type]


def _cues(
    name: str, key: str, value: object, words: Mapping[str, tuple[str, ...]]
) -> tuple[Cue, ...]:
    out = []
    for i, one in enumerate(_strings(name, key, value), start=1):
        try:
            out.append(compiled(one, words))
        except InputError as trouble:
            msg = f"[{name}] {key}, number {i}: {trouble}"
            raise InputError(msg) from None
    return tuple(out)
