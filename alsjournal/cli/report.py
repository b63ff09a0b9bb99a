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
) -> None:
    """Write a themed, charted summary for one audience."""
    from alsjournal.reflection import code_reflections
    from alsjournal.report import write_report
    from alsjournal.report.shown import READ_FOR
    from alsjournal.trends import indicator_codings

    opened = open_journal(journal)
    _, coded = open_coded(opened, journal, folder, as_of=as_of)
    own = audience.startswith("member:")  # what is held of somebody, as it is
    with progress("Reading the texts"):
        codings = code_reflections(opened, () if own else READ_FOR)
    path = write_report(
        opened, coded, out, audience=audience, release=release, codings=codings
    )
    also = () if own else indicator_codings(opened, codings, audience=audience)
    note_output(journal, opened, audience, "report", out, quoting=coded, also=also)
    say(f"Written for the audience {audience!r} alone: {path}")
    say("Read every quote before you pass it on: no anonymiser finds every name.")
