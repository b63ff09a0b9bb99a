"""``alsjournal review``: look at what the finders are unsure of, one span at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._languages import say_unread
from alsjournal.cli._run import progress, say, verb
from alsjournal.cli.check import JobsOption, PresetOption, SourceArgument

if TYPE_CHECKING:
    from alsjournal.anonymise.review import AuditLog

__all__ = ["review"]


@verb
def review(
    source: SourceArgument,
    preset: PresetOption = None,
    journal: Annotated[
        Path, typer.Option("--journal", help="The journal, as `ingest` wrote it.")
    ] = Path("journal.duckdb"),
    audit: Annotated[
        int, typer.Option("--audit", min=0, help="Sentences of the random sample.")
    ] = 0,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="Spans to go through at most.")
    ] = 500,
    second: Annotated[
        bool, typer.Option("--second", help="Sign off, as the second person.")
    ] = False,
    log: Annotated[
        bool, typer.Option("--log", help="Only check the log of decisions.")
    ] = False,
    restart: Annotated[
        bool,
        typer.Option("--restart", help="Begin a new log where the old one is broken."),
    ] = False,
    jobs: JobsOption = None,
) -> None:
    """Decide on spans one by one, and measure how much is masked.

    For the data custodian named in programme.toml. What was decided is applied by the
    next `ingest`.
    """
    from alsjournal.anonymise.review import open_review
    from alsjournal.cli._files import open_journal
    from alsjournal.cli._review import restart_log
    from alsjournal.run.keeping import checked_log
    from alsjournal.store import JournalStore

    open_journal(journal)
    if restart:
        moved = restart_log(journal)
        say(f"A new log. The old one is {moved or 'gone'}; the journal keeps that.")
        return
    decisions = checked_log(journal)
    if log:
        _say_log(decisions)
        return
    with progress("Reading the texts") as done:
        queue = open_review(
            source,
            decisions,
            preset=preset,
            second=second,
            audit=audit,
            limit=limit,
            n_jobs=jobs,
            noted=JournalStore(journal).note_review,
            progress=done,
        )
    from alsjournal.cli._review_screen import Screen

    say_unread(queue.unread, "not yet read by a person. They come first.")
    if not len(queue):
        say("There is nothing to decide.")
    else:
        try:
            Screen(queue).run()
        finally:
            say(f"Done: {queue.done:,} of {len(queue):,}. Kept in {decisions.path}")
        say_unread(queue.unread, "still not read by a person.")
    if queue.recall.sentences:
        say(f"Random sample: {queue.recall}.")
    if queue.done:
        say(f"Next: alsjournal ingest {source} --journal {journal}")


def _say_log(log: AuditLog) -> None:
    from collections import Counter

    from rich.table import Table

    from alsjournal.cli._run import out

    counts = Counter(
        (r.actor.partition(":")[0], r.decision, r.label) for r in log.records()
    )
    table = Table("who", "decision", "of", "records")
    for (who, decision, label), n in sorted(counts.items()):
        table.add_row(who, decision, label, f"{n:,}")
    out().print(table)
    n, last = log.last
    say(f"The log is whole: {n:,} records, the last is {last[:16]}.")
