"""Themes for a programme lead: counts in words, what is read, what changed."""

import pytest
from widget_tables import (
    HOSTILE,
    SAID,
    change,
    kept,
    opened_card,
    prevalence,
    quotes,
    recurrence,
    summary,
)

from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets import Cell, ThemeBrief

WHO = "programme"


def brief(**more):
    counts = prevalence(audience=WHO, wrote=20)
    return ThemeBrief(summary(**more), change(), quotes(audience=WHO), counts)


def test_a_card_says_it_in_words():
    card = brief()._cards["cards"][0]
    assert card["lines"] == [
        "Raised by 16 of 23 who wrote, in 3 of 4 sets and 4 of 6 sessions.",
        "Over the sessions: falling.",
        "Machine grouping, not yet read by anybody.",
    ]


def test_groupings_that_nobody_read_are_marked():
    assert "computer" in brief()._cards["lead"][0]
    read = brief(status="adopted")
    assert read._cards["lead"] == []
    assert read._cards["cards"][0]["lines"][-1] == "Read and adopted."


def test_percentages_only_where_many_wrote():
    assert "%" not in brief()._cards["cards"][0]["lines"][0]
    many = ThemeBrief(summary(raised=180, wrote=400))
    assert "(45 %; 95 % interval 40 to 50 %)" in many._cards["cards"][0]["lines"][0]


def test_counts_that_are_held_back_are_not_said():
    few = ThemeBrief(summary(raised=3))
    assert "by fewer than 5 of those who wrote" in few._cards["cards"][0]["lines"][0]


def test_an_opened_card_has_evidence_picture_and_quotes():
    parts, words = opened_card(brief(), Cell("Cover"))
    assert parts[0]["text"] == f"Telling words: {SAID}, rota."
    assert "Falling: among the same people, by about 4 in 10." in words
    assert "Pooled figures say something else." in words
    assert [p["part"] for p in parts[-4:]] == ["image", "heading", "quote", "quote"]


def test_few_quotes_are_enough():
    widget = ThemeBrief(summary(), quotes=quotes(audience=WHO, n=30))
    parts, _ = opened_card(widget, Cell("Cover"))
    assert sum(part["part"] == "quote" for part in parts) == 5
    assert "No quotes were chosen here." in opened_card(widget, Cell("Trust"))[1]


def test_nothing_more_to_show():
    widget = ThemeBrief(summary(terms=""))
    assert "nothing more" in opened_card(widget, Cell("Trust"))[1]


def test_no_words_are_kept():
    widget = brief()
    widget.selection = (Cell("Cover"),)
    assert SAID in opened_card(widget, Cell("Cover"))[1]
    assert SAID not in kept(widget)
    assert len(widget.rows_shown()) == 2


def test_the_page_has_pictures_and_the_notebook_a_table():
    widget = brief()
    assert widget.to_html().count("<svg") == 2
    saved = widget._repr_mimebundle_()[0]["text/html"]
    assert "<table>" in saved
    assert "<svg" not in saved


@pytest.mark.parametrize("other", [change("Cover", "set:A"), quotes(), prevalence()])
def test_two_audiences_are_refused(other):
    names = {"Change": "change", "QuoteSet": "quotes", "Prevalence": "prevalence"}
    with pytest.raises(DisclosureError, match="same audience"):
        ThemeBrief(summary(), **{names[type(other).__name__]: other})


def test_other_tables_are_refused():
    with pytest.raises(InputError, match="Got a Recurrence"):
        ThemeBrief(recurrence(audience=WHO))


def test_hostile_names_are_text():
    widget = ThemeBrief(summary((HOSTILE,)), prevalence=prevalence((HOSTILE,), WHO))
    page = widget.to_html()
    assert "<img" not in page
    assert "<svg" in page


def test_nothing_was_raised():
    assert "<h1>" in ThemeBrief(summary(())).to_html()


def test_a_theme_without_counts_has_no_picture():
    counts = prevalence(("Trust",), WHO, wrote=20)
    widget = ThemeBrief(summary(), prevalence=counts)
    assert widget._picture("Cover") == ""


def test_many_themes_stay_small():
    themes = tuple(f"Theme {i}" for i in range(300))
    widget = ThemeBrief(summary(themes))
    assert len(kept(widget)) < 400_000
