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
    frame = als.what_changed(many(6, 7), audience="programme").to_frame()
    assert frame.loc[frame["what"] == "in all", "shown"].tolist() == [
        "6 of 13",
        "7 of 13",
    ]
    teams = frame[frame["level"] == "team"]
    assert set(teams["shown"]) == {"withheld"}  # all of them: the rest is none


@pytest.mark.parametrize("few", [many(4, 9), many(6, 7, "A")])
def test_a_programme_sees_nothing_where_a_half_is_small_or_of_one_set(few):
    frame = als.what_changed(few, audience="programme").to_frame()
    assert set(frame["shown"]) <= {"withheld", "fewer than 5"}
    assert frame[["outcomes", "of"]].isna().all(axis=None)


def test_the_public_is_refused():
    with pytest.raises(DisclosureError, match="Outcomes"):
        als.what_changed(FOUR, audience="public")
