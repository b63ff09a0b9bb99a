"""``alsjournal themes``: find themes, keep the model and the codings."""

from __future__ import annotations

from typing import Annotated

import typer

from alsjournal.cli._files import (
    JournalArgument,
    ThemesOption,
    open_journal,
    themes_folder,
)
from alsjournal.cli._run import Terminal, out, say, verb

__all__ = ["themes"]


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
    from alsjournal.run.grouping import fit_and_keep

    where = folder or themes_folder(journal)
    opened = open_journal(journal)
    model, coded = fit_and_keep(
        journal, opened, number, seed, where, tell=Terminal(), stability=stability
    )
    if not len(model.theme_names_):
        say(
            "Too few texts, or too few people who share anything, to find themes in. "
            "Read the texts: there are not many. --n-themes 5 makes five all the same."
        )
        return
    from rich.table import Table

    title = "Groupings, read by nobody yet"
    if model.codebook_.decided:
        title = f"Going on with the codebook: `alsjournal codebook {journal}` shows it"
    table = Table("theme", "texts", "does it hold?", "words", title=title)
    sizes = coded.codings.drop_duplicates(["reflection_id", "code"])["code"]
    counts = sizes.value_counts()
    for name in coded.themes:
        words = ", ".join(coded.terms.get(name, ())[:8])
        held = coded.held(name) or ""
        table.add_row(name, str(int(counts.get(name, 0))), held, words)
    out().print(table)
    say(f"Kept in {where}. Next: alsjournal report {journal}")
