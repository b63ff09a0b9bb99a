"""``alsjournal forget``: no byte of a person is left in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import FurtherThemesOption, JournalArgument, open_journal
from alsjournal.cli._run import say, verb
from alsjournal.cli._stale import say_copy, say_stale, say_themes

if TYPE_CHECKING:
    from alsjournal.journal import Journal

__all__ = ["forget"]


@verb
def forget(
    journal: JournalArgument,
    members: Annotated[
        list[str], typer.Argument(help="Pseudonyms, as the journal has them.")
    ],
    themes: FurtherThemesOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove members for good, and hold them back from now on.

    The file is rewritten without them, and what points at their texts is struck from
    themes and codebooks in its folder. Copies elsewhere are not reached: backups,
    exports, what was printed.
    """
    from alsjournal.errors import InputError
    from alsjournal.store import JournalStore
    from alsjournal.themes.forgetting import forget_members

    opened = open_journal(journal)
    noted = opened.provenance
    vault = noted.get("vault")
    strange = set(members) - pseudonyms_in(opened)
    if strange:
        msg = (
            f"Members must be given by pseudonyms of {journal}. {len(strange)} of "
            f"{len(set(members))} are none there, or are forgotten already; nothing "
            f"was done. A name does not do: `alsjournal who` tells the pseudonym of "
            f"somebody, with the key and the source files."
        )
        raise InputError(msg)
    if not yes:
        n = len(set(members))
        who = "this member" if n == 1 else f"these {n} members"
        typer.confirm(f"Remove {who} from {journal}? It cannot be undone.", abort=True)
    done, struck = forget_members(JournalStore(journal), *members, themes=themes or ())
    say(str(done))
    for place in struck:
        say(str(place))
    say_stale(done.stale)
    if vault:
        say(
            f"The vault {vault} still holds what was masked: whoever has its key "
            f"removes them with Vault.forget, or destroys it."
        )
    say_copy(noted)
    if done.found:
        say_themes(journal)


def pseudonyms_in(journal: Journal) -> set[str]:
    """Return everybody whom a column of the journal names."""
    from alsjournal.schema import TABLES

    found: set[str] = set()
    for name in journal.tables():
        columns = list(TABLES[name].of_kind("person"))
        if columns:
            for batch in journal.batches(name, columns):
                found.update(*(batch[c].dropna() for c in columns))
    return found
