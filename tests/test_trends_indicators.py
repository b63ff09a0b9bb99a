import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.charts import indicator_profile, indicator_table, indicator_trend
from alsjournal.cleared import Indicators, Levels
from alsjournal.disclosure import together
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends import (
    indicators,
    quotes,
    recurring_issues,
    reflection_levels,
    theme_prevalence,
    theme_summary,
)
from alsjournal.trends._equal_length import shown_in


def journal_of(writers, sessions=1, words="We met.", sets="A"):
    rows = [
        {
            "reflection_id": f"{own}{s}-{i}",
            "member": f"{own}{i}",
            "set_id": own,
            "session": s,
            "text": words,
        }
        for own in sets
        for s in range(1, sessions + 1)
        for i in range(writers)
    ]
    return Journal.from_frame(pd.DataFrame(rows), already_anonymised=True)


def codings_of(journal, sentences, construct="element", coder="ann"):
    """One coding a sentence; ``sentences`` gives the codes of each text."""
    ids = journal.table("reflections")["reflection_id"]
    rows = [(i, code) for i in ids for code in sentences(i)]
    frame = pd.DataFrame(rows, columns=["reflection_id", "code"])
    return frame.assign(construct=construct, coder=coder)


def rich(reflection_id):
    return ["Experience"] * 6 + ["Feeling", "Learning", "Other", "Other"]


def test_each_construct_is_counted_apart_and_in_its_order():
    journal = journal_of(6)
    elements = codings_of(journal, rich)
    own = codings_of(journal, lambda i: ["b", "a"][: int(i[-1]) % 3], "own")
    table = indicators(journal, pd.concat([own, elements]), by=())
    assert isinstance(table, Indicators)
    frame = table.to_frame()
    assert frame[["construct", "code", "shown"]].to_numpy().tolist() == [
        ["element", "Experience", "6 of 6"],
        ["element", "Feeling", "6 of 6"],
        ["element", "Learning", "6 of 6"],
        ["own", "a", "2 of 6"],
        ["own", "b", "4 of 6"],
    ]
    assert frame.loc[frame["construct"] == "own", "at_equal_length"].isna().all()
    assert (frame["agreement"] == "").all()  # people coded
    assert frame["kappa"].isna().all()


def test_longer_texts_show_no_more_at_equal_length():
    """Eight times the sentences of the same kind: more raise it, as many show it."""
    journal = journal_of(10, sessions=2)

    def written(i):
        long = i.startswith("A1")
        mixed = ["Feeling"] + ["Experience"] * 9
        return mixed * 4 if long else [mixed[(int(i[-1]) + k) % 10] for k in range(5)]

    table = indicators(journal, codings_of(journal, written), by=["session"])
    frame = table.to_frame().set_index(["code", "session"])
    raised = frame["raised"]
    assert raised["Feeling", 1] == 10
    assert raised["Feeling", 2] == 5
    expected = 1 - np.prod([(36 - k) / (40 - k) for k in range(5)])
    assert frame.loc[("Feeling", 1), "at_equal_length"] == pytest.approx(expected)
    assert frame.loc[("Feeling", 2), "at_equal_length"] == pytest.approx(0.5)
    assert frame.loc[("Experience", 1), "at_equal_length"] == pytest.approx(1, abs=1e-4)


def test_equal_length_is_of_those_who_wrote_enough_and_of_three_at_least():
    journal = journal_of(5)
    two = codings_of(journal, lambda i: ["Feeling"] * (9 if i[-1] < "2" else 2))
    assert indicators(journal, two, by=()).to_frame()["at_equal_length"].isna().all()
    three = codings_of(journal, lambda i: ["Feeling"] * (9 if i[-1] < "3" else 2))
    frame = indicators(journal, three, by=()).to_frame()
    assert frame["at_equal_length"].tolist() == [1.0]
    assert frame["wrote"].tolist() == [5]


def test_the_programme_sees_nothing_small_nor_what_leads_to_it():
    journal = journal_of(6, sets="AB")
    codes = codings_of(
        journal, lambda i: ["Experience"] * 5 + (["Feeling"] if i == "A1-0" else [])
    )
    frame = indicators(journal, codes, audience="programme").to_frame()
    feeling = frame[frame["code"] == "Feeling"].iloc[0]
    assert feeling["shown"] == "fewer than 5"
    empty = ["raised", "share", "low", "at_equal_length", "equal_low", "equal_high"]
    assert feeling[empty].isna().all()
    with pytest.raises(DisclosureError, match="set_id"):
        indicators(journal, codes, audience="programme", by=["set_id"])


def test_a_set_sees_its_own_and_not_what_only_others_wrote():
    journal = journal_of(6, sets="AB")
    codes = codings_of(
        journal, lambda i: ["Feeling" if i[0] == "A" else "Learning"] * 5
    )
    frame = indicators(journal, codes, audience="set:A").to_frame()
    assert frame["code"].tolist() == ["Feeling"]
    assert frame["sets"].isna().all()


def test_a_code_that_names_a_member_names_nobody_beyond_research():
    journal = journal_of(12)
    own = "[member m-0123456789AB] rota"
    codings = codings_of(journal, lambda i: [own] if int(i[2:]) < 6 else [], "own")
    columns = ["code", "title"]
    for audience, name in [("research", own), ("programme", "[a colleague] rota")]:
        table = indicators(journal, codings, audience=audience, by=())
        assert table.to_frame()[columns].to_numpy().tolist() == [[name, name]]


def test_nobody_is_measured_alone():
    journal = journal_of(6)
    codes = codings_of(journal, rich)
    who = journal.table("reflections")["member"].iloc[0]
    for call in (indicators, reflection_levels):
        with pytest.raises(DisclosureError, match=r"single member|nobody is measured"):
            call(journal, codes, audience=f"member:{who}")


def test_what_machines_and_people_agree_on_too_little_is_for_research_alone():
    journal = journal_of(8)
    lens = codings_of(journal, lambda i: ["crisis"], "lens", "als-lens/0.1.0")
    assert len(indicators(journal, lens, audience="research"))
    with pytest.raises(DisclosureError, match="agrees too little"):
        indicators(journal, lens, audience="programme")
    both = pd.concat([lens, codings_of(journal, rich)])
    table = indicators(journal, both, audience="programme")
    assert set(table.to_frame()["construct"]) == {"element"}
    assert any("lens" in note for note in table.notes)


def test_codings_of_a_machine_come_with_its_agreement():
    journal = journal_of(8)
    codes = codings_of(journal, rich, coder="als-elements/0.1.0")
    table = indicators(journal, codes, by=())
    frame = table.to_frame().set_index("code")
    assert frame["kappa"].between(0, 1).all()
    assert frame["agreement"].str.contains("sentences").all()
    assert "Perspective" in frame.index  # that nobody showed it is a finding too
    assert any("agreement with people" in note for note in table.notes)


@pytest.mark.parametrize(
    ("given_codings", "match"),
    [
        (pd.DataFrame({"reflection_id": ["A1-0"], "code": ["x"]}), "construct"),
        ([1, 2], "construct"),
    ],
)
def test_codings_that_are_none_are_refused(given_codings, match):
    with pytest.raises(InputError, match=match):
        indicators(journal_of(2), given_codings)


def test_two_coders_of_one_construct_are_not_counted_together():
    journal = journal_of(4)
    both = pd.concat(
        [codings_of(journal, rich), codings_of(journal, rich, coder="bea")]
    )
    with pytest.raises(InputError, match="one coder"):
        indicators(journal, both)


@pytest.mark.parametrize("wrong", [0, -1, 2.5, True, "5"])
def test_the_number_of_sentences_must_be_one(wrong):
    journal = journal_of(3)
    for call in (indicators, reflection_levels):
        with pytest.raises(InputError, match="sentences"):
            call(journal, codings_of(journal, rich), sentences=wrong)


@given(
    n=st.integers(1, 60),
    share=st.floats(0, 1),
    m=st.integers(1, 60),
    more=st.booleans(),
)
def test_a_draw_shows_more_the_more_there_is(n, share, m, more):
    m = min(m, n)
    x = int(share * n)
    chance = float(shown_in(np.array([float(x)]), np.array([float(n)]), m)[0])
    assert -1e-9 <= chance <= 1 + 1e-9
    assert (chance > 0) == (x > 0)
    if m == n:
        assert chance == pytest.approx(float(x > 0))
    if m == 1:
        assert chance == pytest.approx(x / n)


def test_levels_are_means_over_people_at_equal_length():
    journal = journal_of(6, words="We told them. They left us.")
    levels = reflection_levels(journal, codings_of(journal, rich), by=())
    assert isinstance(levels, Levels)
    frame = levels.to_frame().set_index("measure")
    one = 1 - 9 / 10 * 8 / 9 * 7 / 8 * 6 / 7 * 5 / 6
    distinct = frame.loc["different elements in 5 sentences"]
    assert distinct["level"] == pytest.approx(1 - 0 + 2 * one, abs=0.01)
    we = frame.loc["we, us, our: per 100 words"]
    assert we["level"] == pytest.approx(100 * 2 / 6)
    assert we["low"] == we["high"] == we["level"]


def test_levels_of_too_few_say_so_for_every_audience():
    journal = journal_of(2)
    codes = codings_of(journal, rich)
    for audience in ("research", "set:A", "programme"):
        frame = reflection_levels(journal, codes, audience=audience).to_frame()
        assert set(frame["shown"]) == {"too few to tell"}
        assert frame[["level", "low", "high"]].isna().all(axis=None)


def test_levels_beyond_a_set_are_coarse_and_do_not_say_of_how_many():
    journal = journal_of(8)
    codes = codings_of(journal, lambda i: ["Feeling", *rich(i)][: 8 + int(i[-1]) % 3])
    frame = reflection_levels(journal, codes, audience="programme").to_frame()
    assert (
        frame["measure"].str.startswith("different").all()
    )  # no voice beyond research
    assert (frame["level"] * 2 % 1 == 0).all()
    assert frame["wrote"].isna().all()
    with pytest.raises(DisclosureError, match="public"):
        reflection_levels(journal, codes, audience="public")


def test_levels_need_elements():
    journal = journal_of(4)
    with pytest.raises(InputError, match="element"):
        reflection_levels(journal, codings_of(journal, lambda i: ["x"], "own"))


def test_tables_of_two_audiences_do_not_come_together():
    journal = journal_of(8)
    codes = codings_of(journal, rich)
    one = indicators(journal, codes, audience="programme")
    other = indicators(journal, codes, audience="research", by=["session"])
    with pytest.raises(DisclosureError, match="one audience"):
        together([one, other])


def test_charts_say_what_they_show_and_hold_no_more():
    journal = journal_of(6, sessions=3)
    codes = codings_of(journal, rich, coder="als-elements/0.1.0")
    trend = indicator_trend(indicators(journal, codes, by=["session"]))
    spec = trend.to_dict()
    assert "agreement" in " ".join(spec["title"]["subtitle"]).lower()
    assert "kappa" in spec["description"]
    columns = set(next(iter(spec["datasets"].values()))[0])
    assert columns == {"title", "session", "value", "low", "high", "short", "said"}
    over_all = indicators(journal, codes, by=())
    profile = indicator_profile(over_all).to_dict()
    assert profile["title"]["text"] == "Found in the texts: elements of reflection"
    words = indicator_table(over_all)
    assert words["By"].tolist()[0] == "6 of 6"
    with pytest.raises(InputError, match="over all sessions"):
        indicator_profile(indicators(journal, codes, by=["session"]))
    with pytest.raises(InputError, match="by session"):
        indicator_trend(over_all)
    with pytest.raises(InputError, match="construct"):
        indicator_trend(over_all, "lens")


def test_no_function_tells_a_programme_of_the_lens():
    journal = journal_of(8)
    for coder in ("ann", "als-lens/0.1.0"):
        lens = codings_of(journal, lambda i: ["crisis"], "lens", coder)
        assert len(theme_prevalence(journal, lens))
        for call in (theme_prevalence, quotes, theme_summary, recurring_issues):
            for audience in ("programme", "set:A"):
                with pytest.raises(DisclosureError, match="research alone"):
                    call(journal, lens, audience=audience)


def test_what_people_coded_of_conditions_may_be_shown():
    journal = journal_of(8)
    coded = codings_of(journal, lambda i: ["protected-time"], "condition", "ann")
    assert len(theme_prevalence(journal, coded, audience="set:A"))
    assert len(indicators(journal, coded, audience="set:A"))
