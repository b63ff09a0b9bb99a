"""``alsjournal change``: what rose, what fell, and where too few wrote to tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._csv import give_csv
from alsjournal.cli._files import (
    AsOfOption,
    AudienceOption,
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.cleared import Change

__all__ = ["change"]


@verb
def change(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    by: Annotated[
        str | None,
        typer.Option("--by", help="Also each group: parent,set_id,role."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say how themes changed over the sessions, as far as that can be told."""
    from alsjournal.trends import theme_change

    opened = open_journal(journal)
    _, coded = open_coded(opened, journal, folder, as_of=as_of)
    groups = [name.strip() for name in by.split(",")] if by else ()
    cleared = theme_change(opened, coded, audience=audience, by=groups)
    if csv is not None:
        give_csv(cleared, csv, journal=journal, opened=opened, coded=coded)
        return
    _show(cleared)
    for note in cleared.notes:
        say(note)


def _show(cleared: Change) -> None:
    from rich.table import Table

    frame = cleared.to_frame()
    groups = [c for c in ("parent", "set_id", "role") if frame[c].notna().any()]
    table = Table(*groups, "theme", "verdict", "evidence", title="Over the sessions")
    for row in frame.to_dict("records"):
        where = ["all" if row[g] is None else str(row[g]) for g in groups]
        said = " ".join(filter(None, (str(row["evidence"]), str(row["warning"] or ""))))
        table.add_row(*where, str(row["theme"]), str(row["verdict"]), said)
    out().print(table)
