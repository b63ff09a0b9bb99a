"""``alsjournal report``: a report for one audience, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import (
    AsOfOption,
    AudienceOption,
    CoderOption,
    JournalArgument,
    ReleaseOption,
    ThemesOption,
    open_journal,
    open_read,
    say_unread_themes,
)
from alsjournal.cli._run import progress, say, verb
from alsjournal.run.outputs import being_made, note_output

__all__ = ["report"]


@verb
def report(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file to write; summary.html by default."),
    ] = None,
    format: Annotated[  # noqa: A002 - the word that everybody types
        str | None,
        typer.Option("--format", help="html, docx, pdf or md; else as --out ends."),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            help="A csv of what is asked, by theme: theme, decision, owner, by.",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="en, or cy for Welsh.")
    ] = "en",
    easy_read: Annotated[
        bool,
        typer.Option("--easy-read", help="In Easy Read: short sentences, large print."),
    ] = False,
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
    coder: CoderOption = None,
    release: ReleaseOption = None,
    memo: Annotated[
        list[str] | None,
        typer.Option("--memo", help="For research: a memo's id or kind to show."),
    ] = None,
) -> None:
    """Write a themed, charted report for one audience, or a member's own page."""
    from alsjournal.anonymise.review import log_beside
    from alsjournal.reflection import code_reflections
    from alsjournal.report import write_report
    from alsjournal.report.shown import READ_FOR, nothing_read
    from alsjournal.trends import indicator_codings

    opened = open_journal(journal)
    model, coded = open_read(opened, journal, folder, coder=coder, as_of=as_of)
    own = audience.startswith("member:")  # what is held of somebody, as it is
    with progress("Reading the texts"):
        read_for = () if own else READ_FOR
        codings = nothing_read() if easy_read else code_reflections(opened, read_for)
    log = log_beside(journal).path
    if easy_read or audience == "public":
        say_unread_themes(coded)
    target = out or Path(f"summary.{format or 'html'}")
    also = () if own else indicator_codings(opened, codings, audience=audience)
    with being_made(journal, audience, "report", target):
        path = write_report(
            opened,
            coded,
            target,
            audience=audience,
            format=format,
            release=release,
            codings=codings,
            decisions=() if decisions is None else decisions,
            language=language,
            easy_read=easy_read,
            memos=memo or (),
            model=model,
            review=log if log.exists() else None,
        )
        what = (audience, "report", path)
        note_output(journal, opened, *what, quoting=coded, also=also, record=True)
    say(f"Written for the audience {audience!r} alone: {path}")
    say("Read every quote before you pass it on: no anonymiser finds every name.")
