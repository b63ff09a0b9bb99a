"""Open the review of a programme: from its files to a queue, or to what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from alsjournal._given import beside
from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.identities import roster_of
from alsjournal.anonymise.key_place import check_key_apart
from alsjournal.anonymise.own_settings import own_settings
from alsjournal.anonymise.raw_key import key_of
from alsjournal.anonymise.read_texts import read_programme_texts
from alsjournal.anonymise.review.custodian import reviewer_of
from alsjournal.anonymise.review.log import AuditLog
from alsjournal.anonymise.review.marks import Marks
from alsjournal.anonymise.review.names import NAMES_FILE, NamesFile
from alsjournal.anonymise.review.queue import Noted, ReviewQueue
from alsjournal.anonymise.review.rulings import Rulings
from alsjournal.ingest.config import read_programme
from alsjournal.ingest.read import read_journal
from alsjournal.journal import RawJournal

__all__ = ["log_beside", "open_review", "open_rulings"]


def log_beside(journal: str | Path) -> AuditLog:
    """Open the log of decisions, which lies beside the journal.

    Parameters
    ----------
    journal : str or pathlib.Path
        The journal's file; the log is ``<its name>.review.jsonl``.

    Returns
    -------
    AuditLog
    """
    path = Path(journal)
    return AuditLog(beside(path, path.stem + ".review.jsonl"))


def open_review(
    source: str | Path,
    log: AuditLog,
    *,
    preset: str | None = None,
    second: bool = False,
    audit: int = 0,
    limit: int = 500,
    n_jobs: int | None = None,
    noted: Noted | None = None,
    progress: Callable[[int], None] | None = None,
) -> ReviewQueue:
    """Read a programme's texts again, and return what is to be decided.

    Parameters
    ----------
    source : str or pathlib.Path
        The ``programme.toml``, which names the custodian under ``[review]``.
    log : AuditLog
        See `log_beside`. Check it first against what the journal keeps of it
        (``provenance["review"]``), by its ``verify``.
    preset : str, optional
    second : bool, default=False
        Whether the second person reviews.
    audit, limit
        As for `ReviewQueue`.
    noted : callable, optional
        Called after each decision with the number of records and the last hash:
        ``JournalStore("my.duckdb").note_review`` lets the journal keep them, and a
        log that is cut off is found out. Without it the journal knows of none.
    n_jobs : int, optional
        As for `Anonymiser`.
    progress : callable, optional
        Called with the number of texts read so far.

    Returns
    -------
    ReviewQueue

    Raises
    ------
    ConfigError
        If the programme names nobody.
    DisclosureError
        If the person facilitates, or the key lies beside the texts.
    StoreError
        If the log is broken.
    """
    check_key_apart(source)
    raw = read_journal(source, preset=preset)
    reviewer = reviewer_of(_section(source), raw, second=second)
    marks = Marks(key_of(raw))
    roster = roster_of(raw)
    own = own_settings(raw)
    found = read_programme_texts(
        raw,
        build_chain(None, own.gazetteer, roster, own.patterns),
        gazetteer=own.gazetteer,
        patterns=own.patterns,
        roster=roster,
        n_jobs=n_jobs,
        progress=progress,
    )
    return ReviewQueue(
        raw,
        found,
        marks=marks,
        log=log,
        names=_names(source),
        reviewer=reviewer,
        audit=audit,
        limit=limit,
        noted=noted,
    )


def open_rulings(source: str | Path, log: AuditLog, raw: RawJournal) -> Rulings | None:
    """Return what was decided in the review, for ``Anonymiser.transform``.

    Parameters
    ----------
    source : str or pathlib.Path
        The ``programme.toml``; beside it lies the list of names.
    log : AuditLog
    raw : RawJournal
        What was read from the source.

    Returns
    -------
    Rulings or None
        None if nothing was decided.

    Raises
    ------
    StoreError
        If the log is broken.
    """
    names = _names(source)
    if not len(log) and not names.rows():
        return None
    by_two = bool(_section(source).get("second"))
    return Rulings(Marks(key_of(raw)), log.records(), names, by_two=by_two)


def _names(source: str | Path) -> NamesFile:
    path = Path(source)
    return NamesFile((path if path.is_dir() else path.parent) / NAMES_FILE)


def _section(source: str | Path) -> Mapping[str, str]:
    path = Path(source)
    path = path / "programme.toml" if path.is_dir() else path
    return read_programme(path).review if path.suffix.lower() == ".toml" else {}
