"""``alsjournal proposals``: what texts may add to a record, and what people decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alsjournal.cli._files import JournalArgument, ReleaseOption, open_journal
from alsjournal.cli._run import say, verb
from alsjournal.run.outputs import being_made

if TYPE_CHECKING:
    from alsjournal.cleared import Proposals

__all__ = ["proposals"]


@verb
def proposals(
    journal: JournalArgument,
    audience: Annotated[
        str | None,
        typer.Option(
            "--audience",
            help="member:<pseudonym>, research, or set:<set_id> where it agreed.",
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write them into this file.")
    ] = None,
    settle: Annotated[
        Path | None,
        typer.Option(
            "--settle",
            help="A csv of decisions: proposal_id, decision, by, when, status.",
        ),
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Propose actions and reports back from texts; take in what people decided."""
    from alsjournal.cycle import proposed_actions, proposed_reports
    from alsjournal.disclosure import together

    if settle is not None:
        _settle(journal, settle)
        return
    if audience is None:
        msg = "must be given, as member:<pseudonym>, research, or set:A"
        raise typer.BadParameter(msg, param_hint="--audience")
    opened = open_journal(journal)
    actions = proposed_actions(opened, audience=audience, release=release)
    reports = proposed_reports(opened, audience=audience, release=release)
    if csv is not None:
        both = together([actions, reports])
        _write(both, journal, csv)
        return
    _show("Actions that may have been agreed", actions)
    _show("What may have become of actions", reports)
    say("Letters of people are those of each list alone.")
    for note in dict.fromkeys((*actions.notes, *reports.notes)):
        say(note)


def _show(title: str, found: Proposals) -> None:
    say(f"{title}: {len(found)}")
    rows = found.to_frame().astype(object)
    for row in rows.where(rows.notna(), "").to_dict("records"):
        say(_line(row))
        if row["action"]:
            say(f"    of {row['action_id']}: {row['action']}")
        say(f"    {row['text']}")
    say("")


def _line(row: dict[Any, Any]) -> str:
    """Say which proposal it is, of when, and how it stands."""
    when = f"session {row['session']}" if row["session"] != "" else "session not said"
    sure = f"confidence {row['confidence']:.2f}"
    whose = f"owner: {row['owner']}"
    said = "; ".join((f"{row['set_id']}, {when}", whose, sure, str(row["state"])))
    return f"  {row['proposal_id']} ({said})"


def _write(found: Proposals, journal: Path, file: Path) -> None:
    from alsjournal.cli._csv import write_csv
    from alsjournal.store import JournalStore

    with being_made(journal, found.audience, "table", file):
        write_csv(found, file)
        JournalStore(journal).note_release(
            found.audience, kind="table", place=file, whole=True
        )
    say(f"{len(found)} proposals written to {file}, for {found.audience!r} alone.")


def _settle(journal: Path, file: Path) -> None:
    import pandas as pd

    from alsjournal.cycle import settle_proposals
    from alsjournal.errors import SourceError
    from alsjournal.store import JournalStore

    open_journal(journal)
    try:
        decisions = pd.read_csv(file, dtype="str")
    except (OSError, ValueError):
        msg = f"The decisions must be a csv that can be read, in UTF-8. Got {file}."
        raise SourceError(msg) from None
    done = settle_proposals(JournalStore(journal), decisions)
    say(f"{len(done.confirmed)} confirmed, {len(done.rejected)} rejected.")
    told = {
        "were decided so before": done.unchanged,
        "were confirmed before, and stay in the record": done.contrary,
        "are on record already, in other words": done.on_record,
        "are no proposals of this journal": done.unknown,
    }
    for what, ids in told.items():
        if ids:
            say(f"{len(ids)} {what}: {', '.join(ids)}")
    if done.held_back:
        say(f"{done.held_back} rows of people who were forgotten were not written.")
