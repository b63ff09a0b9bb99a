"""``alsjournal objectives``: how each objective was worded, and what changed."""

from __future__ import annotations

from typing import Any

from alsjournal.cli._files import AudienceOption, JournalArgument, open_journal
from alsjournal.cli._run import out, say, verb

__all__ = ["objectives"]

_ASKED = {
    "who": "who",
    "what": "what",
    "how_much": "how much",
    "by_when": "by when",
    "where": "where",
    "owner": "owner",
}


@verb
def objectives(
    journal: JournalArgument, audience: AudienceOption = "programme"
) -> None:
    """Show each wording of an objective beside the one before, and what it says."""
    from rich.table import Table

    from alsjournal.cycle import objective_history

    cleared = objective_history(open_journal(journal), audience=audience)
    frame = cleared.to_frame()
    if not len(frame):
        say("There is no objective that this audience may see.")
    for (set_id, whose), rows in frame.groupby(
        ["set_id", "whose"], dropna=False, sort=False
    ):
        title = f"{set_id}: {whose}" if isinstance(set_id, str) else str(whose)
        columns = ("version", "session", "wording", "which words say it")
        table = Table(*columns, title=title, show_lines=True)
        for row in rows.to_dict("records"):
            cells = [row["version"], row["session"], _worded(row), _said(row)]
            table.add_row(*("" if _none(x) else str(x) for x in cells))
        out().print(table)
    if frame["before"].notna().any():
        say("[-so-] was taken out since the version before, {+so+} was added.")
    for note in cleared.notes:
        say(note)


def _none(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))


def _worded(row: dict[Any, Any]) -> str:
    return str(row["text"] if _none(row["difference"]) else row["difference"])


def _said(row: dict[Any, Any]) -> str:
    return "\n".join(
        f"{name}: {'-' if _none(row[column]) else row[column]}"
        for column, name in _ASKED.items()
    )
