"""Change XML so that most of it is still XML."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.bytes_of import hostile_text, length, several, spoilt

__all__ = ["spoilt_xml"]

_TAG = re.compile(rb"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(rb'(\s[\w:.-]+=")([^"]*)(")')
_TEXT = re.compile(rb">([^<>]+)<")
_ESCAPED = str.maketrans({"<": "&lt;", "&": "&amp;", '"': "&quot;"})
_HEADS = (
    b'<?xml version="1.0" encoding="utf-16"?>',
    b'<?xml version="1.1" encoding="UTF-8"?>',
    b'<?xml version="1.0" encoding="x-none"?>',
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>',
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    b"<?xml-stylesheet href='http://127.0.0.1:1/x'?>",
    b"<!-- -->",
    b"\xef\xbb\xbf",
)
_PIECES = (
    b"<!-- x -->",
    b"<?x y?>",
    b"<![CDATA[<a>&]]>",
    b"&b;",
    b"&#xD800;",
    b"&#x1F600;",
    b"&#13;",
    b"<x:y/>",
    b"<a xmlns='http://x'/>",
    b"<xi:include href='/etc/passwd'/>",
)


def _escaped(rng: Random) -> bytes:
    text = hostile_text(rng)
    if rng.random() < 0.9:
        text = "".join(c for c in text.translate(_ESCAPED) if c >= " " or c in "\t\n")
    return text.encode("utf-8", "surrogatepass")


def _element(rng: Random, xml: bytes) -> tuple[int, int] | None:
    """Return where some element begins and ends."""
    tags = list(_TAG.finditer(xml))
    if not tags:
        return None
    tag = rng.choice(tags)
    if tag.group().endswith(b"/>"):
        return tag.span()
    name = re.match(rb"<([^\s/>]+)", tag.group())
    end = xml.find(b"</" + (name.group(1) if name else b"") + b">", tag.end())
    return (tag.start(), xml.find(b">", end) + 1) if end >= 0 else tag.span()


def _remove(rng: Random, xml: bytes) -> bytes:
    found = _element(rng, xml)
    return xml[: found[0]] + xml[found[1] :] if found else xml


def _repeat(rng: Random, xml: bytes) -> bytes:
    found = _element(rng, xml)
    if not found or found[1] - found[0] > 4_000:
        return xml
    whole = xml[slice(*found)]
    times = 3_000 if rng.random() < 0.004 else rng.choice((1, 1, 2, 20))
    return xml[: found[1]] + whole * times + xml[found[1] :]


def _move(rng: Random, xml: bytes) -> bytes:
    found, to = _element(rng, xml), _element(rng, xml)
    if not found or not to:
        return xml
    return xml[: to[0]] + xml[slice(*found)] + xml[to[0] :]


def _nest(rng: Random, xml: bytes) -> bytes:
    found = _element(rng, xml)
    if not found:
        return xml
    start = _TAG.match(xml, found[0])
    name = re.match(rb"<([^\s/>]+)", start.group()) if start else None
    if not start or not name:
        return xml
    n = rng.choice((1, 2, 5, 40, 101, 1_001))
    opening = start.group().replace(b"/>", b">")
    whole = xml[slice(*found)]
    closing = b"</" + name.group(1) + b">"
    return xml[: found[0]] + opening * n + whole + closing * n + xml[found[1] :]


def _attribute(rng: Random, xml: bytes) -> bytes:
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    one = rng.choice(found)
    what = rng.random()
    if what < 0.15:
        return xml[: one.start()] + xml[one.end() :]
    if what < 0.2:
        many = b"".join(b' a%d="x"' % i for i in range(length(rng)))
        return xml[: one.end()] + many + xml[one.end() :]
    new = rng.choice(found).group(2) if what < 0.4 else _escaped(rng)
    return xml[: one.start(2)] + new + xml[one.end(2) :]


def _words(rng: Random, xml: bytes) -> bytes:
    found = list(_TEXT.finditer(xml))
    if not found:
        return xml
    one = rng.choice(found)
    return xml[: one.start(1)] + _escaped(rng) + xml[one.end(1) :]


def _piece(rng: Random, xml: bytes) -> bytes:
    found = _element(rng, xml)
    at = found[rng.randrange(2)] if found else 0
    return xml[:at] + rng.choice(_PIECES) + xml[at:]


def _head(rng: Random, xml: bytes) -> bytes:
    return rng.choice(_HEADS) + re.sub(rb"^<\?xml[^>]*\?>", b"", xml)


_LARGE = 4 << 20
_WAYS = (*(_remove, _repeat, _move, _nest), *(_attribute,) * 4, *(_words,) * 3, _piece)


def spoilt_xml(rng: Random, xml: bytes, pool: list[bytes]) -> bytes:
    """Return XML with some changes; one in ten is changed byte by byte."""
    for _ in range(several(rng)):
        if len(xml) < _LARGE:  # to change more takes longer than to read it
            xml = rng.choice(_WAYS)(rng, xml)
    if rng.random() < 0.04:
        xml = _head(rng, xml)
    return spoilt(rng, xml, pool) if rng.random() < 0.1 else xml
