"""``alsjournal forget``: no byte of a person is left in the journal."""

from __future__ import annotations

from typing import Annotated

import typer

from alsjournal.cli._files import JournalArgument, open_journal
from alsjournal.cli._ledger import say_stale, say_themes
from alsjournal.cli._run import say, verb

__all__ = ["forget"]


@verb
def forget(
    journal: JournalArgument,
    members: Annotated[
        list[str], typer.Argument(help="Pseudonyms, as the journal has them.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove members for good, and hold them back from now on.

    The file is rewritten without them. It does not reach copies elsewhere: backups,
    exports, what was printed.
    """
    from alsjournal.store import JournalStore

    vault = open_journal(journal).provenance.get("vault")
    if not yes:
        n = len(set(members))
        who = "this member" if n == 1 else f"these {n} members"
        typer.confirm(f"Remove {who} from {journal}? It cannot be undone.", abort=True)
    done = JournalStore(journal).forget(*members)
    say(str(done))
    say_stale(done.stale)
    if vault:
        say(
            f"The vault {vault} still holds what was masked: whoever has its key "
            f"removes them with Vault.forget, or destroys it."
        )
    if done.found:
        say_themes(journal)
