"""What became of each issue: entries in order, and no word kept."""

import json

import pandas as pd
import pytest
from widget_tables import (
    HOSTILE,
    SAID,
    answer,
    heard,
    kept,
    made,
    opened_card,
    quotes,
    trail,
)

from alsjournal import cleared
from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets import Cell, IssueTrail

FIRST = Cell("issue 1", 1, "A")


def items_of(parts):
    return [one for part in parts if part["part"] == "items" for one in part["items"]]


def test_issues_are_called_by_their_session():
    heads = [card["head"] for card in IssueTrail(trail())._cards["cards"]]
    assert heads == [
        "An issue of session 1, the first",
        "An issue of session 1, the second",
        "An issue of session 3",
        "Told on no issue",
    ]


def test_their_own_words_come_by_message():
    widget = IssueTrail(trail())
    (sent,) = answer(widget, type="need-names", **{"from": 0})
    assert sent["names"][0].startswith(f"{SAID} how do we cover?")
    assert sent["names"][1:] == ["", "", ""]
    assert answer(widget, type="need-names", **{"from": -1}) == []
    assert answer(widget, type="need-names", **{"from": "0"}) == []


def test_entries_are_told_in_order_with_their_kinds_in_words():
    parts, _ = opened_card(IssueTrail(trail()), FIRST)
    heads = [part["text"] for part in parts if part["part"] == "heading"]
    assert heads == ["Session 1", "Session 2"]
    assert all(part["ordered"] for part in parts if part["part"] == "items")
    assert [one["label"] for one in items_of(parts)] == [
        "Presented for the first time",
        "Question",
        "Question",
        "Action 1",
        "Action 2",
        "Heard back on action 1: done in part",
        "Offer: an idea",
        "Outcome of action 1: for a team, intended, told, and not checked by anybody",
    ]


def test_what_was_not_heard_of_is_a_question_of_nobody():
    entries = items_of(opened_card(IssueTrail(trail()), FIRST)[0])
    notes = {one["label"]: one["note"] for one in entries}
    assert notes["Action 1"] == ""
    assert notes["Action 2"] == "Not heard back on yet: shall we ask?"


def test_what_was_agreed_last_or_is_not_due_is_not_asked_for():
    last = Cell("issue 3", 3, "A")
    assert "shall we ask" not in opened_card(IssueTrail(trail()), last)[1]
    widget = IssueTrail(trail(), heard(not_yet=0))
    assert "shall we ask" not in opened_card(widget, FIRST)[1]


def test_how_actions_stand_in_all_is_said():
    widget = IssueTrail(trail(), heard())
    assert widget._cards["lead"] == ["Actions: heard back on 1 of 2: 1 part."]
    lines = widget._cards["cards"][0]["lines"]
    assert lines == [
        "Presented at session 1.",
        "2 questions, 2 actions, 1 report back, 1 offer, 1 outcome.",
        "1 action not heard back on yet.",
    ]


def test_words_that_may_not_be_shown_leave_a_note():
    entries = items_of(opened_card(IssueTrail(trail()), FIRST)[0])
    notes = [one["note"] for one in entries if one["label"] == "Question"]
    assert notes == ["", "Its words may not be shown."]
    assert (
        "may not be shown"
        in opened_card(IssueTrail(trail()), Cell("issue 2", 1, "A"))[1]
    )


def test_no_words_and_no_ids_are_kept():
    widget = IssueTrail(trail(), heard())
    widget.selection = (FIRST,)
    assert SAID in opened_card(widget, FIRST)[1]
    assert SAID not in kept(widget)
    assert "i1" not in json.dumps(widget._cards)
    assert len(widget.rows_shown()) == 9


def test_hostile_words_are_sent_as_they_are():
    (sent,) = answer(IssueTrail(trail()), type="need-names", **{"from": 0})
    assert HOSTILE in sent["names"][0]


def test_two_audiences_and_other_tables_are_refused():
    with pytest.raises(DisclosureError, match="same audience"):
        IssueTrail(trail(), heard(audience="set:B"))
    with pytest.raises(InputError, match="trail must be a table"):
        IssueTrail(quotes())
    with pytest.raises(InputError, match="Got QuoteSet"):
        IssueTrail(trail(), quotes())


def test_nothing_on_record():
    widget = IssueTrail(made(cleared.IssueTrail, []))
    assert widget._cards["cards"] == []
    assert widget.rows_shown().empty


def test_sets_are_told_apart_for_research():
    frame = pd.concat(
        [trail().to_frame().assign(set_id=name) for name in ("A", "B")],
        ignore_index=True,
    )
    widget = IssueTrail(made(cleared.IssueTrail, frame, "research"))
    heads = [card["head"] for card in widget._cards["cards"]]
    assert heads[0] == "Set A: An issue of session 1, the first"
    assert heads[-1] == "Set B: Told on no issue"
    assert len({card["cell"]["set_id"] for card in widget._cards["cards"]}) == 2


def test_many_issues_come_a_page_at_a_time():
    rows = {"issue_id": [f"i{i}" for i in range(300)], "session": range(1, 301)}
    frame = pd.DataFrame(rows).assign(set_id="A", kind="issue", text=SAID)
    widget = IssueTrail(made(cleared.IssueTrail, frame))
    (sent,) = answer(widget, type="need-names", **{"from": 25})
    assert len(sent["names"]) == 25
