"""``alsjournal check``: what would be taken and refused; writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._languages import other_languages, say_unread
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.journal import RawJournal

__all__ = ["PresetOption", "SourceArgument", "check", "show_report"]

SourceArgument = Annotated[
    Path,
    typer.Argument(help="programme.toml, a table, a workbook, a document, a folder."),
]
PresetOption = Annotated[
    str | None,
    typer.Option(
        "--preset", help="How the file is laid out: nhs-fft, ms-forms, google-forms."
    ),
]


@verb
def check(
    source: SourceArgument,
    preset: PresetOption = None,
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="Refused rows to list.")
    ] = 20,
) -> None:
    """Read, and say what would be taken and refused. Writes nothing."""
    from alsjournal.ingest import read_journal_with_report

    raw, report = read_journal_with_report(source, preset=preset)
    show_report(report, rows)
    _say_own(raw)
    say_unread(
        other_languages(raw),
        "a person must read them for names (alsjournal review). Until then they are "
        "not quoted.",
    )
    say(f"Would be taken: {raw!r}")


def _say_own(raw: RawJournal) -> None:
    """Say what the anonymiser is told of the programme, and that it can be read."""
    from alsjournal.anonymise.finders.gazetteer import read_gazetteer
    from alsjournal.anonymise.own_settings import own_settings

    own = own_settings(raw)
    if own.gazetteer is not None:
        say(f"Gazetteer: {len(read_gazetteer(own.gazetteer)):,} names.")
    if own.patterns:
        say(f"Own patterns: {', '.join(own.patterns)}.")


def show_report(report: object, rows: int) -> None:
    """Print what was read, and the first refused rows: where and why, no values."""
    say(str(report))
    refused = report.to_frame()  # type: ignore[attr-defined]
    if not len(refused) or not rows:
        return
    from rich.table import Table

    table = Table("file", "row", "column", "reason", title="Refused rows")
    for line in refused.head(rows).itertuples(index=False):
        table.add_row(*(str(v) if v == v else "" for v in line))
    out().print(table)
    if len(refused) > rows:
        say(f"... and {len(refused) - rows} more; --rows shows more.")
