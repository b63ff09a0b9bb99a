"""The inside of a line: plain words, bold ones, names of columns, and blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "Span", "filled", "plain_text", "spans"]

Kind = Literal["plain", "bold", "code", "name", "hint", "blank"]

_MARKS = re.compile(
    r"\*\*(?P<bold>[^*]+)\*\*"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?:(?P<key>[a-z_]+)=)?(?P<blank>[^\]]+)\]"
)


@dataclass(frozen=True)
class Span:
    """A piece of a line that looks the same throughout.

    Parameters
    ----------
    text : str
        Of a blank: what belongs there, without its brackets.
    kind : {"plain", "bold", "code", "name", "hint", "blank"}, default="plain"
        ``code`` is typed as it stands; ``name`` is that of a column, small.
    key : str, default=""
        Of a blank: the name in ``programme.toml`` that fills it.
    """

    text: str
    kind: Kind = "plain"
    key: str = ""


def spans(line: str) -> tuple[Span, ...]:
    """Split a line into its spans.

    Examples
    --------
    >>> [s.kind for s in spans("Ask [contact=whom: name] **first**.")]
    ['plain', 'blank', 'plain', 'bold', 'plain']
    """
    out = []
    at = 0
    for found in _MARKS.finditer(line):
        if found.start() > at:
            out.append(Span(line[at : found.start()]))
        at = found.end()
        if found["bold"]:
            out.append(Span(found["bold"], "bold"))
        elif found["code"]:
            out.append(Span(found["code"], "code"))
        else:
            out.append(Span(found["blank"], "blank", found["key"] or ""))
    if at < len(line):
        out.append(Span(line[at:]))
    return tuple(out)


def filled(pieces: tuple[Span, ...], values: Mapping[str, str]) -> tuple[Span, ...]:
    """Put the programme's values into their blanks; a value is never read as marks."""
    return tuple(
        Span(values[s.key])
        if s.kind == "blank" and values.get(s.key)
        else Span(f"[{s.text}]", "blank")
        if s.kind == "blank"
        else s
        for s in pieces
    )


def plain_text(pieces: tuple[Span, ...]) -> str:
    """Return what a reader sees of the spans."""
    return "".join(s.text for s in pieces)
