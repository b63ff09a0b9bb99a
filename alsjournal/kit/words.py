"""Read the words of a document: a small Markdown, described in ``words/README.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

__all__ = ["Block", "Words", "read_words", "words_of"]

Kind = Literal["heading", "text", "bullet", "number", "box", "picture", "table", "do"]

_LEADS: dict[str, Kind] = {
    "- ": "bullet",
    "> ": "box",
    ":: ": "picture",
    "@": "do",
}


@dataclass(frozen=True)
class Block:
    """A paragraph, a table, or something to be done (as to ask a question).

    Parameters
    ----------
    kind : {"heading", "text", "bullet", "number", "box", "picture", "table", "do"}
    text : str, default=""
        Its line, marks inside it as they are; of ``do``: the name and what follows.
    level : int, default=0
        Of a heading: 1 to 3.
    rows : tuple of tuple of str, default=()
        Of a table: the header, then the others.
    widths : tuple of float, default=()
        Of a table: the share of each column.
    """

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Words:
    """A document's words.

    Parameters
    ----------
    about : mapping of str to str
        ``title``, ``lang``, and what else stands above the first ``---``.
    blocks : tuple of Block
    """

    about: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


@cache
def read_words(name: str) -> Words:
    """Read one of the packaged documents, as ``"en/session-record"``."""
    place = resources.files("alsjournal.kit") / "words" / f"{name}.md"
    return words_of(place.read_text(encoding="utf-8"))


def words_of(source: str) -> Words:
    r"""Read a document's words.

    Examples
    --------
    >>> words = words_of("title: A sheet\n---\n# First\nSome\nwords.\n")
    >>> words.about["title"], [b.text for b in words.blocks]
    ('A sheet', ['First', 'Some words.'])
    """
    head, _, body = source.partition("\n---\n")
    about = {}
    for line in head.splitlines():
        key, _, value = line.partition(":")
        about[key.strip()] = value.strip()
    return Words(about, tuple(_blocks(body)))


def _blocks(body: str) -> Iterator[Block]:
    for part in _parts(body):
        if part[0].startswith("|"):
            yield _table(part)
        else:
            yield _block(" ".join(line.strip() for line in part))


def _parts(body: str) -> Iterator[list[str]]:
    """Group lines that belong together: a table, or a paragraph and what follows it."""
    part: list[str] = []
    for line in body.splitlines():
        joined = part and line.strip() and _continues(part[-1], line)
        if part and not joined:
            yield part
            part = []
        if line.strip():
            part.append(line)
    if part:
        yield part


def _continues(before: str, line: str) -> bool:
    if line.startswith("|") or before.startswith("|"):
        return line.startswith("|") and before.startswith("|")
    return not before.startswith(("#", "@")) and not _leads(line)


def _leads(line: str) -> bool:
    return line.startswith(("#", *_LEADS)) or _is_number(line)


def _is_number(line: str) -> bool:
    number, dot, _ = line.partition(". ")
    return bool(dot) and number.isdecimal()


def _block(line: str) -> Block:
    if line.startswith("#"):
        marks, _, text = line.partition(" ")
        return Block("heading", text, level=len(marks))
    for lead, kind in _LEADS.items():
        if line.startswith(lead):
            return Block(kind, line.removeprefix(lead))
    if _is_number(line):
        return Block("number", line.partition(". ")[2])
    return Block("text", line)


def _table(lines: list[str]) -> Block:
    """Read a table; the dashes under its header say how wide its columns are."""
    rows = [
        tuple(cell.strip() for cell in line.strip().removesuffix("|")[1:].split("|"))
        for line in lines
    ]
    dashes = [len(cell) for cell in rows[1]]
    widths = tuple(n / sum(dashes) for n in dashes)
    return Block("table", rows=(rows[0], *rows[2:]), widths=widths)
