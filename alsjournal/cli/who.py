"""``alsjournal who``: from a person to their pseudonym, with the key and the files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import open_journal
from alsjournal.cli._run import fail, say, verb
from alsjournal.cli.check import PresetOption, SourceArgument

__all__ = ["who"]


@verb
def who(
    source: SourceArgument,
    preset: PresetOption = None,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", help="Say how many texts they have in it."),
    ] = None,
) -> None:
    """Tell the pseudonym of somebody, to withdraw or forget.

    Asks for their id or name as it stands in the files; what is typed is not shown.
    """
    from alsjournal.anonymise import pseudonym_of
    from alsjournal.ingest import read_journal_with_report

    raw, _ = read_journal_with_report(source, preset=preset, enforce_limit=False)
    person = typer.prompt("Their id or name (not shown)", hide_input=True, err=True)
    found = pseudonym_of(raw, person)
    if found is None:
        fail(
            "the files must know that id or name. They do not. Try it as it stands "
            "in them, with first and last name, or look in the roster.",
            1,
        )
    say(found)
    if journal is not None:
        writers = open_journal(journal).table("reflections", ["member"])["member"]
        say(f"Texts in {journal}: {int((writers == found).sum()):,}")
