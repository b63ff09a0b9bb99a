"""Walk through the XML of an office file, as a stream, without what makes it a trap.

The parser is Python's own (expat), which reads character by character and builds
nothing. A document type is refused at its first sign, so no entity is ever declared,
expanded or silently left out; nothing outside the file is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Protocol
from xml.parsers import expat

__all__ = ["DocumentTypeError", "Walker", "number", "switched_on", "walk"]

_CHUNK = 1 << 16
_MAX_DEPTH = 1_000
_MAX_TAG = 4 << 20
# Bytes of one tag: what the parser must hold before it can say what it is. Programs
# write the words of a passage into one.
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_SHORT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm:",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm:",
    "http://schemas.microsoft.com/office/word/2015/wordml/symex": "w16se:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_KNOWN_NAMES = 1_000


class DocumentTypeError(Exception):
    """The file declares a document type, and with it perhaps entities."""

    why = "dtd"


class Walker(Protocol):
    """What is told of the elements, in their order."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; known namespaces are short, as ``w:p``."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Characters between two tags; not necessarily all of them at once."""


def walk(file: IO[bytes], walker: Walker) -> Iterator[None]:
    """Walk through a file; pause after each piece of it.

    Parameters
    ----------
    file : file of bytes
    walker : Walker

    Yields
    ------
    None
        After each 64 kB, so that what was found so far can be handed on.

    Raises
    ------
    DocumentTypeError
        If it declares a document type.
    ValueError
        If it is not well-formed, nested as nobody nests, or has a tag without an end.
    MemoryError
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    names: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            msg = "nested too deeply"
            raise ValueError(msg)
        told = {names.get(k) or _short(k, names): v for k, v in attributes.items()}
        walker.start(names.get(name) or _short(name, names), told)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        walker.end(names.get(name) or _short(name, names))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = walker.characters
    last, given = False, 0
    while not last:
        block = file.read(_CHUNK)
        last, given = not block, given + len(block)
        try:
            parser.Parse(block, last)
        except expat.ExpatError as error:
            if error.code == _NO_MEMORY:
                raise MemoryError from None
            msg = "not well-formed"
            raise ValueError(msg) from None
        if given - parser.CurrentByteIndex > _MAX_TAG:
            msg = "a tag without an end"
            raise ValueError(msg)
        yield


def switched_on(attributes: dict[str, str]) -> bool:
    """Whether a property that is there is not said to be off."""
    return attributes.get("w:val", "1").lower() not in ("0", "false", "off", "none")


def number(attributes: dict[str, str], missing: int = 0) -> int:
    """Return the whole number that an element holds."""
    said = attributes.get("w:val", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else missing


def _refuse(*_: object) -> None:
    raise DocumentTypeError


def _short(name: str, names: dict[str, str]) -> str:
    space, _, local = name.rpartition(" ")
    short = _SHORT.get(space, "" if not space else "?:") + local
    if len(names) < _KNOWN_NAMES:
        names[name] = short
    return short
