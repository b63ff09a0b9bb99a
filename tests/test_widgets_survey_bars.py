"""The survey: a dot a question, and its counts wave by wave."""

import json

import pytest
from widget_tables import HOSTILE, made, quotes, survey

from alsjournal import cleared
from alsjournal.errors import InputError
from alsjournal.widgets import Cell, SurveyBars


def test_it_begins_with_the_last_wave():
    widget = SurveyBars(survey())
    assert widget.wave == "end"
    assert widget._table["waves"] == ["start", "end"]
    assert widget._table["caption"] == "What people said in the survey: end"
    assert [row[1] for row in widget._table["rows"]] == [
        "18 of the 18 who answered",
        "5 of the 18 who answered",
    ]


def test_a_question_is_told_wave_by_wave():
    widget = SurveyBars(survey())
    widget.selection = (Cell("ask"),)
    assert widget._detail()["sentences"] == [
        "Start: 9 of the 18 who answered.",
        "End: 18 of the 18 who answered.",
        "Be wary: all said so: it cannot rise.",
        "Since start, paired: 3 changed to it.",
    ]
    assert widget._detail()["theme"] == "Did you ask? "
    assert len(widget.answers_shown()) == 2


def test_another_wave_is_drawn():
    widget = SurveyBars(survey())
    widget.selection = (Cell("act"),)
    before = widget._svg
    widget.wave = "start"
    assert widget._svg != before
    assert widget.selection == (Cell("act"),)
    with pytest.raises(InputError, match="wave must be one of the 2"):
        widget.wave = "later"


def test_marks_are_chosen_by_what_they_say():
    widget = SurveyBars(survey())
    names = [name for (name,) in widget._table["grid"]]
    assert [widget._table["cells"][name][0] for name in names] == ["ask", "act"]
    assert set(widget._table["names"]) == {"ask", "act"}
    assert set(widget._table["names"]) == set(widget._table["themes"])


def test_nothing_is_chosen():
    widget = SurveyBars(survey())
    assert widget._status == "Nothing is chosen."
    assert widget._detail() == {"type": "detail", "theme": ""}
    assert widget.answers_shown().empty
    with pytest.raises(InputError, match="Got 1 that are not"):
        widget.selection = (Cell("other"),)


def test_a_set_at_a_time_for_research():
    widget = SurveyBars(survey("research", sets=("A", "B")))
    assert widget.set_id == "A"
    widget.selection = (Cell("act"),)
    assert set(widget.answers_shown()["set_id"]) == {"A"}
    widget.set_id = "B"
    assert set(widget.answers_shown()["set_id"]) == {"B"}
    with pytest.raises(InputError, match="set must be one of the 2"):
        widget.set_id = "C"


def test_few_are_told_as_counts():
    axis = json.dumps(SurveyBars(survey()).chart.to_dict())
    assert "three quarters" in axis
    assert '".0%"' in json.dumps(SurveyBars(survey(n=60)).chart.to_dict())


def test_withheld_counts_have_no_mark_and_can_be_chosen():
    frame = survey().to_frame()
    held = frame["item"] == "act"
    frame[["n", "share", "low", "high"]] = frame[["n", "share", "low", "high"]].mask(
        held
    )
    frame["shown"] = frame["shown"].mask(held, "withheld")
    frame["in_words"] = frame["in_words"].mask(held)
    widget = SurveyBars(made(cleared.SurveyItems, frame, "programme"))
    assert len(widget._table["grid"]) == 1
    widget.selection = (Cell("act"),)
    assert widget._detail()["sentences"][0] == "Start: withheld."


def test_hostile_questions_are_text():
    widget = SurveyBars(survey())
    assert HOSTILE not in widget.to_html()
    assert HOSTILE not in widget._repr_mimebundle_()[0]["text/html"]


def test_empty_and_other_tables_are_refused():
    with pytest.raises(InputError, match="at least one question"):
        SurveyBars(made(cleared.SurveyItems, [], "programme"))
    with pytest.raises(InputError, match="Got a QuoteSet"):
        SurveyBars(quotes())


def test_it_says_what_it_is():
    assert repr(SurveyBars(survey())).startswith("SurveyBars(2 questions, 2 waves,")
