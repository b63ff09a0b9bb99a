"""``alsjournal report``: a summary for one audience, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import (
    AsOfOption,
    AudienceOption,
    JournalArgument,
    ReleaseOption,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._ledger import note_output
from alsjournal.cli._run import progress, say, verb

__all__ = ["report"]


@verb
def report(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    out: Annotated[Path, typer.Option("--out", help="The HTML file to write.")] = Path(
        "summary.html"
    ),
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    memo: Annotated[
        list[str] | None,
        typer.Option("--memo", help="For research: a memo's id or kind to show."),
    ] = None,
) -> None:
    """Write a themed, charted summary for one audience."""
    from alsjournal.anonymise.review import log_beside
    from alsjournal.reflection import code_reflections
    from alsjournal.report import write_report
    from alsjournal.report.shown import READ_FOR
    from alsjournal.trends import indicator_codings

    opened = open_journal(journal)
    model, coded = open_coded(opened, journal, folder, as_of=as_of)
    with progress("Reading the texts"):
        codings = code_reflections(opened, READ_FOR)
    log = log_beside(journal).path
    path = write_report(
        opened,
        coded,
        out,
        audience=audience,
        release=release,
        codings=codings,
        memos=memo or (),
        model=model,
        review=log if log.exists() else None,
    )
    also = indicator_codings(opened, codings, audience=audience)
    note_output(journal, opened, audience, "report", out, quoting=coded, also=also)
    say(f"Written for the audience {audience!r} alone: {path}")
    say("Read every quote before you pass it on: no anonymiser finds every name.")
