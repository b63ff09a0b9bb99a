"""``alsjournal findings``: put findings back, and read what people say to them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import (
    CoderOption,
    JournalArgument,
    ThemesOption,
    open_journal,
    open_read,
    say_unread_themes,
)
from alsjournal.cli._run import say, verb
from alsjournal.run.outputs import being_made, note_output

__all__ = ["findings"]


@verb
def findings(
    journal: JournalArgument,
    audience: Annotated[
        str, typer.Option("--audience", help="set:<set_id>, or programme: all members.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="The page: .html, .docx, .pdf or .md.")
    ] = None,
    folder: ThemesOption = None,
    coder: CoderOption = None,
    contact: Annotated[
        str, typer.Option("--contact", help="Whom readers may ask; stands on the page.")
    ] = "",
    language: Annotated[
        str, typer.Option("--language", help="en, or cy for Welsh.")
    ] = "en",
    answers: Annotated[
        Path | None, typer.Option("--answers", help="A csv of what came back. Read it.")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--source", help="With --answers: programme.toml, for its roster of names."
        ),
    ] = None,
) -> None:
    """Put findings back to a set to agree, add or correct; or read the answers."""
    if (out is None) == (answers is None):
        msg = "give one: --out for a page, --answers for what came back"
        raise typer.BadParameter(msg, param_hint="--out")
    if answers is not None:
        _read(journal, answers, folder, source, coder)
    elif out is not None:
        if not audience:
            msg = "say for whom: set:<set_id>, or programme for all members"
            raise typer.BadParameter(msg, param_hint="--audience")
        said = {"contact": contact, "language": language}
        _write(journal, out, audience, folder, coder, **said)


def _write(
    journal: Path,
    out: Path,
    audience: str,
    folder: Path | None,
    coder: str | None,
    **said: str,
) -> None:
    from alsjournal.report import write_findings

    opened = open_journal(journal)
    _, coded = open_read(opened, journal, folder, coder=coder)
    say_unread_themes(coded)
    with being_made(journal, audience, "findings", out):
        path = write_findings(opened, coded, out, audience=audience, **said)
        note_output(journal, opened, audience, "findings", out, counting=coded)
    say(f"Written for the members of {audience!r}: {path}")
    say("Nobody needs to answer. Put what comes back into one csv, and read it:")
    say(f"  alsjournal findings {journal} --answers answers.csv")


def _read(
    journal: Path,
    answers: Path,
    folder: Path | None,
    source: Path | None,
    coder: str | None,
) -> None:
    from alsjournal.ingest import read_journal
    from alsjournal.release import read_responses
    from alsjournal.store import JournalStore

    opened = open_journal(journal)
    _, coded = open_read(opened, journal, folder, coder=coder)
    programme = None if source is None else read_journal(source)
    done = read_responses(
        JournalStore(journal), answers, themes=coded, programme=programme
    )
    say(str(done))
    for row, reason in done.refused:
        say(f"  row {row:,}: {reason}")
    if done.refused:
        raise typer.Exit(1)
