"""``alsjournal contribution``: claims, stories, and numbers beside words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alsjournal._aside import new_file
from alsjournal.cli._files import (
    AudienceOption,
    CoderOption,
    JournalArgument,
    ReleaseOption,
    ThemesOption,
    open_coded,
    open_journal,
    open_read,
    themes_folder,
)
from alsjournal.cli._run import progress, say, verb
from alsjournal.run.outputs import being_made

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.cleared import Claims, Cleared, JointDisplay, Stories
    from alsjournal.journal import Journal
    from alsjournal.trends import Coded

    Tables = tuple[JointDisplay, Claims, Stories]

__all__ = ["contribution"]

_NO_THEMES = (
    "No themes: {folder} is not there. Run `alsjournal themes {path}`, or give --coder "
    "for codings of people that the journal holds."
)


@verb
def contribution(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    readings: Annotated[
        Path | None,
        typer.Option(
            "--readings",
            help="A CSV of the display with reading, note, read_by, read_at filled in.",
        ),
    ] = None,
    folder: ThemesOption = None,
    coder: CoderOption = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the tables into this folder.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write all of it on one page.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Lay out what the programme is said to have contributed, and what speaks against.

    Claims with counter-evidence and other explanations, stories with who chose them,
    and numbers beside words, step by step of the theory of change, for people to read.
    """
    from alsjournal.evaluation import contribution as claims_of
    from alsjournal.evaluation import joint_display, stories, with_readings

    opened = open_journal(journal)
    themes = _themes(opened, journal, folder, coder)
    elements = _elements(opened)
    display = joint_display(
        opened, themes, audience=audience, elements=elements, release=release
    )
    if readings is not None:
        display = with_readings(display, readings)
    claims = claims_of(opened, audience=audience, release=release)
    tables = display, claims, stories(opened, audience=audience, release=release)
    if coder is None:
        _name_coders(opened, display)
    if csv is None and page is None:
        _show(*tables)
        return
    for path, write in ((csv, _write), (page, _write_page)):
        if path is not None:
            with being_made(journal, display.audience, "contribution", path):
                write(path, tables)
                _put_on_record(journal, opened, path, display, themes, elements)


def _themes(
    opened: Journal, path: Path, folder: Path | None, coder: str | None
) -> Coded | None:
    """Return what themes there are: a coder's, or those beside the journal."""
    if coder is not None:
        return open_read(opened, path, folder, coder=coder)[1]
    where = folder or themes_folder(path)
    if folder is None and not where.is_dir():
        say(_NO_THEMES.format(folder=where, path=path))
        return None
    return open_coded(opened, path, folder)[1]


def _elements(opened: Journal) -> pd.DataFrame | None:
    """Read the texts for elements of reflection, where a step names one."""
    from alsjournal.ingest.theory_data import theory_of
    from alsjournal.reflection import code_reflections

    steps = theory_of(opened.provenance)
    if not any(one.kind == "element" for step in steps for one in step.indicators):
        return None
    with progress("Reading the texts"):
        return code_reflections(opened, ["element"])


def _name_coders(opened: Journal, display: JointDisplay) -> None:
    """Say who coded themes, where those of the theory are not among the groupings."""
    if not display.to_frame()["missing"].str.contains("theme:", na=False).any():
        return
    codings = opened.table("codings", ["coder", "construct"])
    coders = codings.loc[codings["construct"] == "theme", "coder"].dropna().unique()
    people = sorted(c for c in coders if "/" not in c)
    if people:
        say(
            f"Some themes of the theory are no groupings of the machine. Themes as "
            f"people coded them: --coder {' or --coder '.join(people)}"
        )


def _show(display: JointDisplay, claims: Claims, told: Stories) -> None:
    for line in _steps(display):
        say(line)
    for line in _claims(claims):
        say(line)
    for line in _stories(told):
        say(line)
    notes = (*display.notes, *claims.notes, *told.notes)
    for note in dict.fromkeys(notes):
        say(note)


def _rows(table: Cleared) -> list[Mapping[Any, Any]]:
    frame = table.to_frame()
    plain = frame.astype(object).where(frame.notna(), "")
    return list(plain.to_dict("records"))


_HEADS = {
    "assumptions": "assumes",
    "survey": "people say",
    "themes": "they write of",
    "quotes": "in their words",
    "elements": "they show",
    "outcomes": "outcomes",
    "heard_back": "on record",
    "attendance": "who was there",
    "claims": "claimed",
    "missing": "not measured",
    "reading": "read as",
    "note": "because",
    "read_by": "read by",
    "read_at": "on",
}


def _steps(display: JointDisplay) -> Iterator[str]:
    for row in _rows(display):
        yield f"\n{row['step']}: {row['text']}" if row["text"] else f"\n{row['step']}"
        for column, head in _HEADS.items():
            for line in str(row[column]).splitlines():
                yield f"  {head}: {line}"
    yield ""


def _claims(claims: Claims) -> Iterator[str]:
    if not len(claims):
        return
    yield "Claims"
    for row in _rows(claims):
        yield f"  {row['text'] or 'A claim.'}"
        amount = f", {row['amount']:,.15g}" if row["amount"] != "" else ""
        if row["level"] or row["outcome"]:
            said = f": {row['outcome']}" if row["outcome"] else ""
            kind = f"{row['checked']}, by a {row['claimed_by']}"
            kind = kind if row["claimed_by"] != "not said" else row["checked"]
            yield f"    outcome ({row['level']}, {kind}{amount}){said}"
        for column in ("evidence_for", "evidence_against", "other_explanations"):
            if row[column]:
                yield f"    {column.replace('_', ' ')}: {row[column]}"
        if row["strength"]:
            day = str(row["judged_at"])[:10]
            by = " ".join(filter(None, [row["judged_by"], day]))
            yield f"    judged {row['strength']}{f' by {by}' if by else ''}"
        if row["note"]:
            yield f"    {row['note']}"
    yield ""


def _stories(told: Stories) -> Iterator[str]:
    if not len(told):
        return
    yield "Stories"
    for row in _rows(told):
        head = row["domain"] or row["level"] or "a story"
        yield f"  {head}: {row['text'] or '(its words are not shown)'}"
        chosen = f"chosen by {row['chosen_by']}" if row["chosen_by"] else "chosen"
        if row["reason"]:
            yield f"    {chosen}: {row['reason']}"
        elif row["chosen_by"]:
            yield f"    {chosen}"
        if row["note"]:
            yield f"    {row['note']}"
    yield ""


def _write(folder: Path, tables: Tables) -> None:
    from alsjournal.cli._csv import folder_made, write_csv

    folder_made(folder)
    names = ("joint_display", "contribution", "stories_of_change")
    there = {n: table for n, table in zip(names, tables, strict=True) if len(table)}
    for name, table in there.items():
        write_csv(table, folder / f"{name}.csv")
    audience = tables[0].audience
    say(f"{len(there)} tables written to {folder}, for {audience!r} alone.")


def _write_page(path: Path, tables: Tables) -> None:
    from alsjournal.errors import SourceError
    from alsjournal.evaluation import contribution_page

    try:
        with new_file(path, private=False) as file:
            file.write(contribution_page(*tables).encode("utf-8"))
    except OSError as error:
        msg = f"The page must go where it can be written: {path} ({error.strerror})."
        raise SourceError(msg) from None
    say(f"Written for the audience {tables[0].audience!r} alone: {path}")
    say("Read every word before you pass it on: no anonymiser finds every name.")


def _put_on_record(
    journal: Path,
    opened: Journal,
    place: Path,
    display: JointDisplay,
    themes: Coded | None,
    elements: pd.DataFrame | None,
) -> None:
    """Record it with the counts and quotes of its themes, and with those of elements.

    Whose a claim or a story is does not stand in it: whoever leaves makes it stale.
    """
    from alsjournal.run.outputs import note_output
    from alsjournal.trends import indicator_codings

    what = (display.audience, "contribution", place)
    also: tuple[Coded, ...] = ()
    if elements is not None:
        also = indicator_codings(opened, elements, audience=display.audience)
    counting = None
    if themes is None and display.to_frame()["attendance"].notna().any():
        counting = _no_themes()  # how many wrote is told all the same
    note_output(
        journal,
        opened,
        *what,
        quoting=themes,
        counting=counting,
        also=also,
        whole=True,
    )


def _no_themes() -> Coded:
    import pandas as pd

    from alsjournal.trends import Coded

    return Coded(pd.DataFrame({"reflection_id": [], "code": []}, dtype="str"), ())
