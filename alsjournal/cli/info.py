"""``alsjournal info``: what a journal holds, in counts."""

from __future__ import annotations

from alsjournal.cli._files import JournalArgument, open_journal, themes_folder
from alsjournal.cli._languages import say_unread
from alsjournal.cli._run import out, say, verb
from alsjournal.cli._stale import say_outdated

__all__ = ["info"]

_UNDECLARED = "not declared (counted in the programme, never quoted)"


@verb
def info(journal: JournalArgument) -> None:
    """Say what a journal holds: tables, sets, sessions, permissions, themes."""
    from rich.table import Table

    from alsjournal.disclosure import permissions_of, unread_texts
    from alsjournal.store import JournalStore
    from alsjournal.store._releases import as_releases
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
    say_outdated(as_releases(store.stale()))
