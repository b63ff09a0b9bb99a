"""What `ingest` and `review` share: the log, held against the journal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.errors import StoreError

if TYPE_CHECKING:
    from alsjournal.anonymise.review import AuditLog

__all__ = ["checked_log", "restart_log"]


def checked_log(journal: Path) -> AuditLog:
    """Open the log beside a journal.

    Raises
    ------
    StoreError
        If it is not what the journal knows of; says where it breaks.
    """
    from alsjournal.anonymise.review import log_beside

    log = log_beside(journal)
    verdict = log.verify(_kept(journal))
    if not verdict.sound:
        msg = (
            f"The review's log must be whole: {log.path}. Record {verdict.broken_at} "
            f"is not sound: {verdict.why}. Put back a copy of it, or start a new one: "
            f"alsjournal review ... --restart"
        )
        raise StoreError(msg)
    return log


def restart_log(journal: Path) -> Path | None:
    """Move the log away and begin a new one; the journal keeps that this was done.

    Returns
    -------
    pathlib.Path or None
        Where the old one is now, if there was one.
    """
    from datetime import UTC, datetime

    from alsjournal.anonymise.review import log_beside
    from alsjournal.store import JournalStore

    path = log_beside(journal).path
    moved = None
    if path.exists():
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        moved = path.rename(path.with_name(f"{path.stem}.{now}.old"))
    JournalStore(journal).note_review(0, "", restarts=1)
    return moved


def _kept(journal: Path) -> Mapping[str, object]:
    """Return what the journal keeps of the log; nothing if there is no journal."""
    from alsjournal.store import JournalStore

    kept = JournalStore(journal).provenance().get("review") if journal.exists() else {}
    return kept if isinstance(kept, dict) else {}
