import numpy as np
import pandas as pd
import pytest
from helpers import crowd, written
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.trends import theme_prevalence
from alsjournal.trends._correction import corrected_share
from alsjournal.trends._pooling import pooled_shares
from alsjournal.trends._repeated import repeated_shares


def share_of(sizes, raised):
    rows = pd.DataFrame({"unit": [f"m{i}" for i in range(len(sizes))]})
    rows["times"] = sizes
    some = rows.assign(raised=raised, theme="x").drop(columns="times")
    return repeated_shares(rows, some[some["raised"] > 0], ["x"], []).iloc[0]


def test_repeated_answers_widen_the_interval_the_more_they_are_alike():
    alike, mixed = share_of([6] * 12, [6] * 6 + [0] * 6), share_of([6] * 12, [3] * 12)
    assert (alike["raised"], alike["wrote"], alike["est_share"]) == (36, 72, 0.5)
    widths = [row["est_high"] - row["est_low"] for row in (alike, mixed)]
    assert widths[0] > 1.5 * widths[1]
    once = share_of([1] * 72, [1] * 36 + [0] * 36)
    assert once["est_high"] - once["est_low"] < widths[1]


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1)), min_size=1, max_size=30))
def test_intervals_hold_their_share(rows):
    found = share_of([n for n, _ in rows], [round(n * p) for n, p in rows])
    assert 0 <= found["est_low"] <= found["est_share"] <= found["est_high"] <= 1


def test_the_interval_is_near_that_of_generalised_estimating_equations():
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    p = rng.beta(1.5, 3.5, 80)
    raised = rng.binomial(6, p)
    found = share_of([6] * 80, raised)
    y = np.concatenate([np.r_[np.ones(x), np.zeros(6 - x)] for x in raised])
    fit = sm.GEE(
        y,
        np.ones_like(y),
        groups=np.repeat(np.arange(80), 6),
        cov_struct=sm.cov_struct.Exchangeable(),
    ).fit()
    low, high = np.asarray(fit.conf_int())[0]
    assert found["est_share"] == pytest.approx(fit.params[0], abs=0.005)
    width = found["est_high"] - found["est_low"]
    assert width == pytest.approx(high - low, rel=0.15)


def test_pooling_draws_small_sets_most_and_none_past_the_others():
    raised, wrote = np.array([0.0, 6, 200, 300]), np.array([6.0, 6, 1_000, 1_000])
    found = pooled_shares(raised, wrote)
    own, overall = raised / wrote, raised.sum() / wrote.sum()
    assert own[0] < found[0, 0] < 0.5
    assert overall < found[1, 0] < own[1]
    assert np.allclose(found[2:, 0], own[2:], atol=0.01)
    assert (found[:, 1] < found[:, 0]).all()
    assert (found[:, 0] < found[:, 2]).all()


def test_sets_that_are_alike_are_surer_together():
    alike = pooled_shares(np.full(20, 2.0), np.full(20, 6.0))
    alone = pooled_shares(np.array([2.0]), np.array([6.0]))
    assert np.ptp(alike[0, 1:]) < 0.6 * np.ptp(alone[0, 1:])


def test_a_correction_undoes_what_a_machine_does():
    rates = pd.Series({"with_code": 400, "found": 280})
    rates = pd.concat([rates, pd.Series({"without_code": 600, "left_alone": 540})])
    # Of 35 in 100 it finds 70 %, and 10 % of the others.
    share, low, high = corrected_share(310, 1_000, rates)
    assert share == pytest.approx(0.35)
    assert low < 0.35 < high
    plain = corrected_share(310, 1_000, rates * 1_000)
    assert high - low > plain[2] - plain[1]
    useless = pd.Series(
        {"with_code": 20, "found": 10, "without_code": 20, "left_alone": 10}
    )
    assert np.isnan(corrected_share(310, 1_000, useless)).all()


TEXTS = [
    *crowd(6, ["x"] * 3, set_id="A"),
    *crowd(6, ["x"] * 2, set_id="A", session=2),
    *crowd(8, ["x"], set_id="B", first=6),
    *crowd(8, ["y"], set_id="B", session=2, first=6),
]


def test_each_session_counts_the_times_that_somebody_wrote():
    journal, codes = written(TEXTS)
    table = theme_prevalence(journal, codes, by=("set_id",), estimate="each session")
    frame = table.to_frame().set_index(["set_id", "theme"])
    assert frame["shown"].to_dict() == {
        ("A", "x"): "5 of 12",
        ("A", "y"): "0 of 12",
        ("B", "x"): "1 of 16",
        ("B", "y"): "1 of 16",
    }
    assert frame["share"].loc[("A", "x")] == pytest.approx(5 / 12)
    assert set(frame["interval"]) == {"Wilson, members repeat"}
    assert any("several times" in note for note in table.notes)
    assert (
        theme_prevalence(journal, codes, estimate="each session")
        .to_frame()
        .equals(table.to_frame())
    )
    over_all = theme_prevalence(journal, codes, by=(), estimate="each session")
    assert over_all.to_frame()["shown"].tolist() == ["6 of 28", "1 of 28"]


def test_partial_pooling_leaves_counts_alone():
    journal, codes = written(TEXTS)
    table = theme_prevalence(journal, codes, by=("set_id",), estimate="partial pooling")
    row = table.to_frame().set_index(["set_id", "theme"]).loc[("A", "x")]
    assert row["shown"] == "3 of 6"
    assert 0.2 < row["share"] < 0.5
    assert row["interval"] == "partial pooling over sets"


def test_a_correction_needs_a_machines_codings_and_its_errors():
    journal, codes = written(TEXTS)
    with pytest.raises(InputError, match="of a machine"):
        theme_prevalence(journal, codes, estimate="corrected")
    codes = codes.assign(coder="themes/1", construct="theme")
    with pytest.raises(InputError, match="errors must be"):
        theme_prevalence(journal, codes, estimate="corrected")
    errors = pd.DataFrame(
        {"code": ["x"], "with_code": 40, "found": 28}
        | {"without_code": 60, "left_alone": 58}
    )
    with pytest.raises(InputError, match="must have 'session'"):
        theme_prevalence(journal, codes, by=(), estimate="corrected", errors=errors)
    table = theme_prevalence(journal, codes, estimate="corrected", errors=errors)
    frame = table.to_frame()
    x = frame[(frame["theme"] == "x") & (frame["set_id"] == "A")].iloc[0]
    assert x["share"] > 0.5
    other = frame[frame["theme"] == "y"]
    assert other["share"].isna().all()
    assert other["interval"].str.startswith("not corrected").all()


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"estimate": "wald"}, "must be one of"),
        ({"estimate": "each session", "audience": "programme"}, "must be for research"),
        ({"estimate": "partial pooling", "audience": "set:A"}, "must be for research"),
        ({"estimate": "each session", "by": ("session",)}, "must not be in by="),
        ({"estimate": "partial pooling", "by": ("session",)}, "must have 'set_id'"),
    ],
)
def test_what_does_not_go_together_is_refused(keywords, words):
    with pytest.raises(InputError, match=words):
        theme_prevalence(*written(TEXTS), **keywords)


def test_standardised_is_plain_where_all_wrote_and_steady_where_the_mix_moved():
    journal, codes = written(TEXTS)
    frame = theme_prevalence(journal, codes, by=("session",)).to_frame()
    assert np.allclose(
        frame["standardised"].astype(float), frame["share"].astype(float)
    )
    moved = [
        *crowd(20, ["x"] * 2, set_id="A"),
        *crowd(5, ["x"] * 4, set_id="B", first=20),
        *crowd(5, ["x"], set_id="A", session=2),
        *crowd(20, ["x"] * 16, set_id="B", session=2, first=20),
    ]
    table = theme_prevalence(*written(moved), audience="programme")
    frame = table.to_frame()
    assert frame["share"].round(2).tolist() == [0.24, 0.68]
    fixed = frame["standardised"].astype(float)
    assert fixed.max() - fixed.min() <= 0.1
    assert np.allclose(fixed * 20, (fixed * 20).round())
    assert any("fixed mix" in note for note in table.notes)


def test_where_no_set_links_the_sessions_nothing_is_standardised():
    texts = [*crowd(6, ["x"] * 5), *crowd(6, ["x"], set_id="B", session=2, first=6)]
    frame = theme_prevalence(*written(texts), by=("session",)).to_frame()
    assert frame["standardised"].isna().all()


def test_where_all_sets_wrote_it_is_direct_standardisation():
    texts = [
        *crowd(10, ["x"] * 2, set_id="A"),
        *crowd(2, ["x"], set_id="B", first=10),
        *crowd(2, [], set_id="A", session=2),
        *crowd(10, ["x"] * 8, set_id="B", session=2, first=10),
    ]
    frame = theme_prevalence(*written(texts), by=("session",)).to_frame()
    # Each set wrote 12 times in all: the mean of the sets' own shares.
    expected = [(0.2 + 0.5) / 2, (0.0 + 0.8) / 2]
    assert np.allclose(frame["standardised"].astype(float), expected)


def test_where_nobody_wrote_pooling_says_nothing():
    assert np.isnan(pooled_shares(np.array([0.0, 2]), np.array([0.0, 6]))[0]).all()


def test_where_a_count_is_masked_so_is_what_a_fixed_mix_would_give():
    journal, codes = written(TEXTS)
    frame = theme_prevalence(journal, codes, audience="programme").to_frame()
    hidden = frame["raised"].isna()
    assert hidden.any()
    assert frame.loc[hidden, ["standardised", "share", "low"]].isna().all(axis=None)
