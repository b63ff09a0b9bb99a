"""What finders found in texts, kept from one run to the next; no text and no name."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from alsjournal._aside import new_file
from alsjournal.anonymise.chain import CHAIN_VERSION, Chain
from alsjournal.anonymise.finders.entries import RosterEntry
from alsjournal.anonymise.kept_spans import KeptSpans
from alsjournal.anonymise.spans import Span
from alsjournal.errors import SourceError

__all__ = ["SpanFile", "setting_of"]

_FORM = 1
_DURABLE = 2_000
"""Texts after which what is written is made sure of on the disk."""


class SpanFile(KeptSpans):
    """Spans of texts in a file, so that an interrupted run goes on where it stopped.

    A line a text: its mark, which is an HMAC under the key, and where identifiers
    stand in it, with their kinds. Whoever has the file and not the key can learn of no
    text what it is, nor whether one is in it.

    Parameters
    ----------
    path : pathlib.Path
        Made with mode 0600, or gone on with. A line that was cut short is left out.
    key : bytes
        The key for pseudonyms.
    setting : str
        What the finders are, from `setting_of`: with another the file is begun anew.
    unkept : collection of str, default=()
        Texts of which nothing is kept in the file, and what an earlier run kept of
        them is taken out at once: as those of people who were forgotten.

    Notes
    -----
    To be used as a context manager. When it ends without an error, texts that were
    not asked for are gone from the file.
    """

    __slots__ = ("_file", "_key", "_path", "_setting", "_since", "_unkept", "_used")

    def __init__(
        self, path: Path, key: bytes, setting: str, unkept: Collection[str] = ()
    ) -> None:
        super().__init__()
        self._path = path
        self._key = hmac.digest(key, b"spans of texts", "sha256")
        self._setting = setting
        self._used: set[bytes] = set()
        self._unkept = frozenset(map(self.mark, unkept))
        self._since = 0
        self._file: IO[bytes] | None = None

    def __repr__(self) -> str:
        return f"SpanFile({len(self)} texts, withheld)"

    def __enter__(self) -> Self:
        try:
            whole = self._read()
            lost = self._unkept & self._found.keys()
            if lost:
                self._write(self._found.keys() - lost)
                for mark in lost:
                    del self._found[mark]
            self._file = _private(self._path, "a" if whole else "w")
        except OSError as error:
            raise _unusable(self._path, error) from None
        if not whole:
            self._file.write(_line({"form": _FORM, "setting": self._setting}))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._sure()
        if self._file is not None:
            self._file.close()
            self._file = None
        if kind is None and self._found.keys() - self._unkept - self._used:
            try:  # without texts that the programme no longer has
                self._write(self._used)
            except OSError as failed:
                raise _unusable(self._path, failed) from None

    def __contains__(self, text: str) -> bool:
        mark = self.mark(text)
        known = mark in self._found
        if known and mark not in self._unkept:
            self._used.add(mark)
        return known

    def mark(self, text: str) -> bytes:
        """Return what stands for a text: 16 bytes of an HMAC-SHA256 (RFC 2104)."""
        data = text.encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, data, "sha256")[:16]

    def put(self, text: str, spans: Sequence[Span]) -> None:
        """Keep the spans of a text, in the file too unless it is not to be kept."""
        mark = self.mark(text)
        self._found[mark] = self.packed(spans)
        if mark in self._unkept:
            return
        self._used.add(mark)
        if self._file is None:
            return
        try:
            self._file.write(_line([mark.hex(), _told(spans)]))
            self._since += 1
            if self._since >= _DURABLE:
                self._sure()
        except OSError as error:
            raise _unusable(self._path, error) from None

    def _sure(self) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._since = 0

    def _read(self) -> bool:
        """Take in what is there; say whether it can be gone on with."""
        if not self._path.is_file():
            return False
        data = self._path.read_bytes()
        end = data.rfind(b"\n") + 1
        lines = data[:end].splitlines()
        if not lines or _parsed(lines[0]) != {"form": _FORM, "setting": self._setting}:
            return False
        for line in lines[1:]:
            if not self._take(_parsed(line)):
                self._found.clear()
                return False
        if end < len(data):  # killed while it wrote
            os.truncate(self._path, end)
        return True

    def _take(self, row: object) -> bool:
        match row:
            case [str(mark), list(spans)] if len(mark) == 32:
                with suppress(ValueError, TypeError, OverflowError):
                    kept = [Span(*one) for one in spans]
                    self._found[bytes.fromhex(mark)] = self.packed(kept)
                    return True
        return False

    def _write(self, marks: AbstractSet[bytes]) -> None:
        """Write the file anew with these texts only."""
        with new_file(self._path) as file:
            file.write(_line({"form": _FORM, "setting": self._setting}))
            for mark, found in self._found.items():
                if mark in marks:
                    file.write(_line([mark.hex(), _told(self.unpacked(found))]))


def setting_of(
    key: bytes,
    chain: Chain,
    roster: Sequence[RosterEntry],
    gazetteer: str | Path | None,
    patterns: Mapping[str, str] | None,
) -> str:
    """Return what tells finders apart that may find other spans in the same text.

    Parameters
    ----------
    key : bytes
        The roster and patterns go in under it, so that nobody can try names.
    chain : Chain
    roster : sequence of RosterEntry
    gazetteer : str or pathlib.Path or None
    patterns : mapping of str to str or None

    Returns
    -------
    str
        Hexadecimal.
    """
    listed: Any = [
        [e.name, list(e.aliases), e.person, e.organisation, e.code] for e in roster
    ]
    read = b"" if gazetteer is None else Path(gazetteer).read_bytes()
    what = {
        "chain": CHAIN_VERSION,
        "pipeline": chain.pipeline,
        "finders": [finder.name for finder in chain.finders],
        "roster": listed,
        "gazetteer": hashlib.sha256(read).hexdigest(),
        "patterns": sorted((patterns or {}).items()),
    }
    said = json.dumps(what, ensure_ascii=True).encode()
    return hmac.new(key, b"finders\0" + said, "sha256").hexdigest()


def _private(path: Path, mode: str) -> IO[bytes]:
    """Open a file that only its owner may read."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if mode == "a" else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), mode + "b")


def _line(what: object) -> bytes:
    return json.dumps(what, separators=(",", ":")).encode() + b"\n"


def _told(spans: Sequence[Span]) -> list[list[object]]:
    return [[s.start, s.end, s.label, s.finder, s.confidence] for s in spans]


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _unusable(path: Path, error: OSError) -> SourceError:
    msg = (
        f"What was found so far must be kept in {path}. It could not be written or "
        f"read ({error.strerror}). Make room or correct the rights; what was found "
        f"until then stays."
    )
    return SourceError(msg)
