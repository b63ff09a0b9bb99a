"""What `ingest` and `review` share: the log, held against the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.errors import StoreError

if TYPE_CHECKING:
    from alsjournal.anonymise.review import AuditLog

__all__ = ["checked_log"]


def checked_log(journal: Path) -> AuditLog:
    """Open the log beside a journal.

    Raises
    ------
    StoreError
        If it is not what the journal knows of; says where it breaks.
    """
    from alsjournal.anonymise.review import log_beside
    from alsjournal.store import JournalStore

    log = log_beside(journal)
    kept = JournalStore(journal).provenance().get("review") if journal.exists() else {}
    verdict = log.verify(kept if isinstance(kept, dict) else {})
    if not verdict.sound:
        msg = (
            f"The review's log must be whole: {log.path}. Record {verdict.broken_at} "
            f"is not sound: {verdict.why}. Put back a copy of it, or move it away and "
            f"review again."
        )
        raise StoreError(msg)
    return log
