"""REFI-QDA projects as other programs write them, small."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from alsjournal.exchange.qda.offsets import Convention, Places

NAMESPACE = "urn:QDA-XML:project:1.0"


def guid(name: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(name)))


def counted(
    text: str, span: tuple[int, int], convention: Convention, *, bom: bool = False
) -> tuple[int, int]:
    """Return a span of code points as a convention counts it."""
    at = Places(text, convention, has_bom=bom)._at
    return int(at[span[0]]), int(at[span[1]]) - convention.inclusive


def selection(
    number: object, start: int, end: int, name: str | None = None, code: str = "cover"
) -> str:
    named = "" if name is None else f" name={attribute(name)}"
    return (
        f'<PlainTextSelection guid="{guid(f"s{number}")}" startPosition="{start}" '
        f'endPosition="{end}"{named}><Coding guid="{guid(f"k{number}")}" '
        f'creatingUser="{guid("ann")}"><CodeRef targetGUID="{guid(code)}"/></Coding>'
        f"</PlainTextSelection>"
    )


def attribute(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def project(
    sources: str,
    *,
    namespace: str = NAMESPACE,
    codes: Iterable[str] = ("cover", "trust"),
    origin: str = "",
    more: str = "",
) -> str:
    named = f' origin="{origin}"' if origin else ""
    book = "".join(
        f'<Code guid="{guid(c)}" name={quoteattr(c)} isCodable="true"/>' for c in codes
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{namespace}" '
        f'name="p"{named}><Users><User guid="{guid("ann")}" name="Ann"/></Users>'
        f"<CodeBook><Codes>{book}</Codes></CodeBook><Sources>{sources}</Sources>{more}"
        f"</Project>"
    )


def source(name: str, inside: str = "", path: str | None = None) -> str:
    path = path or f"internal://{guid(name)}.txt"
    return (
        f'<TextSource guid="{guid(name)}" name={quoteattr(name)} '
        f'plainTextPath="{escape(path)}">{inside}</TextSource>'
    )


def archive(
    path: Path,
    xml: str | bytes,
    texts: Mapping[str, bytes] | None = None,
    *,
    folder: str = "sources",
    qde: str = "project.qde",
) -> Path:
    """Write an archive; texts by the name of their source, or with their whole path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(qde, xml)
        for name, data in (texts or {}).items():
            where = name if "/" in name else f"{folder}/{guid(name)}.txt"
            file.writestr(where, data)
    return path


def one_text(
    path: Path,
    text: str,
    spans: Iterable[tuple[int, int]],
    convention: Convention,
    *,
    named: bool = True,
    bom: bool = False,
    origin: str = "",
) -> Path:
    """Write a project of one text, its selections counted as a convention says."""
    inside = "".join(
        selection(
            i,
            *counted(text, span, convention, bom=bom),
            text[slice(*span)] if named else None,
        )
        for i, span in enumerate(spans)
    )
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    return archive(path, project(source("t", inside), origin=origin), {"t": data})
