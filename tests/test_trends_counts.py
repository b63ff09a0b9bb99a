import pandas as pd
import pytest
from helpers import crowd, written
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends import as_coded, theme_prevalence
from alsjournal.trends.counts import count_themes, units_of

RESEARCH = Audience.research()


def count(journal, codes, by=(), audience=RESEARCH):
    coded = as_coded(journal, codes)
    return count_themes(journal, coded, units_of(journal, audience), tuple(by))


def row(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_a_member_counts_once_however_often_they_write():
    texts = [("A", 1, "m1", "x x y"), ("A", 1, "m1", "x"), ("A", 1, "m2", "")]
    table = count(*written(texts), by=("session",))
    assert row(table, theme="x")[["raised", "wrote"]].tolist() == [1, 2]
    assert row(table, theme="y")["raised"] == 1


def test_a_member_of_two_sets_is_one_person_in_the_pool_and_two_in_the_sets():
    texts = [("A", 1, "m1", "x"), ("B", 1, "m1", "x"), ("B", 1, "m2", "")]
    journal, codes = written(texts)
    pooled = count(journal, codes, by=("session",)).iloc[0]
    assert pooled[["raised", "wrote", "sets_raised", "sets"]].tolist() == [1, 2, 2, 2]
    by_set = count(journal, codes, by=("set_id",))
    assert by_set["raised"].tolist() == [1, 1]
    assert by_set["wrote"].tolist() == [1, 2]


def test_every_theme_stands_in_every_session_even_where_nobody_wrote():
    journal, codes = written(
        [("A", 1, "m1", "x"), ("A", 3, "m1", "y")],
        sessions=[{"set_id": s, "session": n} for s in "AB" for n in (1, 2, 3)],
    )
    table = count(journal, codes, by=("set_id", "session"))
    assert len(table) == 2 * 3
    assert row(table, theme="y", session=2)[["raised", "wrote"]].tolist() == [0, 0]
    # Set B, of which nobody wrote at all, is no group.
    assert set(table["set_id"]) == {"A"}


def test_texts_are_counted_where_no_text_has_a_member():
    journal, codes = written([("A", 1, None, "x"), ("A", 1, None, "x")])
    units = units_of(journal, RESEARCH)
    assert units.unit == "reflections"
    assert count(journal, codes).iloc[0][["raised", "wrote"]].tolist() == [2, 2]


def test_unknown_and_blank_writers_beside_members_are_left_out_and_said():
    texts = [("A", 1, "m1", "x"), ("A", 1, None, "x"), ("A", 1, " ", "x")]
    journal, codes = written(texts)
    units = units_of(journal, RESEARCH)
    assert units.notes == ("Texts of unknown writers (2) are not counted.",)
    assert count(journal, codes).iloc[0][["raised", "wrote"]].tolist() == [1, 1]


def test_notes_of_sets_and_facilitators_are_not_counted():
    journal, codes = written([("A", 1, f"m{i}", "x") for i in range(4)])
    rows = journal.table("reflections")
    rows["author_kind"] = ["member", None, "facilitator", "set"]
    journal = Journal({"reflections": rows})
    units = units_of(journal, RESEARCH)
    assert units.notes == ("Notes of a set and of facilitators are not counted.",)
    assert count(journal, codes).iloc[0][["raised", "wrote"]].tolist() == [2, 2]


def test_the_role_comes_from_the_members_table():
    journal, codes = written(
        [("A", 1, "m1", "x"), ("A", 1, "m2", "")],
        members=[{"member": "m1", "role": "nurse"}, {"member": "m3", "role": "GP"}],
    )
    table = count(journal, codes, by=("role",))
    assert row(table, role="nurse")[["raised", "wrote"]].tolist() == [1, 1]
    assert table["role"].isna().sum() == 1
    assert table["present"].isna().all()


def test_codings_of_unknown_reflections_are_said():
    journal, codes = written([("A", 1, "m1", "x")])
    more = pd.DataFrame({"reflection_id": ["r9"], "code": ["x"]})
    assert count(journal, pd.concat([codes, more])).iloc[0]["raised"] == 1
    with pytest.raises(InputError, match="of this journal"):
        as_coded(journal, more)
    table = theme_prevalence(journal, pd.concat([codes, more]))
    assert table.notes == ("1 coding(s) are of no text of this journal.",)


def test_present_and_on_roll():
    journal, codes = written(
        [("A", 1, "m1", "x"), ("A", 2, "m1", ""), ("A", 2, "m2", "x")],
        attendance=[
            {"set_id": "A", "session": n, "member": m, "present": p}
            for n, m, p in [(1, "m1", True), (1, "m2", False), (2, "m2", True)]
        ],
        memberships=[
            {"member": "m1", "set_id": "A", "from_session": 1, "to_session": 1},
            {"member": "m1", "set_id": "A", "from_session": 2},
            {"member": "m2", "set_id": "A", "from_session": 2, "to_session": 2},
            {"member": "m3", "set_id": "A", "from_session": 1, "to_session": 1},
            {"member": "m3", "set_id": "A", "from_session": 3},
        ],
    )
    table = count(journal, codes, by=("session",))
    assert table["present"].tolist() == [1, 1]
    assert table["on_roll"].tolist() == [2, 2]
    whole = count(journal, codes).iloc[0]
    assert whole[["present", "on_roll"]].tolist() == [2, 3]


def test_who_is_on_the_roll_is_said_as_it_is_counted():
    """Of sets that keep all to themselves neither the roll nor the texts count."""
    journal, codes = written(
        [("A", 1, "m1", "x"), ("B", 1, "m2", "x")],
        memberships=[
            {"member": "m1", "set_id": "A", "from_session": 1},
            {"member": "m2", "set_id": "B", "from_session": 1},
        ],
        permissions=[
            {"member": "m1", "use": "quote", "reach": "public"},
            {"member": "m2", "use": "quote", "reach": "programme"},
        ],
    )
    for audience, rolled, reach in (
        (Audience.public(), 1, "to everybody"),
        (Audience.programme(), 2, "beyond their set"),
    ):
        table = count(journal, codes, by=("session",), audience=audience)
        assert table["on_roll"].tolist() == [rolled]
        (note,) = units_of(journal, audience).notes
        assert reach in note
        assert "all members of the sets where somebody did" in note


def test_a_missing_list_is_unknown_and_not_nobody():
    journal, codes = written(
        [("A", 1, "m1", "x"), ("A", 2, "m1", ""), ("B", 1, "m2", "")],
        sessions=[{"set_id": "A", "session": 3}],
        attendance=[{"set_id": "A", "session": 1, "member": "m1", "present": False}],
        memberships=[{"member": "m1", "set_id": "A", "from_session": 1}],
    )
    table = count(journal, codes, by=("set_id", "session"))
    cells = table.set_index(["set_id", "session"])
    assert cells["present"].astype(object).where(
        cells["present"].notna(), None
    ).to_dict() == {
        ("A", 1): 0,
        ("A", 2): None,
        ("A", 3): None,
        ("B", 1): None,
    }
    assert cells["on_roll"].fillna(-1).tolist() == [1, 1, 1, -1]
    pooled = count(journal, codes, by=("session",))
    assert pooled["on_roll"].fillna(-1).tolist() == [-1, 1, 1]
    assert count(journal, codes)[["present", "on_roll"]].isna().all(axis=None)


def test_no_sets_no_sessions_no_texts():
    journal, codes = written([(None, None, None, "x"), (None, 1, None, "")])
    for by in ((), ("set_id",), ("session",), ("parent", "session"), ("role",)):
        table = count(journal, codes, by=by)
        assert table["raised"].sum() == 1
        assert table["wrote"].sum() == 2
    assert len(count(Journal({}), codes, by=("session",))) == 0
    assert count(Journal({}), codes).iloc[0][["raised", "wrote"]].tolist() == [0, 0]
    assert len(count(journal, codes.iloc[:0])) == 0


def test_by_parent_and_session():
    journal, codes = written(
        [("A", 1, "m1", "x"), ("B", 1, "m2", "x"), ("C", 1, "m3", "x")],
        sets=[
            {"set_id": "A", "parent": "north"},
            {"set_id": "B", "parent": "north"},
            {"set_id": "C", "parent": None},
        ],
        sessions=[{"set_id": "A", "session": 2}],
    )
    table = count(journal, codes, by=("parent", "session"))
    north = table[table["parent"] == "north"]
    assert north["session"].tolist() == [1, 2]
    assert north["raised"].tolist() == [2, 0]
    assert table[table["parent"].isna()]["raised"].tolist() == [1]


@pytest.mark.parametrize(
    ("audience", "wrote"),
    [("research", 4), ("programme", 3), ("public", 1), ("set:A", 2), ("member:m5", 1)],
)
def test_only_what_is_permitted_is_counted(audience, wrote):
    journal, codes = written(
        [*crowd(2, ["x"]), *crowd(3, ["x"], set_id="B", first=3)],
        permissions=[
            {"member": "m0", "use": "counts", "reach": "public"},
            {"member": "m1", "use": "quote", "reach": "set"},
            {"member": "m5", "use": "self"},
        ],
    )
    table = count(journal, codes, audience=Audience.parse(audience))
    assert table["wrote"].tolist() == [wrote]


text = st.tuples(
    st.sampled_from(["A", "B", None]),
    st.sampled_from([1, 2, None]),
    st.sampled_from(["m1", "m2", "m3", None]),
    st.sampled_from(["", "x", "y", "x y", "x x"]),
)
BY = [(), ("session",), ("set_id",), ("set_id", "session"), ("parent", "session")]


@settings(max_examples=30)
@given(st.lists(text, max_size=8), st.sampled_from(BY))
def test_counts_keep_their_limits(texts, by):
    journal, codes = written(texts)
    table = count(journal, codes, by=by)
    groups = 1 if not by else len(table[list(by)].drop_duplicates())
    assert len(table) == groups * codes["code"].nunique()
    assert (table["raised"] >= 0).all()
    assert (table["raised"] <= table["wrote"]).all()
    assert (table["sets_raised"] <= table["sets"]).all()
    rows = journal.table(
        "reflections", ["reflection_id", "set_id", "session", "member"]
    )
    rows["unit"] = (
        rows["member"] if rows["member"].notna().any() else rows["reflection_id"]
    )
    found = codes.drop_duplicates().merge(rows[rows["unit"].notna()])
    if not by:
        expected = found.groupby("code")["unit"].nunique().to_dict()
        got = table.set_index("theme")["raised"].to_dict()
        assert got == {t: expected.get(t, 0) for t in codes["code"].unique()}


uses = st.lists(st.sampled_from(["self", "counts", "quote"]), min_size=3, max_size=3)
reaches = st.lists(
    st.sampled_from(["set", "programme", "public"]), min_size=3, max_size=3
)
USES, REACHES = (
    ["self", "counts", "paraphrase", "quote"],
    ["set", "programme", "public"],
)


@settings(max_examples=30)
@given(
    st.lists(text, min_size=1, max_size=6).filter(lambda t: any(m for *_, m, _ in t)),
    uses,
    reaches,
    st.integers(0, 2),
    st.sampled_from(["research", "programme", "public", "set:A"]),
)
def test_more_permission_never_lowers_a_count(texts, use, reach, which, audience):
    def raised(use, reach):
        permissions = [
            {"member": f"m{i + 1}", "use": use[i], "reach": reach[i]} for i in range(3)
        ]
        members_only = [t for t in texts if t[2]]
        journal, codes = written(members_only, permissions=permissions)
        return count(journal, codes, audience=Audience.parse(audience)).set_index(
            "theme"
        )

    more_use, more_reach = list(use), list(reach)
    more_use[which], more_reach[which] = "quote", "public"
    before, after = raised(use, reach), raised(more_use, more_reach)
    assert (before[["raised", "wrote"]] <= after[["raised", "wrote"]]).all(axis=None)


@settings(max_examples=30)
@given(st.lists(text, min_size=1, max_size=8), st.sampled_from(["A", "B"]))
def test_selecting_a_set_and_counting_is_counting_and_filtering(texts, chosen):
    members_only = [t for t in texts if t[2]]
    journal, codes = written(members_only)
    by = ("set_id", "session")
    all_sets = count(journal, codes, by=by)
    filtered = all_sets[all_sets["set_id"] == chosen].reset_index(drop=True)
    selected = count(journal.select(set_id=chosen), codes, by=by)
    filtered = filtered.sort_values(["theme", "session"]).reset_index(drop=True)
    selected = selected.sort_values(["theme", "session"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(selected, filtered)


@pytest.mark.data
def test_real_answers_coded_by_a_word(als_data):
    """Each answer counts once; the counts are those of the plain frame."""
    answers = pd.read_csv(als_data / "gadarian" / "responses.csv")
    answers["party"] = answers["party_id"].astype("str")
    journal = Journal.from_frame(answers, set_id="party", already_anonymised=True)
    rows = journal.table("reflections")
    found = rows["text"].str.contains("job")
    codes = pd.DataFrame(
        {"reflection_id": rows["reflection_id"][found], "code": "jobs"}
    )
    table = count(journal, codes, by=("set_id",)).set_index("set_id")
    expected = found.groupby(rows["set_id"]).agg(["sum", "count"])
    assert table["raised"].to_dict() == expected["sum"].to_dict()
    assert table["wrote"].to_dict() == expected["count"].to_dict()
    assert len(journal) + journal.provenance["empty_texts"] == len(answers)
