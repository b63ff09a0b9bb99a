"""XML without its traps on the way in, and without a choice on the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from alsjournal.errors import SourceError

__all__ = ["MAX_XML", "child", "children", "legal", "parsed", "serialised", "text_of"]

MAX_XML = 128 << 20
"""Bytes of a project's XML. Ten thousand codings take about 6 MB."""

_MAX_DEPTH = 100
_MAX_ELEMENTS = 3_000_000
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
    depth = elements = 0
    root: Element | None = None
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if event == "end":
                depth -= 1
                continue
            root = element if root is None else root
            depth, elements = depth + 1, elements + 1
            if depth > _MAX_DEPTH or elements > _MAX_ELEMENTS:
                raise _refusal(shown, "is nested or as large as no project is")
            _bare(element)
    except DefusedXmlException:
        raise _refusal(shown, "declares a document type") from None
    except (ParseError, ValueError, LookupError):
        raise _refusal(shown, "is cut off or not well-formed") from None
    if root is None:
        raise _refusal(shown, "is empty")
    return root


def _bare(element: Element) -> None:
    element.tag = _local(element.tag)
    if any("}" in name for name in element.attrib):
        element.attrib = {_local(k): v for k, v in element.attrib.items()}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


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
