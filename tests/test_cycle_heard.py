"""`hearing_back`: who may see it, what is due, and small numbers."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

M = [f"m-{c * 12}" for c in "123456789ABC"]


def action(i, set_id="A", session=1, owner=M[0], due=2, **more):
    row = {"action_id": f"a{i}", "set_id": set_id, "session": session, "owner": owner}
    return {**row, "due_session": due, "issue_id": "I1", **more}


def report(i, session=2, status="done"):
    return {"action_id": f"a{i}", "session": session, "status": status}


def journal(actions, reports=(), **tables):
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    frames["actions"] = pd.DataFrame(actions)
    if reports:
        frames["action_reports"] = pd.DataFrame(list(reports))
    return Journal(frames)


def in_all(cleared):
    frame = cleared.to_frame()
    return frame[frame["what"] == "in all"].iloc[0]


SMALL = journal(
    [action(1), action(2, session=2, due=3), action(3, owner="set"), action(4, due=9)],
    [report(1, 2, "part"), report(1, 3, "changed"), report(2, 3, None), report(4, 3)],
)


def test_a_set_sees_its_actions_by_the_session_of_their_agreement():
    table = als.hearing_back(SMALL, audience="set:A").to_frame()
    assert table["what"].tolist() == ["session", "session", "in all"]
    whole = table.iloc[-1]
    assert (whole["heard"], whole["actions"]) == (2, 3)
    assert (whole["changed"], whole["part"]) == (1, 0)  # the latest report counts
    assert (whole["not_said"], whole["not_yet"]) == (1, 1)
    assert (whole["not_due"], whole["early"]) == (1, 1)
    assert whole["in_words"] == (
        "heard back on 2 of 3: 1 changed, 1 without a word on how, "
        "1 not heard back on yet; 1 not due yet (1 heard back on early)"
    )


def test_it_never_says_completed_and_has_no_person():
    cleared = als.hearing_back(SMALL)
    said = " ".join([*cleared.notes, *cleared.to_frame()["in_words"]])
    assert "complet" not in said
    assert not {"owner", "member"} & set(cleared.to_frame().columns)
    assert M[0] not in said


def test_sessions_that_are_only_planned_make_nothing_due():
    planned = [{"set_id": "A", "session": s} for s in range(1, 9)]
    whole = in_all(als.hearing_back(journal([action(1)], sessions=planned)))
    assert (whole["actions"], whole["not_due"]) == (0, 1)
    held = [{"set_id": "A", "session": 2, "order": 1}]
    whole = in_all(als.hearing_back(journal([action(1)], turns=held)))
    assert (whole["actions"], whole["not_yet"]) == (1, 1)


def test_without_a_due_session_it_is_the_next_one():
    whole = in_all(als.hearing_back(journal([action(1, due=None)])))
    assert whole["not_due"] == 1


def test_who_keeps_everything_to_themselves_is_not_counted():
    kept = [{"member": M[0], "use": "self"}]
    actions = [action(1), action(2, owner=M[1])]
    for audience in ("set:A", "research"):
        cleared = als.hearing_back(
            journal(actions, [report(1)], permissions=kept), audience=audience
        )
        whole = in_all(cleared)
        assert (whole["heard"], whole["actions"] + whole["not_due"]) == (0, 1)


def test_an_issue_that_is_kept_hides_its_actions():
    tables = {
        "issues": [{"issue_id": "I1", "set_id": "A", "presenter": M[5]}],
        "permissions": [{"member": M[5], "use": "self"}],
    }
    cleared = als.hearing_back(journal([action(1)], **tables), audience="set:A")
    assert not len(cleared)


def test_a_member_sees_their_own_alone():
    people = [{"member": m} for m in M]
    both = journal([action(1), action(2, owner=M[1])], [report(2)], members=people)
    whole = in_all(als.hearing_back(both, audience=f"member:{M[1]}"))
    assert (whole["heard"], whole["actions"]) == (1, 1)


def many(heard, waiting, owners=M, sets="AB"):
    n = heard + waiting
    actions = [
        action(i, sets[i % len(sets)], owner=owners[i % len(owners)]) for i in range(n)
    ]
    held = [{"set_id": s, "session": 2, "order": 1} for s in sets]
    return journal(actions, [report(i) for i in range(heard)], turns=held)


@pytest.mark.parametrize(
    ("heard", "waiting", "shown"),
    [
        (12, 12, "heard back on 12 of 24"),
        (8, 4, "withheld"),
        (4, 8, "withheld"),
        (16, 8, "withheld"),  # each of the sets has 8 of 12, and so 4 more
        (8, 16, "withheld"),
    ],
)
def test_a_programme_sees_one_count_if_both_sides_are_large(heard, waiting, shown):
    frame = als.hearing_back(many(heard, waiting), audience="programme").to_frame()
    assert frame["shown"].tolist() == [shown]
    assert frame["sets"].tolist() == [2]
    assert (
        frame[["done", "part", "changed", "dropped", "not_yet"]].isna().all(axis=None)
    )
    if shown == "withheld":
        assert frame["heard"].isna().all()


def test_a_programme_sees_no_count_of_one_set_or_of_few_people():
    for few in (many(12, 12, sets="A"), many(12, 12, owners=M[:4])):
        frame = als.hearing_back(few, audience="programme").to_frame()
        assert frame["shown"].tolist() == ["withheld"]
        assert frame[["heard", "actions", "share"]].isna().all(axis=None)


def of_two(a, b):
    """Two sets that heard back on so many of so many, each action of another member."""
    actions, reports, held = [], [], []
    for set_id, (heard, n) in zip("AB", (a, b), strict=True):
        held.append({"set_id": set_id, "session": 2, "order": 1})
        for i in range(n):
            name = f"{set_id}{i}"
            actions.append(action(name, set_id, owner=f"{name} of it"))
            reports += [report(name)] * (i < heard)
    return journal(actions, reports, turns=held)


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        ((5, 8), (1, 7), "withheld"),  # A would know that B has 1 of 7
        ((1, 7), (5, 8), "withheld"),
        ((5, 8), (5, 12), "withheld"),  # B would know that A waits for 3
        ((5, 10), (5, 12), "heard back on 10 of 22"),
    ],
)
def test_no_set_can_work_out_another_s_small_number(a, b, shown):
    both = of_two(a, b)
    own = in_all(als.hearing_back(both, audience="set:A"))
    assert (own["heard"], own["actions"]) == a  # to itself a set is told exactly
    whole = in_all(als.hearing_back(both, audience="programme"))
    assert whole["shown"] == shown
    if shown == "withheld":
        told = ["heard", "actions", "share", "low", "high", "not_yet"]
        assert whole[told].isna().all()


def test_what_is_not_due_yet_makes_no_second_set():
    """B's actions are on record, but the count would be A's alone."""
    both = of_two((6, 12), (0, 12))
    tables = {name: both.table(name) for name in both.tables()}
    late = tables["actions"]["set_id"] == "B"
    tables["actions"]["due_session"] = tables["actions"]["due_session"].mask(late, 9)
    whole = in_all(als.hearing_back(Journal(tables), audience="programme"))
    assert whole["shown"] == "withheld"
    assert pd.isna(whole["actions"])


@pytest.mark.parametrize(("waiting", "shares"), [(19, False), (20, True)])
def test_there_are_no_shares_under_fifty(waiting, shares):
    whole = in_all(als.hearing_back(many(30, waiting), audience="programme"))
    assert pd.notna(whole["share"]) == shares
    if shares:
        assert whole["low"] < whole["share"] == 0.6 < whole["high"]


def test_the_public_and_finer_counts_are_refused():
    with pytest.raises(DisclosureError, match="public"):
        als.hearing_back(SMALL, audience="public")
    with pytest.raises(DisclosureError, match="set_id"):
        als.hearing_back(SMALL, audience="programme", by=["set_id"])
    with pytest.raises(InputError, match="owner"):
        als.hearing_back(SMALL, by=["owner"])


def test_without_a_record_it_is_empty_and_says_why():
    texts = pd.DataFrame({"text": ["We met."], "set_id": "A"})
    only = Journal.from_frame(texts, already_anonymised=True)
    for audience in ("set:A", "research", "programme"):
        cleared = als.hearing_back(only, audience=audience)
        assert not len(cleared)
        (note,) = cleared.notes
        assert "record of the sessions" in note
