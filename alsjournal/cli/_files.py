"""Where the verbs find a journal and the themes that belong to it."""

from __future__ import annotations

from dataclasses import replace
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
    from alsjournal.trends import as_coded

    found = journal.codings(coder=coder, construct="theme")
    if not len(found):
        msg = (
            "--coder must name somebody whose themes the journal holds. Got one who "
            "coded none. `alsjournal info` tells who coded."
        )
        raise InputError(msg)
    return None, as_coded(journal, found)


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
    from alsjournal.themes import ThemeModel
    from alsjournal.themes._coded_file import coded_of, fingerprint_of
    from alsjournal.themes._groups_file import THEMES
    from alsjournal.trends import Coded

    where = folder or themes_folder(path)
    if not where.is_dir():
        msg = (
            f"The themes must be a folder that `alsjournal themes` wrote. There is no "
            f"{where}. Run `alsjournal themes {path}` first; for themes that people "
            f"coded, --coder names them where a verb has it."
        )
        raise SourceError(msg)
    model = ThemeModel.load(where)
    if not model.fitted_on(journal):
        msg = (
            f"The themes must be those of all the texts in {path}: texts that are not "
            f"grouped would look as if nobody had raised anything. The journal has "
            f"changed since. Run `alsjournal themes {path}` again."
        )
        raise InputError(msg)
    codings = journal.codings(coder="themes", construct="theme")
    strange = not set(codings["code"]) <= set(model.theme_names_)
    kept = coded_of(where, THEMES)
    strange |= kept is not None and kept != fingerprint_of(codings)
    if strange and not anew:
        msg = (
            f"The codings in {path} must come from the themes in {where}. They do "
            f"not: a run was stopped on the way, or one of the two was put back from "
            f"an earlier day. Run `alsjournal themes {path}` again."
        )
        raise InputError(msg)
    if as_of is not None:
        return _as_of(model, journal, as_of)
    return model, Coded.by_model(model, journal, codings)


def _as_of(model: ThemeModel, journal: Journal, as_of: str) -> tuple[ThemeModel, Coded]:
    """Take the model back to a day; what is made of it says so."""
    from alsjournal.themes.as_of import as_of as as_of_day
    from alsjournal.trends import as_coded

    then, note = as_of_day(model, as_of)
    coded = as_coded(journal, then)
    return then, replace(coded, notes=(*coded.notes, note))
