"""``alsjournal attendance``: who was on the roll, who was there and who wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsjournal.cli._files import AudienceOption, JournalArgument, open_journal
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["attendance"]


@verb
def attendance(
    journal: JournalArgument, audience: AudienceOption = "programme"
) -> None:
    """Say who wrote, of those who were there, of those on the roll; and who stayed."""
    from alsjournal.cycle import membership, non_writing, presence

    opened = open_journal(journal)
    came = presence(opened, audience=audience)
    stayed = membership(opened, audience=audience)
    silent = non_writing(opened, audience=audience).to_frame()
    frame = came.to_frame().assign(silent=silent["shown"])
    if not (frame["on_roll"].notna().any() or frame["shown_wrote"].notna().any()):
        say("There is no record of who belonged, who was there, or which member wrote.")
    for between, rows in frame.groupby("between", sort=False):
        titles = {
            "set_id": "set",
            "session": "session",
            "group": str(between),
            "on_roll": "on the roll",
            "shown_present": "were there",
            "shown_missed": "missed one or more",
            "shown_wrote": "wrote",
            "silent": "did not write",
        }
        _show(rows, titles, f"By {between}" if between != "all sessions" else "In all")
    titles = {"set_id": "set", "standing": "membership", "shown": "members"}
    _show(stayed.to_frame(), titles, "Who stayed")
    for note in dict.fromkeys((*came.notes, *stayed.notes)):
        say(note)


def _show(frame: pd.DataFrame, titles: dict[str, str], title: str) -> None:
    """Print those columns that say something."""
    from rich.table import Table

    shown = frame[list(titles)].dropna(axis="columns", how="all")
    if shown.empty:
        return
    table = Table(*(titles[str(c)] for c in shown), title=title)
    cells = shown.astype(object).where(shown.notna(), "")
    for row in cells.itertuples(index=False, name=None):
        table.add_row(*(str(cell) for cell in row))
    out().print(table)
