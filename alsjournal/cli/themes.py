"""``alsjournal themes``: find themes, keep the model and the codings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    JournalArgument,
    ThemesOption,
    open_journal,
    themes_folder,
)
from alsjournal.cli._run import out, progress, say, verb

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.journal import Journal
    from alsjournal.themes import Codebook, ThemeModel
    from alsjournal.trends import Coded

__all__ = ["fit_and_keep", "keep", "themes"]

_BOOTSTRAPS, _PASSAGES = 20, 1_000  # some seconds; `stability` in Python does more


@verb
def themes(
    journal: JournalArgument,
    n_themes: Annotated[
        str, typer.Option("--n-themes", help="How many, or auto.")
    ] = "auto",
    seed: Annotated[int, typer.Option("--seed", help="For the same result.")] = 0,
    folder: ThemesOption = None,
    stability: Annotated[
        bool,
        typer.Option(
            "--stability/--no-stability",
            help="Group again with a part left out, to see which themes hold.",
        ),
    ] = True,
) -> None:
    """Group similar passages into themes, and keep them beside the journal."""
    number: str | int = n_themes
    if n_themes != "auto":
        if not n_themes.isdecimal() or int(n_themes) < 1:
            msg = f"must be a whole number from 1, or auto; got {n_themes!r}"
            raise typer.BadParameter(msg, param_hint="--n-themes")
        number = int(n_themes)
    where = folder or themes_folder(journal)
    opened = open_journal(journal)
    model, coded = fit_and_keep(
        journal, opened, number, seed, where, stability=stability
    )
    if not len(model.theme_names_):
        say(
            "Too few texts, or too few people who share anything, to find themes in. "
            "Read the texts: there are not many. --n-themes 5 makes five all the same."
        )
        return
    from rich.markup import escape
    from rich.table import Table

    title = "Groupings, read by nobody yet"
    if model.codebook_.decided:
        title = f"Going on with the codebook: `alsjournal codebook {journal}` shows it"
    table = Table("theme", "texts", "does it hold?", "words", title=escape(title))
    sizes = coded.codings.drop_duplicates(["reflection_id", "code"])["code"]
    counts = sizes.value_counts()
    for name in coded.themes:
        words = ", ".join(coded.terms.get(name, ())[:8])
        held = coded.held(name) or ""
        table.add_row(*map(escape, (name, str(int(counts.get(name, 0))), held, words)))
    out().print(table)
    say(f"Kept in {where}. Next: alsjournal report {journal}")


def fit_and_keep(
    path: Path,
    journal: Journal,
    n_themes: str | int,
    seed: int,
    folder: Path,
    *,
    stability: bool = True,
) -> tuple[ThemeModel, Coded]:
    """Fit themes, save the model, and put its codings into the journal.

    Unless told otherwise it also measures how well they hold, on a small sample, so
    that it takes some seconds.

    Where people have decided anything, it goes on with their codebook, and with the
    model that it is of, where that can be read: then it also says what became of the
    earlier themes.
    """
    from alsjournal.errors import InputError
    from alsjournal.store import JournalStore
    from alsjournal.themes import ThemeModel, lineage, lineage_in_words
    from alsjournal.trends import Coded

    book = _decided(folder)
    earlier = _earlier(folder) if book is not None else None
    with progress("Finding themes"):
        model = ThemeModel(n_themes=n_themes, codebook=book, random_state=seed)
        model.fit(journal, continues=earlier)
        codings = model.code(journal)
    if earlier is not None and earlier.n_themes_:
        say(lineage_in_words(lineage(earlier, model, journal)))
    if stability and model.n_themes_:
        model = _measured(model, journal)
    with JournalStore(path).held():
        if _decided(folder) != book:
            msg = (
                f"The codebook in {folder} must stay as it is while themes are made "
                f"from it. Somebody decided something meanwhile, and it is kept. Run "
                f"`alsjournal themes {path}` again."
            )
            raise InputError(msg)
        if not model.fitted_on(journal):
            msg = (
                f"The texts in {path} must stay as they are while themes are made of "
                f"them. Some were changed, or forgotten, meanwhile; nothing was kept. "
                f"Run `alsjournal themes {path}` again."
            )
            raise InputError(msg)
        keep(path, model, codings, folder)
    return model, Coded.by_model(model, journal, codings)


def keep(path: Path, model: ThemeModel, codings: pd.DataFrame, folder: Path) -> None:
    """Put a model's codings into the journal, and the model into its folder.

    The folder comes last: stopped between the two, the same verb again begins where
    this one did, and until then `open_coded` finds out that they do not belong
    together.
    """
    from alsjournal.store import JournalStore
    from alsjournal.themes._groups_file import THEMES
    from alsjournal.themes.persist import save

    THEMES.check_free(folder)
    JournalStore(path).write_codings(codings, replace=("themes", "theme"))
    save(model, folder, codings=codings)


def _measured(model: ThemeModel, journal: Journal) -> ThemeModel:
    from alsjournal.themes import theme_stability

    with progress("Leaving texts out, to see which themes hold") as done:
        found = theme_stability(
            model, journal, n_bootstraps=_BOOTSTRAPS, most=_PASSAGES, progress=done
        )
    return model.with_stability(found)


def _decided(folder: Path) -> Codebook | None:
    """Return the codebook of earlier themes, if a person decided anything in it."""
    from alsjournal.themes import read_codebook

    file = folder / "codebook.jsonl"
    if not file.is_file():
        return None
    book = read_codebook(file)
    return book if book.decided else None


def _earlier(folder: Path) -> ThemeModel | None:
    """Return the model of earlier themes; none if it cannot be read."""
    from alsjournal.errors import AlsjournalError
    from alsjournal.themes import ThemeModel

    try:
        return ThemeModel.load(folder)
    except AlsjournalError:
        say(
            "The earlier model cannot be read here (another version, or other "
            "vectors): its themes are known by their words alone. Look whether each "
            "is still the same."
        )
        return None
