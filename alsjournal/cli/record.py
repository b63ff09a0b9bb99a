"""``alsjournal record``: what a set heard back on, and what became of each issue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    AudienceOption,
    JournalArgument,
    ReleaseOption,
    open_journal,
)
from alsjournal.cli._run import out, say, verb
from alsjournal.run.outputs import being_made

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.cleared import Cleared, HearingBack, Learned
    from alsjournal.journal import Journal

__all__ = ["record"]

_LEARNED, _WIDE = 5, 240  # entries, and characters of each


@verb
def record(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    issue: Annotated[
        str | None, typer.Option("--issue", help="Only what became of this issue.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the tables into this folder.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Tell what was heard back on; to a set, what was learned and what came of it."""
    from alsjournal.cycle import hearing_back, issue_trail, returned_questions
    from alsjournal.disclosure import Audience

    opened = open_journal(journal)
    heard = hearing_back(opened, audience=audience)
    tables: dict[str, Cleared] = {"hearing_back": heard}
    opened_for = Audience.parse(audience)
    told = opened_for.kind in ("set", "research")
    if told:
        tables["issue_trail"] = issue_trail(
            opened, audience=audience, issue=issue, release=release
        )
        if issue is None:
            tables["returned_questions"] = returned_questions(
                opened, audience=audience, release=release
            )
    elif issue is not None:
        msg = "is for a set, as --audience set:A, or for research"
        raise typer.BadParameter(msg, param_hint="--issue")
    if csv is not None:
        _write(tables, opened, journal, csv, release)
        return
    if issue is None:
        _show_heard(heard)
    if issue is None and opened_for.kind == "set":
        _show_learned(_learned(opened, audience, release))
    notes = [] if issue is not None else list(heard.notes)
    if told:
        notes += _show_trail(tables)
    for note in dict.fromkeys(notes):
        say(note)
    if opened_for.kind == "research":
        _say_problems(opened)


def _show_heard(heard: HearingBack) -> None:
    import pandas as pd
    from rich.table import Table

    frame = heard.to_frame()
    if not len(frame):
        return
    table = Table("agreed", "actions", title="Hearing back")
    for row in frame.to_dict("records"):
        where = "in all"
        if row["what"] == "session":
            known = pd.notna(row["session"])
            where = f"session {row['session']}" if known else "session not said"
        elif row["what"] == "set":
            where = f"set {row['set_id']}" if pd.notna(row["set_id"]) else "no set said"
        said = row["in_words"] if pd.notna(row["in_words"]) else row["shown"]
        table.add_row(where, str(said))
    out().print(table)


def _learned(opened: Journal, audience: str, release: str | None) -> Learned:
    from alsjournal.cli._run import progress
    from alsjournal.cycle import what_was_learned

    with progress("Reading the texts"):
        return what_was_learned(opened, audience=audience, release=release)


def _show_learned(learned: Learned) -> None:
    """Show a little of what was learned; what a machine found is for the page."""
    from alsjournal.report.learned import chosen_lessons

    said = chosen_lessons(learned).chosen.head(_LEARNED)
    if not len(said):
        say("What was learned: nothing that may be told here yet.")
        return
    say("What was learned (letters of people are of this list alone)")
    rows = said.astype(object).where(said.notna(), None)
    for row in rows.to_dict("records"):
        where = "" if row["session"] is None else f"session {row['session']}: "
        after = f"after “{row['about'].rstrip('.')}”: " if row["about"] else ""
        words = shorten(row["text"], _WIDE, placeholder=" [...]")
        say(f"  {where}{after}{words}")
    say("  All of it, with where it comes from: --csv, or `alsjournal report`.")
    say("")


def _show_trail(tables: dict[str, Cleared]) -> list[str]:
    """Show a trail, and the questions that may have come back; return the notes."""
    trail, returned = tables["issue_trail"], tables.get("returned_questions")
    for line in _lines(trail.to_frame()):
        say(line)
    if returned is None or not len(returned):
        return [*trail.notes]
    _show_returned(returned.to_frame())
    return [*trail.notes, *returned.notes]


def _show_returned(pairs: pd.DataFrame) -> None:
    say("Questions that may have come back (letters of people are of this list alone)")
    several = len(set(pairs["set_id"])) > 1
    for row in pairs.to_dict("records"):
        of_set = f"set {row['set_id']}, " if several else ""
        say(f"  {row['place']}. {of_set}session {row['session']}, {row['how']}:")
        say(f"    {row['text']}")
        say(f"    after session {row['session_before']}: {row['text_before']}")
    say("")


def _lines(trail: pd.DataFrame) -> Iterator[str]:
    """Yield a trail as lines: an issue, its sessions, and what is on record there."""
    rows = trail.astype(object).where(trail.notna(), "")
    several = len(set(trail["set_id"])) > 1
    for (set_id, issue), own in rows.groupby(["set_id", "issue_id"], sort=False):
        head = issue or "On no issue"
        words = own.loc[own["kind"] == "issue", "text"]
        told = f": {words.iloc[0]}" if len(words) and words.iloc[0] else ""
        told = " (its words are not shown)" if issue and not told else told
        yield f"\n{f'Set {set_id}, ' if several else ''}{head}{told}"
        for session, at in own.groupby("session", sort=False):
            forms = [row for row in at["how"][at["kind"] == "turn"] if row]
            yield f"  session {session}{f' ({forms[0]})' if forms else ''}"
            yield from _of_session(at)
    yield ""


def _of_session(rows: pd.DataFrame) -> Iterator[str]:
    """Yield the entries of a session; those without their words are counted."""
    for kind, own in rows.groupby("kind", sort=False):
        if kind in ("issue", "turn"):
            continue
        silent = 0
        for row in own.to_dict("records"):
            head = _head(str(kind), row["about"], row["how"])
            if row["text"]:
                yield f"    {head}: {row['text']}"
            elif row["about"] or row["how"]:
                yield f"    {head}"
            else:
                silent += 1
        if silent:
            yield f"    {silent} {kind}{'s' * (silent != 1)} without words"


def _head(kind: str, about: str, how: str) -> str:
    """Say what an entry is.

    Examples
    --------
    >>> _head("report back", "action 2", "changed"), _head("action", "action 2", "")
    ('heard back on action 2, changed', 'action 2')
    """
    if kind == "action":
        return about
    named = {"report back": f"heard back on {about}", "offer": "offered"}
    words = named.get(kind, f"{kind} of {about}" if about else kind)
    return f"{words}, {how}" if how else words


def _write(
    tables: dict[str, Cleared],
    opened: Journal,
    journal: Path,
    folder: Path,
    release: str | None,
) -> None:
    """Write all that is told of a record, and put on record that it was."""
    from alsjournal.cli._csv import folder_made, write_csv
    from alsjournal.cycle import consultancy, what_changed
    from alsjournal.store import JournalStore

    audience = tables["hearing_back"].audience
    if not audience.startswith("member:"):
        tables["consultancy"] = consultancy(opened, audience=audience)
    if not audience.startswith("member:") and audience != "programme":
        tables["what_was_learned"] = _learned(opened, audience, release)
    tables["what_changed"] = what_changed(opened, audience=audience, release=release)
    folder_made(folder)
    tables = {name: table for name, table in tables.items() if len(table)}
    with being_made(journal, audience, "table", folder):
        for name, table in tables.items():
            write_csv(table, folder / f"{name}.csv")
        # Whose an entry is does not stand in it: whoever leaves makes all of it stale.
        JournalStore(journal).note_release(
            audience, kind="table", place=folder, whole=True
        )
    say(f"{len(tables)} tables written to {folder}, for {audience!r} alone.")


def _say_problems(opened: Journal) -> None:
    from alsjournal.cycle import record_problems

    for (table, rule, what), rows in record_problems(opened).groupby(
        ["table", "rule", "what_to_do"], sort=False
    ):
        say(f"{table}, {len(rows)}: {rule}. {what}")
