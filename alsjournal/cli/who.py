"""``alsjournal who``: from a person to their pseudonym, with the key and the files."""

from __future__ import annotations

import sys
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
    found = pseudonym_of(raw, _asked())
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


def _asked() -> str:
    """Ask for the person; what is piped in is taken as it comes, and shown nowhere."""
    if sys.stdin.isatty():
        asked = "Their id or name (not shown)"
        return str(typer.prompt(asked, hide_input=True, err=True))
    person = sys.stdin.readline().strip()
    if not person:
        fail("an id or a name must be typed, or piped in. There was none.", 2)
    return person
