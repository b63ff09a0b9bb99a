"""What stands on the page that ``alsjournal serve`` shows, in its own process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.cli._files import open_coded, open_journal
from alsjournal.cli.serve import PAGE_OF
from alsjournal.errors import AlsjournalError

if TYPE_CHECKING:
    from alsjournal.journal import Journal
    from alsjournal.trends import Coded
    from alsjournal.widgets import View

__all__ = ["parts_of", "show_page"]

_ALONE = (
    "This page is for {whose} alone, and stays on this machine. What is shown here was "
    "written in confidence: do not read a member's words out for them."
)


def show_page() -> None:
    """Show the page that the surroundings name; what goes wrong, in one sentence."""
    page = json.loads(os.environ[PAGE_OF])
    try:
        path = Path(page["journal"])
        folder = None if page["themes"] is None else Path(page["themes"])
        journal = open_journal(path)
        _, coded = open_coded(journal, path, folder)
        title = str(journal.provenance.get("title", "Action learning sets"))
        _say("h1", title)
        _say("p", _ALONE.format(whose=_whose(page["audience"])))
        for words, view in parts_of(journal, coded, page["audience"]):
            _say("h2", words)
            _show(view)
    except AlsjournalError as error:
        _say("p", str(error))


def _say(tag: str, words: str) -> None:
    from IPython.display import HTML

    _show(HTML(f"<{tag}>{escape(words)}</{tag}>"))  # type: ignore[no-untyped-call]


def _show(thing: object) -> None:
    from IPython.display import display

    display(thing)  # type: ignore[no-untyped-call]


def _whose(audience: str) -> str:
    kind, _, name = audience.partition(":")
    return f"set {name}" if kind == "set" else "the analysts"


def parts_of(
    journal: Journal, coded: Coded, audience: str
) -> Iterator[tuple[str, View]]:
    """Yield a heading and a view for each question of this audience."""
    from alsjournal.trends import quotes, theme_change, theme_prevalence
    from alsjournal.widgets import QuoteTable, ThemeMap, TrendExplorer, link

    counts = theme_prevalence(journal, coded, audience=audience)
    said = quotes(journal, coded, audience=audience)
    change = theme_change(journal, coded, audience=audience)
    themes = ThemeMap(counts, said)
    trend = TrendExplorer(counts, said, change=change)
    table = QuoteTable(said)
    link(themes, trend, table)
    yield "What was raised, session by session", themes
    yield "One theme over the sessions", trend
    yield "In members' own words", table
