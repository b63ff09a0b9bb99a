"""``alsjournal restore``: a backup in the journal's place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._run import say, verb
from alsjournal.cli._stale import say_themes

__all__ = ["restore"]


@verb
def restore(
    journal: Annotated[Path, typer.Argument(help="The journal file to restore.")],
    backup: Annotated[Path, typer.Argument(help="The copy, as `backup` wrote it.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the journal that is there.")
    ] = False,
) -> None:
    """Put a backup in the journal's place, if it is as it was made.

    Who was forgotten since, and what was taken back, stays so.
    """
    from alsjournal.store import JournalStore

    say(str(JournalStore(journal).restore(backup, overwrite=overwrite)))
    say_themes(journal)
