"""From what was read to the journal's file: anonymise, then keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.errors import StoreError

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.anonymise.review import AuditLog
    from alsjournal.anonymise.vault import Original
    from alsjournal.journal import Journal, RawJournal
    from alsjournal.store import WriteReport

__all__ = ["anonymised", "checked_log", "held_back", "kept", "kept_review"]


def anonymised(
    raw: RawJournal,
    source: Path,
    journal: Path,
    *,
    n_jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
    originals: list[Original] | None = None,
    resume: Path | None = None,
    unkept: Collection[str] = (),
) -> Journal:
    """Anonymise what was read, with what people decided in the review.

    Parameters
    ----------
    raw : RawJournal
    source : pathlib.Path
        Where it was read from; the list of names lies beside it.
    journal : pathlib.Path
        The journal's file, beside which the review's log lies.
    n_jobs, progress, originals, resume, unkept
        As for `Anonymiser.transform`.

    Returns
    -------
    Journal
        In memory.

    Raises
    ------
    StoreError
        If the review's log is not whole.
    MissingKeyError, ConfigError
        As `Anonymiser.transform` says.
    """
    from alsjournal.anonymise import Anonymiser
    from alsjournal.anonymise.review import open_rulings

    rulings = open_rulings(source, checked_log(journal), raw)
    return Anonymiser(n_jobs=n_jobs).fit_transform(
        raw,
        progress=progress,
        rulings=rulings,
        originals=originals,
        resume=resume,
        unkept=unkept,
    )


def held_back(raw: RawJournal, journal: Path) -> frozenset[str]:
    """Return the texts that are of people who were forgotten in a journal.

    Parameters
    ----------
    raw : RawJournal
    journal : pathlib.Path
        The journal's file, which may not be there yet.

    Returns
    -------
    frozenset of str

    Raises
    ------
    MissingKeyError, DisclosureError
        As `JournalStore.write`, if it cannot be told.
    """
    from alsjournal.anonymise.skeleton import skeleton_of, texts_of
    from alsjournal.store._held import held_rows

    return texts_of(raw, held_rows(journal, lambda: skeleton_of(raw)))


def kept(
    cleaned: Journal,
    refused: pd.DataFrame,
    raw: RawJournal,
    journal: Path,
    label: str,
    *,
    provenance: Mapping[str, object] | None = None,
) -> WriteReport:
    """Write what was anonymised, and what was refused, under a source's label.

    Parameters
    ----------
    cleaned : Journal
    refused : pandas.DataFrame
        See `JournalStore.write_refusals`; names of files become pseudonyms.
    raw : RawJournal
        For its key.
    journal : pathlib.Path
    label : str
        From `alsjournal.ingest.wide.source_label`, which may hold a name.
    provenance : mapping, optional
        What else the journal is to know, in the same go.

    Returns
    -------
    WriteReport
    """
    from alsjournal.anonymise.file_names import file_pseudonym
    from alsjournal.anonymise.raw_key import key_of
    from alsjournal.store import JournalStore

    key = key_of(raw)
    refused = refused.assign(file=[file_pseudonym(key, n) for n in refused["file"]])
    return JournalStore(journal).write(
        cleaned,
        source=file_pseudonym(key, label),
        refused=refused,
        provenance=provenance or {},
    )


def checked_log(journal: Path) -> AuditLog:
    """Open the log beside a journal.

    Raises
    ------
    StoreError
        If it is not what the journal knows of; says where it breaks.
    """
    from alsjournal.anonymise.review import log_beside

    log = log_beside(journal)
    verdict = log.verify(kept_review(journal))
    if not verdict.sound:
        msg = (
            f"The review's log must be whole: {log.path}. Record {verdict.broken_at} "
            f"is not sound: {verdict.why}. Put back a copy of it, or start a new one: "
            f"alsjournal review ... --restart"
        )
        raise StoreError(msg)
    return log


def kept_review(journal: Path) -> Mapping[str, object]:
    """Return what the journal keeps of the log; nothing if there is no journal."""
    from alsjournal.store import JournalStore

    kept = JournalStore(journal).provenance().get("review") if journal.exists() else {}
    return kept if isinstance(kept, dict) else {}
