"""``alsjournal survey``: what people said in the survey, and how many answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._csv import write_csv
from alsjournal.cli._files import AudienceOption, JournalArgument, open_journal
from alsjournal.cli._run import out, say, verb
from alsjournal.run.outputs import being_made, note_output

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.cleared import SurveyAnswers, SurveyItems

__all__ = ["survey"]


@verb
def survey(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    by: Annotated[
        str | None,
        typer.Option("--by", help="set_id: for analysts, or a set of itself."),
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="How many gave each answer.")
    ] = False,
    item: Annotated[
        list[str] | None, typer.Option("--item", help="Only this question; several.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="The wave to compare with; else the first."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
) -> None:
    """Say by how many of those who answered each thing was said in the survey."""
    from alsjournal.survey import survey_answers, survey_items

    if answers and since is not None:
        msg = "goes with changes, not with --answers. Leave one out."
        raise typer.BadParameter(msg, param_hint="--since")
    opened = open_journal(journal)
    groups = [name.strip() for name in by.split(",")] if by else ()
    items = item or None
    table: SurveyAnswers | SurveyItems
    if answers:
        table = survey_answers(opened, audience=audience, by=groups, items=items)
    else:
        table = survey_items(
            opened, audience=audience, by=groups, items=items, since=since
        )
    if csv is not None:
        with being_made(journal, table.audience, "survey", csv):
            write_csv(table, csv)
            note_output(journal, opened, table.audience, "survey", csv, of_texts=False)
        say(f"{len(table)} rows written to {csv}, for {table.audience!r} alone.")
        return
    _show(table.to_frame(), answers=answers)
    for note in table.notes:
        say(note)


def _show(frame: pd.DataFrame, *, answers: bool) -> None:
    from rich.table import Table

    if frame.empty:
        return
    of_sets = ("set",) if frame["set_id"].notna().any() else ()
    said = ("answer", "given by") if answers else ("said by", "be wary", "change")
    table = Table("question", "wave", *of_sets, *said, title="The survey, as answered")
    columns = ["item", "wave", *(["set_id"] if of_sets else [])]
    columns += ["answer", "shown"] if answers else ["shown", "ceiling"]
    for row in frame.astype("object").where(frame.notna(), "").to_dict("records"):
        cells = [str(row[column]) for column in columns]
        if not answers:
            cells.append(str(row["change_in_words"]))
        table.add_row(*cells)
    out().print(table)
