"""Run the finders over all texts of a RawJournal, in one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from alsjournal.anonymise.chain import Chain
from alsjournal.anonymise.finders.entries import RosterEntry
from alsjournal.anonymise.kept_spans import KeptSpans
from alsjournal.anonymise.key import KEY_ENV
from alsjournal.anonymise.pool import Pool, n_processes
from alsjournal.anonymise.programme import Programme
from alsjournal.anonymise.reading import Finder, Reading
from alsjournal.anonymise.spans import Span
from alsjournal.ingest.survey_settings import settings_of
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import RawJournal
from alsjournal.schema import TABLES

__all__ = ["READ_LABELS", "read_programme_texts", "read_texts", "text_columns"]


READ_LABELS = frozenset(
    {
        ("reflections", "prompt"),
        ("claims", "judged_by"),
        ("stories", "domain"),
        ("stories", "chosen_by"),
    }
)
"""Labels that all finders read: a heading kept as a prompt, and who judged or chose,
which is to be a role and may be a name."""


def text_columns(raw: RawJournal) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the tables of a journal that hold free writing, with those columns."""
    for name in raw.tables():
        columns = TABLES[name].of_kind("text")
        if columns and not TABLES[name].raw_only:
            yield name, columns


def read_programme_texts(
    raw: RawJournal,
    chain: Chain,
    *,
    finders: Sequence[str | Finder] | None = None,
    gazetteer: str | Path | None = None,
    patterns: Mapping[str, str] | None = None,
    roster: Sequence[RosterEntry] = (),
    key_env: str = KEY_ENV,
    n_jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
    found: KeptSpans | None = None,
) -> Programme:
    """Return what the finders found in all texts of a journal.

    Parameters
    ----------
    raw : RawJournal
    chain : Chain
        Made of the same finders, gazetteer, patterns and roster; these are for the
        processes.
    finders, gazetteer, patterns, roster, key_env, n_jobs
        As for `Anonymiser`.
    progress : callable, optional
        Called with the number of texts done so far.
    found : KeptSpans, optional
        Spans of an earlier run, to be gone on with.

    Returns
    -------
    Programme
    """
    return read_texts(
        lambda: _texts(raw),
        chain,
        finders=finders,
        gazetteer=gazetteer,
        patterns=patterns,
        roster=roster,
        key_env=key_env,
        n_jobs=n_jobs,
        progress=progress,
        found=found,
    )


def read_texts(
    texts: Callable[[], Iterable[str]],
    chain: Chain,
    *,
    finders: Sequence[str | Finder] | None,
    gazetteer: str | Path | None,
    roster: Sequence[RosterEntry],
    patterns: Mapping[str, str] | None = None,
    key_env: str = KEY_ENV,
    n_jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
    found: KeptSpans | None = None,
) -> Programme:
    """Return what the finders found; ``texts`` is called to go through the texts."""
    n = n_processes(n_jobs, _characters(texts, found) if n_jobs is None else 0, finders)
    if n == 1:
        programme = Programme(chain, found=found)
        programme.read(texts(), progress)
        return programme
    names = None if finders is None else [f for f in finders if isinstance(f, str)]
    with Pool(
        n,
        finders=names,
        gazetteer=gazetteer,
        patterns=patterns,
        roster=roster,
        key_env=key_env,
    ) as pool:

        def elsewhere(parts: Iterable[list[Reading]]) -> Iterator[list[list[Span]]]:
            return pool.map([r.written for r in part] for part in parts)

        programme = Programme(chain, elsewhere, found)
        programme.read(texts(), progress)
    return programme


def _characters(texts: Callable[[], Iterable[str]], found: KeptSpans | None) -> int:
    """Return how many characters the finders are to read."""
    return sum(len(t) for t in texts() if found is None or t not in found)


def _texts(raw: RawJournal) -> Iterator[str]:
    for name, columns in text_columns(raw):
        for batch in raw.identifiable_batches(name, list(columns)):
            for column in columns:
                yield from (t for t in batch[column].tolist() if not pd.isna(t))
    for name, column in sorted(READ_LABELS):
        seen: set[str] = set()
        for batch in raw.identifiable_batches(name, [column]):
            seen.update(t for t in batch[column].tolist() if not pd.isna(t))
        yield from sorted(seen)
    for step in theory_of(raw.provenance):
        yield from (step.text, *step.assumptions)
    for item in settings_of(raw.provenance).items.values():
        yield from (*item.scale, *item.yes)
