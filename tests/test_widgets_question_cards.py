"""Questions in large print: which ones, one at a time, and on paper."""

import pandas as pd
import pytest
from widget_tables import HOSTILE, SAID, answer, issue_cards, kept, made, quotes

from alsjournal import cleared
from alsjournal.errors import InputError
from alsjournal.widgets import Cell, QuestionCards

OWN, ASK = "question of the set", "question to ask"


def cards_of(*rows):
    frame = pd.DataFrame(rows, columns=["theme", "kind", "text", "session"])
    return made(cleared.IssueCards, frame.astype({"session": "Int64"}))


def question(widget, at=0):
    (sent,) = answer(widget, type="need-question", id=1, at=at)
    return sent


def test_nobodys_words_but_questions():
    shown = QuestionCards(issue_cards()).questions_shown()
    assert shown["kind"].tolist() == [OWN, ASK]


def test_one_at_a_time():
    widget = QuestionCards(
        cards_of(("Cover", ASK, "What helps?", None), ("Trust", OWN, "Who knows?", 2))
    )
    first, second = question(widget), question(widget, 99)
    assert (first["question"], first["total"], first["from"]) == ("What helps?", 2, "")
    assert (second["at"], second["from"]) == (1, "Asked in the set, session 2")
    assert question(widget, "1")["at"] == 0
    assert question(widget, -5)["at"] == 0


def test_what_a_set_asked_stands_there_once():
    widget = QuestionCards(
        cards_of(
            ("Cover", OWN, "Who knows?", 2),
            ("Trust", OWN, "Who knows?", 2),
            ("Cover", ASK, "What helps?", None),
            ("Trust", ASK, "What helps?", None),
        )
    )
    shown = widget.questions_shown()
    assert shown["theme"].tolist() == ["Cover; Trust", "Cover", "Trust"]


def test_they_are_narrowed_to_a_theme():
    widget = QuestionCards(
        cards_of(("Cover", ASK, "What helps?", None), ("Trust", ASK, "Who?", None))
    )
    widget.selection = (Cell("Trust"),)
    assert question(widget)["question"] == "Who?"
    assert widget._status == "1 question on Trust."


def test_no_words_are_kept_but_those_that_are_printed():
    widget = QuestionCards(issue_cards())
    frame = issue_cards().to_frame()
    asked = frame.loc[frame["kind"] == ASK, "text"].iloc[0]
    page = widget.to_html()
    assert "onerror=&#x27;" in page
    assert page.count("<section>") == 1
    assert "question of the set" not in page
    widget.to_html = lambda: ""
    assert SAID not in kept(widget)
    assert asked.startswith(SAID)


def test_a_page_of_cards_runs_nothing_and_loads_nothing(tmp_path):
    path = tmp_path / "cards.html"
    page = QuestionCards(issue_cards()).to_html(path, own=True)
    assert path.read_text(encoding="utf-8") == page
    assert page.count("<section>") == 2
    assert "size: A5" in page
    assert "default-src 'none'" in page
    assert HOSTILE not in page
    assert "<script" not in page


def test_other_tables_are_refused():
    with pytest.raises(InputError, match="cards must be a table"):
        QuestionCards(quotes())


def test_no_questions():
    widget = QuestionCards(cards_of())
    assert question(widget)["total"] == 0
    assert "no questions to print" in widget.to_html()
    assert widget._status == "There are no questions to show yet."


def test_many_themes():
    rows = [(f"Theme {i}", ASK, f"What of it, {i}?", None) for i in range(300)]
    widget = QuestionCards(cards_of(*rows))
    assert question(widget, 299)["question"] == "What of it, 299?"
    assert widget.to_html().count("<section>") == 300
