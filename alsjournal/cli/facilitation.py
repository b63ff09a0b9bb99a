"""``alsjournal facilitation``: which parts there were, and a facilitator's own log."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alsjournal.cli._files import JournalArgument, ReleaseOption, open_journal
from alsjournal.cli._run import out, say, verb
from alsjournal.run.outputs import being_made

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.cleared import Cleared, Facilitation, FacilitatorLog

__all__ = ["facilitation"]

_COUNTED = ("turns", "questions", "actions")
_ORDER = ("for supervision", "session", "log", "question", "kind")


@verb
def facilitation(
    journal: JournalArgument,
    audience: Annotated[
        str,
        typer.Option(
            "--audience",
            help="programme, set:<set_id>, research, or member:<pseudonym>.",
        ),
    ] = "programme",
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the tables into this folder.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option("--page", help="Write a member's log as a page for them alone."),
    ] = None,
    unsigned: Annotated[
        bool,
        typer.Option(
            "--unsigned",
            help="Take logs without a writer where the record leaves nobody else.",
        ),
    ] = False,
    release: ReleaseOption = None,
) -> None:
    """Say who facilitates as what, in counts; to a facilitator, their own log."""
    from alsjournal.cycle import facilitation_parts, facilitator_log
    from alsjournal.disclosure import Audience
    from alsjournal.report import supervision_page

    own = Audience.parse(audience).kind == "member"
    if not own and (page is not None or unsigned):
        msg = "a log is for its facilitator alone, as --audience member:<pseudonym>"
        hint = "--unsigned" if page is None else "--page"
        raise typer.BadParameter(msg, param_hint=hint)
    opened = open_journal(journal)
    parts = facilitation_parts(opened, audience=audience)
    log = None
    if own:
        log = facilitator_log(
            opened, audience=audience, unsigned=unsigned, release=release
        )
    if csv is not None:
        _write(journal, csv, parts, log)
    if page is not None and log is not None:
        _note(journal, supervision_page(log, page, parts=parts), log)
        say(f"The page is in {page}. Give it to nobody but {log.audience!r}.")
    if csv is None and page is None:
        _show(parts, log)


def _show(parts: Facilitation, log: FacilitatorLog | None) -> None:
    frame = parts.to_frame()
    frame = frame[frame["what"] != "part"]
    if frame.empty:
        say("There is no record of who facilitated.")
    if parts.unit == "sets":
        _table(frame, {"what": "at the", "how": "facilitated", "shown": "sets"})
    else:
        for row in frame[frame["what"] == "set"].to_dict("records"):
            say(f"Set {row['set_id']} is {row['shown']}.")
        frame = frame[frame["what"] == "session"]
        titles = {"set_id": "set", "session": "session", "how": "facilitated"}
        _table(frame, {**titles, "shown": "parts", "since": "since the one before"})
    if log is not None and len(log):
        for line in _lines(log.to_frame()):
            say(line)
    notes = (*parts.notes, *(log.notes if log is not None else ()))
    for note in dict.fromkeys(notes):
        say(note)


def _lines(frame: pd.DataFrame) -> Iterator[str]:
    """Yield a log as lines: what to take along, the sessions, what was written."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    of = {what: [r for r in rows if r["what"] == what] for what in _ORDER}
    if of["for supervision"]:
        yield "For supervision:"
        yield from (f"  {row['text']}" for row in of["for supervision"])
    for row in of["session"]:
        counts = [f"{c} {row[c]}" for c in _COUNTED if row[c] is not None]
        if row["questions"]:
            counts.append(f"your own questions {row['asked']}")
        log = "" if row["logs"] else "; no log of yours"
        told = ", ".join(counts) or "nothing else is kept"
        yield f"{_place(row)} (your part: {row['part']}): {told}{log}"
    for what, did in (("log", "you wrote"), ("question", "you asked")):
        for row in of[what]:
            kind = f" ({row['kind']})" if row["kind"] else ""
            yield f"{_place(row)}, {did}{kind}: {row['text']}"
    if of["kind"]:
        kinds = (f"{row['kind']}: {row['asked']}" for row in of["kind"])
        yield f"Your questions by kind: {'; '.join(kinds)}."


def _place(row: dict[Hashable, Any]) -> str:
    of_set = "No set said" if row["set_id"] is None else f"Set {row['set_id']}"
    at = "session not said" if row["session"] is None else f"session {row['session']}"
    return f"{of_set}, {at}"


def _table(frame: pd.DataFrame, titles: dict[str, str]) -> None:
    """Print those columns that say something."""
    from rich.table import Table

    shown = frame[list(titles)].dropna(axis="columns", how="all")
    table = Table(*(titles[str(c)] for c in shown), title="How sets are facilitated")
    cells = shown.astype(object).where(shown.notna(), "")
    for row in cells.itertuples(index=False, name=None):
        table.add_row(*(str(cell) for cell in row))
    out().print(table)


def _write(
    journal: Path, folder: Path, parts: Facilitation, log: FacilitatorLog | None
) -> None:
    """Write what there is of the two tables; a log is for its owner's eyes."""
    from alsjournal.cli._csv import folder_made, write_csv

    folder_made(folder)
    tables: dict[str, Cleared] = {"facilitation_parts": parts}
    if log is not None:
        tables["facilitator_log"] = log
    tables = {name: table for name, table in tables.items() if len(table)}
    with being_made(journal, parts.audience, "table", folder):
        for name, table in tables.items():
            alone = name == "facilitator_log"
            write_csv(table, folder / f"{name}.csv", private=alone)
        _note(journal, folder, parts)
    said = f"{len(tables)} table{'s' * (len(tables) != 1)}"
    say(f"{said} written to {folder}, for {parts.audience!r} alone.")


def _note(journal: Path, place: Path, made: Cleared) -> None:
    """Put on record that it was made; whoever leaves the journal makes it stale."""
    from alsjournal.store import JournalStore

    kind = "table" if place.is_dir() else "page"
    JournalStore(journal).note_release(
        made.audience, kind=kind, place=place, whole=True
    )
