"""``alsjournal issues``: what keeps coming back, and what a set might be asked next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    AudienceOption,
    JournalArgument,
    ReleaseOption,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.cleared import IssueCards, Recurrence
    from alsjournal.trends.ties import TextEmbedder

__all__ = ["issues"]


@verb
def issues(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    near: Annotated[
        bool,
        typer.Option(
            "--near", help="Offer actions that are near in meaning, too: guesses."
        ),
    ] = False,
    folder: ThemesOption = None,
    release: ReleaseOption = None,
) -> None:
    """Say what keeps coming back and how it stands; to a set, in its own words."""
    from alsjournal.disclosure import Audience
    from alsjournal.trends import issue_cards, recurring_issues

    opened = open_journal(journal)
    model, coded = open_coded(opened, journal, folder)
    book = model.codebook_
    table = recurring_issues(opened, coded, audience=audience, codebook=book)
    _show(table)
    notes = table.notes
    if Audience.parse(audience).kind == "set":
        cards = issue_cards(
            opened,
            coded,
            audience=audience,
            codebook=book,
            embedder=_embedder() if near else None,
            release=release,
        )
        _show_cards(cards)
        notes = tuple(dict.fromkeys((*notes, *cards.notes)))
    elif near:
        msg = "is for a set's cards, as --audience set:A"
        raise typer.BadParameter(msg, param_hint="--near")
    for note in notes:
        say(note)


def _embedder() -> TextEmbedder:
    from alsjournal.embed import SpacyEmbedder

    return SpacyEmbedder()


def _show(table: Recurrence) -> None:
    import pandas as pd
    from rich.table import Table

    frame = table.to_frame()
    where = {
        "sets": "sets_raised",
        "sessions": "sessions_raised",
        "roles": "roles_raised",
    }
    shown = {word: name for word, name in where.items() if frame[name].notna().any()}
    title = f"What keeps coming back ({table.unit})"
    printed = Table("", "theme", *shown, "raised by", "now", title=title)
    for row in frame.to_dict("records"):
        cells = [
            f"{row[name]} of {row[word]}" if pd.notna(row[name]) else ""
            for word, name in shown.items()
        ]
        now = str(row["status_now"])
        now += f": {row['because']}" if pd.notna(row["because"]) else ""
        if pd.notna(row["resolved"]):
            now += f" (called resolved {row['resolved']})"
        if pd.notna(row["elsewhere"]) and bool(row["elsewhere"]):
            now += ". Also raised elsewhere."
        theme, said = str(row["theme"]), str(row["shown"])
        printed.add_row(str(row["rank"]), theme, *cells, said, now)
    out().print(printed)


def _show_cards(cards: IssueCards) -> None:
    import pandas as pd

    for theme, rows in cards.to_frame().groupby("theme", sort=False):
        say(f"\n{theme}")
        for row in rows.to_dict("records"):
            at = f", session {row['session']}" if pd.notna(row["session"]) else ""
            say(f"  {row['kind']}{at} ({row['note']}):")
            say(f"    {row['text']}")
    say("")
