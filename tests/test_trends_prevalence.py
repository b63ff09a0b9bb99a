import pandas as pd
import pytest
from helpers import crowd, written
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.cleared import Prevalence
from alsjournal.errors import ConfigError, DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends import theme_prevalence

TWO_SETS = [
    *crowd(8, ["x"] * 5 + ["y"], set_id="A"),
    *crowd(8, ["x"] * 4, set_id="B", first=8),
    *crowd(8, ["x"] * 6, set_id="A", session=2),
    *crowd(8, ["y"] * 2, set_id="B", session=2, first=8),
]


def test_research_sees_each_set_and_session_exactly():
    table = theme_prevalence(*written(TWO_SETS))
    assert isinstance(table, Prevalence)
    frame = table.to_frame()
    assert frame[["set_id", "session", "theme", "shown"]].to_numpy().tolist() == [
        ["A", 1, "x", "5 of 8"],
        ["A", 1, "y", "1 of 8"],
        ["A", 2, "x", "6 of 8"],
        ["A", 2, "y", "0 of 8"],
        ["B", 1, "x", "4 of 8"],
        ["B", 1, "y", "0 of 8"],
        ["B", 2, "x", "0 of 8"],
        ["B", 2, "y", "2 of 8"],
    ]
    assert (frame["low"] <= frame["share"]).all()
    assert (frame["share"] <= frame["high"]).all()


def test_the_programme_sees_sets_pooled_and_nothing_small():
    table = theme_prevalence(*written(TWO_SETS), audience="programme")
    frame = table.to_frame()
    assert frame[["session", "theme", "shown"]].to_numpy().tolist() == [
        [1, "x", "9 of 16"],
        [1, "y", "fewer than 5"],
        [2, "x", "6 of 16"],
        [2, "y", "fewer than 5"],
    ]
    small = frame["shown"] == "fewer than 5"
    columns = ["raised", "share", "low", "high", "sets_raised"]
    assert frame.loc[small, columns].isna().all(axis=None)
    assert frame["set_id"].isna().all()


def test_a_set_sees_its_own_only_and_nothing_of_how_many_others():
    table = theme_prevalence(*written(TWO_SETS), audience="set:B")
    frame = table.to_frame()
    assert set(frame["set_id"]) == {"B"}
    assert frame["shown"].tolist() == ["4 of 8", "0 of 8", "0 of 8", "2 of 8"]
    assert frame[["sets", "sets_raised"]].isna().all(axis=None)


def test_the_public_sees_rounded_counts_and_no_sets():
    journal, codes = written(
        [(s, 1, f"{s}{i}", "x" * (i < 7)) for s in "ABC" for i in range(14)],
        permissions=[
            {"member": f"{s}{i}", "use": "counts", "reach": "public"}
            for s in "ABC"
            for i in range(14)
        ],
    )
    frame = theme_prevalence(journal, codes, audience="public").to_frame()
    assert frame["shown"].tolist() == ["20 of 40"]
    assert frame[["sets", "sets_raised"]].isna().all(axis=None)


def test_a_member_sees_their_own():
    frame = theme_prevalence(*written(TWO_SETS), audience="member:m0").to_frame()
    assert set(frame["set_id"]) == {"A"}
    assert frame.set_index(["session", "theme"])["shown"].to_dict() == {
        (1, "x"): "1 of 1",
        (2, "x"): "1 of 1",
    }


def test_themes_keep_their_order_and_by_its_own():
    texts = [("A", 2, "m1", "b"), ("A", 1, "m1", "a")]
    frame = theme_prevalence(*written(texts), by=["session"]).to_frame()
    assert frame[["session", "theme"]].to_numpy().tolist() == [
        [1, "a"],
        [1, "b"],
        [2, "a"],
        [2, "b"],
    ]


def test_by_is_read_from_a_word_a_list_or_a_generator():
    journal, codes = written(TWO_SETS)
    one = theme_prevalence(journal, codes, by="session").to_frame()
    for by in (["session"], (b for b in ["session"])):
        pd.testing.assert_frame_equal(
            theme_prevalence(journal, codes, by=by).to_frame(), one
        )
    whole = theme_prevalence(journal, codes, by=()).to_frame()
    assert whole["shown"].tolist() == ["10 of 16", "3 of 16"]


@pytest.mark.parametrize("by", ["set", ["session", "session"], ["member"]])
def test_by_names_columns_once(by):
    with pytest.raises(InputError, match="by must name columns, each once"):
        theme_prevalence(*written(TWO_SETS), by=by)


@pytest.mark.parametrize("by", ["set_id", "parent", "role", "prompt"])
@pytest.mark.parametrize("audience", ["programme", "public"])
def test_what_points_at_people_is_refused(audience, by):
    with pytest.raises(DisclosureError, match=f"got {by}"):
        theme_prevalence(*written(TWO_SETS), audience=audience, by=by)


def test_the_policy_of_the_programme_is_used():
    journal, codes = written(TWO_SETS)
    tables = {name: journal.table(name) for name in journal.tables()}
    strict = Journal(tables, provenance={"policy": "k10"})
    table = theme_prevalence(strict, codes, audience="programme", by=())
    assert table.policy == "k10"
    assert set(table.to_frame()["shown"]) == {"withheld", "fewer than 10"}
    with pytest.raises(ConfigError):
        theme_prevalence(Journal(tables, provenance={"policy": "none"}), codes)


def test_an_unknown_set_is_refused_and_an_empty_journal_has_no_rows():
    journal, codes = written(TWO_SETS)
    with pytest.raises(InputError, match="a set of the journal: A, B"):
        theme_prevalence(journal, codes, audience="set:a")
    part = journal.select(set_id="B")
    assert len(theme_prevalence(part, codes, audience="set:A")) == 0
    assert len(theme_prevalence(Journal({}), codes, audience="programme")) == 0


def test_what_it_says_of_itself():
    journal, codes = written([*TWO_SETS, ("A", 1, None, "x")])
    table = theme_prevalence(journal, codes.assign(coder="ann"))
    assert table.audience == "research"
    assert table.unit == "members"
    assert table.notes == ("Texts of unknown writers (1) are not counted.",)
    assert table.provenance["coder"] == "ann"


def test_the_same_input_gives_the_same_table_in_any_order():
    journal, codes = written(TWO_SETS)
    first = theme_prevalence(journal, codes, audience="programme").to_frame()
    rows = journal.table("reflections").sample(frac=1, random_state=1)
    again = theme_prevalence(
        Journal({"reflections": rows}),
        codes.sample(frac=1, random_state=2),
        audience="programme",
    )
    pd.testing.assert_frame_equal(again.to_frame(), first)


text = st.tuples(
    st.sampled_from(["A", "B"]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([f"m{i}" for i in range(9)]),
    st.sampled_from(["", "x", "y", "x y"]),
)


@settings(max_examples=30)
@given(
    st.lists(text, min_size=12, max_size=40),
    st.sampled_from([(), ("session",)]),
    st.booleans(),
)
def test_no_audience_is_shown_a_small_number(texts, by, named):
    texts = texts if named else [(s, n, None, c) for s, n, _, c in texts]
    journal, codes = written(texts)
    exact = theme_prevalence(journal, codes, by=by).to_frame()
    frame = theme_prevalence(journal, codes, audience="programme", by=by).to_frame()
    known = frame["raised"].notna()
    assert (exact["raised"][known] == frame["raised"][known]).all()
    assert (frame["raised"][known] >= 5).all()
    assert ((frame["wrote"] - frame["raised"])[known] >= 5).all()
    assert (frame["wrote"].dropna() >= 5).all()
    few = exact["raised"] < 5
    assert frame.loc[few, ["share", "low", "high", "sets_raised"]].isna().all(axis=None)
    for _, group in frame[exact["wrote"] > 0].groupby("theme"):
        assert len(group) == 1 or group["raised"].isna().sum() != 1
