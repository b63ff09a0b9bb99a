"""``alsjournal backup``: a copy of a journal that can be restored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import JournalArgument
from alsjournal.cli._run import say, verb
from alsjournal.run.outputs import being_made

__all__ = ["backup"]


@verb
def backup(
    journal: JournalArgument,
    target: Annotated[
        Path, typer.Argument(help="A folder, or a file that is not there yet.")
    ],
) -> None:
    """Write a copy of a journal, with what is known of it beside it."""
    from alsjournal.errors import StoreError
    from alsjournal.store import JournalStore

    store = JournalStore(journal)
    with being_made(journal, "research", "backup", target):
        done = store.backup(target)
        say(str(done))
        place = target / done.path.name if target.is_dir() else target
        try:
            store.note_release("research", kind="backup", place=place, whole=True)
        except StoreError as error:
            msg = (
                f"{error} {place} was written, but is not on record: back up again "
                f"then."
            )
            raise StoreError(msg) from None
    say("Keep it apart from the keys. Whom you forget later is in it still.")
