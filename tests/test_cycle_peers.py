"""`consultancy`: what came before an offer, and who may see it."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal

M = [f"m-{c * 12}" for c in "123456789ABC"]


def offer(i, session, issue="I1", set_id="A", kind="idea", by=M[0]):
    place = {"offer_id": f"o{i}", "set_id": set_id, "session": session}
    return {**place, "issue_id": issue, "kind": kind, "by": by}


def journal(offers, compositions=("peer", "peer")):
    place = {"set_id": "A", "issue_id": "I1"}
    sets = [
        {"set_id": s, "composition": c} for s, c in zip("AB", compositions, strict=True)
    ]
    tables = {
        "sets": sets,
        "offers": offers,
        "questions": [{**place, "question_id": "q", "session": 2}],
        "actions": [{**place, "action_id": "a", "session": 1}],
        "action_reports": [
            {"action_id": "a", "session": 2, "status": "changed"},
            {"action_id": "a", "session": 3, "status": "part"},
        ],
    }
    return Journal({name: pd.DataFrame(rows) for name, rows in tables.items()})


def shown(cleared, set_id=None):
    frame = cleared.to_frame()
    own = frame["set_id"].isna() if set_id is None else frame["set_id"] == set_id
    frame = frame[own]
    return dict(zip(frame["what"], frame["shown"], strict=True))


@pytest.mark.parametrize(
    ("session", "what"),
    [
        (1, {"before anything was done"}),
        (2, {"after a question", "before anything was done"}),
        (3, {"after a question", "after something was done"}),
        (4, {"after a question", "after something was done"}),
    ],
)
def test_an_offer_is_told_by_what_came_before_it(session, what):
    table = shown(als.consultancy(journal([offer(1, session)]), audience="set:A"))
    assert set(table) == {"idea", *what}
    assert set(table.values()) == {"1 of 1"}


def test_another_issue_does_not_count_and_none_is_told_as_such():
    offers = [offer(1, 4, "I2"), offer(2, 4, None, kind=None)]
    assert shown(als.consultancy(journal(offers), audience="set:A")) == {
        "idea": "1 of 2",
        "kind not said": "1 of 2",
        "before anything was done": "1 of 2",
        "on no issue": "1 of 2",
    }


def test_research_has_it_by_composition_and_by_set():
    offers = [offer(1, 4), offer(2, 4, set_id="B")]
    frame = als.consultancy(journal(offers, ("peer", "mixed"))).to_frame()
    told = frame.loc[frame["what"] == "idea", ["set_id", "composition", "shown"]]
    assert told.fillna("").to_numpy().tolist() == [
        ["", "mixed", "1 of 1"],
        ["", "peer", "1 of 1"],
        ["A", "peer", "1 of 1"],
        ["B", "mixed", "1 of 1"],
        ["", "", "2 of 2"],
    ]


def many(n, other, sets="AB"):
    return [
        offer(
            i,
            4,
            set_id=sets[i % len(sets)],
            by=M[i % 12],
            kind="practice" if i < other else "idea",
        )
        for i in range(n)
    ]


def test_a_programme_sees_it_pooled_where_a_composition_is_one_set():
    cleared = als.consultancy(
        journal(many(24, 10), ("peer", "mixed")), audience="programme"
    )
    assert cleared.to_frame()["composition"].isna().all()
    told = shown(cleared)
    assert told["idea"] == "14 of 24"
    assert told["viewpoint"] == "withheld"
    # Two counts beside it that add up to all would say that it is none.
    assert told["practice"] == "withheld"


def test_no_set_can_work_out_another_s_few_offers():
    few = [offer(i, 4, set_id="B", by=M[i % 12], kind="idea") for i in range(100, 107)]
    own = [offer(i, 4, by=M[i % 12], kind="practice") for i in range(6)]
    own += [offer(i, 4, by=M[i % 12]) for i in range(6, 12)]
    few[0]["kind"] = "practice"  # B has 1 of 7; the whole would say 7 of 19
    told = shown(als.consultancy(journal([*own, *few]), audience="programme"))
    assert set(told.values()) == {"withheld"}


def test_a_programme_sees_nothing_of_one_set():
    cleared = als.consultancy(journal(many(12, 5, "A")), audience="programme")
    assert set(shown(cleared).values()) <= {"withheld", "fewer than 5"}
    assert cleared.to_frame()[["offers", "of"]].isna().all(axis=None)


@pytest.mark.parametrize("audience", ["public", f"member:{M[0]}"])
def test_others_are_refused(audience):
    with_people = journal([offer(1, 4)])
    tables = {name: with_people.table(name) for name in with_people.tables()}
    people = Journal({**tables, "members": pd.DataFrame({"member": [M[0]]})})
    with pytest.raises(DisclosureError, match="Offers"):
        als.consultancy(people, audience=audience)
