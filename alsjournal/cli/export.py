"""``alsjournal export``: tables for one audience, or a project for those who code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from alsjournal.cli._files import (
    JournalArgument,
    ReleaseOption,
    ThemesOption,
    open_coded,
    open_journal,
    themes_folder,
)
from alsjournal.cli._qda import tell_written
from alsjournal.cli._run import say, verb
from alsjournal.run.outputs import being_made, note_output

if TYPE_CHECKING:
    from alsjournal.exchange import ExportReport
    from alsjournal.exchange.qda.profiles import ProfileName

__all__ = ["export"]


@verb
def export(
    journal: JournalArgument,
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder of tables to write; new.")
    ] = None,
    qdpx: Annotated[
        Path | None,
        typer.Option(
            "--qdpx",
            help="A project to write for NVivo, MAXQDA and the like (research).",
        ),
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            "--profile", help="Who is to read the project: standard, nvivo, qualcoder."
        ),
    ] = "standard",
    flatten: Annotated[
        bool, typer.Option("--flatten", help="With one level of codes in the project.")
    ] = False,
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
    """Write tables for one audience, or a project for those who code (--qdpx)."""
    from alsjournal.exchange import export_audience, export_tables, write_qdpx

    if (to is None) == (qdpx is None):
        msg = "must be given, or else --qdpx; one of the two"
        raise typer.BadParameter(msg, param_hint="--to")
    opened = open_journal(journal)
    who = export_audience(opened, audience)
    coded = book = None
    own = who.kind == "research"  # the journal's own tables
    released = not own and qdpx is None
    if released or folder or themes_folder(journal).is_dir():
        model, coded = open_coded(opened, journal, folder)
        book = model.codebook_
    if qdpx is not None:
        with being_made(journal, str(who), "project", qdpx):
            project = write_qdpx(
                opened,
                qdpx,
                audience=who,
                codebook=book,
                profile=cast("ProfileName", profile),
                flatten=flatten,
                memos=memos,
                overwrite=overwrite,
            )
            what = (str(who), "project", qdpx)
            note_output(journal, opened, *what, quoting=coded, record=own)
        tell_written(project)
        return
    if to is None:
        return
    with being_made(journal, str(who), "export", to):
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
        what = (str(who), "export", to)
        note_output(journal, opened, *what, quoting=coded, record=own)
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
