"""`what_changed`: checked and claimed apart, words by permission, small numbers."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal

M = [f"m-{c * 12}" for c in "123456789ABC"]
CANARY = "Zebedee"


def outcome(i, *, verified=False, set_id="A", by=M[0], level="team", **more):
    row = {"outcome_id": f"x{i}", "set_id": set_id, "session": 2, "claimed_by": by}
    told = {"verified": verified, "level": level, "intended": True, "action_id": None}
    return {**row, **told, "text": f"It got better {i}.", **more}


def journal(rows, **tables):
    frames = {name: pd.DataFrame(table) for name, table in tables.items()}
    said = [{"member": M[0], "use": "quote"}, {"member": M[1], "use": "counts"}]
    return Journal(
        {"permissions": pd.DataFrame(said), **frames, "outcomes": pd.DataFrame(rows)}
    )


FOUR = journal(
    [
        outcome(1, verified=True, amount=500.0),
        outcome(2, amount=7.0, intended=False),
        outcome(3, by=M[1], amount=9.0, text=f"{CANARY} slept.", level=None),
        outcome(4, set_id="B", text="This is B's."),
    ]
)


def test_checked_and_claimed_are_counted_apart():
    frame = als.what_changed(FOUR, audience="set:A").to_frame()
    told = frame[frame["what"] == "level"]
    assert told[["checked", "level", "shown"]].to_numpy().tolist() == [
        ["checked", "team", "1 of 1"],
        ["claimed", "team", "1 of 2"],
        ["claimed", "not said", "1 of 2"],
    ]


def test_amounts_are_told_and_never_added_up():
    frame = als.what_changed(FOUR, audience="set:A").to_frame()
    assert frame.loc[frame["what"] != "told", "amount"].isna().all()
    own = frame[frame["what"] == "told"]
    # The third is not shown without its words, which say what it counts.
    assert own["amount"].dropna().tolist() == [500.0, 7.0]


def test_what_was_not_wanted_is_told_as_well():
    frame = als.what_changed(FOUR, audience="set:A").to_frame()
    assert "It got better 2." in set(frame["text"])


@pytest.mark.parametrize("audience", ["set:A", "research", "programme"])
def test_words_go_by_who_claimed_it(audience):
    frame = als.what_changed(FOUR, audience=audience).to_frame()
    words = " ".join(frame["text"].dropna())
    assert CANARY not in words
    assert (words == "") == (audience == "programme")
    assert ("This is B's." in words) == (audience == "research")


def test_an_outcome_of_an_issue_that_is_kept_is_not_there():
    tables = {
        "issues": [{"issue_id": "I1", "set_id": "A", "presenter": M[4]}],
        "actions": [{"action_id": "a1", "set_id": "A", "issue_id": "I1"}],
    }
    rows = [outcome(1, action_id="a1"), outcome(2)]
    kept = journal(rows, **tables, permissions=[{"member": M[4], "use": "self"}])
    frame = als.what_changed(kept, audience="set:A").to_frame()
    assert frame.loc[frame["what"] == "in all", "shown"].tolist() == ["1 of 1"]


def many(checked, claimed, sets="AB"):
    return journal(
        [
            outcome(i, verified=i < checked, set_id=sets[i % len(sets)], by=M[i % 12])
            for i in range(checked + claimed)
        ]
    )


def test_a_programme_sees_pooled_counts():
    frame = als.what_changed(many(12, 14), audience="programme").to_frame()
    assert frame.loc[frame["what"] == "in all", "shown"].tolist() == [
        "12 of 26",
        "14 of 26",
    ]
    teams = frame[frame["level"] == "team"]
    assert set(teams["shown"]) == {"withheld"}  # all of them: the rest is none


@pytest.mark.parametrize("few", [many(4, 9), many(8, 16), many(12, 14, "A")])
def test_a_programme_sees_nothing_where_a_half_is_small_or_of_one_set(few):
    frame = als.what_changed(few, audience="programme").to_frame()
    assert set(frame["shown"]) <= {"withheld", "fewer than 5"}
    assert frame[["outcomes", "of"]].isna().all(axis=None)


def of_two(a, b, **more):
    """Two sets of which so many of so many outcomes were checked, each of a member."""
    return journal(
        [
            outcome(f"{s}{i}", verified=i < n, set_id=s, by=f"{s}{i} of it", **more)
            for s, (n, of) in zip("AB", (a, b), strict=True)
            for i in range(of)
        ]
    )


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        ((5, 8), (1, 7), {"withheld"}),  # A would know that B has 1 of 7
        ((1, 7), (5, 8), {"withheld"}),
        ((5, 10), (6, 12), {"11 of 22"}),
    ],
)
def test_no_set_can_work_out_another_s_small_number(a, b, shown):
    both = of_two(a, b)
    own = als.what_changed(both, audience="set:A").to_frame()
    assert own.loc[own["what"] == "in all", "shown"].iloc[0] == f"{a[0]} of {a[1]}"
    frame = als.what_changed(both, audience="programme").to_frame()
    assert set(frame.loc[frame["what"] == "in all", "shown"]) == shown
    if shown == {"withheld"}:
        assert set(frame["shown"]) == shown
        assert frame[["outcomes", "of"]].isna().all(axis=None)


def test_no_part_tells_what_another_set_has_of_it():
    rows = [
        outcome(
            f"{s}{i}",
            verified=i < 18,
            set_id=s,
            by=f"{s}{i} of it",
            # Of the 18 that were checked: in A 9, in B 17 were intended.
            intended=i % 18 < (9 if s == "A" else 17),
        )
        for s in "AB"
        for i in range(36)
    ]
    frame = als.what_changed(journal(rows), audience="programme").to_frame()
    assert set(frame.loc[frame["what"] == "in all", "shown"]) == {"36 of 72"}
    assert set(frame.loc[frame["what"] == "intended", "shown"]) == {"withheld"}


def test_the_public_is_refused():
    with pytest.raises(DisclosureError, match="Outcomes"):
        als.what_changed(FOUR, audience="public")
