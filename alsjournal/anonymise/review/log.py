"""What was decided in the review, span by span: a log that shows when it is changed.

Each record has the SHA-256 of the line before it. So nothing can be edited, taken out
or put in another order without the rest showing it; that the end was cut off shows
against the journal, whose provenance keeps the number of records and the last hash.
No record holds text: spans, texts and people stand there by keyed ids.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from alsjournal.errors import InputError, SourceError, StoreError

__all__ = ["DECISIONS", "AuditLog", "Record", "Verdict"]

DECISIONS = (
    *("accept", "extend", "reject", "always", "never", "skip"),
    *("undo", "audit", "read"),
)
"""What a record may say was decided."""

_START = "0" * 64
_MODE = 0o600


@dataclass(frozen=True)
class Record:
    """One decision.

    Parameters
    ----------
    n : int
        Its number, from 1.
    at : str
        When, in UTC (ISO 8601).
    actor : str
        ``custodian`` or ``second``, and the keyed id of the name.
    decision : str
        One of `DECISIONS`; ``undo`` takes back the last about the same item, ``read``
        says that somebody read a text in another language whole.
    item, text : str
        Keyed ids of the span with its context, and of its text.
    label, finder : str
        What it was taken for, by which finders.
    chain : str
        The version of the chain of finders.
    to : str, default=""
        The keyed id of the longer span, of one that was extended.
    words : int, default=0
        How many words the span has.
    masked, missed : int, default=0
        Of what was read whole: identifiers that were masked, and were not.
    """

    n: int
    at: str
    actor: str
    decision: str
    item: str
    text: str
    label: str
    finder: str
    chain: str
    to: str = ""
    words: int = 0
    masked: int = 0
    missed: int = 0


_FIELDS = frozenset(f.name for f in fields(Record))


@dataclass(frozen=True)
class Verdict:
    """Whether a log is whole.

    Parameters
    ----------
    records : int
        Records that are sound, from the first on.
    broken_at : int or None
        The number of the first that is not.
    why : str
    """

    records: int
    broken_at: int | None = None
    why: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken_at is None


class AuditLog:
    """A file of records, one a line, to which records are only added.

    Parameters
    ----------
    path : str or pathlib.Path
        Made by the first `append`, for the user alone to read.

    Raises
    ------
    SourceError
        If it cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            msg = f"The review's log must be readable: {self.path} ({error.strerror})."
            raise SourceError(msg) from None
        *lines, rest = data.split(b"\n")
        self._unfinished = len(rest)
        self._size = len(data)
        self._records, self._hashes, self._verdict = _read(lines)

    def __len__(self) -> int:
        return len(self._records)

    @property
    def last(self) -> tuple[int, str]:
        """The number of records and the hash of the last: what the journal keeps."""
        return len(self._records), self._hashes[-1] if self._hashes else _START

    def records(self) -> tuple[Record, ...]:
        """Return all records.

        Raises
        ------
        StoreError
            If the log is broken: what it says cannot be relied on.
        """
        if not self._verdict.sound:
            msg = (
                f"The review's log must be whole. In {self.path.name}, record "
                f"{self._verdict.broken_at} is not sound: {self._verdict.why}. Put "
                f"back a copy, or move it away and review again."
            )
            raise StoreError(msg)
        return tuple(self._records)

    def verify(self, kept: Mapping[str, object] | None = None) -> Verdict:
        """Say whether the log is whole.

        Parameters
        ----------
        kept : mapping, optional
            What the journal keeps of it: ``records`` and ``last``.

        Returns
        -------
        Verdict
        """
        if not self._verdict.sound or not kept:
            return self._verdict
        n, last = kept.get("records"), kept.get("last")
        if not isinstance(n, int) or n < 1:
            return self._verdict
        if n > len(self._records):
            why = f"the journal knows of {n} records; the rest was cut off"
            return Verdict(len(self._records), len(self._records) + 1, why)
        if self._hashes[n - 1] != last:
            why = "it, or one before it, is not what the journal knows of"
            return Verdict(n - 1, n, why)
        return self._verdict

    def append(self, **said: str | int) -> Record:
        """Add a record, and have it on the disk before returning.

        Parameters
        ----------
        **said
            The fields of `Record` but ``n`` and ``at``.

        Returns
        -------
        Record

        Raises
        ------
        InputError
            If the decision is none of `DECISIONS`.
        StoreError
            If the log is broken, cannot be written, or was written to meanwhile.
        """
        if said.get("decision") not in DECISIONS:
            msg = f"A decision must be one of {', '.join(DECISIONS)}. Got another."
            raise InputError(msg)
        self.records()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = Record(len(self._records) + 1, now, **said)  # type: ignore[arg-type]
        line = json.dumps({**asdict(record), "previous": self.last[1]}, sort_keys=True)
        self._write(line.encode())
        self._records.append(record)
        self._hashes.append(hashlib.sha256(line.encode()).hexdigest())
        return record

    def _write(self, line: bytes) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self.path, flags, _MODE), "r+b", 0) as file:
                self._check_unchanged(file.seek(0, os.SEEK_END))
                # What a stop in the middle of a record left was never decided.
                self._size -= self._unfinished
                self._unfinished = 0
                file.truncate(self._size)
                file.seek(self._size)
                file.write(line + b"\n")
                os.fsync(file.fileno())
        except StoreError:
            raise
        except OSError as error:
            msg = f"The review's log must be writable: {self.path} ({error.strerror})."
            raise StoreError(msg) from None
        self._size += len(line) + 1

    def _check_unchanged(self, size: int) -> None:
        if size != self._size:
            msg = (
                "The review's log has changed since it was opened: another review is "
                "going on. End one of them."
            )
            raise StoreError(msg)


def _read(lines: Iterable[bytes]) -> tuple[list[Record], list[str], Verdict]:
    records: list[Record] = []
    hashes: list[str] = []
    previous = _START
    for n, line in enumerate(lines, 1):
        why = ""
        try:
            said = json.loads(line)
            before = said.pop("previous")
            if set(said) != _FIELDS or said["decision"] not in DECISIONS:
                why = "it is no record of this version"
            elif before != previous:
                why = "the one before it was changed, or is missing"
            elif said["n"] != n:
                why = "its number is wrong"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            why = "it cannot be read"
        if why:
            return records, hashes, Verdict(len(records), n, why)
        records.append(Record(**said))
        previous = hashlib.sha256(line).hexdigest()
        hashes.append(previous)
    return records, hashes, Verdict(len(records))
