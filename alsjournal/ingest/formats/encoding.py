"""Recognise how a file's characters are encoded, or ask; never guess silently.

Sure signs are a byte order mark, bytes that are valid UTF-8 (other encodings hardly
ever are), and the zero bytes of UTF-16. Between the old 8-bit encodings there are
only signs in the text (``western``); where they do not decide, the user is asked.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from alsjournal.errors import ConfigError, SourceError
from alsjournal.ingest.formats.western import CANDIDATES, western
from alsjournal.ingest.opening import opened

__all__ = ["BAD_BYTES", "Encoding", "recognise_encoding"]

BAD_BYTES = "\udcff"
"""What a byte that the encoding cannot read becomes; its row is refused."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3", "a database"),
)
_CHUNK = 1 << 20
_SAMPLE = 200_000

codecs.register_error(
    "alsjournal-mark",
    lambda e: (BAD_BYTES, e.end if isinstance(e, UnicodeDecodeError) else 0),
)


@dataclass(frozen=True)
class Encoding:
    """What was recognised: the codec, how, and the file's fingerprint.

    ``clean`` means that all of its bytes are known to be valid.
    """

    name: str
    how: str
    sha256: str
    clean: bool


@dataclass
class _Survey:
    """What one reading of the whole file shows, in bounded memory."""

    start: bytes = b""
    size: int = 0
    good: int = 0
    bad: int = 0
    zeros: list[int] = field(default_factory=lambda: [0, 0])
    odd_lines: bytearray = field(default_factory=bytearray)
    sha256: str = ""

    @property
    def is_utf16(self) -> bool:
        """Whether every other byte is mostly zero, as in UTF-16 without a mark."""
        most = max(self.zeros)
        return most > 0.35 * self.size and min(self.zeros) < 0.1 * most

    @property
    def codec16(self) -> str:
        """Which end comes first, if it is UTF-16."""
        return "utf-16-le" if self.zeros[1] > self.zeros[0] else "utf-16-be"


def recognise_encoding(path: Path, shown: str, declared: str | None = None) -> Encoding:
    """Say how the characters of a file are encoded.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    declared : str, optional
        What ``programme.toml`` says; then nothing is recognised but a byte order
        mark of the same family.

    Returns
    -------
    Encoding

    Raises
    ------
    SourceError
        If the file is empty, is not text, or its encoding is not certain.
    ConfigError
        If the declared encoding is not one.
    """
    survey = _survey(path, shown)
    if not survey.size:
        msg = (
            f"{shown!r} must hold a row of headers and rows below it. It is empty "
            f"(0 bytes). Export it again."
        )
        raise SourceError(msg)
    for magic, what in _NOT_TEXT:
        if survey.start.startswith(magic):
            msg = (
                f"{shown!r} must be a text file of separated values. It is {what}. "
                f"Open it where it was made and save it as CSV UTF-8."
            )
            raise SourceError(msg)
    name, how = _decide(survey, shown, declared)
    clean = _family(name) == "utf-8" and not survey.bad
    return Encoding(name, how, survey.sha256, clean)


def _decide(survey: _Survey, shown: str, declared: str | None) -> tuple[str, str]:
    mark = next((codec for bom, codec in _BOMS if survey.start.startswith(bom)), None)
    if declared is not None:
        name = _known_codec(declared)
        if mark is not None and _family(mark) == _family(name):
            return mark, "as declared"
        is_utf8 = mark is None and survey.good and not survey.bad
        if mark is not None or (is_utf8 and _family(name) != "utf-8"):
            found = "valid UTF-8 throughout" if mark is None else f"marked as {mark}"
            msg = (
                f"{shown!r} must have the encoding that programme.toml declares, "
                f"{declared!r}. It is {found}. Correct or remove encoding =, or save "
                f"the file again."
            )
            raise SourceError(msg)
        return name, "as declared"
    if mark is not None:
        return mark, "by its byte order mark"
    if survey.is_utf16:
        return survey.codec16, "by its zero bytes"
    if not survey.bad:
        return "utf-8", "all bytes are valid"
    if survey.good >= 9 * survey.bad:
        return "utf-8", f"all but {survey.bad:,} lines are valid"
    return _old_encoding(bytes(survey.odd_lines), shown), "by how its text reads"


def _old_encoding(sample: bytes, shown: str) -> str:
    found = western(sample)
    if found is not None:
        return found
    from charset_normalizer import from_bytes  # slow to import

    others = [match.encoding for match in from_bytes(sample)]
    names = list(dict.fromkeys([*CANDIDATES, *others]))[:6]
    msg = (
        f"{shown!r} is not UTF-8, and which encoding it has is not certain. "
        f"Candidates: {', '.join(names)}. Save it as CSV UTF-8, or say which it is in "
        f'programme.toml: [programme] encoding = "cp1252" (Windows; older Macs wrote '
        f"mac_roman)."
    )
    raise SourceError(msg)


def _known_codec(declared: str) -> str:
    try:
        "".encode(declared)
        codecs.getincrementaldecoder(declared)
        return codecs.lookup(declared).name
    except (LookupError, UnicodeError, ValueError):
        msg = (
            f"[programme] encoding must be the name of a text encoding, as "
            f"'utf-8' or 'cp1252'. Got {declared!r}."
        )
        raise ConfigError(msg) from None


def _family(codec: str) -> str:
    name = codec.lower().replace("_", "-")
    return next((f for f in ("utf-8", "utf-16", "utf-32") if name.startswith(f)), name)


def _survey(path: Path, shown: str) -> _Survey:
    """Read the file once: fingerprint, valid and invalid lines, zero bytes."""
    survey = _Survey()
    digest = hashlib.sha256()
    with opened(path, shown) as file:
        for chunk in _chunks(file):
            if not survey.size:
                survey.start = chunk[:32]
            digest.update(chunk)
            _count(chunk, survey)
    survey.sha256 = digest.hexdigest()
    return survey


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield about a megabyte at a time, cut at a line end or between characters."""
    rest = b""
    while block := file.read(_CHUNK):
        block = rest + block
        cut = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1 or _boundary(block)
        yield block[:cut]
        rest = block[cut:]
    if rest:
        yield rest


def _boundary(block: bytes) -> int:
    """Return where the last character of UTF-8 begins."""
    cut = len(block) - 1
    while cut > max(0, len(block) - 4) and block[cut] & 0xC0 == 0x80:
        cut -= 1
    return max(cut, 1)


def _count(chunk: bytes, survey: _Survey) -> None:
    if b"\0" in chunk:
        first = survey.size % 2
        survey.zeros[first] += chunk[::2].count(0)
        survey.zeros[1 - first] += chunk[1::2].count(0)
    survey.size += len(chunk)
    if chunk.isascii():
        return
    for line in chunk.splitlines():
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            survey.good += 1
        except UnicodeDecodeError:
            survey.bad += 1
            if len(survey.odd_lines) < _SAMPLE:
                survey.odd_lines += line[:10_000] + b"\n"
