"""The map without a browser: state, selection, quotes, and its page."""

import json

import pandas as pd
import pytest
import traitlets

from alsjournal.cleared import Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets import Cell, ThemeMap
from alsjournal.widgets import chart_view as view_module

HOSTILE = "</script><img src=x onerror='hit()'>"
POLICY = policy_named("default")


def table_of(audience="set:A", sets=("A",), wrote=7, themes=("Backfill", "Trust")):
    rows = [
        {
            "theme": theme,
            "set_id": set_id,
            "session": k,
            "raised": (3 * i + k) % (wrote + 1),
            "wrote": wrote,
            "present": wrote,
            "on_roll": wrote + 1,
        }
        for i, theme in enumerate(themes)
        for set_id in sets
        for k in range(1, 5)
    ]
    by = ("set_id", "session") if sets != (None,) else ("session",)
    return clear(
        Prevalence,
        pd.DataFrame(rows),
        audience=Audience.parse(audience),
        policy=POLICY,
        by=by,
        notes=("Counts are of what was written.",),
    )


def quotes_of(audience="set:A"):
    rows = {
        "theme": ["Trust", "Trust", "Backfill"],
        "quote": ["We began to ask.", "Nobody asked.", "No one to cover."],
        "session": pd.array([2, 3, None], dtype="Int64"),
        "source": [None, "a nurse", None],
    }
    return clear(
        QuoteSet,
        pd.DataFrame(rows),
        audience=Audience.parse(audience),
        policy=POLICY,
    )


def kept(widget):
    """What a saved notebook would hold of the widget, but for its code."""
    state = widget.get_state()
    return json.dumps({k: v for k, v in state.items() if k not in {"_esm", "_css"}})


def test_selection_is_a_frozen_value():
    widget = ThemeMap(table_of())
    assert widget.selection == ()
    seen = []
    widget.observe(lambda change: seen.append(change.new), "selection")
    widget.selection = (Cell("Trust", 2, "A"),)
    assert seen == [(Cell("Trust", 2, "A"),)]
    with pytest.raises(AttributeError):
        widget.selection[0].theme = "x"


def test_selection_comes_back_from_a_browser():
    widget = ThemeMap(table_of())
    good = {"theme": "Trust", "session": 2, "set_id": "A"}
    bad = [{"theme": "x"}, {**good, "session": 99}, {"theme": ["y"]}, "z", None]
    widget.set_state({"selection": [good, *bad]})
    assert widget.selection == (Cell("Trust", 2, "A"),)
    widget.set_state({"selection": "nonsense"})
    assert widget.selection == ()


def test_selection_set_from_python_must_be_shown():
    widget = ThemeMap(table_of())
    for wrong in [(Cell("x"),), (Cell("Trust", 9, "A"),), ("Trust",)]:
        with pytest.raises(InputError, match="that are shown"):
            widget.selection = wrong
    with pytest.raises(traitlets.TraitError):
        widget.selection = "Trust"


def test_words_of_a_choice():
    widget = ThemeMap(table_of(), quotes_of())
    widget.selection = (Cell("Trust", 2, "A"),)
    said = "Trust, session 2: 5 of 7 who wrote (7 present, 8 on the roll)."
    assert widget._status == said + " 1 quote."
    assert widget._detail()["theme"] == "Trust"
    widget.selection = (Cell("Trust", None, "A"),)
    assert widget._status.startswith("Trust: 4 of 7 in session 1, 5 of 7 in session 2")
    widget.selection = ()
    assert widget._status == "Nothing is chosen."
    assert widget._detail() == {"type": "detail", "theme": ""}


def test_words_of_a_masked_count():
    table = table_of("programme", (None,), wrote=14)
    widget = ThemeMap(table)
    frame = table.to_frame()
    masked = frame[frame["shown"] == "fewer than 5"].iloc[0]
    widget.selection = (Cell(masked["theme"], int(masked["session"])),)
    assert widget._status.endswith("fewer than 5 of those who wrote.")
    hidden = frame[frame["shown"] == "withheld"].iloc[0]
    widget.selection = (Cell(hidden["theme"], int(hidden["session"])),)
    assert widget._status.endswith("withheld.")


def test_no_masked_count_in_what_is_kept():
    rows = {
        "theme": ["a", "a", "a", "b", "b", "b"],
        "session": [1, 2, 3, 1, 2, 3],
        "raised": [6001, 4137, 6000, 5000, 5002, 5004],
        "wrote": 6003,
    }
    table = clear(
        Prevalence,
        pd.DataFrame(rows),
        audience=Audience.programme(),
        policy=POLICY,
        by=("session",),
    )
    widget = ThemeMap(table)
    widget.selection = (Cell("a", 1), Cell("a"))
    everything = kept(widget) + widget.to_html() + json.dumps(widget._detail())
    assert "4137" in everything
    assert "6001" not in everything


def test_quotes_are_sent_for_the_choice_only_and_never_kept():
    widget = ThemeMap(table_of(), quotes_of())
    assert len(widget.quotes_shown()) == 0
    widget.selection = (Cell("Trust", 2, "A"),)
    assert widget.quotes_shown()["quote"].tolist() == ["We began to ask."]
    assert widget._detail()["quotes_note"] == ""
    widget.selection = (Cell("Trust", 4, "A"),)
    detail = widget._detail()
    assert [q["from"] for q in detail["quotes"]] == ["session 2", "session 3, a nurse"]
    assert detail["quotes_note"].startswith("No quote was chosen from this session")
    assert "No one to cover." not in json.dumps(detail)
    widget.selection = (Cell("Trust", None, "A"),)
    assert len(widget.quotes_shown()) == 2
    widget.selection = (Cell("Backfill", None, "A"),)
    assert [q["from"] for q in widget._detail()["quotes"]] == [""]
    assert "ask" not in kept(widget).replace("mask", "")


def test_quotes_must_be_for_the_same_audience():
    with pytest.raises(DisclosureError, match="same audience"):
        ThemeMap(table_of(), quotes_of("programme"))
    with pytest.raises(InputError, match="QuoteSet"):
        ThemeMap(table_of(), table_of())


@pytest.mark.parametrize(
    ("audience", "sets", "shown"),
    [
        ("set:A", ("A",), "A"),
        ("research", ("A", "B"), None),
        ("research", tuple("ABCDE"), "A"),
        ("programme", (None,), None),
    ],
)
def test_audiences_and_their_sets(audience, sets, shown):
    widget = ThemeMap(table_of(audience, sets))
    assert widget.set_id == shown
    assert widget._svg.startswith("<svg")
    assert audience in repr(widget)


def test_another_set_redraws_and_drops_what_is_not_shown():
    widget = ThemeMap(table_of("research", tuple("ABCDE")))
    widget.selection = (Cell("Trust", 2, "A"),)
    before = widget._svg
    widget.set_id = "B"
    assert widget._svg != before
    assert widget.selection == ()
    assert {row[1] for row in widget._table["rows"]} == {"B"}
    widget.set_id = None
    assert len({row[1] for row in widget._table["rows"]}) == 5
    with pytest.raises(InputError, match="one of the 5 sets"):
        widget.set_id = "Z"
    assert widget.set_id is None


def test_too_many_sets_for_side_by_side():
    widget = ThemeMap(table_of("research", tuple("ABCDEFGHIJKLM")))
    assert not widget._table["together"]
    with pytest.raises(InputError, match="At most 12"):
        widget.set_id = None
    assert widget.set_id == "A"


def test_marks_and_cells_have_the_same_names():
    for widget in (
        ThemeMap(table_of()),
        ThemeMap(table_of("research", ("A", "B"))),
        ThemeMap(table_of("programme", (None,), wrote=14)),
    ):
        for name in widget._table["cells"]:
            assert f'aria-label="{name}"' in widget._svg


def test_chart_is_an_ordinary_copy():
    widget = ThemeMap(table_of())
    chart = widget.chart.properties(title="mine")
    assert chart.to_dict()["title"] == "mine"
    assert widget.chart.to_dict()["title"]["text"] != "mine"


def test_plain_python_and_saved_notebooks_have_something_to_show(tmp_path):
    widget = ThemeMap(table_of(themes=(HOSTILE, "Trust")), quotes_of())
    assert repr(widget) == (
        "ThemeMap(2 themes, 4 sessions, 1 set, 3 quotes, audience 'set:A'; show "
        "it in a notebook, or write it with .to_html())"
    )
    data, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/html"].startswith('<figure><img alt="How many members of those')
    assert data["text/plain"] == repr(widget)
    page = widget.to_html(tmp_path / "x.html")
    assert (tmp_path / "x.html").read_text(encoding="utf-8") == page
    assert "Counts are of what was written." in page
    assert page.count("<img") == 0
    assert data["text/html"].count("<img") == 1
    assert "<script" not in page + data["text/html"]


def test_vega_is_sent_on_request_and_is_no_state(monkeypatch):
    monkeypatch.setattr(view_module, "vega_bundle", lambda: b"bundle")
    widget = ThemeMap(table_of())
    sent = []
    monkeypatch.setattr(
        ThemeMap, "send", lambda self, content, buffers=None: sent.append(content)
    )
    widget._handle_custom_msg({"type": "need-vega"}, [])
    widget._handle_custom_msg({"type": "need-detail"}, [])
    widget._handle_custom_msg({"type": "other"}, [])
    widget._handle_custom_msg("nonsense", [])
    assert [one["type"] for one in sent] == ["vega", "detail"]
    assert len(kept(widget)) < 40_000


def test_words_go_before_the_picture(monkeypatch):
    widget = ThemeMap(table_of())
    sent = []
    monkeypatch.setattr(
        ThemeMap, "send", lambda self, content, buffers=None: sent.append(content)
    )
    widget.selection = (Cell("Trust", 2, "A"),)
    widget.selection = (Cell("Trust", 3, "A"),)
    assert [bool(one["svg"]) for one in sent] == [False, True, True]


@pytest.mark.slow
def test_the_bundle_needs_no_network():
    bundle = view_module.vega_bundle()
    assert b"as vegaEmbed" in bundle
    assert b"cdn." not in bundle
    assert view_module.vega_bundle() is bundle


def test_of_many_themes_a_part_is_shown():
    themes = tuple(f"theme {i:03}" for i in range(300))
    widget = ThemeMap(table_of(themes=themes))
    assert len({row[0] for row in widget._table["rows"]}) == 40
    assert widget._table["parts"][0] == "1 to 40 of 300"
    assert widget._table["parts"][-1] == "281 to 300 of 300"
    assert len(widget._table["themes"]) == 300
    assert "40 of 300 themes" in str(widget.chart.to_dict()["title"]["subtitle"])
    first = {row[0] for row in widget._table["rows"]}
    widget.part = 7
    last = {row[0] for row in widget._table["rows"]}
    assert len(last) == 20
    assert not first & last
    widget.selection = (Cell(min(first), 1, "A"),)  # of a part that is not shown now
    assert widget._status.startswith(min(first))
    with pytest.raises(InputError, match="part must be from 0 to 7"):
        widget.part = 8
    assert len(kept(widget)) < 200_000


def test_names_that_vega_could_take_for_fields_or_code():
    themes = ("a.b[0]", 'Say "when"', "datum['x']", "\u05e9\u05dc\u05d5\u05dd", "a\\b")
    widget = ThemeMap(table_of(themes=themes))
    for theme in themes:
        name = next(n for n in widget._table["cells"] if n.startswith(theme))
        widget.selection = (Cell(theme, 2, "A"),)
        assert widget._status.startswith(f"{theme}, session 2: ")
        escaped = name.replace("&", "&amp;").replace('"', "&quot;")
        assert f'aria-label="{escaped}"' in widget._svg
