import numpy as np
import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError
from alsjournal.trends.open_questions import library

M1, M2, M3, M4 = (f"m-{c * 12}" for c in "1234")  # A's; M4 is B's
CANARY = "Zebedee"


class Same:
    """An embedder to which texts with the same first word are alike."""

    def fit_transform(self, X):
        words = sorted({x.split()[0] for x in X})
        return np.array([[x.split()[0] == w for w in words] for x in X], np.float32)


def reflection(i, set_id, session, member, text, issue="I1"):
    return {
        "reflection_id": f"r{i}",
        "set_id": set_id,
        "session": session,
        "member": member,
        "author_kind": "member",
        "issue_id": issue,
        "text": text,
    }


REFLECTIONS = [
    reflection(1, "A", 1, M1, f"Cover was gone, said [member {M2}] to us."),
    reflection(2, "A", 1, M2, "Cover was missing in our rota again."),
    reflection(3, "A", 2, M3, f"Cover {CANARY} keeps this to himself, he said."),
    reflection(4, "A", 3, M1, "Cover came back in the last week.", "I2"),
    reflection(5, "B", 1, M4, f"Cover {CANARY} of another set wrote this."),
    reflection(6, "A", 1, M1, "Money was short all of this year.", "I2"),
]
CODES = pd.DataFrame(
    {
        "reflection_id": [f"r{i}" for i in (1, 2, 3, 4, 5, 6)],
        "code": ["cover"] * 5 + ["money"],
    }
)
PERMISSIONS = [
    {"member": M1, "use": "quote", "reach": "set"},
    {"member": M2, "use": "quote", "reach": "set"},
    {"member": M3, "use": "paraphrase", "reach": "public"},
    {"member": M4, "use": "quote", "reach": "public"},
]


def row(table, i, set_id, person, text, **more):
    who = {"actions": "owner", "questions": "asked_by"}[table]
    key = {"actions": "action_id", "questions": "question_id"}[table]
    place = {"set_id": set_id, "session": 1, "issue_id": "I1"}
    return {key: f"{table[0]}{i}", **place, who: person, "text": text, **more}


TABLES = {
    "permissions": PERMISSIONS,
    "actions": [
        row("actions", 1, "A", M1, f"Ask [member {M3}] for a rota."),
        row("actions", 2, "A", M3, f"{CANARY} has not allowed this."),
        row("actions", 3, "B", M4, f"{CANARY} of another set does this."),
        row("actions", 4, "A", "set", "Money for the room, all of us."),
        row("actions", 5, "A", None, f"{CANARY} is of nobody known."),
        row("actions", 6, "A", M1, "Money to be found.", issue_id="I9"),
    ],
    "action_reports": [{"action_id": "a1", "session": 2, "status": "part"}],
    "outcomes": [
        {"outcome_id": "o1", "set_id": "A", "session": 3, "action_id": "a1"},
        {"outcome_id": "o2", "set_id": "B", "session": 3, "action_id": "a4"},
    ],
    "questions": [
        row("questions", 1, "A", M2, "Who covers when you are away?"),
        row("questions", 2, "A", M3, f"What did {CANARY} not allow?"),
        row("questions", 3, "B", M4, f"What did {CANARY} ask elsewhere?"),
        row("questions", 4, "A", M1, f"What would [member {M2}] say?", session=2),
    ],
    "turns": [
        {"set_id": "A", "session": 1, "order": 1, "issue_id": "I1"},
        {"set_id": "A", "session": 3, "order": 1, "issue_id": "I1"},
    ],
    "issues": [{"issue_id": "I1", "set_id": "A", "presenter": M1}],
    "members": [{"member": m, "role": "nurse"} for m in (M1, M2, M3, M4)],
}


def cards(audience="set:A", **changed):
    options = {k: changed.pop(k) for k in ("embedder", "release") if k in changed}
    tables = {**TABLES, "reflections": REFLECTIONS, **changed}
    journal = als.Journal({n: pd.DataFrame(t) for n, t in tables.items()})
    return als.issue_cards(journal, CODES, audience=audience, **options)


def texts(table, kind, theme="cover"):
    frame = table.to_frame()
    return frame.loc[
        (frame["kind"] == kind) & (frame["theme"] == theme), "text"
    ].tolist()


def test_a_set_reads_its_own_words():
    table = cards()
    said = "Cover was gone, said [colleague A] to us."
    assert texts(table, "first quote") == [said]
    assert texts(table, "latest quote") == ["Cover came back in the last week."]
    assert texts(table, "action")[1:] == ["Money for the room, all of us."]
    assert texts(table, "question of the set") == ["Who covers when you are away?"]
    asked = texts(table, "question to ask")
    assert asked
    assert set(asked) <= set(library().every)


def test_what_is_known_of_an_action_is_beside_it():
    frame = cards().to_frame()
    notes = frame.loc[frame["kind"] == "action", "note"].tolist()
    assert notes[0].endswith(
        "heard back at session 2: part; an outcome was told at session 3, "
        "not checked by anybody"
    )
    assert notes[1].endswith("not heard back of")  # B's outcome is not A's
    (asked,) = frame.loc[frame["kind"] == "question of the set", "note"]
    assert asked.endswith("the issue was presented again at session 3")


def test_nobody_else_s_words_and_nobody_s_name():
    for table in (cards(), cards(embedder=Same())):
        page = table.to_frame().to_csv() + " ".join(table.notes)
        assert CANARY not in page
        for member in (M1, M2, M3, M4):
            assert member not in page
    shown = texts(cards(), "action")[0]
    assert shown == "Ask [colleague B] for a rota."


def test_the_other_set_gets_its_own_alone():
    page = cards("set:B").to_frame()
    own = page.loc[page["kind"] != "question to ask", "text"]
    assert own.tolist() == [f"Cover {CANARY} of another set wrote this."]


def test_what_was_taken_back_is_not_there():
    gone = [{**p, "withdrawn": "2026-01-01"} for p in PERMISSIONS[:2]]
    frame = cards(permissions=gone + PERMISSIONS[2:]).to_frame()
    # Of cover only one may be counted, and nothing is quoted.
    assert set(frame["kind"]) <= {"question to ask"}


def test_an_issue_whose_presenter_keeps_everything_is_not_told_of():
    silent = [{"member": "m-555555555555", "use": "self"}]
    issues = [{"issue_id": "I1", "set_id": "A", "presenter": "m-555555555555"}]
    table = cards(permissions=[*PERMISSIONS, *silent], issues=issues)
    assert texts(table, "action") == texts(table, "question of the set") == []


def test_one_who_wrote_on_an_issue_is_not_pointed_at():
    # On I2 at session 1 only M1 raised money.
    action = [row("actions", 1, "A", M1, "Find the money.", issue_id="I2")]
    assert texts(cards(actions=action), "action", "money") == []


def test_a_guess_is_told_as_one():
    without = cards().to_frame()
    assert "may be about this" not in set(without["kind"])
    frame = cards(embedder=Same()).to_frame()
    guess = frame[frame["kind"] == "may be about this"]
    assert set(guess["theme"]) == {"money"}
    assert set(guess["text"]) == {
        "Money for the room, all of us.",
        "Money to be found.",
    }
    assert guess["note"].str.startswith("a guess, from its words alone").all()


def test_it_says_that_some_is_left_out():
    notes = " ".join(cards().notes)
    assert "Some actions of the set are left out" in notes
    assert "Some questions of the set are left out" in notes
    assert "left out" not in " ".join(cards(actions=[], questions=[]).notes)


@pytest.mark.parametrize(
    "audience", ["research", "programme", "public", f"member:{M1}"]
)
def test_cards_are_for_a_set(audience):
    with pytest.raises(DisclosureError, match="for one set"):
        cards(audience)


def test_nothing_is_no_cards():
    tables = {"reflections": pd.DataFrame(REFLECTIONS)}
    journal = als.Journal(tables)
    assert len(als.issue_cards(journal, CODES.iloc[:0], audience="set:A")) == 0
