"""What stands on the page that ``alsjournal serve`` shows, in its own process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal.cli._files import open_coded, open_journal
from alsjournal.cli.serve import PAGE_OF
from alsjournal.errors import AlsjournalError

if TYPE_CHECKING:
    from alsjournal.cleared import Prevalence
    from alsjournal.journal import Journal
    from alsjournal.themes import Codebook
    from alsjournal.trends import Coded
    from alsjournal.widgets import View

__all__ = ["parts_of", "show_page"]

_ALONE = (
    "This page is for {whose} alone, and stays on this machine. What is shown here was "
    "written in confidence: do not read a member's words out for them."
)
_GROUPED = (
    "Themes are named after the words that tell them apart. Those that nobody has read "
    "and adopted yet are groupings that a computer made of the texts."
)


def show_page() -> None:
    """Show the page that the surroundings name; what goes wrong, in one sentence."""
    page = json.loads(os.environ[PAGE_OF])
    try:
        path = Path(page["journal"])
        folder = None if page["themes"] is None else Path(page["themes"])
        journal = open_journal(path)
        model, coded = open_coded(journal, path, folder)
        title = str(journal.provenance.get("title", "Action learning sets"))
        _say("h1", title)
        _say("p", _ALONE.format(whose=_whose(page["audience"])))
        if "grouping" in coded.status.values():
            _say("p", _GROUPED)
        for words, view in parts_of(journal, coded, page["audience"], model.codebook_):
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
    journal: Journal, coded: Coded, audience: str, codebook: Codebook | None = None
) -> Iterator[tuple[str, View]]:
    """Yield a heading and a view for each question of this audience.

    For a set in the order in which a session is prepared. Where a journal does not
    keep the table that a part is made of, the part is left out.
    """
    from alsjournal.trends import theme_prevalence

    counts = theme_prevalence(journal, coded, audience=audience)
    of_set = audience.startswith("set:")
    if of_set:
        yield from _coming_back(journal, coded, counts, codebook)
        yield from _issues(journal, audience)
    yield from _raised(journal, coded, counts)
    yield from (_objectives if of_set else _survey)(journal, audience)


def _coming_back(
    journal: Journal, coded: Coded, counts: Prevalence, codebook: Codebook | None
) -> Iterator[tuple[str, View]]:
    from alsjournal.trends import issue_cards, recurring_issues
    from alsjournal.widgets import QuestionCards, RecurrenceBoard, link

    given: dict[str, Any] = {"audience": counts.audience, "codebook": codebook}
    issues = recurring_issues(journal, coded, **given)
    if not len(issues):
        return
    cards = issue_cards(journal, coded, **given)
    board = RecurrenceBoard(issues, cards, prevalence=counts)
    questions = QuestionCards(cards)
    link(board, questions)
    yield "Before the session", board
    if len(questions.questions_shown()):
        yield "Questions for the room", questions


def _issues(journal: Journal, audience: str) -> Iterator[tuple[str, View]]:
    from alsjournal.cycle import hearing_back, issue_trail
    from alsjournal.widgets import IssueTrail

    trail = issue_trail(journal, audience=audience)
    if len(trail):
        heard = hearing_back(journal, audience=audience)
        yield "Issues and actions", IssueTrail(trail, heard if len(heard) else None)


def _raised(
    journal: Journal, coded: Coded, counts: Prevalence
) -> Iterator[tuple[str, View]]:
    from alsjournal.trends import quotes, theme_change
    from alsjournal.widgets import QuoteTable, ThemeMap, TrendExplorer, link

    said = quotes(journal, coded, audience=counts.audience)
    change = theme_change(journal, coded, audience=counts.audience)
    themes = ThemeMap(counts, said)
    trend = TrendExplorer(counts, said, change=change)
    table = QuoteTable(said)
    link(themes, trend, table)
    yield "What was raised, session by session", themes
    yield "One theme over the sessions", trend
    yield "In members' own words", table


def _objectives(journal: Journal, audience: str) -> Iterator[tuple[str, View]]:
    from alsjournal.cycle import objective_history
    from alsjournal.widgets import ObjectiveHistory

    history = objective_history(journal, audience=audience)
    if len(history):
        yield "Objectives", ObjectiveHistory(history)


def _survey(journal: Journal, audience: str) -> Iterator[tuple[str, View]]:
    from alsjournal.survey import survey_items
    from alsjournal.widgets import SurveyBars

    items = survey_items(journal, audience=audience)
    if len(items):
        yield "The survey", SurveyBars(items)
