"""What `ingest` and `review` share: where decisions lie, and whether they are whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.errors import StoreError

if TYPE_CHECKING:
    from alsjournal.anonymise.review import AuditLog, NamesFile, Rulings
    from alsjournal.journal import RawJournal

__all__ = ["check_log", "log_of", "names_of", "review_section", "rulings_of"]


def log_of(journal: Path) -> AuditLog:
    """Open the review's log, which lies beside the journal."""
    from alsjournal.anonymise.review import AuditLog

    return AuditLog(journal.with_name(journal.stem + ".review.jsonl"))


def names_of(source: Path) -> NamesFile:
    """Open the list of names, which lies beside the sources."""
    from alsjournal.anonymise.review import NAMES_FILE, NamesFile

    folder = source if source.is_dir() else source.parent
    return NamesFile(folder / NAMES_FILE)


def review_section(source: Path) -> Mapping[str, str]:
    """Return what ``programme.toml`` says of who reviews; nothing without one."""
    from alsjournal.ingest.config import read_programme

    path = source / "programme.toml" if source.is_dir() else source
    return read_programme(path).review if path.suffix.lower() == ".toml" else {}


def kept_of(journal: Path) -> Mapping[str, object]:
    """Return what the journal keeps of the log; nothing if there is no journal."""
    from alsjournal.store import JournalStore

    if not journal.exists():
        return {}
    kept = JournalStore(journal).provenance().get("review")
    return kept if isinstance(kept, dict) else {}


def check_log(log: AuditLog, journal: Path) -> None:
    """Stop if the log is not what the journal knows of.

    Raises
    ------
    StoreError
        Says where it breaks.
    """
    verdict = log.verify(kept_of(journal))
    if not verdict.sound:
        msg = (
            f"The review's log must be whole: {log.path}. Record {verdict.broken_at} "
            f"is not sound: {verdict.why}. Put back a copy of it, or move it away and "
            f"review again."
        )
        raise StoreError(msg)


def rulings_of(source: Path, journal: Path, raw: RawJournal) -> Rulings | None:
    """Return what was decided in the review; None if nothing was."""
    from alsjournal.anonymise.review import Marks, Rulings
    from alsjournal.anonymise.tables import key_of

    log, names = log_of(journal), names_of(source)
    check_log(log, journal)
    if not len(log) and not names.rows():
        return None
    by_two = bool(review_section(source).get("second"))
    return Rulings(Marks(key_of(raw)), log.records(), names, by_two=by_two)
