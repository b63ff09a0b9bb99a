"""``alsjournal info``: what a journal holds, in counts."""

from __future__ import annotations

from alsjournal.cli._files import JournalArgument, open_journal, themes_folder
from alsjournal.cli._run import out, say, verb

__all__ = ["info"]


@verb
def info(journal: JournalArgument) -> None:
    """Say what a journal holds: tables, sets, sessions, permissions, themes."""
    from rich.table import Table

    from alsjournal.disclosure import permissions_of
    from alsjournal.store import JournalStore

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
        sets.add_row(str(set_id), f"{len(group):,}", span)
    out().print(sets)
    uses = permissions_of(opened, rows)["use"].value_counts()
    allowed = ", ".join(f"{use} {n:,}" for use, n in uses.items())
    say(f"Permissions (texts): {allowed or 'no texts'}")
    refused = len(JournalStore(journal).refusals())
    say(f"Rows refused at ingest: {refused:,}")
    folder = themes_folder(journal)
    say(f"Themes: {folder if folder.is_dir() else 'none yet'}")
