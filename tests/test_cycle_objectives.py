from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.cleared import ObjectiveHistory
from alsjournal.cycle._specific import QUESTIONS, answers
from alsjournal.cycle._wording import difference
from alsjournal.errors import DisclosureError, InputError

PSEUDONYM = "m-Z2SS3YE7NFM6"
TEXTS = pd.DataFrame(
    {
        "reflection_id": ["1", "2", "3"],
        "text": ["a", "b", "c"],
        "set_id": ["A", "A", "B"],
        "session": 1,
        "member": ["ann", "bea", "cy"],
    }
)
WORDINGS = [
    ("A", 1, "programme", None, 1, "Change one thing together."),
    ("A", 2, "set", None, 1, "Better care."),
    ("A", 3, "set", None, 2, "Better care for 40 residents."),
    ("A", 4, "member", "ann", 2, "I will ask first."),
    ("A", 5, "member", "bea", 3, "I will leave by five."),
    ("A", 6, "member", "ann", 4, "I will ask first and wait."),
    ("B", 1, "set", None, 1, "Fewer letters."),
]
COLUMNS = ["set_id", "version", "level", "member", "session", "text"]


def journal(rows=WORDINGS, **tables):
    wordings = pd.DataFrame(rows, columns=COLUMNS)
    return als.Journal({"reflections": TEXTS, "objectives": wordings, **tables})


def history(audience="research", rows=WORDINGS, **tables):
    table = als.objective_history(journal(rows, **tables), audience=audience)
    assert isinstance(table, ObjectiveHistory)
    return table


@cache
def sample():
    return als.Anonymiser().fit_transform(als.load_sample())


words = st.text("ab,. £5-[]{+}\n", max_size=30)


@given(words, words)
def test_applying_a_difference_gives_the_new_wording(before, after):
    found = difference(before, after)
    assert found.after == after.strip()
    assert "".join(found.before.split()) == "".join(before.split())
    ops = [op for op, _ in found.parts]
    assert all(a != b for a, b in pairwise(ops))


@given(words)
def test_nothing_changes_between_a_wording_and_itself(text):
    found = difference(text, text)
    assert found.words("added") == found.words("taken out") == 0
    assert {op for op, _ in found.parts} <= {"kept"}


def test_numbers_and_placeholders_are_one_word_each():
    found = difference("£640,000 by [date].", "£712,400 by [2 weeks before session 3].")
    assert found.marked == (
        "[-£640,000 by [date]-] {+£712,400 by [2 weeks before session 3]+}."
    )
    assert found.words("added") == 3


def test_each_line_of_wordings_is_compared_within_itself():
    frame = history().to_frame()
    before = frame.set_index(["set_id", "version"])["before"].dropna().to_dict()
    assert before == {("A", 3): 2, ("A", 6): 4}
    told = frame.set_index(["set_id", "version"]).loc[("A", 3)]
    assert told["difference"] == "Better care {+for 40 residents+}."
    assert (told["kept"], told["added"], told["taken_out"]) == (2, 3, 0)
    assert told["text_before"] == "Better care."


def test_members_are_told_apart_without_a_name():
    table = history()
    assert set(table.to_frame()["whose"]) == {
        *("the programme", "the set", "a member (1)", "a member (2)")
    }
    assert not table.to_frame().astype(str).isin(["ann", "bea"]).any(axis=None)


def test_of_whom_is_not_known_is_compared_with_nothing():
    rows = [(s, v, "member", None, n, t) for s, v, _, _, n, t in WORDINGS[3:6]]
    frame = history(rows=rows).to_frame()
    assert len(frame) == 3
    assert frame["before"].isna().all()


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        ("research", 7),
        ("set:A", 3),
        ("set:B", 1),
        ("programme", 1),
        ("member:ann", 2),
        ("member:cy", 0),
    ],
)
def test_everybody_sees_their_own(audience, seen):
    frame = history(audience).to_frame()
    assert len(frame) == seen
    if audience.startswith("set:"):
        assert set(frame["set_id"]) == {audience[-1]}
        assert "member" not in set(frame["level"])
    if audience == "programme":
        assert set(frame["level"]) == {"programme"}


def test_the_public_sees_none_and_a_part_is_refused():
    with pytest.raises(DisclosureError, match="took part"):
        history("public")
    with pytest.raises(DisclosureError, match="whole"):
        als.objective_history(journal().select(set_id="A"), audience="programme")
    with pytest.raises(InputError, match="must be a Journal"):
        als.objective_history(TEXTS)


def test_what_a_member_keeps_to_themselves_is_not_in_research():
    kept = pd.DataFrame({"member": ["ann"], "use": ["self"]})
    table = history(permissions=kept)
    assert not table.to_frame()["text"].str.contains("ask first").any()
    assert any("left out: 2" in note for note in table.notes)
    assert len(history("member:ann", permissions=kept)) == 2


def test_nobody_can_be_followed_by_what_goes_out():
    rows = [("A", 1, "set", None, 1, f"[member {PSEUDONYM}] runs it by May 2020.")]
    (text,) = history("set:A", rows=rows).to_frame()["text"]
    assert text == "[a colleague] runs it by May 2020."
    assert PSEUDONYM in history(rows=rows).to_frame()["text"][0]


def test_a_version_that_skips_or_goes_back_is_told_and_kept():
    rows = [
        ("A", 1, "set", None, 3, "Better care."),
        ("A", 4, "set", None, 2, "Better care for all."),
    ]
    table = history("research", rows=rows)
    assert table.to_frame()["before"].dropna().tolist() == [1]
    told = " ".join(table.notes)
    assert "1 row has a version whose number before is missing" in told
    assert "1 row is a later version of an earlier session" in told
    own = " ".join(history("set:A", rows=rows).notes)
    assert "some rows" in own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Better care.", {}),
        ("Everyone home, where they belong.", {}),
        ("Open when people are free.", {}),
        (
            "Cut waits for 120 carers of the borough by September 2024.",
            {
                "what": "Cut waits",
                "how_much": "120 carers",
                "by_when": "by September 2024",
            },
        ),
        ("A nurse-led clinic in two villages.", {"owner": "nurse-led"}),
        ("One folder for each resident, paid by the trust.", {"owner": "by the trust"}),
        ("By [date]: a rota.", {"by_when": "By [date]"}),
        ("A shared post, employer to be named.", {"owner": ""}),
        ("We may march on.", {"by_when": ""}),
        ("Visits on three days a week.", {"by_when": ""}),
        ("Support within six weeks of leaving.", {"by_when": "within six weeks"}),
        ("£40,000 and 15% more visits", {"how_much": "£40,000; 15%"}),
        ("For patients over 75.", {"who": "patients over 75", "how_much": ""}),
        ("Read to by [a colleague].", {"who": "[a colleague]"}),
        ("Beds at [organisation 2].", {"where": "[organisation 2]"}),
    ],
)
def test_which_words_answer(text, expected):
    (found,) = answers([text])
    assert tuple(found) == QUESTIONS
    if not expected:
        assert not any(found.values())
    for question, words_of_it in expected.items():
        if words_of_it:
            assert words_of_it in found[question]
        else:
            assert not found[question]


def test_the_sample_sharpens_and_every_step_is_seen():
    frame = als.objective_history(sample()).to_frame()
    assert len(frame) == 21
    for set_id in "ABC":
        line = frame[(frame["set_id"] == set_id) & (frame["level"] == "set")]
        assert line["version"].tolist() == [2, 3, 4, 5, 6]
        assert line["difference"].notna().tolist() == [False, True, True, True, True]
        first, last = line.iloc[0], line.iloc[-1]
        assert first[list(QUESTIONS)].isna().all()  # a slogan
        assert last[list(QUESTIONS)].notna().all()
    own = frame[frame["level"] == "member"]
    assert own["whose"].tolist() == ["a member (1)", "a member (2)"]


def test_a_members_own_leaves_with_them(tmp_path):
    store = als.JournalStore(tmp_path / "j.duckdb")
    store.write(journal())
    store.forget("ann")
    frame = als.objective_history(store.read()).to_frame()
    assert len(frame) == 5
    assert not frame["text"].str.contains("ask first").any()


def test_an_empty_wording_and_no_table_give_no_rows():
    assert len(history(rows=[("A", 1, "set", None, 1, " ")])) == 0
    bare = als.Journal({"reflections": TEXTS})
    assert len(als.objective_history(bare, audience="set:A")) == 0
