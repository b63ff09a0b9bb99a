"""What REFI-QDA calls things, and the GUIDs by which its parts name each other."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CODEBOOK",
    "CODING",
    "CONSTRUCT",
    "PROJECT",
    "construct_in",
    "guid_of",
    "origin",
    "plain_guid",
    "reading_id",
    "rows_in",
]

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"

CONSTRUCT = "alsjournal construct: "
"""How the line of a description begins that says what a code or those below it say."""

CODING = "confidence of a coding"
"""What a note is called that holds how sure a machine was."""

_OURS = uuid.UUID("6f3d6c0e-8a1b-5d0f-9c4e-2b7a1e5d9f30")
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?")


def guid_of(kind: str, *ids: object) -> str:
    """Return the GUID of a thing of ours: the same ids give the same.

    Examples
    --------
    >>> guid_of("text", "r1") == guid_of("text", "r1") != guid_of("text", "r2")
    True
    """
    return str(uuid.uuid5(_OURS, "\x1f".join((kind, *map(str, ids)))))


def plain_guid(said: str | None) -> str:
    """Return a GUID without braces, in small letters; anything else as it is.

    Examples
    --------
    >>> plain_guid("{0F8A1907-7E42-4739-8610-A676B4D1B69F}")
    '0f8a1907-7e42-4739-8610-a676b4d1b69f'
    """
    small = (said or "").strip().lower()
    found = _GUID.fullmatch(small)
    return found[1] if found else small


def reading_id(letter: str, guid: str) -> str:
    """Return an id for a row that was read; a name of a file may be a person's."""
    return f"{letter}{guid_of('read', guid).replace('-', '')[:12]}"


def origin(profile: str = "standard") -> str:
    """Return what we say of ourselves as the program that wrote a file."""
    from alsjournal._version import __version__

    said = "" if profile == "standard" else f", for {profile}"
    return f"alsjournal {__version__}{said}"


def rows_in(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, its columns as attributes."""
    return iter(frame.itertuples(index=False))


def construct_in(description: str) -> tuple[str, str]:
    r"""Return the construct that a description tells, and the rest of it.

    Examples
    --------
    >>> construct_in("No cover.\nalsjournal construct: theme")
    ('theme', 'No cover.')
    >>> construct_in("No cover.")
    ('', 'No cover.')
    """
    lines = description.splitlines()
    told = [line for line in lines if line.startswith(CONSTRUCT)]
    if not told:
        return "", description
    rest = "\n".join(line for line in lines if line not in told)
    return told[0][len(CONSTRUCT) :].strip(), rest.strip()
