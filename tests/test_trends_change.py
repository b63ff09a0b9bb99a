from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from helpers import written

from alsjournal.cleared import Change
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends import as_coded, theme_change

VERDICTS = {"rising", "falling", "steady", "moved and came back", "too few to tell"}


def programme(raises, *, sets="AB", members=12, sessions=6):
    """Write a text each; ``raises(set, session, i)`` is its codes."""
    return [
        (s, t, f"{s}{i}", raises(s, t, i))
        for s in sets
        for t in range(1, sessions + 1)
        for i in range(members)
    ]


def of(frame, theme, set_id=None):
    own = frame["set_id"].isna() if set_id is None else frame["set_id"] == set_id
    return frame[own & (frame["theme"] == theme)].iloc[0]


def risen(s, t, i):
    return "x" * ((i + t * 2) % 12 < 2 * t)


def test_a_rise_of_the_same_people_is_called_in_each_set_and_over_all():
    table = theme_change(*written(programme(risen)))
    assert isinstance(table, Change)
    frame = table.to_frame()
    assert frame["verdict"].tolist() == ["rising"] * 3
    row = of(frame, "x")
    assert row["basis"] == "the same members"
    assert row["change_low"] > 0
    assert row["pooled_change"] == pytest.approx(row["change"])
    assert row["continuing"] == 24
    assert row["warning"] == ""
    assert "goes from about 2 in 10 (session 1) to" in row["evidence"]
    assert (row["first_session"], row["last_session"]) == (1, 6)


def test_what_few_raised_is_too_few_to_tell():
    texts = programme(lambda s, t, i: "x" * (i == 0 and t > 3))
    frame = theme_change(*written(texts)).to_frame()
    row = of(frame, "x")
    assert row["verdict"] == "too few to tell"
    assert row["evidence"] == "Fewer than 5 people raised it."
    assert pd.isna(row["q"])


def test_what_everybody_raises_is_too_few_to_tell():
    frame = theme_change(*written(programme(lambda *_: "x"))).to_frame()
    assert set(frame["verdict"]) == {"too few to tell"}
    assert "ever left it out" in frame["evidence"].iloc[0]


def test_a_single_session_says_so():
    texts = programme(lambda s, t, i: "x" * (i % 2), sessions=1)
    frame = theme_change(*written(texts)).to_frame()
    assert frame["evidence"].unique().tolist() == ["Only one session has texts."]


def test_twice_is_enough_for_a_change():
    texts = programme(lambda s, t, i: "x" * (t == 2 and i < 9), sessions=2)
    assert of(theme_change(*written(texts)).to_frame(), "x")["verdict"] == "rising"


def test_steady_means_that_a_change_can_be_ruled_out():
    rng = np.random.default_rng(0)
    texts = programme(
        lambda s, t, i: "x" * (rng.random() < 0.5), members=150, sessions=8
    )
    row = of(theme_change(*written(texts), by=()).to_frame(), "x")
    assert row["verdict"] == "steady"
    assert -0.1 < row["change"] < 0.1
    assert -0.12 < row["change_low"] < row["change_high"] < 0.12


def test_what_moved_and_came_back_is_neither_rising_nor_falling():
    level = {1: 1, 2: 6, 3: 10, 4: 10, 5: 6, 6: 1}
    texts = programme(lambda s, t, i: "x" * ((i + 5 * t) % 14 < level[t]), members=14)
    assert of(theme_change(*written(texts)).to_frame(), "x")["verdict"] == (
        "moved and came back"
    )


def test_sets_that_join_late_do_not_make_a_rise():
    texts = programme(lambda s, t, i: "x" * ((i + 5 * t) % 12 < 2), sets="A")
    texts += [
        ("B", t, f"B{i}", "x" * ((i + 5 * t) % 12 < 10))
        for t in range(1, 7)
        for i in range(12 if t > 3 else 2)
    ]
    row = of(theme_change(*written(texts)).to_frame(), "x")
    assert row["pooled_low"] > 0
    assert row["verdict"] in {"steady", "too few to tell"}
    assert row["warning"].startswith("Pooled, it seems to rise")
    assert "set B" in row["warning"]


def test_people_who_leave_do_not_make_a_rise():
    texts = [
        ("A", t, f"m{i}", "x" * (i < 10 and (i + t) % 5 > 0))
        for t in range(1, 7)
        for i in range(20)
        if t < 4 or i < 10
    ]
    row = of(theme_change(*written(texts)).to_frame(), "x", "A")
    assert row["verdict"] in {"steady", "too few to tell"}
    assert "people" in row["warning"]
    assert row["continuing"] == 10


def test_another_question_at_once_is_refused_in_words():
    journal, codes = asked(lambda t, i: t > 3)
    row = of(theme_change(journal, codes, by=()).to_frame(), "x", "A")
    assert row["verdict"] == "too few to tell"
    assert "question" in row["evidence"]


def test_another_question_that_came_in_bit_by_bit_is_adjusted_for():
    journal, codes = asked(lambda t, i: i % 6 < t - 1)
    row = of(theme_change(journal, codes, by=()).to_frame(), "x", "A")
    assert row["pooled_low"] > 0
    assert row["verdict"] in {"steady", "too few to tell"}
    assert "questions changed" in row["warning"]


def asked(second):
    """One set of 24; those asked the second question raise x, with a few others."""
    rows = [
        (t, f"m{i}", "B?" if second(t, i) else "A?")
        for t in range(1, 7)
        for i in range(24)
    ]
    frame = pd.DataFrame(rows, columns=["session", "member", "prompt"])
    frame = frame.assign(text="Words of ours.", set_id="A")
    journal = Journal.from_frame(frame, already_anonymised=True)
    ids = journal.table("reflections")["reflection_id"]
    other = np.arange(len(rows)) % 7 == 0
    raised = (frame["prompt"] == "B?").to_numpy() ^ other
    return journal, pd.DataFrame({"reflection_id": ids[raised], "code": "x"})


def test_shorter_texts_do_not_make_a_fall():
    rng = np.random.default_rng(1)
    rows = [(t, f"m{i}", max(2, 64 // 2**t)) for t in range(1, 6) for i in range(60)]
    frame = pd.DataFrame(rows, columns=["session", "member", "n"])
    frame["n"] = (frame["n"] * rng.uniform(0.5, 2, len(frame))).astype(int) + 1
    frame["text"] = ["word " * n for n in frame["n"]]
    journal = Journal.from_frame(frame, already_anonymised=True)
    ids = journal.table("reflections")["reflection_id"]
    raised = rng.random(len(frame)) < 1 - 0.95 ** frame["n"].to_numpy()
    codes = pd.DataFrame({"reflection_id": ids[raised], "code": "x"})
    row = of(theme_change(journal, codes, by=()).to_frame(), "x", "all")
    assert row["change_high"] < 0
    assert row["verdict"] == "too few to tell"
    assert "at equal length" in row["evidence"]
    elements = codes.assign(construct="element", code="Feeling")
    row = of(theme_change(journal, elements, by=()).to_frame(), "Feeling", "all")
    assert row["change_low"] < 0 < row["change_high"]


def test_what_a_session_taught_is_flagged():
    texts = programme(lambda s, t, i: "listening" * ((i + t) % 3 == 0))
    taught = [
        {"set_id": s, "session": t, "input_topic": "How to listen" if t == 2 else None}
        for s in "AB"
        for t in range(1, 7)
    ]
    frame = theme_change(*written(texts, sessions=taught)).to_frame()
    said = "What was taught at session 2 is about it: it may be an echo."
    assert said in of(frame, "listening")["warning"]


def test_a_change_of_a_grouping_that_falls_apart_is_warned_of():
    journal, codes = written(programme(risen))
    coded = as_coded(journal, codes.assign(coder="themes/1"))
    for words, warned in (("shaky: found again 3 times in 10", True), ("holds", False)):
        named = replace(coded, holds={"x": words})
        row = of(theme_change(journal, named, by=()).to_frame(), "x")
        assert row["verdict"] == "rising"
        assert ("falls apart" in row["warning"]) is warned


def test_a_programme_sees_no_exact_numbers_and_no_small_ones():
    texts = programme(lambda s, t, i: risen(s, t, i) + " y" * (i == 1 and t > 3))
    frame = theme_change(*written(texts), audience="programme").to_frame()
    assert frame["set_id"].isna().all()
    hidden = ["p", "q", "change_low", "pooled_change", "smallest", "continuing"]
    hidden += ["start", "end"]
    assert frame[hidden].isna().all(axis=None)
    assert of(frame, "x")["verdict"] == "rising"
    assert of(frame, "x")["change"] == pytest.approx(0.8)
    assert "by about 8 in 10 over sessions 1 to 6" in of(frame, "x")["evidence"]
    few = of(frame, "y")
    assert few["verdict"] == "too few to tell"
    assert few[["start", "end", "change"]].isna().all()
    with pytest.raises(DisclosureError):
        theme_change(*written(texts), audience="programme", by=("set_id",))


def test_a_set_sees_its_own_alone():
    texts = programme(lambda s, t, i: risen(s, t, i) if s == "A" else "")
    frame = theme_change(*written(texts), audience="set:A").to_frame()
    assert frame["set_id"].tolist() == ["A"]
    assert frame["wrote"].tolist() == [12]
    assert theme_change(*written(texts), audience="set:B").to_frame().empty


def test_no_trend_is_made_of_a_person():
    with pytest.raises(DisclosureError, match="never of a person"):
        theme_change(*written(programme(risen)), audience="member:A1")


def test_wrong_groups_are_told():
    journal, codes = written(programme(risen))
    with pytest.raises(InputError, match="by must name columns"):
        theme_change(journal, codes, by=("colour",))
    assert len(theme_change(journal, codes, by=("set_id", "session"))) == 3


def test_an_empty_journal_has_no_changes():
    journal = Journal.from_frame(
        pd.DataFrame({"text": ["a"], "session": [pd.NA]}), already_anonymised=True
    )
    codes = pd.DataFrame({"reflection_id": [], "code": []}, dtype="str")
    frame = theme_change(journal, codes).to_frame()
    assert frame.empty


@pytest.fixture(scope="module")
def comments(als_data):
    """NHS comments of June 2021 to September 2022, and how people coded them."""
    frame = pd.read_csv(als_data / "nhs_fft" / "comments.csv")
    months = frame["month"].between("2021-06", "2022-09")
    frame = frame[frame["informative"] & months].reset_index(drop=True)
    frame["session"] = frame["month"].rank(method="dense").astype(int)
    named = {"service": "set_id", "trust": "role", "respondent_id": "member"}
    named |= {"comment_id": "reflection_id", "question": "prompt"}
    frame = frame.rename(columns=named).astype(
        {"member": "str", "reflection_id": "str"}
    )
    codes = frame[["reflection_id", "set_id", "labels"]].dropna()
    codes = codes.assign(code=codes["labels"].str.split(";")).explode("code")
    codes["code"] = codes["code"].str.strip()
    return frame, codes


def common(codes, least=25):
    counted = codes["code"].value_counts()
    return codes[codes["code"].isin(counted.index[counted >= least])]


@pytest.mark.parametrize("prompts", [True, False])
def test_mix_trap_of_a_share_that_does_not_move(comments, prompts):
    frame, codes = comments
    frame = frame if prompts else frame.drop(columns="prompt")
    journal = Journal.from_frame(frame, already_anonymised=True)
    found = theme_change(journal, common(codes)).to_frame()
    row = of(found, "Timeliness of care")
    assert row["pooled_low"] > 0
    assert row["verdict"] != "rising"
    assert row["verdict"] in VERDICTS
    assert row["change_low"] < 0 < row["change_high"]
    assert row["warning"].startswith("Pooled, it seems to rise")
    assert "mix of sets, roles" in row["warning"] or "sets and roles" in row["warning"]
    assert "PTS" in row["warning"]


@pytest.mark.parametrize("prompts", [True, False])
def test_mix_trap_of_a_share_that_turns_round(comments, prompts):
    frame, codes = comments
    frame = frame if prompts else frame.drop(columns="prompt")
    journal = Journal.from_frame(frame, already_anonymised=True)
    row = of(theme_change(journal, common(codes)).to_frame(), "Contacting services")
    assert row["pooled_low"] > 0
    assert row["verdict"] == "falling"
    assert "Pooled, it seems to rise" in row["warning"]
    assert "reversed by a change of mix" in row["warning"]


@pytest.mark.parametrize("prompts", [True, False])
def test_mix_trap_of_one_service_where_both_fall(comments, prompts):
    frame, codes = comments
    frame = frame if prompts else frame.drop(columns="prompt")
    own, coded = frame[frame["set_id"] == "111"], codes[codes["set_id"] == "111"]
    journal = Journal.from_frame(own, already_anonymised=True)
    found = theme_change(journal, common(coded), by=()).to_frame()
    for theme in ("Timeliness of care", "Contacting services"):
        assert of(found, theme, "111")["verdict"] == "falling"
    both = Journal.from_frame(frame, already_anonymised=True)
    within = theme_change(both, common(codes)).to_frame()
    assert of(within, "Timeliness of care", "111")["verdict"] == "falling"


def test_mix_trap_is_warned_of_on_a_programmes_page_without_names(comments):
    frame, codes = comments
    journal = Journal.from_frame(frame, already_anonymised=True)
    found = theme_change(journal, common(codes), audience="programme").to_frame()
    row = of(found, "Timeliness of care")
    assert row["warning"].startswith("Pooled, it seems to rise")
    assert not found["warning"].str.contains("PTS|NEAS|111").any()
