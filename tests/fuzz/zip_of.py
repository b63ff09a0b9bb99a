"""Change an archive: what is in its parts, their names, and how they are packed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from random import Random

from tests.fuzz.bytes_of import spoilt
from tests.fuzz.xml_of import spoilt_xml

__all__ = ["packed", "parts_of", "spoilt_zip"]

Change = Callable[[Random, bytes, list[bytes]], bytes]

_NAMES = (
    "../x.xml",
    "/etc/passwd",
    "..\\x",
    "C:\\x",
    "a\x00b",
    "sources/../../x",
    "",
    "/",
    "PROJECT.QDE",
    "project.qde",
    "xl/workbook.xml",
    "word/document.xml",
    "word/document2.xml",
    "x" * 3_000,
    "\u202e.xml",
)
_METHODS = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_BOMB = 12 << 20


@lru_cache(maxsize=64)
def parts_of(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Return the parts of a seed by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((n, archive.read(n)) for n in archive.namelist())


def packed(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """Pack parts, also two of the same name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
            info.filename = name  # as it is: the constructor would mend it
            info.compress_type = method
            archive.fp.write(b"")
            archive.writestr(info, data)
            archive.NameToInfo.clear()  # or it warns of the second of a name
    return out.getvalue()


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    """Deflate at its best, twice: an archive whose part is an archive."""
    inner = packed([("x", bytes(_BOMB))], zipfile.ZIP_DEFLATED)
    return packed([("x.zip", inner * 50)], zipfile.ZIP_DEFLATED)


def _add(rng: Random, parts: list[tuple[str, bytes]]) -> None:
    name, data = rng.choice(parts)
    what = rng.random()
    if what < 0.3:
        parts.append((rng.choice(_NAMES), data))
    elif what < 0.6:
        parts.append((name, data))
    elif what < 0.9:
        parts.append((name.upper(), data))
    else:
        parts.append((rng.choice((name, "x.zip", "xl/media/a.zip")), _bomb()))


def _rename(rng: Random, parts: list[tuple[str, bytes]]) -> None:
    i = rng.randrange(len(parts))
    other = rng.choice((*_NAMES, rng.choice(parts)[0]))
    parts[i] = (other, parts[i][1])


def _drop(rng: Random, parts: list[tuple[str, bytes]]) -> None:
    if len(parts) > 1:
        del parts[rng.randrange(len(parts))]


def _lie(rng: Random, data: bytes) -> bytes:
    """Change a field of the directory or of a local head."""
    at = data.find(rng.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")))
    if at < 0:
        return data
    at += rng.randrange(4, 46)
    new = rng.choice(
        (b"\0\0", b"\xff\xff", b"\x01\0", struct.pack("<I", 0xFFFFFFFF), b"\x63\0")
    )
    return data[:at] + new + data[at + len(new) :]


def _huge(rng: Random, parts: list[tuple[str, bytes]]) -> bytes:
    """Pack a part that unfolds to a thousand times its size."""
    i = rng.randrange(len(parts))
    name, data = parts[i]
    cut = rng.randint(0, len(data))
    fill = rng.choice((b" ", b"x", b"<a/>", b"\n", b"\0", b"<a>"))
    n = rng.choice((1 << 20, 9 << 20)) // len(fill)
    parts[i] = (name, data[:cut] + fill * n + data[cut:])
    return packed(parts, rng.choice(_METHODS))


def spoilt_zip(
    rng: Random, data: bytes, pool: list[bytes], change: Change = spoilt_xml
) -> bytes:
    """Return an archive with some of its parts changed.

    Parameters
    ----------
    rng : random.Random
    data : bytes
        A sound archive.
    pool : list of bytes
        Others.
    change : callable, default=spoilt_xml
        What changes a part.
    """
    parts = list(parts_of(data))
    if rng.random() < 0.9:
        i = rng.randrange(len(parts))
        name, inner = parts[i]
        others = [part for _, part in parts_of(rng.choice(pool))] or [b""]
        way = change if name.endswith((".xml", ".qde", ".rels")) else spoilt
        parts[i] = (name, way(rng, inner, others))
    if rng.random() < 0.15:
        rng.choice((_add, _rename, _drop))(rng, parts)
    if rng.random() < 0.002:
        return _huge(rng, parts)
    method = rng.choice(_METHODS) if rng.random() < 0.05 else zipfile.ZIP_STORED
    try:
        out = packed(parts, method)
    except (ValueError, UnicodeError, zlib.error):
        out = data
    if rng.random() < 0.05:
        out = _lie(rng, out)
    return spoilt(rng, out, pool) if rng.random() < 0.03 else out
