"""What the kit's reflection sheets print besides questions, hints and choices.

It is read from the words of the kit, so that it changes with them. They are data;
nothing of the kit is imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

__all__ = ["is_printed", "printed_pairs", "printed_with"]

_SHEETS = ("en", "easy-read", "cymraeg")
_LEADS = re.compile(r"(?:#+|[-:>]{1,2}|\d+\.)\s+")
_BLANK = re.compile(r"\[[^\[\]]*\]")
_ABOVE = re.compile(r"(?:title|notice [\w-]+):\s*(.*)")
_PICTURE = re.compile(r"^picture:\s*(.*)$", re.MULTILINE)
_LONGEST = 1_000  # no printed line is half as long


@cache
def _sources() -> tuple[str, ...]:
    words = resources.files("alsjournal") / "kit" / "words"
    return tuple(
        (words / sheet / "reflection-sheet.md").read_text(encoding="utf-8")
        for sheet in _SHEETS
    )


def _bare(text: str) -> str:
    """Return a line as compared: no case, no odd spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@cache
def printed_with(column: str) -> frozenset[str]:
    """Return the lines that stand below a question and belong to it, as compared.

    Examples
    --------
    >>> sorted(printed_with("use"))
    ['if you choose "nothing", you can keep this sheet.']
    """
    return frozenset(
        _bare(_LEADS.sub("", line, count=1))
        for line in _below(column)
        if not line.startswith("|")
    )


@cache
def printed_pairs(column: str) -> frozenset[tuple[str, str]]:
    """Return the rows of the table that stands below a question, as compared.

    Examples
    --------
    >>> ("if you tick", "then") in printed_pairs("use")
    True
    """
    rows = [_cells(line) for line in _below(column) if line.startswith("|")]
    return frozenset((_bare(row[0]), _bare(row[1])) for row in rows if len(row) == 2)


def _below(column: str) -> Iterator[str]:
    """The lines between a question and what is asked, or headed, next."""
    for source in _sources():
        inside = False
        for line in source.splitlines():
            if line.startswith(("@", "#")):
                inside = line.split() == ["@question", column]
            elif inside and line.strip(" |-"):
                yield line


def is_printed(text: str) -> bool:
    """Whether the kit prints this line on a sheet, its blanks filled in or not.

    Examples
    --------
    >>> is_printed("Tell: Ann Other, 01234 567890.")
    True
    >>> is_printed("Please do not use any of this.")
    False
    """
    if len(text) > _LONGEST:
        return False
    bare = _bare(text)
    return bare in _fixed() or any(blank.fullmatch(bare) for blank in _blanks())


@cache
def _fixed() -> frozenset[str]:
    fixed = {_bare(line) for line in _lines() if not _BLANK.search(line)}
    pictures = {word for source in _sources() for word in _PICTURE.findall(source)}
    return frozenset(fixed | {f"[{_bare(word)}]" for word in pictures})


@cache
def _blanks() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("[^\n]+".join(re.escape(_bare(part)) for part in _around(line)))
        for line in _lines()
        if _BLANK.search(line)
    )


def _around(line: str) -> list[str]:
    # The spaces beside a blank may belong to it; they are compared as they stand.
    marked = _bare(_BLANK.sub("\ue000", line))
    return marked.split("\ue000")


def _lines() -> Iterator[str]:
    """Every printed line of every sheet, but the questions themselves."""
    for source in _sources():
        head, _, body = source.partition("\n---\n")
        for line in head.splitlines():
            if above := _ABOVE.fullmatch(line):
                yield above[1]
        for line in body.splitlines():
            if line.startswith("|"):
                yield from _cells(line)
            elif line.strip() and not line.startswith("@"):
                yield _LEADS.sub("", line, count=1)
