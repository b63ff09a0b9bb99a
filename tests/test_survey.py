"""What people said, of how many, and what may be shown of it."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.datasets import load_sample
from alsjournal.errors import ConfigError, DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.survey import survey_answers, survey_items
from alsjournal.survey.change import (
    Pairs,
    moved_paired,
    moved_unpaired,
    newcombe_paired,
)
from alsjournal.survey.protect import LEAST, shown_sets

SAMPLE = {
    "recommend": "18 of 18",
    "open_honest": "18 of 18",
    "organisation_valued": "18 of 18",
    "patients_considered": "18 of 18",
    "acted_between": "16 of 18",
    "understood_challenges": "14 of 18",
    "surpassed": "4 of 18",
}


def surveyed(answers, *, item="met", wave="end", sets=None, first=0):
    """Make a table of one question in one wave, a person an answer."""
    people = [f"p{i}" for i in range(first, first + len(answers))]
    frame = pd.DataFrame({"respondent": people, "wave": wave, "item": item})
    return frame.assign(answer=list(answers), set_id=sets)


def journal_of(*tables, **provenance):
    survey = pd.concat(tables, ignore_index=True)
    return Journal({"survey": survey}, provenance=provenance)


def rows_of(journal, **keywords):
    return survey_items(journal, **keywords).to_frame()


@pytest.fixture(scope="module")
def sample():
    raw = load_sample()
    names = ("survey", "sets")
    tables = {name: raw.identifiable_frame(name) for name in names}
    return Journal(tables, provenance=raw.provenance)


@pytest.mark.parametrize("audience", ["research", "set:A", "programme"])
def test_the_sample_gives_its_figures(sample, audience):
    rows = rows_of(sample, audience=audience)
    end = rows[rows["wave"] == "end"].set_index("item")
    assert dict(end["shown"]) == SAMPLE
    assert end.loc["recommend", "in_words"] == "all 18 who answered (of 26 invited)"
    assert end.loc["recommend", "ceiling"] == "all said so: it cannot rise"
    assert pd.isna(end.loc["acted_between", "ceiling"])
    share = end.loc["acted_between", ["low", "high"]].astype(float).round(2)
    assert share.tolist() == [0.67, 0.97]


def test_people_are_followed_by_their_codes(sample):
    rows = rows_of(sample).set_index(["item", "wave"])
    row = rows.loc[("understood_challenges", "end")]
    assert row[["since", "basis"]].tolist() == ["baseline", "paired"]
    assert row[["pairs", "up", "down"]].tolist() == [11, 7, 0]
    assert round(row["p"], 4) == 0.0156  # 2 x 0.5^7
    assert row["q"] >= row["p"]
    assert rows["basis"].notna().sum() == 4
    assert pd.isna(rows.loc[("recommend", "end"), "basis"])


def test_an_empty_answer_is_left_out_and_an_unknown_one_is_told_as_a_number():
    answers = ["yes", "", None, "No.", "Y", "Only when Dr Smith is away", " "]
    table = survey_items(journal_of(surveyed(answers), invited={"End": 9}))
    row = table.to_frame().iloc[0]
    assert row["in_words"] == "2 of the 4 who answered (of 9 invited)"
    assert row[["left_out", "unknown", "invited"]].tolist() == [3, 1, 9]
    assert any("not as yes: met (1)" in note for note in table.notes)
    told = survey_answers(journal_of(surveyed(answers)))
    assert dict(told.to_frame()[["answer", "n"]].to_numpy().tolist()) == {
        "no": 1,
        "yes": 2,
        "another answer": 1,
    }
    said = str(table.to_frame().to_dict()) + str(table.notes) + told._repr_html_()
    assert "Smith" not in said


def test_what_counts_as_yes_can_be_said():
    met = surveyed(["met", "surpassed", "not met", "Met"], item="expectations")
    journal = journal_of(met)
    assert rows_of(journal)["shown"].tolist() == ["1 of 4"]
    rows = rows_of(journal, counts_as={"expectations": ["surpassed", "met"]})
    assert rows[["shown", "counts_as"]].to_numpy().tolist() == [
        ["3 of 4", "met, surpassed"]
    ]
    said = {"items": {"expectations": {"yes": ["not met"]}}}
    assert rows_of(journal_of(met, survey=said))["n"].tolist() == [1]
    with pytest.raises(InputError, match="not met, met, surpassed"):
        rows_of(journal, counts_as={"expectations": ["splendid"]})
    with pytest.raises(InputError, match="counts_as must name questions"):
        rows_of(journal, counts_as={"other": ["yes"]})


def test_a_scale_of_ones_own_has_an_order():
    item = {"scale": ["cold", "warm", "hot"], "yes": ["hot"], "question": "How?"}
    answers = ["hot", "Cold", "warm", "HOT", "mild"]
    journal = journal_of(surveyed(answers), survey={"items": {"met": item}})
    row = rows_of(journal).iloc[0]
    assert row[["shown", "question", "unknown"]].tolist() == ["2 of 5", "How?", 1]
    told = survey_answers(journal).to_frame()
    assert told["answer"].tolist() == ["cold", "warm", "hot", "another answer"]
    assert told["n"].sum() == 5


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        (["Strongly agree", "agree", "neutral", "disagree"], "2 of 4"),
        (["5", "4.0", "3", "1"], "2 of 4"),
        (["very good", "good", "poor", "Don\u2019t know"], "2 of 4"),
        (["TRUE", "FALSE", "true"], "2 of 3"),
        (["I cannot say", "Partly", "yes"], "1 of 3"),
    ],
)
def test_usual_scales_are_known(answers, shown):
    assert rows_of(journal_of(surveyed(answers)))["shown"].tolist() == [shown]


def test_several_answers_of_one_person():
    answers = ["Time;Trust", "Trust", "time; trust", "Trust;Time", "Trust;Dr Smith"]
    table = survey_answers(journal_of(surveyed(answers)))
    told = table.to_frame().set_index("answer")["n"].to_dict()
    assert told == {"Trust": 5, "Time": 3, "another answer": 1}
    assert "One person may give several answers: met." in table.notes
    items = survey_items(journal_of(surveyed(answers)))
    assert items.to_frame()["shown"].tolist() == ["5 answered"]
    assert any("Nobody has said which answers count" in n for n in items.notes)


def test_free_text_is_never_shown(sample):
    table = survey_items(sample)
    assert "valued" not in set(table.to_frame()["item"])
    note = "Answered in free text, which is never shown or counted: valued, change."
    assert note in table.notes
    with pytest.raises(DisclosureError, match=r"survey\.items\.valued"):
        survey_items(sample, items=["valued"])
    own = journal_of(surveyed(["Being asked.", "A chair", "Room 4", "Nobody called"]))
    assert len(survey_answers(own)) == 0
    # One person's words, said in three waves, are no choice.
    waves = [surveyed(["Dr Smith"], wave=wave) for wave in ("baseline", "end", "after")]
    assert len(survey_answers(journal_of(*waves))) == 0


def test_without_a_survey_there_is_an_empty_table():
    for make in (survey_items, survey_answers):
        table = make(Journal({}))
        assert len(table) == 0
    assert any("no answers" in note for note in survey_items(Journal({})).notes)
    left_out = rows_of(journal_of(surveyed([None, ""])))
    assert left_out["shown"].tolist() == ["nobody answered"]


def test_few_links_are_no_pairs_and_are_said_to_be_none():
    before = surveyed(["no"] * 8 + ["yes"] * 2, wave="before")
    after = surveyed(["yes"] * 9 + ["no"], wave="after", first=6)
    table = survey_items(journal_of(before, after))
    row = table.to_frame().iloc[1]
    assert row["basis"] == "unpaired"
    assert "people who may be others: 2 of 10, then 9 of 10" in row["change_in_words"]
    assert pd.isna(row["p"])
    assert pd.isna(row["pairs"])
    assert row["change_low"] < row["change"] < row["change_high"]


def test_a_lone_person_who_cannot_be_followed_is_protected():
    before = surveyed(["no"] * 8, wave="baseline")
    after = surveyed(["yes"] * 7, wave="end")
    journal = journal_of(before, after)
    assert rows_of(journal)["basis"].tolist()[1] == "paired"
    assert rows_of(journal, audience="programme")["basis"].tolist()[1] == "unpaired"


def test_another_wording_is_not_compared():
    before = surveyed(["no"] * 6, wave="baseline").assign(question="Do you?")
    after = surveyed(["yes"] * 6, wave="end").assign(question="Could you?")
    row = rows_of(journal_of(before, after)).iloc[1]
    assert row["basis"] == "worded differently"
    assert pd.isna(row["change"])
    said = {"items": {"met": {"question": "Do you?"}}}
    assert rows_of(journal_of(before, after, survey=said))["basis"][1] == "paired"


def test_waves_come_in_order_and_can_be_chosen():
    waves = [surveyed(["yes"] * 6, wave=wave) for wave in ("after", "end", "baseline")]
    rows = rows_of(journal_of(*waves))
    assert rows["wave"].tolist() == ["baseline", "end", "after"]
    since = rows_of(journal_of(*waves), since="end")["since"].dropna()
    assert since.tolist() == ["end"]
    with pytest.raises(InputError, match="since must be a wave"):
        rows_of(journal_of(*waves), since="never")
    own = [surveyed(["yes"], wave=wave) for wave in ("two", "one")]
    said = {"waves": ["one", "two"]}
    assert rows_of(journal_of(*own, survey=said))["wave"].tolist() == ["one", "two"]


def test_a_set_is_shown_where_five_answered(sample):
    rows = rows_of(sample, by="set_id")
    end = rows[(rows["wave"] == "end") & (rows["item"] == "acted_between")]
    assert dict(end[["set_id", "shown"]].to_numpy().tolist()) == {
        "A": "4 of 5",
        "B": "fewer than 5 answered",
        "C": "5 of 5",
        "D": "fewer than 5 answered",
    }
    held = end.loc[end["set_id"] == "B", ["n", "answered", "share"]]
    assert held.isna().to_numpy().all()
    own = rows_of(sample, audience="set:A", by=["set_id"])
    assert set(own["set_id"]) == {"A"}
    same = rows[rows["set_id"] == "A"].reset_index(drop=True)
    assert own["shown"].tolist() == same["shown"].tolist()


def test_a_set_of_four_takes_another_with_it():
    sets = ["A"] * 5 + ["B"] * 6 + ["C"] * 4
    journal = journal_of(surveyed(["yes"] * 15, sets=sets))
    rows = rows_of(journal, by="set_id").set_index("set_id")["shown"]
    assert dict(rows) == {
        "A": "withheld",
        "B": "6 of 6",
        "C": "fewer than 5 answered",
    }
    told = survey_answers(journal, by="set_id").to_frame().set_index("set_id")
    assert told.loc["A", "shown"] == "withheld"
    assert told.loc["A", ["n", "answer"]].isna().to_numpy().all()


@given(
    st.dictionaries(
        st.sampled_from(["", "A", "B", "C", "D", "E"]), st.integers(0, 12), max_size=6
    )
)
def test_no_remainder_is_of_few(counts):
    shown = shown_sets(counts)
    total = sum(counts.values())
    assert "" not in shown
    assert all(counts[name] >= LEAST for name in shown)
    for size in range(len(shown) + 1):
        for known in combinations(shown, size):
            rest = total - sum(counts[name] for name in known)
            assert rest == 0 or rest >= LEAST or not known


def test_audiences(sample):
    for audience in ("programme", "public"):
        with pytest.raises(DisclosureError):
            rows_of(sample, audience=audience, by="set_id")
    with pytest.raises(DisclosureError, match="survey_public = true"):
        rows_of(sample, audience="public")
    said = {**sample.provenance, "survey_public": True}
    names = ("survey", "sets")
    public = Journal({n: sample.table(n) for n in names}, provenance=said)
    rows = rows_of(public, audience="public")
    assert dict(rows[rows["wave"] == "end"][["item", "shown"]].to_numpy()) == SAMPLE
    with pytest.raises(DisclosureError, match="anonymous"):
        rows_of(sample, audience="member:m-1")
    with pytest.raises(DisclosureError, match="whole journal"):
        rows_of(sample.select(set_id="A"))
    with pytest.raises(InputError, match="by must be"):
        rows_of(sample, by="role")


def test_few_answers_in_all_are_for_analysts_only():
    journal = journal_of(surveyed(["yes", "no", "yes", "yes"]))
    assert rows_of(journal)["shown"].tolist() == ["3 of 4"]
    row = rows_of(journal, audience="programme").iloc[0]
    assert row["shown"] == row["in_words"] == "fewer than 5 answered"
    assert row[["n", "answered", "left_out", "unknown", "share"]].isna().all()


def test_answers_under_a_members_id_are_not_anonymous(sample):
    assert not any("not anonymous" in note for note in survey_items(sample).notes)
    members = pd.DataFrame({"member": ["p1"]})
    survey = surveyed(["yes", "no"])
    table = survey_items(Journal({"survey": survey, "members": members}))
    assert any("not anonymous" in note for note in table.notes)


def test_more_answers_than_people_invited_is_said():
    table = survey_items(journal_of(surveyed(["yes"] * 6), invited={"end": 5}))
    assert any("correct [survey.invited]" in note for note in table.notes)
    table = survey_items(journal_of(surveyed(["yes"] * 6)))
    assert any("how many were invited is not recorded" in n for n in table.notes)


def test_what_a_journal_says_of_its_survey_must_be_sound():
    wrong = {"items": {"met": {"scale": ["no", "yes"], "yes": ["maybe"]}}}
    with pytest.raises(ConfigError, match="yes must be of its scale"):
        rows_of(journal_of(surveyed(["yes"]), survey=wrong))


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ((36, 12, 2, 0), 0.0569, 0.3404),
        ((18, 12, 2, 18), 0.0562, 0.3290),
        ((53, 0, 0, 1), -0.0729, None),
    ],
)
def test_intervals_for_pairs_are_those_of_the_paper(cells, low, high):
    # Newcombe (1998b), method 10.
    found = newcombe_paired(*cells)
    assert found[0] == pytest.approx(low, abs=5e-5)
    assert high is None or found[1] == pytest.approx(high, abs=5e-5)


CELL = st.integers(0, 30)


@given(CELL, CELL, CELL, CELL)
def test_changes_lie_in_their_intervals(both, down, up, neither):
    pairs = Pairs(both, down, up, neither)
    if not pairs.n:
        return
    moved = moved_paired(pairs)
    assert -1 <= moved.low <= moved.change + 1e-9
    assert moved.change - 1e-9 <= moved.high <= 1
    assert 0 <= moved.p <= 1
    turned = moved_paired(Pairs(both, up, down, neither))
    assert turned.low == pytest.approx(-moved.high)
    n = pairs.n
    apart = moved_unpaired((both + down, n), (both + up, n))
    assert apart.change == pytest.approx(moved.change)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["baseline", "end"]),
            st.sampled_from(["A", "B", "C", None]),
            st.sampled_from(["yes", "no", "", "perhaps", "yes;no", "5"]) | st.text(),
        ),
        max_size=40,
    )
)
def test_nothing_is_lost_and_nothing_breaks(said):
    frame = pd.DataFrame(said, columns=["wave", "set_id", "answer"])
    frame = frame.assign(item="met", respondent=[f"p{i}" for i in range(len(frame))])
    journal = Journal({"survey": frame})
    told = survey_answers(journal).to_frame()
    for row in rows_of(journal).to_dict("records"):
        own = frame[frame["wave"] == row["wave"]]
        given_ = own["answer"].str.strip().ne("").sum()
        assert row["answered"] == given_
        assert row["left_out"] == len(own) - given_
        assert pd.isna(row["n"]) or 0 <= row["n"] <= row["answered"]
        mine = told[told["wave"] == row["wave"]]
        assert mine["n"].sum() >= row["answered"]
    for by in ((), ("set_id",)):
        assert survey_items(journal, by=by).to_frame()["shown"].notna().all()
