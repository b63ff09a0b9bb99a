"""``alsjournal withdraw``: a permission was taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from alsjournal.cli._files import FurtherThemesOption, JournalArgument
from alsjournal.cli._run import say, verb
from alsjournal.cli._stale import say_copy, say_stale, say_themes

__all__ = ["withdraw"]


@verb
def withdraw(
    journal: JournalArgument,
    member: Annotated[
        str | None, typer.Option("--member", help="Who: a pseudonym of the journal.")
    ] = None,
    reflection: Annotated[
        str | None, typer.Option("--reflection", help="One text only: its id.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="From which day: 2026-03-01. Today.")
    ] = None,
    themes: FurtherThemesOption = None,
) -> None:
    """Record that somebody took back what they allowed: nothing of it is used then.

    Reading the same files again does not undo it; a permission given later does. Words
    of those texts are struck from codebooks in the journal's folder.
    """
    from alsjournal.store import JournalStore
    from alsjournal.themes.forgetting import strike_quotes

    if member is None and reflection is None:
        msg = "say who, or which text: --member or --reflection"
        raise typer.BadParameter(msg, param_hint="--member")
    store = JournalStore(journal)
    done = store.withdraw(member, reflection, on=on)
    say(str(done))
    for place in strike_quotes(store, member, reflection, themes=themes or ()):
        say(str(place))
    say_stale(done.stale)
    say_copy(store.provenance())
    if done.changed:
        say_themes(journal)
