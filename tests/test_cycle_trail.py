"""`issue_trail`: the order of a record, and whose words may be in it."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

M1, M2, M3, M4 = (f"m-{c * 12}" for c in "1234")  # M3 allows counts, M4 nothing
CANARY = "Zebedee"
HEARD = {"session": 3}


def at(session, issue="I1", set_id="A", **more):
    return {"set_id": set_id, "session": session, "issue_id": issue, **more}


TABLES = {
    "permissions": [
        {"member": M1, "use": "quote", "reach": "set"},
        {"member": M2, "use": "quote", "reach": "set"},
        {"member": M3, "use": "counts", "reach": "set"},
        {"member": M4, "use": "self", "reach": "set"},
    ],
    "issues": [
        {"issue_id": "I2", "set_id": "A", "presenter": M3, "text": f"{CANARY}'s own."},
        {"issue_id": "I1", "set_id": "A", "presenter": M1, "text": "Who has the van?"},
        {"issue_id": "I3", "set_id": "A", "presenter": M4, "text": f"Kept, {CANARY}."},
        {"issue_id": "J1", "set_id": "B", "presenter": M1, "text": f"B's {CANARY}."},
    ],
    "turns": [
        at(1, order=1, presenter=M1, form="new"),
        at(2, "I2", order=1, presenter=M3, form="new"),
        at(2, "I3", order=2, presenter=M4, form="new"),
        at(3, order=1, presenter=M1, form="return"),
    ],
    "questions": [
        at(1, question_id="q1", asked_by=M2, text="Who drives?"),
        at(1, question_id="q2", asked_by=M3, text=f"What would {CANARY} do?"),
        at(2, "I3", question_id="q3", asked_by=M2, text=f"Why, {CANARY}?"),
    ],
    "actions": [
        at(1, action_id="a1", owner=M1, text=f"Ring [member {M2}]."),
        at(1, action_id="a2", owner="set", text="Share the keys."),
        at(2, "I2", action_id="a3", owner=M3, text=f"Ask {CANARY}."),
        at(2, "I3", action_id="a4", owner=M2, text=f"Help {CANARY}."),
        at(2, None, action_id="a5", owner=M1, text="Book a room."),
    ],
    "action_reports": [
        {
            "action_id": "a1",
            "session": 3,
            "status": "changed",
            "text": f"[member {M1}] left.",
        },
        {**HEARD, "action_id": "a3", "status": "done", "text": f"{CANARY} did."},
        {**HEARD, "action_id": "a4", "status": "done", "text": f"{CANARY} too."},
    ],
    "offers": [at(3, offer_id="o1", by=M2, kind="idea", text="Ask the garage.")],
    "outcomes": [
        {
            "outcome_id": "x1",
            "set_id": "A",
            "session": 3,
            "action_id": "a1",
            "level": "team",
            "intended": False,
            "claimed_by": M1,
            "text": "Nobody speaks to me.",
        },
        {
            "outcome_id": "x2",
            "set_id": "A",
            "session": 1,
            "action_id": None,
            "level": "person",
            "intended": True,
            "claimed_by": M2,
            "verified": True,
            "text": "I sleep.",
        },
        {
            "outcome_id": "x3",
            "set_id": "A",
            "session": 3,
            "action_id": "a4",
            "claimed_by": M2,
            "text": f"{CANARY} is glad.",
        },
    ],
}


@pytest.fixture(scope="module")
def journal():
    return Journal({name: pd.DataFrame(rows) for name, rows in TABLES.items()})


def test_it_goes_issue_by_issue_in_order(journal):
    trail = als.issue_trail(journal, audience="set:A").to_frame()
    told = trail[["issue_id", "session", "kind", "about", "how"]].fillna("")
    assert list(told.itertuples(index=False, name=None)) == [
        ("I1", 1, "issue", "", ""),
        ("I1", 1, "turn", "", "new"),
        ("I1", 1, "question", "", ""),
        ("I1", 1, "question", "", ""),
        ("I1", 1, "action", "action 1", ""),
        ("I1", 1, "action", "action 2", ""),
        ("I1", 3, "turn", "", "return"),
        ("I1", 3, "report back", "action 1", "changed"),
        ("I1", 3, "offer", "", "idea"),
        ("I1", 3, "outcome", "action 1", "team, not intended, claimed"),
        ("I2", 2, "issue", "", ""),
        ("I2", 2, "turn", "", "new"),
        ("I2", 2, "action", "action 1", ""),
        ("I2", 3, "report back", "action 1", "done"),
        ("", 1, "outcome", "", "person, intended, checked"),
        ("", 2, "action", "action 1", ""),
    ]


@pytest.mark.parametrize("audience", ["set:A", "research"])
def test_words_are_of_those_who_allowed_it(journal, audience):
    cleared = als.issue_trail(journal, audience=audience)
    trail = cleared.to_frame()
    own = trail[trail["set_id"] == "A"]
    words = " ".join(own["text"].dropna())
    assert CANARY not in words
    assert {"Who drives?", "Share the keys."} <= set(own["text"].dropna())
    # The owner is not "[the writer]": that would tell whose the action was.
    assert {"Ring [colleague A].", "[colleague B] left."} <= set(own["text"])
    assert not any(m in words for m in (M1, M2, M3, M4))
    assert any("without its words" in note for note in cleared.notes)


def test_an_issue_that_is_kept_is_not_there(journal):
    for audience in ("set:A", "research"):
        trail = als.issue_trail(journal, audience=audience).to_frame()
        assert "I3" not in set(trail["issue_id"])
        assert "action 4" not in set(trail["about"])
    with pytest.raises(InputError, match="which is none"):
        als.issue_trail(journal, audience="set:A", issue="I3")


def test_a_set_sees_nothing_of_another(journal):
    trail = als.issue_trail(journal, audience="set:A").to_frame()
    assert set(trail["set_id"]) == {"A"}


def test_one_issue_can_be_asked_for(journal):
    trail = als.issue_trail(journal, audience="set:A", issue="I2").to_frame()
    assert set(trail["issue_id"]) == {"I2"}
    assert trail["text"].isna().all()  # its presenter and owner allow counts


@pytest.mark.parametrize("audience", ["programme", "public", f"member:{M1}"])
def test_others_have_no_trail(journal, audience):
    people = journal.table("issues")[["presenter"]].drop_duplicates()
    members = people.rename(columns={"presenter": "member"})
    whole = Journal(
        {**{n: journal.table(n) for n in journal.tables()}, "members": members}
    )
    with pytest.raises(DisclosureError, match="trail"):
        als.issue_trail(whole, audience=audience)


def test_a_pseudonym_in_an_id_does_not_go_out(journal):
    tables = {n: journal.table(n) for n in journal.tables()}
    for frame in tables.values():
        if "issue_id" in frame:
            frame["issue_id"] = frame["issue_id"].replace("I1", f"i-{'7' * 12}")
    table = als.issue_trail(Journal(tables), audience="set:A").to_frame()
    assert "issue 1" in set(table["issue_id"])
    assert "7777" not in table.to_csv()


def test_the_same_release_is_the_same_output(journal):
    one = als.issue_trail(journal, audience="set:A", release="x").to_frame()
    assert one.equals(
        als.issue_trail(journal, audience="set:A", release="x").to_frame()
    )
    with pytest.raises(InputError, match="release"):
        als.issue_trail(journal, audience="set:A", release=" ")


def test_without_a_record_it_is_empty_and_says_why():
    texts = pd.DataFrame({"text": ["We met."], "set_id": "A"})
    only = Journal.from_frame(texts, already_anonymised=True)
    cleared = als.issue_trail(only, audience="set:A")
    assert not len(cleared)
    (note,) = cleared.notes
    assert "record of the sessions" in note


def test_an_issue_named_by_its_presenter_s_id_does_not_tell_whose():
    telling = "r-Z2SS3YE7NFM6"
    place = {"set_id": "A", "issue_id": telling}
    journal = Journal(
        {
            "turns": pd.DataFrame(
                [
                    {**place, "session": 1, "order": 1, "form": "new"},
                    {**place, "issue_id": "A-I2", "session": 1, "order": 2},
                ]
            )
        }
    )
    table = als.issue_trail(journal, audience="set:A").to_frame()
    assert set(table["issue_id"]) == {"issue 1", "A-I2"}
    for asked in ("issue 1", telling):
        one = als.issue_trail(journal, audience="set:A", issue=asked).to_frame()
        assert one["issue_id"].tolist() == ["issue 1"]
    assert telling in set(
        als.issue_trail(journal, audience="research").to_frame()["issue_id"]
    )
