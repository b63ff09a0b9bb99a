"""What a project holds, whichever program wrote it, before it becomes tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from alsjournal.exchange.qda.names import plain_guid
from alsjournal.exchange.qda.offsets import Convention

__all__ = [
    "Case",
    "Code",
    "Coding",
    "Link",
    "Member",
    "Memo",
    "Parts",
    "Selection",
    "Source",
    "Value",
]


@dataclass(frozen=True, repr=False)
class Source:
    """A text. ``text`` is None where the file does not hold it."""

    guid: str
    name: str
    text: str | None
    how: str
    bom: bool = False
    description: str = ""


@dataclass(frozen=True, repr=False)
class Coding:
    """A code that somebody gave to a selection, or to a whole source."""

    guid: str
    code: str
    coder: str
    made_at: str = ""
    note: str = ""


@dataclass(frozen=True, repr=False)
class Selection:
    """A passage of a source, as the file counts places; the whole of it with none."""

    guid: str
    source: str
    start: int | None
    end: int | None
    name: str
    codings: tuple[Coding, ...]
    coder: str = ""


@dataclass(frozen=True, repr=False)
class Code:
    """A code or a category, by its GUID, and its parent's."""

    guid: str
    name: str
    parent: str = ""
    codable: bool = True
    color: str = ""
    description: str = ""


@dataclass(frozen=True, repr=False)
class Case:
    """A person or what else sources are of."""

    guid: str
    name: str
    sources: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, repr=False)
class Value:
    """What a variable is for a source, a case or a memo (``of``: its GUID)."""

    of: str
    variable: str
    value: str


@dataclass(frozen=True, repr=False)
class Memo:
    """A note, and the GUIDs of what it is attached to."""

    guid: str
    name: str
    text: str | None
    author: str = ""
    date: str = ""
    on: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Link:
    """A link from one thing to another."""

    origin: str
    target: str
    direction: str
    name: str = ""


@dataclass(frozen=True, repr=False)
class Member:
    """A thing that belongs to a set."""

    set: str
    kind: str
    guid: str


@dataclass(repr=False)
class Parts:
    """Everything that was read, and what could not be taken, by reason."""

    name: str = ""
    origin: str = ""
    sources: list[Source] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sets: list[Member] = field(default_factory=list)
    losses: Counter[tuple[str, str]] = field(default_factory=Counter)
    convention: Convention | None = None

    def lose(self, what: str, reason: str, n: int = 1) -> None:
        """Count what could not be taken."""
        if n:
            self.losses[what, reason] += n

    def codes_by_guid(self) -> dict[str, Code]:
        """Return the codes by their GUIDs."""
        return {plain_guid(code.guid): code for code in self.codes}
