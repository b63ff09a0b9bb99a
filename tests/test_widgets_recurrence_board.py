"""What keeps coming back: cards in order, words only when one is opened."""

import pandas as pd
import pytest
from widget_tables import (
    HOSTILE,
    SAID,
    answer,
    issue_cards,
    kept,
    opened_card,
    prevalence,
    quotes,
    recurrence,
)

from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets import Cell, RecurrenceBoard, link


def board(**more):
    return RecurrenceBoard(recurrence(), issue_cards(), prevalence=prevalence(), **more)


def test_cards_say_where_how_it_stands_and_whether_elsewhere():
    first, second = board()._cards["cards"]
    assert first["head"] == "Cover"
    assert first["lines"] == [
        "Raised in 3 of 4 sessions, by 5 of 7 who wrote.",
        "Now: raised again at session 4 by 2 of 6 who wrote.",
        "It came back once, after a session without it.",
        "Also raised elsewhere.",
    ]
    assert "Also raised elsewhere." not in second["lines"]


def test_they_stand_by_rank():
    table = recurrence(("One", "Two"))
    frame = table.to_frame().iloc[::-1]
    object.__setattr__(table, "_frame", frame.reset_index(drop=True))
    heads = [card["head"] for card in RecurrenceBoard(table)._cards["cards"]]
    assert heads == ["One", "Two"]


def test_dots_are_told_in_words():
    card = board()._cards["cards"][0]
    assert card["dots"] == "yyny"
    assert card["said"] == "Raised at sessions 1, 2 and 4; not raised at session 3"


def test_what_is_held_back_is_no_dot_of_either_kind():
    counts = prevalence(audience="programme", wrote=20)
    widget = RecurrenceBoard(recurrence(audience="programme"), prevalence=counts)
    assert set(widget._cards["cards"][0]["dots"]) == {"h"}
    assert widget._cards["cards"][0]["said"].startswith("By how many not shown")


def test_an_opened_card_has_quotes_side_by_side_and_what_to_ask():
    widget = board()
    parts, words = opened_card(widget, Cell("Cover"))
    (beside,) = [part for part in parts if part["part"] == "beside"]
    heads = [part["head"] for part in beside["parts"]]
    assert heads == ["First quote", "Latest quote"]
    asked = [p["text"] for p in parts if p["part"] == "heading"]
    assert asked == [
        "What was agreed",
        "Agreed, and may be about this",
        "What the set asked",
        "What the set might ask next",
    ]
    assert "Why this one: agreed at that session." in words


def test_words_are_in_nothing_that_is_kept():
    widget = board()
    widget.selection = (Cell("Cover"),)
    assert SAID in opened_card(widget, Cell("Cover"))[1]
    assert SAID not in kept(widget)
    assert "Raised in 3 of 4 sessions" in kept(widget)


def test_one_card_is_sent_at_a_time_and_only_of_this_board():
    widget = board()
    assert answer(widget, type="need-card", cell={"theme": "Nothing"}) == []
    assert answer(widget, type="need-card", cell=None) == []
    assert answer(widget, type="need-names", **{"from": 0}) == []
    own = {"theme": "Trust", "session": None, "set_id": None}
    (sent,) = answer(widget, type="need-card", cell=own)
    assert SAID not in str(sent)
    assert "No quote on this may be shown to the set." in str(sent)


def test_the_selection_can_be_set_and_read():
    widget = board()
    widget.selection = (Cell("Cover"),)
    assert widget._status.startswith("Open: Cover. Raised in 3 of 4")
    assert set(widget.rows_shown()["theme"]) == {"Cover"}
    with pytest.raises(InputError, match="Got 1 that are not"):
        widget.selection = (Cell("Nothing"),)
    widget.selection = ()
    assert widget.rows_shown().empty


def test_boards_are_linked_by_theme():
    one, two = board(), RecurrenceBoard(recurrence())
    together = link(one, two)
    one.selection = (Cell("Trust"),)
    assert two.selection == (Cell("Trust"),)
    together.stop()


def test_tables_of_two_audiences_are_refused():
    with pytest.raises(DisclosureError, match="same audience"):
        RecurrenceBoard(recurrence(), issue_cards(audience="set:B"))
    with pytest.raises(DisclosureError, match="same audience"):
        RecurrenceBoard(recurrence(), prevalence=prevalence(audience="set:B"))


def test_other_tables_are_refused():
    with pytest.raises(InputError, match="Got a QuoteSet"):
        RecurrenceBoard(quotes())
    with pytest.raises(InputError, match="Got QuoteSet"):
        RecurrenceBoard(recurrence(), quotes())


def test_hostile_names_are_text():
    widget = RecurrenceBoard(recurrence((HOSTILE,)))
    assert "<img" not in widget.to_html()


def test_nothing_was_raised():
    widget = RecurrenceBoard(recurrence(()))
    assert widget._status == "There is nothing to show yet."
    assert "<table>" in widget.to_html()


def test_one_session_of_one_member():
    table = recurrence(("Cover",), sessions=1, sessions_raised=1, raised=1, wrote=1)
    counts = prevalence(("Cover",), sessions=1, wrote=2)
    card = RecurrenceBoard(table, prevalence=counts)._cards["cards"][0]
    assert card["lines"][0] == "Raised in 1 of 1 sessions, by 1 of 1 who wrote."
    assert card["said"] == "Raised at session 1"


def test_a_theme_that_is_not_counted_has_no_dots():
    widget = RecurrenceBoard(recurrence(), prevalence=prevalence(("Trust",)))
    assert widget._cards["cards"][0]["dots"] == ""


def test_many_themes_stay_small():
    themes = tuple(f"Theme {i}" for i in range(300))
    widget = RecurrenceBoard(recurrence(themes), prevalence=prevalence(themes))
    assert len(kept(widget)) < 400_000


def test_other_ways_to_stand():
    quiet = recurrence(
        ("Cover",),
        status_now="not raised since session 2",
        because="5 wrote at the one session since",
        came_back=0,
        elsewhere=pd.NA,
    )
    assert RecurrenceBoard(quiet)._cards["cards"][0]["lines"][1:] == [
        "Now: not raised since session 2 (5 wrote at the one session since)."
    ]
    done = recurrence(("Cover",), status_now="resolved", resolved="by an outcome")
    lines = RecurrenceBoard(done)._cards["cards"][0]["lines"]
    assert "Resolved by an outcome." in lines
