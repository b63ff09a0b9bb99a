"""Beginning the log of the review anew."""

from __future__ import annotations

from pathlib import Path

__all__ = ["restart_log"]


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
