"""``alsjournal difference``: what one session raised, beside the one before it."""

from __future__ import annotations

from typing import Annotated

import typer

from alsjournal.cli._files import (
    AudienceOption,
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._run import out, say, verb

__all__ = ["difference"]


@verb
def difference(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    session: Annotated[
        int | None, typer.Option("--session", help="By default the last one.")
    ] = None,
    since: Annotated[
        int | None, typer.Option("--since", help="By default the one before.")
    ] = None,
    folder: ThemesOption = None,
) -> None:
    """Say what is new since the last session, what came back, what was not raised."""
    import pandas as pd
    from rich.table import Table

    from alsjournal.trends import session_difference

    opened = open_journal(journal)
    model, coded = open_coded(opened, journal, folder)
    cleared = session_difference(
        opened,
        coded,
        audience=audience,
        session=session,
        since=since,
        codebook=model.codebook_,
    )
    frame = cleared.to_frame()
    if not len(frame):
        say("There are not yet two sessions of which something may be told.")
    for (set_id, before, now), rows in frame.groupby(
        ["set_id", "before", "session"], dropna=False, sort=False
    ):
        named = str(set_id)
        whose = "Session" if rows["set_id"].isna().all() else f"{named}: session"
        columns = ("theme", f"session {now}", f"raised at session {before}")
        table = Table(*columns, "first", "last", title=f"{whose} {now} and {before}")
        for row in rows.to_dict("records"):
            parted = pd.notna(row["split_from"])
            said = str(row["in_words"])
            said += f"; split from {row['split_from']}" if parted else ""
            seen = [row["shown_before"], row["first_session"], row["last_session"]]
            cells = ["" if pd.isna(x) else str(x) for x in seen]
            table.add_row(str(row["theme"]), said, *cells)
        out().print(table)
    for note in cleared.notes:
        say(note)
