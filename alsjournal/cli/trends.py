"""``alsjournal trends``: by how many each theme was raised, session by session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

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
    from alsjournal.cleared import Prevalence
    from alsjournal.trends._estimates import Estimate

__all__ = ["trends"]


@verb
def trends(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    by: Annotated[
        str | None,
        typer.Option("--by", help="Break down by: parent,set_id,session,role,prompt."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
    estimate: Annotated[
        str,
        typer.Option(
            "--estimate",
            help="observed, 'each session' or 'partial pooling' (for analysts).",
        ),
    ] = "observed",
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say by how many of those who wrote each theme was raised."""
    from alsjournal.trends import theme_prevalence

    opened = open_journal(journal)
    _, coded = open_coded(opened, journal, folder, as_of=as_of)
    groups = [name.strip() for name in by.split(",")] if by else None
    kind = cast("Estimate", estimate)
    cleared = theme_prevalence(
        opened, coded, audience=audience, by=groups, estimate=kind
    )
    if csv is not None:
        give_csv(cleared, csv, journal=journal, opened=opened, coded=coded)
        return
    _show(cleared)
    for note in cleared.notes:
        say(note)


def _show(cleared: Prevalence) -> None:
    import pandas as pd
    from rich.table import Table

    frame = cleared.to_frame().dropna(axis="columns", how="all")
    groups = [
        c for c in ("parent", "set_id", "session", "role", "prompt") if c in frame
    ]
    interval = "interval (95 %)"
    title = f"Raised by, of those who wrote ({cleared.unit})"
    table = Table(*groups, "theme", "raised by", interval, title=title)
    for row in frame.to_dict("records"):
        low, high = row.get("low"), row.get("high")
        known = pd.notna(low)
        between = f"{low:.0%} to {high:.0%}" if known else ""
        if known and row.get("interval") != "Wilson":
            between = f"{row['share']:.0%}; {between}"
        cells = [str(row[g]) for g in groups]
        table.add_row(*cells, str(row["theme"]), str(row["shown"]), between)
    out().print(table)
