"""``alsjournal preview``: what would be quoted of each member, and their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import (
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._languages import say_unread
from alsjournal.cli._run import say, verb
from alsjournal.cli._stale import say_stale, say_themes

__all__ = ["preview"]


@verb
def preview(
    journal: JournalArgument,
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder of pages; new.")
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option("--audience", help="programme or public; both by default."),
    ] = None,
    folder: ThemesOption = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", help="A csv: passage, answer, date. Read it."),
    ] = None,
) -> None:
    """Show members what would be quoted of them, or read what they answered.

    From then on nothing is quoted to that audience but what its writer keeps.
    """
    if (out is None) == (answers is None):
        msg = "give one: --out for pages, --answers for what came back"
        raise typer.BadParameter(msg, param_hint="--out")
    if answers is not None:
        _read(journal, answers)
    elif out is not None:
        _write(journal, out, audience, folder)


def _write(journal: Path, out: Path, audience: str | None, folder: Path | None) -> None:
    from alsjournal.release import preview as write_preview
    from alsjournal.release.preview import AUDIENCES
    from alsjournal.store import JournalStore

    opened = open_journal(journal)
    _, coded = open_coded(opened, journal, folder)
    asked = (audience,) if audience else AUDIENCES
    done = write_preview(JournalStore(journal), coded, out, audience=asked)
    say(
        f"Pages: {done.pages:,} in {done.folder}; passages {done.passages:,}, of "
        f"{done.quoted:,} members."
    )
    say_unread(done.unread)
    say("Give each page to its member alone; its name is the member's pseudonym.")
    say(
        f"From now on nothing is quoted for {' or '.join(asked)} but what is kept: "
        f"alsjournal preview {journal} --answers answers.csv"
    )


def _read(journal: Path, answers: Path) -> None:
    from alsjournal.release import read_answers
    from alsjournal.store import JournalStore

    open_journal(journal)
    done = read_answers(JournalStore(journal), answers)
    say(str(done))
    for row, reason in done.refused:
        say(f"  row {row:,}: {reason}")
    say_stale(done.stale)
    if done.recorded.get("remove"):
        say_themes(journal)
    if done.refused:
        raise typer.Exit(1)
