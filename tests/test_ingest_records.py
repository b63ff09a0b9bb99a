import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.ingest.records import FAR, oddities, record_notes, spell_ends
from alsjournal.validate import conform

PLAIN = {
    "memberships": ("member", "set_id", "from_session", "to_session", "reason"),
    "attendance": ("set_id", "session", "member", "present"),
    "sessions": ("set_id", "session", "date"),
    "objectives": ("set_id", "version", "level", "member", "session"),
    "actions": ("action_id", "set_id", "session", "owner"),
    "action_reports": ("action_id", "session", "status"),
}


def frame(name, *rows):
    return conform(name, pd.DataFrame(rows, columns=list(PLAIN[name])))[0]


def notes(**tables):
    return record_notes({name: frame(name, *rows) for name, rows in tables.items()})


def test_what_can_be_is_not_told():
    assert (
        notes(
            memberships=[("m", "A", 1, 2, "left post"), ("m", "A", 4, None, None)],
            attendance=[("A", 1, "m", True), ("A", 3, "m", False)],
            sessions=[("A", 1, "2024-01-01"), ("A", 2, None), ("A", 3, "2024-03-01")],
            objectives=[
                ("A", 1, "programme", None, 1),
                ("A", 2, "set", None, 1),
                ("A", 3, "set", None, 2),
                ("B", 1, "set", None, None),
            ],
            actions=[("1", "A", 2, "m"), ("2", "A", 2, "set"), ("3", "A", None, "m")],
            action_reports=[("1", 2, "done"), ("3", 1, "part"), ("none", 1, "done")],
        )
        == ()
    )
    assert record_notes({}) == ()


def test_sessions_without_any_date_are_fine():
    assert notes(sessions=[("A", 1, None), ("A", 2, None)]) == ()
    assert notes(objectives=[("A", 1, "set", None, None)]) == ()


def test_a_member_of_two_sets_is_fine():
    spells = [("m", "A", 1, 6, None), ("m", "B", 2, 5, None)]
    assert notes(memberships=spells, attendance=[("B", 3, "m", True)]) == ()


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        (
            {"memberships": [("m", "A", 1, 4, None), ("m", "A", 4, 6, None)]},
            "memberships: 1 row overlaps",
        ),
        (
            {"memberships": [("m", "A", 1, None, None), ("m", "A", 9, 9, None)]},
            "memberships: 1 row overlaps",
        ),
        ({"memberships": [("m", "A", 3, 1, None)]}, "memberships: 1 row ends before"),
        (
            {"memberships": [("m", "A", 1, None, "left post")]},
            "memberships: 1 row has a reason",
        ),
        (
            {
                "memberships": [("m", "A", 1, 2, None)],
                "attendance": [("A", 3, "m", True), ("A", 1, "n", True)],
            },
            "attendance: 2 rows have somebody present who is not on the roll",
        ),
        (
            {"sessions": [("A", 1, "2024-02-01"), ("A", 2, "2024-01-01")]},
            "sessions: 1 row has a date before",
        ),
        (
            {"objectives": [("A", 1, "set", None, 1), ("A", 3, "set", None, 2)]},
            "objectives: 1 row has a version whose number before is missing",
        ),
        (
            {"objectives": [("A", 1, "set", None, 2), ("A", 2, "set", None, 1)]},
            "objectives: 1 row is a later version of an earlier session",
        ),
        ({"actions": [("1", "A", 2, None)]}, "actions: 1 row has no owner"),
        (
            {
                "actions": [("1", "A", 2, "m")],
                "action_reports": [("1", 1, "done"), ("1", 3, "part")],
            },
            "action_reports: 1 row is of a session before its action was agreed",
        ),
    ],
)
def test_what_cannot_be_is_told(tables, told):
    (note,) = notes(**tables)
    assert note.startswith(told)
    assert note.endswith(".")


def test_without_a_roll_nobody_is_off_it():
    there = [("B", 1, "m", True)]
    assert notes(attendance=there, memberships=[("n", "A", 1, 2, None)]) == ()


rows = st.lists(
    st.tuples(
        st.sampled_from("mn"),
        st.sampled_from("AB"),
        st.integers(1, 6),
        st.one_of(st.none(), st.integers(1, 6)),
    ),
    max_size=8,
)


@given(rows)
def test_an_overlap_is_told_if_and_only_if_some_session_is_in_two(spells):
    frames = {"memberships": frame("memberships", *[(*s, None) for s in spells])}
    told = {o.what: o.rows for o in oddities(frames)}
    ends = list(spell_ends(frames["memberships"]))
    seen, twice = set(), False
    for (member, set_id, first, _), last in zip(spells, ends, strict=True):
        days = {(member, set_id, s) for s in range(first, min(last, 9) + 1)}
        twice |= bool(days & seen)
        seen |= days
    overlaps = told.get("overlaps an earlier one of the same member and set", 0)
    assert bool(overlaps) == twice
    assert all(end <= FAR for end in ends)


def test_check_tells_it_and_takes_the_rows(tmp_path):
    (tmp_path / "t.csv").write_text("set_id,session,member,text\nA,1,m,We met.\n")
    (tmp_path / "s.csv").write_text(
        "member,set_id,from_session,to_session\nm,A,1,4\nm,A,3,6\n"
    )
    (tmp_path / "programme.toml").write_text(
        '[programme]\ntitle = "x"\n[files]\nreflections = "t.csv"\n'
        'memberships = "s.csv"\n'
    )
    report = als.check(tmp_path)
    assert any("overlaps an earlier one" in note for note in report.notes)
    assert not report.refusals
