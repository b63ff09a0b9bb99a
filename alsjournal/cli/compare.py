"""``alsjournal compare``: what some groups write of more than others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._csv import give_csv
from alsjournal.cli._files import (
    AsOfOption,
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.cleared import Comparison

__all__ = ["compare"]


@verb
def compare(
    journal: JournalArgument,
    between: Annotated[
        str,
        typer.Option(
            "--between", help="Which groups: role, organisation_type, set_id or parent."
        ),
    ] = "role",
    audience: Annotated[
        str, typer.Option("--audience", help="research (analysts), or set:<set_id>.")
    ] = "research",
    sessions: Annotated[
        str | None, typer.Option("--sessions", help="Only these: 1-3, or 1,4.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say which themes some groups raise more than others, where that can be told."""
    from alsjournal.trends import theme_comparison

    chosen = None if sessions is None else numbers_of(sessions)
    opened = open_journal(journal)
    _, coded = open_coded(opened, journal, folder, as_of=as_of)
    cleared = theme_comparison(
        opened, coded, between=between, audience=audience, sessions=chosen
    )
    if csv is not None:
        give_csv(cleared, csv, journal=journal, opened=opened, coded=coded)
        return
    _show(cleared)
    for note in cleared.notes:
        say(note)


def numbers_of(words: str) -> list[int]:
    """Read numbers of sessions.

    Examples
    --------
    >>> numbers_of("1-3,6")
    [1, 2, 3, 6]
    """
    found: list[int] = []
    for item in words.split(","):
        first, dash, last = (end.strip() for end in item.partition("-"))
        ends = (first, last) if dash else (first, first)
        if not all(end.isascii() and end.isdigit() and len(end) < 5 for end in ends):
            msg = "must be numbers of sessions, as 1-3 or 1,4."
            raise typer.BadParameter(msg, param_hint="--sessions")
        found += range(int(ends[0]), int(ends[1]) + 1)
    return found


def _show(cleared: Comparison) -> None:
    from rich.table import Table

    frame = cleared.to_frame()
    groups = sorted(set(frame["group"]))
    if len(groups) == 2:
        frame = frame[frame["group"] == groups[0]]
    for kind, title in (("share", "Raised by"), ("change", "Over the sessions")):
        own = frame[frame["compared"] == kind]
        if not len(own):
            continue
        table = Table("group", "beside", "theme", "verdict", "evidence", title=title)
        for row in own.to_dict("records"):
            said = " ".join(filter(None, (row["evidence"], row["warning"])))
            cells = (row["group"], row["against"], row["theme"], row["verdict"], said)
            table.add_row(*(str(cell) for cell in cells))
        out().print(table)
