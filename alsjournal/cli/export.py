"""``alsjournal export``: tables for one audience, for people and for machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    JournalArgument,
    ReleaseOption,
    ThemesOption,
    open_coded,
    open_journal,
    themes_folder,
)
from alsjournal.cli._ledger import note_output
from alsjournal.cli._run import say, verb

if TYPE_CHECKING:
    from alsjournal.exchange import ExportReport

__all__ = ["export"]


@verb
def export(
    journal: JournalArgument,
    to: Annotated[Path, typer.Option("--to", help="The folder to write; new.")],
    audience: Annotated[
        str,
        typer.Option(
            "--audience",
            help="research (analysts), programme, set:<set_id> or public.",
        ),
    ] = "research",
    formats: Annotated[
        str, typer.Option("--format", help="Of csv, xlsx and parquet, with commas.")
    ] = "csv,xlsx,parquet",
    folder: ThemesOption = None,
    memos: Annotated[
        bool, typer.Option("--memos", help="With the analysts' memos, for research.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier export there.")
    ] = False,
    release: ReleaseOption = None,
) -> None:
    """Write tables for one audience: for people to open, for machines to read."""
    from alsjournal.exchange import export_audience, export_tables

    opened = open_journal(journal)
    who = export_audience(opened, audience)
    coded = None
    if who.kind != "research" or folder or themes_folder(journal).is_dir():
        _, coded = open_coded(opened, journal, folder)
    report = export_tables(
        opened,
        to,
        themes=coded,
        audience=who,
        formats=[name.strip() for name in formats.split(",")],
        memos=memos,
        overwrite=overwrite,
        release=release,
    )
    note_output(journal, opened, str(who), "export", to, quoting=coded)
    _tell(report, with_themes=coded is not None)


def _tell(report: ExportReport, *, with_themes: bool) -> None:
    rows = sum(report.tables.values())
    say(f"Written: {report.folder} (tables {len(report.tables)}, rows {rows:,})")
    say(f"For the audience {report.audience!r} alone.")
    left = ", ".join(f"{name} {n:,}" for name, n in report.left_out.items())
    if left:
        say(f"Left out, as permissions and privacy ask (rows): {left}.")
    for name, reason in report.empty.items():
        say(f"{name} has no rows: {reason}.")
    if not with_themes:
        say("Without themes: `alsjournal themes` has not been run for this journal.")
    if report.audience == "research":
        say(
            "These texts are personal data still. Keep them encrypted; for others, "
            "export again for their audience."
        )
