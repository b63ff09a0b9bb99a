"""The explorer without a browser: one theme, its verdict, and what is chosen."""

import json
from itertools import chain

import pandas as pd
import pytest

from alsjournal.cleared import Change, Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets import Cell, TrendExplorer

POLICY = policy_named("default")


def table_of(audience="research", sets=(None,), by=("session",)):
    rows = [
        {
            "theme": theme,
            "set_id": set_id,
            "session": k,
            "raised": (3 * i + k) % 8,
            "wrote": 7,
        }
        for i, theme in enumerate(("Backfill", "Trust"))
        for set_id in sets
        for k in range(1, 5)
    ]
    frame = pd.DataFrame(rows)
    if "session" not in by:
        frame = frame.drop(columns="session").drop_duplicates(["theme", "set_id"])
    return clear(
        Prevalence, frame, audience=Audience.parse(audience), policy=POLICY, by=by
    )


def change_of(audience="research"):
    rows = {
        "theme": ["Backfill", "Trust", "Trust"],
        "set_id": [None, None, "B"],
        "verdict": ["rising", "too few to tell", "falling"],
        "evidence": ["Among the same people.", "Few raised it.", "In one set."],
        "warning": ["", "Pooled, it seems to rise.", ""],
    }
    return clear(
        Change, pd.DataFrame(rows), audience=Audience.parse(audience), policy=POLICY
    )


def quotes_of(audience="research"):
    rows = {
        "theme": ["Trust", "Backfill"],
        "quote": ["We began to ask.", "No one to cover."],
        "session": pd.array([2, None], dtype="Int64"),
    }
    return clear(
        QuoteSet, pd.DataFrame(rows), audience=Audience.parse(audience), policy=POLICY
    )


def test_the_theme_raised_most_is_in_colour_first():
    widget = TrendExplorer(table_of())
    totals = table_of().to_frame().groupby("theme")["raised"].sum()
    assert widget.theme == totals.idxmax()
    assert widget.chart.to_dict()["title"]["text"].startswith(widget.theme)
    assert {row[0] for row in widget._table["rows"]} == {widget.theme}


def test_a_choice_of_another_theme_colours_it():
    widget = TrendExplorer(table_of(), quotes_of())
    widget.selection = (Cell("Backfill", 3),)
    assert widget.theme == "Backfill"
    widget.selection = (Cell("Backfill", 3), Cell("Trust", 2))
    assert widget.theme == "Trust"
    assert all(name.startswith("Trust, session") for name in widget._table["cells"])
    assert widget.quotes_shown()["quote"].tolist() == ["We began to ask."]
    widget.selection = ()
    assert widget.theme == "Trust"


def test_every_mark_is_in_the_picture_and_in_the_grid():
    for sets, by in (((None,), ("session",)), (("A", "B"), ("set_id", "session"))):
        widget = TrendExplorer(table_of(sets=sets, by=by))
        names = list(widget._table["cells"])
        assert sorted(names) == sorted(chain(*widget._table["grid"]))
        assert len(widget._table["grid"]) == len(sets)
        assert len(names) == 4 * len(sets)
        for name in names:
            assert f'aria-label="{name}"' in widget._svg


def test_the_verdict_stands_in_words():
    widget = TrendExplorer(table_of(), change=change_of())
    widget.theme = "Backfill"
    assert widget._table["verdicts"] == [
        "Over all sessions: rising.",
        "Among the same people.",
    ]
    widget.theme = "Trust"
    assert widget._table["verdicts"][0] == "Over all sessions: too few to tell."
    assert widget._table["verdicts"][2] == "Pooled, it seems to rise."
    assert TrendExplorer(table_of())._table["verdicts"] == []


def test_the_verdict_of_one_set_where_it_has_one():
    table = table_of(sets=("A", "B"), by=("set_id", "session"))
    widget = TrendExplorer(table, change=change_of())
    widget.theme = "Trust"
    widget.set_id = "B"
    assert widget._table["verdicts"][0] == "Over all sessions: falling."
    widget.set_id = "A"
    assert widget._table["verdicts"][0] == "Over all sessions: too few to tell."


def test_what_is_refused():
    with pytest.raises(InputError, match="needs counts by session"):
        TrendExplorer(table_of(sets=("A", "B"), by=("set_id",)))
    with pytest.raises(DisclosureError, match="same audience"):
        TrendExplorer(table_of(), change=change_of("programme"))
    with pytest.raises(InputError, match="change must be a Change"):
        TrendExplorer(table_of(), change=quotes_of())
    widget = TrendExplorer(table_of())
    with pytest.raises(InputError, match="one of the 2 themes"):
        widget.theme = "no such"
    assert widget.theme != "no such"


def test_one_session_and_one_member():
    rows = pd.DataFrame({"theme": ["Trust"], "session": [1], "raised": 1, "wrote": 1})
    table = clear(
        Prevalence,
        rows,
        audience=Audience.research(),
        policy=POLICY,
        by=("session",),
    )
    widget = TrendExplorer(table)
    assert widget._table["rows"][0][2] == "1 of 1"
    widget.selection = (Cell("Trust", 1),)
    assert widget._status == "Trust, session 1: 1 of 1 who wrote."


def test_no_quote_is_kept():
    widget = TrendExplorer(table_of(), quotes_of())
    widget.selection = (Cell("Trust", 2),)
    state = {k: v for k, v in widget.get_state().items() if k not in {"_esm", "_css"}}
    assert "We began" not in json.dumps(state)
    assert "We began" in json.dumps(widget._detail())
