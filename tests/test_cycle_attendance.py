import pandas as pd
import pytest
from helpers import crowd, written
from hypothesis import given
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.cleared import Attendance, Membership, NonWriting
from alsjournal.cycle._roles import OTHERS, folded
from alsjournal.cycle.memberships import roll, spells_of
from alsjournal.errors import DisclosureError, InputError
from alsjournal.ingest.records import FAR
from alsjournal.validate import conform


def spells(*rows):
    columns = ["member", "set_id", "from_session", "to_session", "reason"]
    full = [(*row, None)[:5] for row in rows]
    return conform("memberships", pd.DataFrame(full, columns=columns))[0]


def lists(*rows):
    return pd.DataFrame(rows, columns=["set_id", "session", "member", "present"])


def record(texts=(), **tables):
    return written(texts or [("A", 1, "m0", "")], **tables)[0]


# A set of eight: m7 is never there and never writes; m6 leaves after session 1.
TEXTS = [*crowd(6, ["x"] * 2), *crowd(5, ["x"], session=2)]
ROLL = spells(
    *[(f"m{i}", "A", 1, None) for i in (0, 1, 2, 3, 4, 5, 7)],
    ("m6", "A", 1, 1, "left post"),
)
THERE = lists(
    *[("A", s, f"m{i}", i < 7) for s in (1, 2) for i in range(8) if (s, i) != (2, 6)]
)
PEOPLE = pd.DataFrame(
    {
        "member": [f"m{i}" for i in range(8)],
        "role": ["nurse"] * 6 + ["GP", "porter"],
        "organisation_type": ["trust"] * 8,
    }
)
TABLES = {"memberships": ROLL, "attendance": THERE, "members": PEOPLE}


def test_who_wrote_of_those_there_of_those_on_the_roll():
    table = als.presence(record(TEXTS, **TABLES), audience="set:A")
    assert isinstance(table, Attendance)
    frame = table.to_frame()
    assert frame["between"].tolist() == ["session", "session", "all sessions"]
    assert frame["on_roll"].tolist() == [8, 7, 8]
    assert frame["shown_present"].dropna().tolist() == ["7 of 8", "6 of 7"]
    assert frame["shown_wrote"].tolist() == ["6 of 8", "5 of 7", "6 of 8"]
    assert frame["shown_missed"].dropna().tolist() == ["1 of 8"]
    assert not table.notes


def test_research_sees_roles_and_a_set_does_not():
    journal = record(TEXTS, **TABLES)
    frame = als.presence(journal).to_frame()
    roles = frame[frame["between"] == "role"].set_index("group")
    assert roles["missed"].to_dict() == {"GP": 0, "nurse": 0, "porter": 1}
    assert roles["shown_wrote"].to_dict() == {
        "GP": "0 of 1",
        "nurse": "6 of 6",
        "porter": "0 of 1",
    }
    assert "organisation type" not in set(frame["between"])  # all have the same
    own = als.presence(journal, audience="set:A").to_frame()
    assert own["group"].isna().all()


def test_a_member_sees_their_own_record_and_nobody_elses():
    journal = record(TEXTS, **TABLES)
    frame = als.presence(journal, audience="member:m7").to_frame()
    assert frame["on_roll"].tolist() == [1, 1, 1]
    assert frame["present"].dropna().tolist() == [0, 0]
    assert frame["missed"].dropna().tolist() == [1]
    left = als.membership(journal, audience="member:m6").to_frame()
    assert left[["standing", "shown"]].to_numpy().tolist() == [
        ["left: left post", "1 of 1"]
    ]


def many(n=40):
    """Two sets; a role that one person holds, one that six do, and many nurses."""
    members = [f"m{i}" for i in range(n)]
    sets = ["A" if i % 2 else "B" for i in range(n)]
    texts = [(sets[i], s, members[i], "x") for s in (1, 2) for i in range(n - 10)]
    role = ["chair"] + ["porter"] * 6 + ["nurse"] * (n - 7)
    people = pd.DataFrame({"member": members, "role": role})
    there = lists(
        *[(sets[i], s, members[i], i % 4 != s) for s in (1, 2) for i in range(n)]
    )
    held = spells(*[(members[i], sets[i], 1, 2) for i in range(n)])
    return record(texts, memberships=held, attendance=there, members=people)


def test_the_programme_sees_all_sets_together_and_no_small_role():
    frame = als.presence(many(), audience="programme").to_frame()
    assert frame["set_id"].isna().all()
    assert frame["shown_wrote"][0] == "30 of 40"
    assert frame["shown_present"][0] == "30 of 40"
    roles = frame[frame["between"] == "role"]
    assert set(roles["group"]) == {"nurse", OTHERS}
    assert roles["on_roll"].sum() == 40
    everybody = frame[frame["between"] == "all sessions"]
    assert everybody["shown_missed"].tolist() == ["20 of 40"]


def test_small_numbers_are_masked_and_the_parts_do_not_give_them_away():
    frame = als.presence(record(TEXTS, **TABLES), audience="programme").to_frame()
    counts = frame[["present", "missed", "wrote"]]
    assert counts.isna().all(axis=None)  # of eight, no two parts are five each
    assert set(frame["shown_present"].dropna()) == {"withheld"}
    assert "0" not in "".join(frame["shown_missed"].dropna())


def test_what_was_not_recorded_is_told():
    texts = crowd(3, [], session=1) + crowd(2, [], session=2)
    bare = als.presence(record(texts), audience="set:A")
    assert bare.to_frame()["present"].isna().all()
    assert bare.to_frame()["shown_wrote"].tolist() == [
        *("not recorded", "not recorded", "3 of 3")
    ]
    told = " ".join(bare.notes)
    assert "keeps no roll" in told
    assert "no list" in told


def test_a_session_without_a_list_is_not_one_at_which_nobody_came():
    table = als.presence(record(TEXTS, memberships=ROLL), audience="set:A")
    frame = table.to_frame()
    assert frame["present"].isna().all()
    assert set(frame["shown_present"].dropna()) <= {"not recorded"}
    assert frame["missed"].isna().all()


def test_somebody_there_and_not_on_the_roll_is_told_and_not_counted():
    there = pd.concat([THERE, lists(("A", 2, "stranger", True))])
    journal = record(TEXTS, memberships=ROLL, attendance=there)
    table = als.presence(journal)
    assert table.to_frame()["present"].dropna().tolist() == [7, 6]
    assert any("(1 time)" in note for note in table.notes)
    own = als.presence(journal, audience="set:A")
    assert any("not on the roll; they" in note for note in own.notes)


def test_overlapping_spells_count_once_and_are_told():
    held = spells(("m0", "A", 1, 4), ("m0", "A", 3, 6), ("m1", "A", 1, 6))
    journal = record([("A", 1, "m0", ""), ("A", 6, "m1", "")], memberships=held)
    table = als.presence(journal)
    assert set(table.to_frame()["on_roll"]) == {2}
    assert any("overlaps an earlier one" in note for note in table.notes)
    standing = als.membership(journal).to_frame()
    assert standing["shown"].tolist() == ["2 of 2"]  # and nobody "came back"


def test_dates_that_go_back_are_told():
    held = [
        {"set_id": "A", "session": 1, "date": "2024-02-01"},
        {"set_id": "A", "session": 2, "date": "2024-01-01"},
    ]
    table = als.presence(record(TEXTS, memberships=ROLL, sessions=held))
    assert any("a date before that of an earlier" in note for note in table.notes)
    assert table.to_frame()["session"].dropna().tolist() == [1, 2]


LEFT = spells(
    ("a", "A", 1, 6),
    ("b", "A", 1, 2, "objective changed"),
    ("c", "A", 1, 3, "no funded time"),
    ("d", "A", 1, 3),
    ("e", "A", 4, None),
    ("f", "A", 1, 2, "left post"),
    ("f", "A", 5, 6),
    ("g", "A", 3, 1, "other"),
    ("a", "B", 1, 6),
)


def test_why_membership_ended_and_that_a_changed_objective_is_no_loss():
    texts = [("A", 1, "a", ""), ("A", 6, "a", ""), ("B", 6, "a", "")]
    table = als.membership(record(texts, memberships=LEFT))
    assert isinstance(table, Membership)
    frame = table.to_frame()
    own = frame[frame["set_id"] == "A"].set_index("standing")
    assert own["members"].to_dict() == {
        "on the roll at the last session": 3,
        "ended as the objective changed": 1,
        "left: no funded time": 1,
        "left: reason not told": 1,
        "not known: it ends before it begins": 1,
        "joined after the first session": 1,
        "was away and came back": 1,
    }
    assert (own["of"] == 7).all()
    lost = own.index[own["attrition"].fillna(value=False)]
    assert set(lost) == {"left: no funded time", "left: reason not told"}
    assert any("not counted as a loss" in note for note in table.notes)


def test_a_set_is_not_told_the_reasons():
    texts = [("A", 1, "a", ""), ("A", 6, "a", "")]
    frame = als.membership(record(texts, memberships=LEFT), audience="set:A")
    said = " ".join(frame.to_frame()["standing"])
    assert "left" not in said
    assert "objective" not in said
    members = frame.to_frame().set_index("standing")["members"]
    assert members["ended before the last session"] == 3


def test_the_programme_is_told_reasons_that_enough_share():
    held = [(f"s{i}", "A", 1, 6) for i in range(10)]
    held += [(f"t{i}", "A", 1, 3, "no funded time") for i in range(5)]
    held += [(f"u{i}", "A", 1, 3, "left post") for i in range(3)]
    held += [(f"v{i}", "A", 1, 3, "other") for i in range(4)]
    texts = [("A", 1, "s0", ""), ("A", 6, "s0", "")]
    journal = record(texts, memberships=spells(*held))
    table = als.membership(journal, audience="programme")
    assert table.to_frame().set_index("standing")["shown"].to_dict() == {
        "on the roll at the last session": "10 of 22",
        "ended before the last session": "7 of 22",
        "left: no funded time": "5 of 22",
    }


def test_none_of_the_silent_or_all_of_them():
    journal, codes = written(TEXTS, **TABLES)
    shares = als.theme_prevalence(journal, codes, audience="set:A")
    table = als.non_writing(journal, audience="set:A", prevalence=shares)
    assert isinstance(table, NonWriting)
    frame = table.to_frame()
    first = frame[frame["theme"].notna()].iloc[0]
    assert first["shown"] == "between 2 and 4 of 8 on the roll"
    assert (first["at_least"], first["at_most"]) == (2 / 8, 4 / 8)
    assert first["at_most"] - first["at_least"] == first["unknown"]
    groups = frame[frame["theme"].isna()]
    assert groups["shown"].tolist()[:2] == [
        *("2 of 8 did not write", "2 of 7 did not write")
    ]


def test_bounds_by_role_are_for_research():
    journal, codes = written(TEXTS, **TABLES)
    shares = als.theme_prevalence(journal, codes, by=("role",))
    frame = als.non_writing(journal, prevalence=shares).to_frame()
    (nurse,) = frame[frame["theme"].notna()].to_dict("records")
    assert (nurse["group"], nurse["on_roll"], nurse["silent"]) == ("nurse", 6, 0)


def test_nothing_masked_comes_back_through_the_bounds():
    journal, codes = written(TEXTS, **TABLES)
    shares = als.theme_prevalence(journal, codes, audience="programme")
    frame = als.non_writing(journal, audience="programme", prevalence=shares).to_frame()
    hidden = ["silent", "unknown", "raised_by", "at_least", "at_most"]
    groups = frame[frame["theme"].isna()]
    assert groups[hidden].isna().all(axis=None)
    assert frame["raised_by"].isna().all()
    assert frame["at_least"].isna().all()


def test_what_a_prevalence_must_be():
    journal, codes = written(TEXTS, **TABLES)
    asked = journal.table("reflections").assign(prompt="What now?")
    journal = als.Journal({"reflections": asked, **TABLES})
    shares = als.theme_prevalence(journal, codes)
    with pytest.raises(InputError, match="theme_prevalence"):
        als.non_writing(journal, prevalence=codes)
    with pytest.raises(InputError, match="same audience"):
        als.non_writing(journal, audience="set:A", prevalence=shares)
    stayed = als.theme_prevalence(journal, codes, writers="continuing")
    with pytest.raises(InputError, match="all who wrote"):
        als.non_writing(journal, prevalence=stayed)
    asked = als.theme_prevalence(journal, codes, by=("prompt",))
    with pytest.raises(InputError, match="prompt"):
        als.non_writing(journal, prevalence=asked)


@pytest.mark.parametrize("table", [als.presence, als.membership, als.non_writing])
def test_what_none_of_them_gives(table):
    journal = record(TEXTS, **TABLES)
    with pytest.raises(DisclosureError, match="took part"):
        table(journal, audience="public")
    with pytest.raises(DisclosureError, match="whole"):
        table(journal.select(session=1), audience="programme")
    for audience in ("research", "set:A", "programme"):
        said = table(journal, audience=audience).to_frame().astype(str)
        assert not said.isin([f"m{i}" for i in range(8)]).any(axis=None)


def test_continuing_members_are_those_who_wrote_early_and_late():
    texts = [*crowd(4, ["x"] * 4), *crowd(2, ["x"], session=6)]
    journal, codes = written(texts, **TABLES)
    table = als.theme_prevalence(journal, codes, audience="set:A", writers="continuing")
    assert table.to_frame()["shown"].tolist() == ["2 of 2", "1 of 2"]
    assert table.to_frame()[["present", "on_roll"]].isna().all(axis=None)
    assert any(note.endswith("counted: 2 of 4.") for note in table.notes)
    with pytest.raises(DisclosureError, match="subtracted"):
        als.theme_prevalence(journal, codes, audience="programme", writers="continuing")
    with pytest.raises(InputError, match="'all' or 'continuing'"):
        als.theme_prevalence(journal, codes, writers="some")


rows = st.lists(
    st.tuples(
        st.sampled_from("mn"),
        st.sampled_from("AB"),
        st.integers(1, 8),
        st.one_of(st.none(), st.integers(1, 8)),
    ),
    max_size=10,
)


@given(rows)
def test_joined_spells_cover_what_the_rows_do_and_stand_apart(held):
    joined = spells_of(spells(*held))
    sessions = range(1, 10)
    cells = pd.DataFrame(
        [(s, k) for s in "AB" for k in sessions], columns=["set_id", "session"]
    )
    covered = {
        (member, set_id, k)
        for member, set_id, first, last in held
        for k in sessions
        if first <= k <= (FAR if last is None else last)
    }
    on = roll(joined, cells)
    told = list(zip(on["member"], on["set_id"], on["session"], strict=True))
    assert set(told) == covered
    assert len(told) == len(covered)
    for _, own in joined.groupby(["member", "set_id"]):
        gaps = own["first"].to_numpy()[1:] - own["last"].to_numpy()[:-1]
        assert (gaps > 1).all()


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.integers(0, 6))
def test_no_group_is_smaller_than_the_minimum(roles, minimum):
    out = folded(pd.Series(roles, dtype="str"), minimum)
    sizes = out.value_counts()
    assert len(out) == len(roles)
    assert (sizes >= min(minimum, len(roles))).all()
