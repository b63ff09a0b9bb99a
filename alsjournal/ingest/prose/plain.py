"""Lines of a text file, as it is or in Markdown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from alsjournal.errors import SourceError
from alsjournal.ingest.formats.delimited import bounded_lines
from alsjournal.ingest.formats.encoding import Encoding, recognise_encoding
from alsjournal.ingest.opening import opened
from alsjournal.ingest.prose.lines import Line

__all__ = ["MARKDOWN", "text_lines"]

MARKDOWN = (".md", ".markdown")

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FRONT = "---"
_LONGEST = 1_000


def text_lines(
    path: Path, shown: str, *, markdown: bool, encoding: str | None = None
) -> tuple[Encoding, Iterator[Line]]:
    """Open a text file: how it is encoded, and its lines.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    markdown : bool
        Whether ``#`` makes a heading, and lines between ``---`` at the top are labels.
    encoding : str, optional
        As declared; it counts where a file is not Unicode.

    Returns
    -------
    encoding : Encoding
    lines : iterator of Line

    Raises
    ------
    SourceError
        If it cannot be read, is no text, or its encoding is not certain.
    """
    found = _encoding(path, shown, encoding)
    lines = _lines(path, shown, found)
    return found, _marked_down(lines) if markdown else lines


def _encoding(path: Path, shown: str, declared: str | None) -> Encoding:
    # In a folder some files are of one program and some of another.
    if declared is not None:
        with suppress(SourceError):
            return recognise_encoding(path, shown, declared)
    return recognise_encoding(path, shown)


def _lines(path: Path, shown: str, found: Encoding) -> Iterator[Line]:
    with opened(path, shown) as file:
        text = io.TextIOWrapper(file, found.name, errors="alsjournal-mark", newline="")
        for number, line in enumerate(bounded_lines(text), start=1):
            yield Line(number, 0, None if line is None else line.rstrip("\r\n"))


def _marked_down(lines: Iterator[Line]) -> Iterator[Line]:
    """Find the headings; what is fenced in is text."""
    fence = ""
    front = False
    for line in lines:
        text = line.text or ""
        if text.rstrip() == _FRONT and (line.number == 1 or front):
            front = line.number == 1
            continue
        mark = _FENCE.match(text)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        plain = fence or front or len(text) > _LONGEST
        heading = None if plain else _HEADING.fullmatch(text)
        if heading and heading[2]:
            yield line._replace(level=len(heading[1]) + 1, text=heading[2])
        else:
            yield line
