"""The text of a source: in the XML, in the archive, or beside it; never elsewhere."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from alsjournal.exchange.qda.archive import MAX_TEXT, Archive
from alsjournal.exchange.qda.docx_text import paragraphs_of
from alsjournal.exchange.qda.xml import child

__all__ = ["Found", "Texts"]

_INSIDE = "internal://"
_BESIDE = ("relative://", "absolute://")
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_RICH = (".docx",)
_MAX_RICH = 128 << 20
# Bytes of XML of all documents of a project; an interview has one million.


@dataclass(frozen=True, repr=False)
class Found:
    """A text, how it was come by, or in ``how`` why there is none."""

    text: str | None
    how: str
    bom: bool = False


class Texts:
    """Finds the texts of a project.

    Parameters
    ----------
    archive : Archive or None
        None for a project.qde that lies open in a folder.
    folder : pathlib.Path
        Where the project lies; nothing outside it is looked at.
    """

    def __init__(self, archive: Archive | None, folder: Path) -> None:
        self._archive = archive
        self._folder = folder.resolve()
        self._left = _MAX_RICH

    def of(self, element: Element) -> Found:
        """Return the text of a source, a note or a representation."""
        inside = child(element, "PlainTextContent")
        if inside is not None:
            return Found(inside.text or "", "in the project")
        plain, rich = element.get("plainTextPath"), element.get("richTextPath")
        if plain:
            found = self._plain(plain)
            if found.text is not None or not rich:
                return found
            other = self._rich(rich)
            return other if other.text is not None else found
        return self._rich(rich) if rich else Found(None, "no text is named")

    def _plain(self, path: str) -> Found:
        data = self._bytes(path)
        return data if isinstance(data, Found) else _decoded(data)

    def _rich(self, path: str) -> Found:
        if not path.lower().endswith(_RICH):
            return Found(None, "only a formatted text that is not docx")
        data = self._bytes(path)
        if isinstance(data, Found):
            return data
        found = paragraphs_of(data, self._left)
        if found is None:
            return Found(None, "its document cannot be read, or is too large")
        text, size = found
        self._left -= size
        return Found(text, "formatted text (docx)")

    def _bytes(self, path: str) -> bytes | Found:
        if path.lower().startswith(_INSIDE):
            name = path[len(_INSIDE) :].lstrip("/")
            if self._archive is None:
                lower = self._beside(f"sources/{name}")
                if isinstance(lower, bytes):
                    return lower
                return self._beside(f"Sources/{name}")
            for spelt in (name, unquote(name)):
                found = self._archive.source(spelt)
                if found is not None:
                    return found
            return Found(None, "not in the file")
        for prefix in _BESIDE:
            if path.lower().startswith(prefix):
                return self._beside(path[len(prefix) :], absolute=prefix == _BESIDE[1])
        return Found(None, "its path is of no known kind")

    def _beside(self, path: str, *, absolute: bool = False) -> bytes | Found:
        """Read a file that lies in the folder of the project."""
        given = Path(unquote(path)) if absolute else Path(unquote(path).lstrip("/\\"))
        try:
            full = (given if absolute else self._folder / given).resolve()
            if not full.is_relative_to(self._folder):
                return Found(None, "outside the folder of the project")
            if not full.is_file():
                return Found(None, "not in the folder of the project")
            with full.open("rb") as file:
                data = file.read(MAX_TEXT + 1)
        except (OSError, ValueError, RuntimeError):
            return Found(None, "its file cannot be read")
        return data if len(data) <= MAX_TEXT else Found(None, "larger than a text is")


def _decoded(data: bytes) -> Found:
    """Decode a plain text: UTF-8, or UTF-16 that says so."""
    mark = next((m for m in _MARKS if data.startswith(m)), b"")
    try:
        text = data[len(mark) :].decode(_MARKS.get(mark, "utf-8"))
    except UnicodeDecodeError:
        return Found(None, "not in UTF-8")
    return Found(text, "plain text", bool(mark))
