"""Where the verbs find a journal and the themes that belong to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal._aside import tidy
from alsjournal._given import themes_folder
from alsjournal.cli._run import say
from alsjournal.errors import InputError, SourceError

if TYPE_CHECKING:
    from alsjournal.journal import Journal
    from alsjournal.themes import ThemeModel
    from alsjournal.trends import Coded

__all__ = [
    "AsOfOption",
    "AudienceOption",
    "CoderOption",
    "FurtherThemesOption",
    "JournalArgument",
    "ReleaseOption",
    "ThemesOption",
    "open_coded",
    "open_journal",
    "open_read",
    "say_unread_themes",
    "themes_folder",
]

JournalArgument = Annotated[
    Path, typer.Argument(help="The journal file, as `ingest` wrote it.")
]
ThemesOption = Annotated[
    Path | None,
    typer.Option("--themes", help="The folder of themes; by default beside it."),
]
FurtherThemesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--themes",
        help="A folder of themes or a codebook that lies elsewhere; several.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="With the codebook as it was at the end of a day, YYYY-MM-DD."
    ),
]
AudienceOption = Annotated[
    str,
    typer.Option(
        "--audience", help="programme, set:<set_id>, public, or research (analysts)."
    ),
]

CoderOption = Annotated[
    str | None,
    typer.Option("--coder", help="Themes as this coder of the journal coded them."),
]
ReleaseOption = Annotated[
    str | None,
    typer.Option(
        "--release", help="What it is called: another name, other letters for people."
    ),
]


def open_journal(path: Path, *, wait: float = 5.0) -> Journal:
    """Open a journal that must be there; wait so many seconds while others write."""
    from alsjournal.store import JournalStore

    if path.parent.is_dir():
        tidy(path.parent)  # themes that a killed run had moved away come back
    if not path.exists():
        msg = (
            f"The journal must be a file that `alsjournal ingest` wrote. There is no "
            f"{path}."
        )
        raise SourceError(msg)
    return JournalStore(path, timeout=wait).read()


def open_read(
    journal: Journal,
    path: Path,
    folder: Path | None,
    *,
    coder: str | None = None,
    as_of: str | None = None,
) -> tuple[ThemeModel | None, Coded]:
    """Open themes as a coder coded them; without one, those that a model made."""
    if coder is None:
        return open_coded(journal, path, folder, as_of=as_of)
    from alsjournal.run.grouping import known_names
    from alsjournal.trends import as_coded

    found = journal.codings(coder=coder, construct="theme")
    if not len(found):
        msg = (
            "--coder must name somebody whose themes the journal holds. Got one who "
            "coded none. `alsjournal info` tells who coded."
        )
        raise InputError(msg)
    return None, known_names(as_coded(journal, found), folder or themes_folder(path))


def say_unread_themes(coded: Coded) -> None:
    """Say that a page tells little where nobody has read what a machine grouped."""
    if set(coded.status.values()) == {"grouping"}:
        say(
            "Nobody has read and named these groupings yet, so this page tells its "
            "readers little: see `alsjournal codebook` first."
        )


def open_coded(
    journal: Journal,
    path: Path,
    folder: Path | None,
    *,
    as_of: str | None = None,
    anew: bool = False,
) -> tuple[ThemeModel, Coded]:
    """Open the themes of a journal, with the codings that the journal holds.

    With ``as_of``, the codebook and the codings are those of that day. With ``anew``,
    the codings are about to be made anew, so that those there need not be theirs.
    """
    from alsjournal.run.grouping import as_of_day, coded_of

    where = folder or themes_folder(path)
    model, coded = coded_of(journal, path, where, anew=anew)
    return (model, coded) if as_of is None else as_of_day(model, journal, as_of)
