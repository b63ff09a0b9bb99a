"""``alsjournal check``: what would be taken and refused; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._languages import other_languages, say_unread
from alsjournal.cli._qda import is_project, raw_of_project
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.journal import RawJournal

__all__ = ["JobsOption", "PresetOption", "SourceArgument", "check", "show_report"]

_USES = ("quote", "paraphrase", "counts", "self", "not declared")
_PLACES = 60  # more are no table that anybody reads

SourceArgument = Annotated[
    Path,
    typer.Argument(
        help="programme.toml, a table, a workbook, a document, a folder, a project."
    ),
]
PresetOption = Annotated[
    str | None,
    typer.Option(
        "--preset", help="How the file is laid out: nhs-fft, ms-forms, google-forms."
    ),
]


def _processes(given: int | None) -> int | None:
    if given == 0:
        msg = "must be a number of processes, as 2, or -1 for all cores; got 0"
        raise typer.BadParameter(msg)
    return given


JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        callback=_processes,
        help="Processes; by default all cores for large input.",
    ),
]


@verb
def check(
    source: SourceArgument,
    preset: PresetOption = None,
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="Refused rows to list.")
    ] = 20,
    show_files: Annotated[
        bool,
        typer.Option(
            "--show-files", help="Name the files of a folder: a name may be a person's."
        ),
    ] = False,
) -> None:
    """Read, and say what would be taken and refused. Writes nothing."""
    from alsjournal.ingest import read_journal_with_report
    from alsjournal.ingest.file_names import files_of_folders

    if is_project(source):
        say(f"Would be taken: {raw_of_project(source, None)!r}")
        return
    raw, report = read_journal_with_report(source, preset=preset)
    named = files_of_folders(source, preset=preset) if show_files else {}
    show_report(report, rows, named)
    _show_taken(raw)
    _say_own(raw)
    say_unread(
        other_languages(raw),
        "a person must read them for names (alsjournal review). Until then they are "
        "not quoted.",
    )
    say(f"Would be taken: {raw!r}")


def _show_taken(raw: RawJournal) -> None:
    """Count the texts of each set and session, by what may be done with them."""
    from rich.table import Table

    from alsjournal.disclosure import permissions_of
    from alsjournal.journal import Journal

    columns = ["reflection_id", "set_id", "session", "member"]
    texts = raw.identifiable_frame("reflections", columns)
    # Only to ask what was allowed: it holds no text, and stays here.
    asked = Journal({"permissions": raw.identifiable_frame("permissions")})
    allowed = permissions_of(asked, texts)
    texts["use"] = allowed["use"].where(allowed["declared"], "not declared")
    uses = [use for use in _USES if (texts["use"] == use).any()]
    table = Table("set", "session", "texts", *uses, title="What would be taken")
    places = list(texts.groupby(["set_id", "session"], dropna=False))
    for (set_id, session), group in places[:_PLACES]:
        place = (
            set_id if set_id == set_id else "",
            session if session == session else "",
        )
        counts = (len(group), *((group["use"] == use).sum() for use in uses))
        table.add_row(*(str(p) for p in place), *(f"{n:,}" for n in counts))
    out().print(table)
    if len(places) > _PLACES:
        say(f"... and {len(places) - _PLACES:,} more sets and sessions.")


def _say_own(raw: RawJournal) -> None:
    """Say what the anonymiser is told of the programme, and that it can be read."""
    from alsjournal.anonymise.finders.gazetteer import read_gazetteer
    from alsjournal.anonymise.own_settings import own_settings

    own = own_settings(raw)
    if own.gazetteer is not None:
        say(f"Gazetteer: {len(read_gazetteer(own.gazetteer)):,} names.")
    if own.patterns:
        say(f"Own patterns: {', '.join(own.patterns)}.")


def show_report(
    report: object, rows: int, named: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Print what was read, and the first refused rows: where and why, no values.

    ``named`` has the names of the files of a folder, in the order of its rows.
    """
    say(str(report))
    refused = report.to_frame(expected=False)  # type: ignore[attr-defined]
    if not len(refused) or not rows:
        return
    from rich.table import Table

    table = Table("file", "row", "column", "reason", title="Refused rows")
    for line in refused.head(rows).itertuples(index=False):
        files = (named or {}).get(line.file, ())
        file = f"{line.file}/{files[line.row - 1]}" if files else line.file
        table.add_row(file, str(line.row), line.column, line.reason)
    out().print(table)
    if len(refused) > rows:
        say(f"... and {len(refused) - rows} more; --rows shows more.")
