"""Quotes a page at a time, and nothing of them in the state."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.cleared import QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import InputError
from alsjournal.widgets import Cell, QuoteTable

HOSTILE = "</script><img src=x onerror='hit()'>"


def quotes_of(n=25, audience="set:A"):
    rows = {
        "theme": ["Trust" if i % 2 else "Cover" for i in range(n)],
        "quote": [f"We waited, number {i}x. {HOSTILE}" for i in range(n)],
        "session": pd.array(
            [i % 3 + 1 if i % 5 else None for i in range(n)], dtype="Int64"
        ),
        "source": "a member",
    }
    return clear(
        QuoteSet,
        pd.DataFrame(rows),
        audience=Audience.parse(audience),
        policy=policy_named("default"),
        notes=("Each allowed it.",),
    )


def page(widget, **message):
    return widget._page({"type": "need-page", "id": 1, **message})


def test_a_page_at_a_time():
    widget = QuoteTable(quotes_of())
    first, last = page(widget, page=1), page(widget, page=3)
    assert [first["pages"], first["total"], len(first["rows"])] == [3, 25, 10]
    assert len(last["rows"]) == 5
    assert page(widget, page=99)["page"] == 3
    assert page(widget, page=-4)["page"] == 1
    assert page(widget, page="2")["page"] == 1
    assert page(widget, page=True)["page"] == 1
    seen = [row["quote"] for k in (1, 2, 3) for row in page(widget, page=k)["rows"]]
    assert seen == quotes_of().to_frame()["quote"].tolist()


def test_nothing_of_a_quote_is_in_the_state_or_the_saved_output():
    widget = QuoteTable(quotes_of())
    widget.selection = (Cell("Trust", 2),)
    state = {k: v for k, v in widget.get_state().items() if k not in {"_esm", "_css"}}
    data, _ = widget._repr_mimebundle_()
    everything = json.dumps(state) + data["text/html"] + repr(widget)
    everything += widget.to_html()
    assert "waited" not in everything
    assert "kernel runs" in data["text/html"]
    assert "Each allowed it." in data["text/html"]


def test_narrowed_by_theme_session_and_words():
    widget = QuoteTable(quotes_of())
    frame = quotes_of().to_frame()
    widget.selection = (Cell("Trust"),)
    assert len(widget.quotes_shown()) == (frame["theme"] == "Trust").sum()
    assert widget._status == "12 quotes on Trust."
    widget.selection = (Cell("Trust", 2), Cell("Cover", 1))
    wanted = frame[
        ((frame["theme"] == "Trust") & (frame["session"] == 2))
        | ((frame["theme"] == "Cover") & (frame["session"] == 1))
    ]
    assert widget.quotes_shown()["quote"].tolist() == wanted["quote"].tolist()
    widget.selection = ()
    found = page(widget, words=" WAITED 17x ")
    assert [row["quote"][:21] for row in found["rows"]] == ["We waited, number 17x"]
    assert found["status"] == "1 quote with \u201cWAITED 17x\u201d."
    assert page(widget, words="nowhere")["total"] == 0
    assert page(widget, words=["7x"])["total"] == 25


def test_a_message_is_answered_and_nonsense_is_not(monkeypatch):
    widget = QuoteTable(quotes_of(), per_page=2)
    sent = []
    monkeypatch.setattr(
        QuoteTable, "send", lambda self, content, buffers=None: sent.append(content)
    )
    widget._handle_custom_msg({"type": "need-page", "id": 5, "page": 2}, [])
    widget._handle_custom_msg({"type": "other"}, [])
    widget._handle_custom_msg("nonsense", [])
    assert [(one["type"], one["id"], len(one["rows"])) for one in sent] == [
        ("page", 5, 2)
    ]


def test_what_is_refused():
    with pytest.raises(InputError, match="must be a QuoteSet"):
        QuoteTable(pd.DataFrame())
    for wrong in (0, 101, 2.0, True, "10"):
        with pytest.raises(InputError, match="per_page must be from 1 to 100"):
            QuoteTable(quotes_of(), per_page=wrong)
    widget = QuoteTable(quotes_of())
    with pytest.raises(InputError, match="that are shown"):
        widget.selection = (Cell("no such"),)


def test_without_a_quote():
    widget = QuoteTable(quotes_of(0))
    assert page(widget, page=1)["rows"] == []
    assert page(widget, page=1)["status"] == "0 quotes."
    assert repr(widget).startswith("QuoteTable(0 quotes on 0 themes")


@given(st.text(max_size=30), st.integers(-5, 40))
def test_any_search_gives_only_quotes_that_hold_it(words, number):
    widget = QuoteTable(quotes_of())
    found = page(widget, words=words, page=number)
    assert 1 <= found["page"] <= found["pages"]
    for row in found["rows"]:
        assert all(word in row["quote"].casefold() for word in words.casefold().split())
