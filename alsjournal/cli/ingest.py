"""``alsjournal ingest``: read, anonymise, keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._languages import say_unread
from alsjournal.cli._qda import ColumnsOption, add_codings, is_project, raw_of_project
from alsjournal.cli._run import progress, say, verb
from alsjournal.cli.check import JobsOption, PresetOption, SourceArgument, show_report

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.anonymise.vault import Original
    from alsjournal.journal import RawJournal

__all__ = ["ingest"]


@verb
def ingest(
    source: SourceArgument,
    preset: PresetOption = None,
    journal: Annotated[
        Path, typer.Option("--journal", help="The journal file to write.")
    ] = Path("journal.duckdb"),
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="Refused rows to list.")
    ] = 5,
    jobs: JobsOption = None,
    vault: Annotated[
        Path | None,
        typer.Option("--vault", help="Seal what surrogates stand for, in this file."),
    ] = None,
    recipient: Annotated[
        list[str] | None,
        typer.Option("--recipient", help="Who may open the vault: age1... (repeat)."),
    ] = None,
    column: ColumnsOption = None,
    codings: Annotated[
        bool,
        typer.Option(
            "--codings", help="Of a project: only codings, of texts that are there."
        ),
    ] = False,
) -> None:
    """Read the texts, anonymise them, and keep them in a journal.

    The same file twice changes nothing; a corrected file replaces its rows. Takes
    projects of NVivo, ATLAS.ti, MAXQDA, QualCoder and Taguette too.
    """
    from alsjournal.anonymise import check_key_apart
    from alsjournal.anonymise.file_names import file_pseudonym
    from alsjournal.anonymise.raw_key import key_of
    from alsjournal.cli._vault import open_vault
    from alsjournal.disclosure import unread_texts
    from alsjournal.ingest.wide import source_label
    from alsjournal.run.keeping import anonymised, kept
    from alsjournal.store import JournalStore

    check_key_apart(source)
    if codings:
        add_codings(source, journal)
        return
    sealed = open_vault(vault, recipient or [], journal)
    raw, refused = _read(source, preset, column, rows)
    label = source_label(source, preset)
    originals: list[Original] | None = None if sealed is None else []
    with progress("Anonymising") as done:
        cleaned = anonymised(
            raw, source, journal, n_jobs=jobs, progress=done, originals=originals
        )
    if sealed is not None:
        name = file_pseudonym(key_of(raw), label)
        n = sealed.write(originals or (), recipients=recipient or [], source=name)
        say(f"Sealed in {vault}: {n:,} originals. Forgetting a member must reach it.")
    # Whoever forgets a member is to know of the vault.
    told = {} if sealed is None else {"vault": sealed.path.name}
    written = kept(cleaned, refused, raw, journal, label, provenance=told)
    store = JournalStore(journal)
    say(str(written))
    stored = store.read()
    say(f"Kept in {journal}: {stored!r}")
    say_unread(unread_texts(stored))
    if len(stored):
        say(f"Next: alsjournal themes {journal}")
    else:
        say(f"Next: alsjournal record {journal} --audience set:ID")


def _read(
    source: Path, preset: str | None, columns: list[str] | None, rows: int
) -> tuple[RawJournal, pd.DataFrame]:
    """Read a programme or a project; show and return what was refused."""
    from alsjournal.ingest import IngestReport, read_journal_with_report

    if is_project(source):
        return raw_of_project(source, columns), IngestReport((), (), ()).to_frame()
    raw, report = read_journal_with_report(source, preset=preset)
    show_report(report, rows)
    return raw, report.to_frame()
