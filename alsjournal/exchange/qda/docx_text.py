"""The paragraphs of a Word document within a project, as a stream.

Places of selections are counted in this text, so it is what python-docx calls
``paragraph.text``, paragraph by paragraph; that library builds the whole tree in
memory, and 35 kB can be packed to make it take gigabytes.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from io import BytesIO

from alsjournal.unfold.xml import DocumentTypeError, walk

__all__ = ["paragraphs_of"]

_MAX_BODY = 16 << 20
# Bytes of XML of one document; an interview of 100,000 characters has one million.
_BODY = re.compile(r"word/document\d*\.xml")
_PARAGRAPH = ["w:document", "w:body", "w:p"]
_RUNS = (["w:r"], ["w:hyperlink", "w:r"])
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(ValueError, RuntimeError, LookupError, MemoryError, DocumentTypeError),
)


def paragraphs_of(data: bytes, most: int) -> tuple[str, int] | None:
    """Return the paragraphs of the body, one a line; tables are not in it.

    Parameters
    ----------
    data : bytes
        The document.
    most : int
        Bytes of XML that may be read.

    Returns
    -------
    (str, int) or None
        The text, and the bytes of XML that were read; None if it cannot be read, or
        is larger.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = sorted(n for n in archive.namelist() if _BODY.fullmatch(n))
            size = archive.getinfo(names[0]).file_size if names else 0
            if not names or size > min(most, _MAX_BODY):
                return None
            walker = _Paragraphs()
            with archive.open(names[0]) as body:
                for _ in walk(body, walker):
                    pass
    except _UNREADABLE:
        return None
    return "\n".join(walker.texts), size


class _Paragraphs:
    """Collects the words of the paragraphs that stand in the body itself."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._path: list[str] = []
        self._words: list[str] = []
        self._takes = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._path[3:] in _RUNS and self._path[:3] == _PARAGRAPH:
            self._takes = name == "w:t"
            kind = attributes.get("w:type", "textWrapping")
            is_break = name == "w:br" and kind == "textWrapping"
            self._words.append("\n" if is_break else _SIGNS.get(name, ""))
        self._path.append(name)

    def end(self, name: str) -> None:  # noqa: ARG002
        self._takes = False
        if self._path == _PARAGRAPH:
            self.texts.append("".join(self._words))
            self._words.clear()
        self._path.pop()

    def characters(self, text: str) -> None:
        if self._takes:
            self._words.append(text)
