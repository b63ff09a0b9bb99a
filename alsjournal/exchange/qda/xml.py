"""XML without its traps on the way in, and without a choice on the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder

from alsjournal.errors import SourceError
from alsjournal.unfold.xml import DocumentTypeError, walk

__all__ = ["MAX_XML", "child", "children", "legal", "parsed", "serialised", "text_of"]

MAX_XML = 128 << 20
"""Bytes of a project's XML. Ten thousand codings take about 6 MB."""

_MAX_DEPTH = 100
_MAX_PARTS = 2_000_000
# Elements and attributes: a hundred thousand codings. They take 300 MB.
# All but what XML 1.0 allows: https://www.w3.org/TR/xml/#charsets
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT_TABLE, _ATTRIBUTE_TABLE = map(str.maketrans, (_IN_TEXT, _IN_ATTRIBUTE))


def parsed(file: IO[bytes], shown: str) -> Element:
    """Read an XML file; elements and attributes lose their namespaces.

    Programs write several wrong ones, so that nothing can be told by them.

    Raises
    ------
    SourceError
        If it is not well-formed, declares a document type, or is nested or as large
        as no project is.
    """
    builder = _Builder()
    try:
        for _ in walk(file, builder):
            pass
        return builder.close()
    except DocumentTypeError:
        raise _refusal(shown, "declares a document type") from None
    except _TooMuchError:
        raise _refusal(shown, "is nested or as large as no project is") from None
    except (ValueError, LookupError):
        raise _refusal(shown, "is cut off or not well-formed") from None


class _TooMuchError(Exception):
    """There is more than a project has."""


class _Builder:
    """Builds a tree of local names; what it takes of memory is counted first."""

    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self._depth = self._parts = 0
        self.characters = self._tree.data
        self.close = self._tree.close

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._parts += 1 + len(attributes)
        if self._depth > _MAX_DEPTH or self._parts > _MAX_PARTS:
            raise _TooMuchError
        # No local name has a colon: what stands before one is the namespace.
        plain = {k.rpartition(":")[2]: v for k, v in attributes.items()}
        self._tree.start(name.rpartition(":")[2], plain)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._tree.end(name.rpartition(":")[2])


def _refusal(shown: str, why: str) -> SourceError:
    return SourceError(
        f"The XML in {shown!r} must be as a program for qualitative analysis writes "
        f"it. It {why}. Export it again there."
    )


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children with these names; none of nothing."""
    for one in element if element is not None else ():
        if one.tag in names:
            yield one


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child with this name."""
    return next(children(element, name), None)


def text_of(element: Element | None, name: str) -> str:
    """Return the words of a child; empty if there is none."""
    found = child(element, name)
    return (found.text or "") if found is not None else ""


def legal(text: str) -> str:
    r"""Return a text with a sign in place of each character that XML cannot hold.

    Examples
    --------
    >>> legal("a\x0bb") == "a\ufffdb"
    True
    """
    return _ILLEGAL.sub("\ufffd", text)


def serialised(root: Element, namespace: str) -> bytes:
    """Return a tree as bytes: UTF-8, one element a line, the same for the same."""
    root.set("xmlns", namespace)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(root, lines, "")
    return ("\n".join(lines) + "\n").encode("utf-8")


def _write(element: Element, lines: list[str], indent: str) -> None:
    said = "".join(
        f' {name}="{legal(value).translate(_ATTRIBUTE_TABLE)}"'
        for name, value in element.attrib.items()
    )
    opening = f"{indent}<{element.tag}{said}"
    if len(element):
        lines.append(f"{opening}>")
        for one in element:
            _write(one, lines, indent + " ")
        lines.append(f"{indent}</{element.tag}>")
    elif element.text:
        words = legal(element.text).translate(_TEXT_TABLE)
        lines.append(f"{opening}>{words}</{element.tag}>")
    else:
        lines.append(f"{opening}/>")
