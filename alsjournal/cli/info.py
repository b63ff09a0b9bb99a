"""``alsjournal info``: what a journal holds, in counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsjournal.cli._files import JournalArgument, open_journal, themes_folder
from alsjournal.cli._languages import say_unread
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["info"]

_UNDECLARED = "not declared (counted in the programme, never quoted)"


@verb
def info(journal: JournalArgument) -> None:
    """Say what a journal holds: tables, sets, sessions, permissions, themes."""
    from rich.table import Table

    from alsjournal.disclosure import permissions_of, unread_texts
    from alsjournal.store import JournalStore
    from alsjournal.trends import smallest_change

    opened = open_journal(journal)
    say(f"{journal}: {opened!r}")
    title = opened.provenance.get("title")
    if title:
        say(f"Programme: {title}")
    tables = Table("table", "rows")
    for name in opened.tables():
        tables.add_row(name, f"{len(opened.table(name)):,}")
    out().print(tables)
    rows = opened.table("reflections", ["reflection_id", "set_id", "session", "member"])
    sets = Table("set", "reflections", "sessions", title="For analysts")
    for set_id, group in rows.groupby("set_id", dropna=False):
        sessions = sorted(group["session"].dropna().unique())
        span = f"{sessions[0]} to {sessions[-1]}" if sessions else ""
        named = set_id if isinstance(set_id, str) else "no set given"
        sets.add_row(named, f"{len(group):,}", span)
    out().print(sets)
    allowed = permissions_of(opened, rows)
    uses = allowed["use"].where(allowed["declared"], _UNDECLARED).value_counts()
    listed = ", ".join(f"{use} {n:,}" for use, n in uses.items())
    say(f"Permissions (texts): {listed or 'no texts'}")
    say_unread(unread_texts(opened))
    for sentence in smallest_change(opened, starts=[0.3]).to_frame()["sentence"]:
        say(f"What could be seen: {sentence}")
    store = JournalStore(journal)
    say(f"Rows refused at ingest: {len(store.refusals()):,}")
    say(f"Encrypted: {'yes' if store.encrypted else 'no'}")
    folder = themes_folder(journal)
    say(f"Themes: {folder if folder.is_dir() else 'none yet'}")
    _stale(store.stale())


def _stale(outputs: pd.DataFrame) -> None:
    """List outputs that hold what was taken back, or people who were forgotten."""
    if not len(outputs):
        return
    from rich.table import Table

    title = "Stale outputs: throw them away, and make them again"
    table = Table("kind", "for", "place", "made", "why", "since", title=title)
    for row in outputs.astype({"made_at": "str", "stale": "str"}).to_dict("records"):
        made, since = row["made_at"][:10], row["stale"][:10]
        cells = (row["kind"], row["audience"], row["place"], made, row["reason"], since)
        table.add_row(*(str(cell) for cell in cells))
    out().print(table)
