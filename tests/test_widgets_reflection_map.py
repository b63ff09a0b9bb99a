"""The map of texts: what is chosen is known in Python alone."""

import json
import time

import pandas as pd
import pytest
from map_journals import SECRET, Lengths, codes, journal
from widget_tables import SAID, answer, kept, quotes

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError
from alsjournal.trends.text_map import MOST_POINTS
from alsjournal.widgets import Cell, ReflectionMap, ThemeMap, link

ALL = (-2.0, 2.0, -2.0, 2.0)


def made(of=None, themes=None, **options):
    of = journal() if of is None else of
    themes = codes(of) if themes is None else themes
    return ReflectionMap(themes, of, embedder=Lengths(), **options)


def left(view):
    """The rectangle of the left half of the map."""
    rows = view._private["places"].rows
    return (-2.0, float(rows["x"].median()), -2.0, 2.0)


def test_nothing_is_chosen_at_first():
    view = made()
    assert view.selected.empty
    assert view.counts.empty
    assert view.terms.empty
    assert view._status == "Nothing is chosen."
    assert "40 texts, 2 themes" in repr(view)


def test_a_rectangle_chooses_texts_by_where_they_lie():
    view = made()
    view.rectangle = ALL
    assert len(view.selected) == 40
    assert list(view.selected) == ["reflection_id", "set_id", "session", "theme"]
    view.rectangle = left(view)
    assert 0 < len(view.selected) < 40
    rows = view._private["places"].rows
    inside = rows["x"] <= rows["x"].median()
    assert set(view.selected["reflection_id"]) == set(rows[inside]["reflection_id"])
    view.rectangle = ()
    assert view.selected.empty


def test_sides_are_put_in_order():
    view = made()
    view.rectangle = (1, -1, 2.0, -2)
    assert view.rectangle == (-1.0, 1.0, -2.0, 2.0)


@pytest.mark.parametrize(
    "bad", [(1, 2, 3), ("a", 1, 2, 3), (float("nan"), 1, 2, 3), (True, 1, 2, 3)]
)
def test_what_is_no_rectangle_is_refused(bad):
    with pytest.raises(InputError, match="four numbers"):
        made().rectangle = bad


def test_counts_add_up():
    view = made()
    view.rectangle = left(view)
    counts = view.counts
    assert counts["texts"].sum() == len(view.selected)
    on = counts.set_index("theme")
    assert (on["texts"] + on["others"]).to_dict() == dict.fromkeys(on.index, 20)


def test_terms_are_those_of_the_chosen():
    of = journal()
    view = made(of)
    rows = view._private["places"].rows
    ward = rows[rows["theme"] == "ward"]
    view.rectangle = (
        *(float(ward["x"].min()), float(ward["x"].max())),
        *(float(ward["y"].min()), float(ward["y"].max())),
    )
    assert set(view.selected["theme"]) == {"ward"}
    terms = view.terms.set_index("term")
    assert "ward" in terms.index
    assert "rota" not in terms.index
    assert SECRET not in terms.index  # all use it alike
    assert terms.loc["ward", "others"] == 0


def test_a_term_of_two_members_is_not_told():
    of = journal(members=2)
    view = made(of)
    view.rectangle = left(view)
    assert view.terms.empty


def test_one_theme_is_in_focus():
    view = made()
    view.selection = (Cell("ward"),)
    assert "ward" in view._svg
    assert view.chart.to_dict()["title"]["subtitle"][1].endswith("ward (20 of 40)")
    with pytest.raises(InputError):
        view.selection = (Cell("nothing"),)


def test_what_stays_holds_no_text_and_no_id():
    view = made(quotes=quotes("ward", audience="research"))
    view.selection = (Cell("ward"),)
    view.rectangle = left(view)
    stays = kept(view) + json.dumps(view.chart.to_dict())
    (sent,) = answer(view, type="need-detail")
    assert SAID in json.dumps(sent)  # quotes go out as a message
    assert SAID not in stays
    for word in ("key-", "m1", "beds"):
        assert word not in stays
    for word in ("key-", "m1", SECRET):
        assert word not in json.dumps(sent)
    data = view.chart.to_dict()["datasets"].values()
    assert {key for rows in data for row in rows for key in row} == {
        *("x", "x2", "y", "y2")
    }


def test_who_keeps_texts_is_not_on_it():
    of = journal(keep=("m1", "m2"))
    view = made(of)
    view.rectangle = ALL
    assert len(view.selected) == 30
    kept_back = {f"key-{i}" for i in range(40) if i % 8 in (1, 2)}
    assert not kept_back & set(view.selected["reflection_id"])


@pytest.mark.parametrize("audience", ["programme", "public", "set:A"])
def test_it_is_for_research_alone(audience):
    of = journal()
    with pytest.raises(DisclosureError, match="research"):
        als.text_map(of, codes(of), audience=audience, embedder=Lengths())


def test_quotes_for_others_are_refused():
    with pytest.raises(DisclosureError, match="same audience"):
        made(quotes=quotes("ward", audience="set:A"))


def test_too_few_texts_are_refused():
    of = journal(2)
    with pytest.raises(InputError, match="3 texts"):
        made(of)


@pytest.mark.parametrize("options", [{"members": 1}, {"sessions": 1}, {"n": 3}])
def test_one_member_one_session_few_texts(options):
    view = made(journal(**options))
    view.rectangle = ALL
    assert len(view.selected) == options.get("n", 40)


def test_texts_that_are_all_alike():
    frame = {"text": ["The same."] * 5, "reflection_id": list("abcde")}
    of = als.Journal.from_frame(pd.DataFrame(frame), already_anonymised=True)
    view = made(of)
    view.rectangle = ALL
    assert len(view.selected) == 5


def test_three_hundred_themes():
    of = journal(600)
    ids = of.table("reflections")["reflection_id"]
    names = [f"theme {i % 300}" for i in range(600)]
    view = made(of, pd.DataFrame({"reflection_id": ids, "code": names}))
    assert len(view._table["rows"]) == 300
    view.rectangle = ALL
    assert len(view.counts) == 300


def test_the_same_journal_gives_the_same_map():
    first, second = made(), made()
    frames = [one._private["places"].table.to_frame() for one in (first, second)]
    pd.testing.assert_frame_equal(*frames)
    table = frames[0]
    assert table[["x", "y"]].equals(table[["x", "y"]].sort_values(["x", "y"]))


def test_it_follows_other_views():
    of = journal()
    counts = als.theme_prevalence(of, codes(of), by=("session",))
    view, themes = made(of), ThemeMap(counts)
    link(view, themes)
    themes.selection = (Cell("rota", 1),)
    assert view.selection == (Cell("rota"),)


def test_more_texts_are_counted_in_squares():
    of = journal(MOST_POINTS + 1)
    view = made(of)
    table = view._private["places"].table
    assert table.to_frame()["texts"].sum() == MOST_POINTS + 1
    assert any("counts in squares" in note for note in table.notes)
    assert "random sample" not in " ".join(table.notes)
    view.selection = (Cell("rota"),)
    assert "Darker" in view.chart.to_dict()["title"]["subtitle"][1]


@pytest.mark.slow
def test_many_texts_send_no_more_than_squares():
    n = 1_000_000
    of = journal(n, members=500)
    themes = codes(of)
    start = time.perf_counter()
    view = made(of, themes)
    took = time.perf_counter() - start
    places = view._private["places"]
    assert places.table.to_frame()["texts"].sum() == n
    assert any("random sample of 10,000" in note for note in places.table.notes)
    assert len(view._svg) + len(json.dumps(view._table)) < 1_000_000
    assert took < 120
    start = time.perf_counter()
    view.rectangle = left(view)
    assert 0 < len(view.selected) < n
    assert "rectangle" not in json.dumps(view._detail()["tables"])
    assert time.perf_counter() - start < 5
