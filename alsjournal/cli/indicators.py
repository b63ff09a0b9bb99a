"""``alsjournal indicators``: what texts show, with the machine's agreement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._csv import write_csv
from alsjournal.cli._files import AudienceOption, JournalArgument, open_journal
from alsjournal.cli._run import out, progress, say, verb
from alsjournal.run.outputs import being_made, note_output

if TYPE_CHECKING:
    from alsjournal.cleared import Indicators

__all__ = ["indicators"]

_BESIDE = ("element", "condition", "aim", "practice")
"""What is read for by default: that of which a set or a programme may see counts."""


@verb
def indicators(
    journal: JournalArgument,
    construct: Annotated[
        str | None,
        typer.Option("--construct", help="Read for these, as element,condition."),
    ] = None,
    audience: AudienceOption = "programme",
    by: Annotated[
        str | None,
        typer.Option("--by", help="Break down by: parent,set_id,session,role,prompt."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
) -> None:
    """Say what texts show: elements of reflection, conditions, aims, practices."""
    from alsjournal.reflection import code_reflections
    from alsjournal.trends import indicator_codings
    from alsjournal.trends import indicators as counted

    opened = open_journal(journal)
    asked = [c.strip() for c in construct.split(",")] if construct else list(_BESIDE)
    groups = [name.strip() for name in by.split(",") if name.strip()] if by else None
    with progress("Reading the texts"):
        codings = code_reflections(opened, asked)
    cleared = counted(opened, codings, audience=audience, by=groups)
    if csv is None:
        _show(cleared)
    else:
        also = indicator_codings(opened, codings, audience=audience)
        with being_made(journal, audience, "table", csv):
            write_csv(cleared, csv)
            note_output(journal, opened, audience, "table", csv, also=also)
        say(f"{len(cleared)} rows written to {csv}, for {audience!r} alone.")
    for note in cleared.notes:
        say(note)


def _show(cleared: Indicators) -> None:
    import pandas as pd
    from rich.table import Table

    frame = cleared.to_frame()
    groups = [
        c
        for c in ("parent", "set_id", "session", "role", "prompt")
        if frame[c].notna().any()
    ]
    for construct, rows in frame.groupby("construct", sort=False):
        equal = rows["at_equal_length"].notna().any()
        columns = [*groups, str(construct), "shown by", "interval (95 %)"]
        columns += ["at equal length"] if equal else []
        table = Table(*columns, title=f"{construct}: shown by, of those who wrote")
        for row in rows.to_dict("records"):
            cells = [str(row[g]) for g in groups]
            cells += [str(row["title"]), str(row["shown"])]
            cells += [_between(row["low"], row["high"])]
            if equal:
                share = row["at_equal_length"]
                cells += ["" if pd.isna(share) else f"{share:.0%}"]
            table.add_row(*cells)
        out().print(table)


def _between(low: float, high: float) -> str:
    import pandas as pd

    return "" if pd.isna(low) else f"{low:.0%} to {high:.0%}"
