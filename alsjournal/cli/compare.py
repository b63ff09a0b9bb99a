"""``alsjournal compare``: what some write of more than others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._csv import write_csv
from alsjournal.cli._files import (
    AsOfOption,
    AudienceOption,
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._ledger import note_output
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.cleared import Comparison

__all__ = ["compare"]


@verb
def compare(
    journal: JournalArgument,
    between: Annotated[
        str,
        typer.Option("--between", help="role, organisation_type, set_id or parent."),
    ] = "role",
    audience: AudienceOption = "research",
    sessions: Annotated[
        str | None,
        typer.Option("--sessions", help="Only these, as 1-3 or 2,5; all by default."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say which themes some groups raise more than others, as far as can be told."""
    from alsjournal.trends import theme_comparison

    chosen = _numbers(sessions) if sessions else None
    opened = open_journal(journal)
    _, coded = open_coded(opened, journal, folder, as_of=as_of)
    cleared = theme_comparison(
        opened, coded, between=between, audience=audience, sessions=chosen
    )
    if csv is not None:
        write_csv(cleared, csv)
        note_output(journal, opened, audience, "table", csv, counting=coded)
        say(f"{len(cleared)} rows written to {csv}, for {audience!r} alone.")
        return
    _show(cleared)
    for note in cleared.notes:
        say(note)


def _numbers(said: str) -> list[int]:
    """Read sessions as people write them.

    Examples
    --------
    >>> _numbers("1-3, 6")
    [1, 2, 3, 6]
    """
    found: list[int] = []
    for part in said.split(","):
        low, _, high = part.strip().partition("-")
        if not low.isdigit() or (high and not high.isdigit()):
            msg = f"must be numbers as 1-3 or 2,5; got {said!r}"
            raise typer.BadParameter(msg, param_hint="--sessions")
        found += range(int(low), int(high or low) + 1)
    return found


def _show(cleared: Comparison) -> None:
    from rich.markup import escape
    from rich.table import Table

    frame = cleared.to_frame()
    called = frame[frame["verdict"] != "too few to tell"]
    table = Table("what", "group", "theme", "verdict", "evidence", title="Compared")
    for row in called.to_dict("records"):
        said = " ".join(filter(None, (str(row["evidence"]), str(row["warning"] or ""))))
        cells = (row["compared"], row["group"], row["theme"], row["verdict"], said)
        table.add_row(*(escape(str(cell)) for cell in cells))
    out().print(table)
    few = len(frame) - len(called)
    if few:
        say(f"Of {len(frame)} comparisons, in {few} too few wrote to tell.")
