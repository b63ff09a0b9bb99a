"""`record_problems`: each is told, none lost, no word of what an entry says."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.journal import Journal

CANARY = "Zebedee"


def place(session, **more):
    return {"set_id": "A", "session": session, **more}


BROKEN = {
    "sessions": [
        place(1, date="2024-03-01"),
        place(3, date="2024-02-01"),
        place(2, date="2024-04-01"),
    ],
    "issues": [{"issue_id": "I1", "set_id": "A"}],
    "turns": [place(1, order=1, issue_id="I1"), place(1, order=2, issue_id=CANARY)],
    "actions": [
        place(2, action_id="a1", issue_id="I1", text=CANARY),
        place(2, action_id="a2", issue_id="I1", owner="set", due_session=1),
    ],
    "action_reports": [
        {"action_id": "a1", "session": 1},
        {"action_id": CANARY, "session": 3},
        {"action_id": "a2", "session": 3},
    ],
    "outcomes": [
        place(3, outcome_id="x1", action_id=CANARY),
        place(1, outcome_id="x2", action_id="a2"),
        place(3, outcome_id="x3"),
    ],
}


def made(tables):
    return Journal({name: pd.DataFrame(rows) for name, rows in tables.items()})


def test_each_is_told_with_its_place():
    found = als.record_problems(made(BROKEN))
    assert set(found[["table", "row", "rule"]].itertuples(index=False, name=None)) == {
        ("sessions", 1, "its date is before that of an earlier session of the set"),
        ("turns", 1, "the issue is not on record"),
        ("actions", 0, "an action has no owner"),
        ("actions", 1, "due before it was agreed"),
        ("action_reports", 0, "heard back on before it was agreed"),
        ("action_reports", 1, "the action is not on record"),
        ("outcomes", 0, "the action is not on record"),
        ("outcomes", 1, "told before its action was agreed"),
    }
    assert found["what_to_do"].str.endswith(".").all()
    assert CANARY not in found.to_string()


def test_the_sample_hangs_together():
    raw = als.load_sample()
    record = ("sessions", "issues", "turns", "actions", "action_reports", "outcomes")
    tables = {name: raw.identifiable_frame(name) for name in record}
    assert not len(als.record_problems(Journal(tables)))


def test_a_set_need_not_keep_a_list_of_its_issues():
    only = {"turns": BROKEN["turns"]}
    assert not len(als.record_problems(made(only)))
    assert list(als.record_problems(Journal({}))) == [
        *("table", "row", "rule", "what_to_do")
    ]


NUMBER = st.one_of(st.none(), st.integers(1, 4))
SOME_ID = st.sampled_from(["a0", "a1", "a3", None])


@settings(max_examples=25)
@given(
    agreed=st.lists(st.tuples(NUMBER, NUMBER), max_size=2),
    reports=st.lists(st.tuples(st.sampled_from(["a0", "a3"]), NUMBER), max_size=3),
    outcomes=st.lists(st.tuples(SOME_ID, NUMBER), max_size=3),
)
def test_nothing_is_raised_and_nothing_lost(agreed, reports, outcomes):
    told = {(i, s) for i, s in reports if s is not None}
    tables = {
        "actions": [
            {"action_id": f"a{i}", "set_id": "A", "session": s, "due_session": d}
            for i, (s, d) in enumerate(agreed)
        ],
        "action_reports": [{"action_id": i, "session": s} for i, s in told],
        "outcomes": [
            {"outcome_id": f"x{k}", "set_id": "A", "action_id": i, "session": s}
            for k, (i, s) in enumerate(outcomes)
        ],
    }
    journal = made({name: rows for name, rows in tables.items() if rows})
    als.record_problems(journal)
    heard = als.hearing_back(journal, audience="research").to_frame()
    whole = heard[heard["what"] == "in all"]
    assert whole["actions"].sum() + whole["not_due"].sum() == len(agreed)
    trail = als.issue_trail(journal, audience="research").to_frame()
    assert (trail["kind"] == "action").sum() == len(agreed)
    assert (trail["kind"] == "outcome").sum() == len(outcomes)
