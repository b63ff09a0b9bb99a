"""The text and the tables of a Word document (docx, docm).

Read are the body and the styles, as streams. Everything else in the file is left
alone: links and templates are not followed, macros, pictures, properties and comments
not opened.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alsjournal.unfold.limits import MAX_TABLES
from alsjournal.unfold.word_blocks import BlockWalker, Line, Row, TableEnd
from alsjournal.unfold.word_styles import Styles
from alsjournal.unfold.xml import walk

__all__ = ["Document", "opened"]

_TOP = 20
_TOP_LENGTH = 1_000
_NAME_LENGTH = 200
_KEPT_STYLES = 8
_KNOWN_STYLES: dict[bytes, Styles] = {}
_BODY = re.compile(r"word/document\d*\.xml")
_STYLES = re.compile(r"word/styles\d*\.xml")
_BESIDE = {
    "headers": re.compile(r"word/(?:header|footer)\d+\.xml"),
    "macros": re.compile(r"word/vbaProject\.bin"),
    "embedded": re.compile(r"word/embeddings/.+"),
}


class Document:
    """A Word document. Its last table is its text, a row a paragraph.

    A row of the text is the level (0 is text, 1 the title, 2 the first headings),
    ``h`` where a part is highlighted, ``s`` where its words are struck through and
    ``p`` where some are, the table and column where it stands in one, as
    ``1.0``, and the paragraph.

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        names = self._archive.namelist()
        bodies = sorted(name for name in names if _BODY.fullmatch(name))
        if not bodies:
            msg = "no body"
            raise ValueError(msg)
        self._body = bodies[0]
        self._styles = self._read_styles(names)
        beside = {
            what: sum(bool(part.fullmatch(name)) for name in names)
            for what, part in _BESIDE.items()
        }
        self._beside = {what: n for what, n in beside.items() if n}
        self._prose = 0

    def tables(self) -> list[dict[str, Any]]:
        """The tables with their first rows, then the text."""
        walker = BlockWalker(self._styles)
        tables: dict[int, dict[str, Any]] = {}
        lines = 0
        for found in self._walked(walker):
            if isinstance(found, Line):
                lines += 1
            elif isinstance(found, Row):
                self._note(found, tables)
            elif found.table in tables:
                counts = {"merged": found.merged} if found.merged else {}
                name = found.name[:_NAME_LENGTH]
                tables[found.table] |= {"name": name, "counts": counts}
            else:
                walker.counts["tables"] += 1
        counts = {**walker.counts, **self._beside}
        text = _described("", lines) | {"prose": True, "counts": counts}
        self._prose = len(tables)
        return [*tables.values(), text]

    def rows(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """The paragraphs, for the last number; else the rows of a table."""
        for found in self._walked(BlockWalker(self._styles)):
            if isinstance(found, TableEnd):
                continue
            if isinstance(found, Row):
                if found.table == number + 1:
                    yield found.row, found.cells
            elif number == self._prose:
                mark = "h" * found.highlighted + found.struck
                yield found.number, [str(found.level), mark, found.cell, found.text]

    def _walked(self, walker: BlockWalker) -> Iterator[Line | Row | TableEnd]:
        with self._archive.open(self._body) as body:
            for _ in walk(body, walker):
                while walker.found:
                    yield walker.found.popleft()

    @staticmethod
    def _note(row: Row, tables: dict[int, dict[str, Any]]) -> None:
        if row.table not in tables:
            if len(tables) >= MAX_TABLES:
                return
            tables[row.table] = _described("", 0)
        table = tables[row.table]
        table["height"] += 1
        if len(table["top"]) < _TOP:
            cells = [cell[:_TOP_LENGTH] for cell in row.cells]
            table["top"].append((row.row, cells))

    def _read_styles(self, names: list[str]) -> Styles:
        parts = sorted(name for name in names if _STYLES.fullmatch(name))
        if not parts:
            return Styles()
        # Documents of one template have the same styles, which take longer than texts.
        digest = hashlib.sha256()
        with self._archive.open(parts[0]) as part:
            while block := part.read(1 << 16):
                digest.update(block)
        mark = digest.digest()
        if mark not in _KNOWN_STYLES:
            styles = Styles()
            with self._archive.open(parts[0]) as part:
                for _ in walk(part, styles):
                    pass
            while len(_KNOWN_STYLES) >= _KEPT_STYLES:
                del _KNOWN_STYLES[next(iter(_KNOWN_STYLES))]
            _KNOWN_STYLES[mark] = styles
        return _KNOWN_STYLES[mark]


def opened(path: Path) -> Document:
    """Open a Word document."""
    return Document(path)


def _described(name: str, height: int) -> dict[str, Any]:
    return {"name": name, "visible": True, "height": height, "top": [], "counts": {}}
