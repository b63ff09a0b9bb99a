"""`export_tables`: the way out, for one audience, into one folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from alsjournal._given import given_path
from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.exchange.content import Content, Part, content_for
from alsjournal.exchange.folder import MACHINES, PEOPLE, replaced
from alsjournal.exchange.links import Links
from alsjournal.exchange.lossless import WRITERS
from alsjournal.exchange.package import NAME, Written, described
from alsjournal.exchange.people import People
from alsjournal.exchange.spreadsheet import Fitter
from alsjournal.exchange.words import read_me
from alsjournal.journal import Journal
from alsjournal.trends import Coded, Coder

__all__ = ["FORMATS", "ExportReport", "export_tables"]

FORMATS = ("csv", "xlsx", "parquet")


@dataclass(frozen=True)
class ExportReport:
    """What was written.

    Parameters
    ----------
    folder : pathlib.Path
    audience : str
    tables : mapping of str to int
        Rows, by table.
    left_out : mapping of str to int
        Rows of the journal that stayed, by table.
    notes : tuple of str
        What a reader must know beside the numbers.
    empty : mapping of str to str
        Why a released table has no rows, by table.
    """

    folder: Path
    audience: str
    tables: Mapping[str, int]
    left_out: Mapping[str, int]
    notes: tuple[str, ...] = ()
    empty: Mapping[str, str] = field(default_factory=dict)


def export_tables(
    journal: Journal,
    folder: str | os.PathLike[str],
    *,
    themes: Coder | Coded | pd.DataFrame | None = None,
    audience: str | Audience = "research",
    formats: Sequence[str] = FORMATS,
    memos: bool = False,
    overwrite: bool = False,
    release: str | None = None,
) -> ExportReport:
    """Write tables for one audience into a folder, for people and for machines.

    ``for-people/`` holds a workbook and csv that spreadsheets open and run nothing
    of; ``for-machines/`` holds csv and Parquet that lose nothing, and
    ``datapackage.json``.

    Parameters
    ----------
    journal : Journal
    folder : str or path
        New or empty. It is there when all of it is written, and not before.
    themes : ThemeModel or pandas.DataFrame, optional
        A fitted model, or codings (those made by people too), for the tables of
        `theme_prevalence`, `theme_summary`, `theme_change`, `recurring_issues` and
        `quotes`.
    audience : str or Audience, default="research"
        Research gets the journal's own tables, and of texts those that may at least
        be counted, in files that only their owner may read. ``programme``,
        ``set:<set_id>`` and ``public`` get released tables only.
    formats : sequence of str, default=("csv", "xlsx", "parquet")
        Some of these.
        Xlsx is for people, Parquet for machines, csv for both.
    memos : bool, default=False
        Whether the memos of those who analyse go too, for research.
    overwrite : bool, default=False
        Whether an earlier export there is replaced.
    release : str, optional
        What the export is called; see `alsjournal.quotes`.

    Returns
    -------
    ExportReport

    Raises
    ------
    DisclosureError
        If the audience may see nothing of this journal.
    InputError
        If the audience gets no export, there is nothing to give it, a format is not
        known, or the folder holds something else.
    SourceError
        If it cannot be written there.

    See Also
    --------
    read_export : The way back.
    data_dictionary : What each column means.

    Notes
    -----
    The same journal, themes and versions give the same bytes; the export does not
    say when it was made. Of a member who keeps all their writing to themselves, the
    rows of issues, questions, actions, offers, outcomes and answers stay too.

    Examples
    --------
    >>> import tempfile
    >>> frame = pd.DataFrame({"text": ["We met.", "We did not."], "session": [1, 2]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = export_tables(journal, folder, formats=["csv"])
    ...     sorted(path.name for path in (report.folder / "for-machines").iterdir())
    ['datapackage.json', 'permissions.csv', 'reflections.csv']
    """
    chosen = _formats(formats)
    content = content_for(journal, themes, audience, memos=memos, release=release)
    target = Path(given_path(folder, "folder"))
    with replaced(target, private=content.private, overwrite=overwrite) as new:
        written = _write(content, new, chosen)
    return ExportReport(
        target,
        str(content.audience),
        {table.name: table.rows for table in written},
        {name: n for name, n in content.left_out.items() if n},
        content.notes,
        content.empty,
    )


def _formats(formats: Sequence[str]) -> tuple[str, ...]:
    asked = (formats,) if isinstance(formats, str) else tuple(formats)
    unknown = [str(name) for name in asked if name not in FORMATS]
    if unknown or not asked:
        msg = (
            f"formats must name one or more of {', '.join(FORMATS)}. Got "
            f"{', '.join(unknown) or 'none'}."
        )
        raise InputError(msg)
    return tuple(name for name in FORMATS if name in asked)


def _write(content: Content, new: Path, formats: tuple[str, ...]) -> list[Written]:
    """Go through the content once, and write all formats on the way."""
    machine = [name for name in formats if name in WRITERS]
    people = [name for name in formats if name != "parquet"]
    with ExitStack() as stack:
        fitter = Fitter(_whole(machine))
        opened = None
        if people:
            (new / PEOPLE).mkdir()
            scratch = new.parent / "sheets"
            scratch.mkdir()
            opened = People(new / PEOPLE, scratch, people)
            stack.callback(opened.close)
        if machine:
            (new / MACHINES).mkdir()
        links, rows = Links(), {}
        files: dict[str, tuple[Path, ...]] = {}
        for part in content.parts:
            files[part.name] = tuple(
                new / MACHINES / f"{part.name}.{name}" for name in machine
            )
            n = _write_part(part, files[part.name], opened, fitter, links)
            if n is not None:
                rows[part.name] = n
        parts = [part for part in content.parts if part.name in rows]
        written = [
            Written(
                p.name, p.columns, p.key, rows[p.name], links.of(p.name), files[p.name]
            )
            for p in parts
        ]
        if opened is not None:
            columns = [entry for part in parts for entry in part.columns]
            opened.finish(read_me(content, rows, fitter, formats), columns)
    if machine:
        words = described(written, title=content.title, about=_about(content))
        (new / MACHINES / NAME).write_text(words, encoding="utf-8", newline="\n")
    return written


def _write_part(
    part: Part,
    files: Sequence[Path],
    people: People | None,
    fitter: Fitter,
    links: Links,
) -> int | None:
    """Write a table in all formats; None if all its rows stay, and it with them."""
    n = None
    with ExitStack() as stack:
        machine: list[Any] = []
        pages = None
        for frame in part.batches():
            if not len(frame) and part.key:
                continue  # of a journal's own table there are rows, or there is none
            if n is None:
                n = 0
                for file in files:
                    writer = WRITERS[file.suffix[1:]](file, part.columns)
                    machine.append(stack.enter_context(closing(writer)))
                if people is not None:
                    pages = people.table(part.name, part.columns)
            n += len(frame)
            links.see(part.name, frame)
            for writer in machine:
                writer.write(frame)
            if pages is not None:
                pages.write(fitter.rows(part.columns, frame))
        if pages is not None:  # if something fails, all that is open is let go
            pages.close()
    return n


def _whole(machine: Sequence[str]) -> str:
    if machine:
        return f"The whole text is in {MACHINES}."
    return "For the whole text export again with csv or parquet."


def _about(content: Content) -> dict[str, object]:
    return {
        "audience": str(content.audience),
        "left_out": {name: n for name, n in content.left_out.items() if n},
        "selection": {column: list(v) for column, v in content.selection.items()},
        "notes": list(content.notes),
        "empty": dict(content.empty),
        "provenance": dict(content.provenance),
    }
