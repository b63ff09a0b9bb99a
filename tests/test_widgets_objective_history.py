"""Wordings side by side: what went, what came, and no mark."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from widget_tables import (
    HOSTILE,
    SAID,
    history,
    kept,
    made,
    opened_card,
    quotes,
)

from alsjournal import cleared
from alsjournal.errors import InputError
from alsjournal.widgets import Cell, ObjectiveHistory

SECOND = Cell("the set, version 2", 2, "A")


def wordings(parts):
    (beside,) = [part for part in parts if part["part"] == "beside"]
    return beside["parts"]


def test_cards_count_words_and_give_no_mark():
    cards = ObjectiveHistory(history())._cards["cards"]
    assert [card["head"] for card in cards] == [
        f"The set, version {n}" for n in (1, 2, 3)
    ]
    assert cards[0]["lines"] == ["Session 1. The first wording on record."]
    said = "Session 2. Since version 1: 2 words added, 3 taken out, 1 kept."
    assert cards[1]["lines"] == [said]


def test_the_one_before_and_this_one_stand_side_by_side():
    before, now = wordings(opened_card(ObjectiveHistory(history()), SECOND)[0])
    assert (before["head"], now["head"]) == ("Before: version 1", "Now: version 2")
    assert {op for op, _ in before["words"]} == {"kept", "taken out"}
    assert {op for op, _ in now["words"]} == {"kept", "added"}
    assert "".join(words for _, words in now["words"]) == f"Fewer {SAID} nights in May."


def test_words_stay_apart():
    frame = history().to_frame()
    frame["text"] = ["People aged over 75, now.", "People over with care.", "-"]
    frame["text_before"] = [None, *frame["text"][:-1]]
    widget = ObjectiveHistory(made(cleared.ObjectiveHistory, frame))
    before, _ = wordings(opened_card(widget, SECOND)[0])
    words = "".join(words for _, words in before["words"])
    assert words == "People aged over 75, now."


PIECES = st.lists(st.sampled_from(["falls", "75", ",", "by", "[a person]", "May"]))


@given(PIECES, PIECES)
def test_no_word_is_lost_or_made_up(old, new):
    frame = history(versions=2).to_frame()
    frame["text"] = ["Fewer " + " ".join(old), "Fewer " + " ".join(new)]
    frame["text_before"] = [None, frame["text"].iloc[0]]
    widget = ObjectiveHistory(made(cleared.ObjectiveHistory, frame))
    shown = wordings(opened_card(widget, SECOND)[0])
    told = ["".join("".join(w for _, w in side["words"]).split()) for side in shown]
    assert told == ["".join(text.split()) for text in frame["text"]]


def test_six_questions_have_the_words_that_answer_them():
    parts, _ = opened_card(ObjectiveHistory(history()), SECOND)
    rows = parts[-1]["rows"]
    assert len(rows) == 6
    assert ["By when?", f"{SAID} in May"] in rows
    assert ["Where?", "No words were found for it."] in rows


def test_the_first_wording_stands_alone():
    parts, _ = opened_card(
        ObjectiveHistory(history()), Cell("the set, version 1", 1, "A")
    )
    assert parts[0] == {
        "part": "quote",
        "head": "",
        "quote": f"Fewer {SAID} trips {HOSTILE}",
        "from": "",
    }


def test_the_same_words_again_are_said_to_be_so():
    frame = history(versions=2).to_frame()
    frame["text"] = "Fewer falls."
    frame["text_before"] = [None, "Fewer falls."]
    widget = ObjectiveHistory(made(cleared.ObjectiveHistory, frame))
    assert "Both have the same words." in opened_card(widget, SECOND)[1]


def test_no_words_are_kept():
    widget = ObjectiveHistory(history())
    widget.selection = (SECOND,)
    assert SAID in opened_card(widget, SECOND)[1]
    assert SAID not in kept(widget)
    assert len(widget.rows_shown()) == 1


def test_wordings_of_one_name_are_told_apart():
    frame = pd.concat([history(versions=1).to_frame()] * 2, ignore_index=True)
    widget = ObjectiveHistory(made(cleared.ObjectiveHistory, frame))
    heads = [card["head"] for card in widget._cards["cards"]]
    assert heads == ["The set, version 1", "The set, version 1 (2)"]


def test_other_tables_are_refused():
    with pytest.raises(InputError, match="Got a QuoteSet"):
        ObjectiveHistory(quotes())


def test_no_wording():
    widget = ObjectiveHistory(made(cleared.ObjectiveHistory, []))
    assert widget._status == "There is nothing to show yet."
