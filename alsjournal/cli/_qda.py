"""Projects of programs for qualitative analysis, as the verbs take and give them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._run import out, say

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.exchange import QdaProject, QdaReport
    from alsjournal.journal import RawJournal

__all__ = [
    "ColumnsOption",
    "add_codings",
    "is_project",
    "raw_of_project",
    "tell_written",
]

_SUFFIXES = (".qdpx", ".qde", ".qda", ".sqlite3")

ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="Of a project: COLUMN=VARIABLE, as member=case; several.",
    ),
]


def is_project(source: Path) -> bool:
    """Whether a file is a project of a program for qualitative analysis."""
    return source.suffix.lower() in _SUFFIXES


def raw_of_project(source: Path, columns: Sequence[str] | None) -> RawJournal:
    """Read a project, and say what of it could not be taken."""
    from alsjournal.exchange import read_qda

    project = read_qda(source)
    say(repr(project))
    _tell_losses(project.losses)
    return project.to_raw(_mapping(columns))


def add_codings(source: Path, journal: Path) -> None:
    """Add the codings of a project to the texts that a journal has already."""
    from alsjournal.cli._files import open_journal
    from alsjournal.exchange import read_qda
    from alsjournal.store import JournalStore

    opened = open_journal(journal)
    project: QdaProject = read_qda(source)
    codings, left = project.codings_of(opened)
    _tell_losses(project.losses)
    _tell_losses(left)
    known = codings["coding_id"].isin(opened.codings()["coding_id"])
    new = codings[~known]
    # Those of a model come from the model, with what it knows of them.
    by_model = new["coder"].str.contains("/", regex=False).fillna(False)
    people = new[~by_model]
    say(
        f"Codings there already: {int(known.sum()):,}. Of a model, left: "
        f"{int(by_model.sum()):,}."
    )
    if len(people):
        say(str(JournalStore(journal).write_codings(people)))
    coders = ", ".join(sorted(people["coder"].dropna().unique()))
    say(f"New codings of people: {len(people):,}{f' ({coders})' if coders else ''}.")


def _mapping(columns: Sequence[str] | None) -> dict[str, str]:
    out: dict[str, str] = {}
    for said in columns or ():
        column, _, variable = said.partition("=")
        if not column.strip() or not variable.strip():
            msg = "must be COLUMN=VARIABLE, as session=Meeting"
            raise typer.BadParameter(msg, param_hint="--column")
        out[column.strip()] = variable.strip()
    return out


def _tell_losses(losses: pd.DataFrame) -> None:
    if not len(losses):
        return
    from rich.table import Table

    table = Table("what", "n", "reason", title="Not taken")
    for row in losses.to_dict("records"):
        table.add_row(str(row["what"]), f"{row['n']:,}", str(row["reason"]))
    out().print(table)


def tell_written(report: QdaReport) -> None:
    """Say what was written, what stayed, and what a project cannot hold."""
    written = ", ".join(f"{name} {n:,}" for name, n in report.written.items())
    say(f"Written: {report.path} ({written})")
    left = ", ".join(f"{name} {n:,}" for name, n in report.left_out.items())
    if left:
        say(f"Left out, as permissions and privacy ask (rows): {left}.")
    lacking = ", ".join(f"{name} {n:,}" for name, n in report.not_carried.items())
    if lacking:
        say(f"A project has no place for (rows): {lacking}.")
    say(
        "These texts are personal data still, and a copy that `forget` does not reach. "
        "Keep the file encrypted; delete it when somebody takes a permission back."
    )
