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
from alsjournal.trends._repeated import design_effect, repeated_shares


def people(sizes, raised):
    rows = pd.DataFrame({"times": sizes, "raised": raised})
    return rows.assign(theme="x", unit=[f"m{i}" for i in range(len(rows))])


def test_repeated_answers_widen_the_interval_the_more_they_are_alike():
    alike = repeated_shares(people([6] * 12, [6] * 6 + [0] * 6), []).iloc[0]
    mixed = repeated_shares(people([6] * 12, [3] * 12), []).iloc[0]
    assert (alike["raised"], alike["wrote"], alike["est_share"]) == (36, 72, 0.5)
    assert alike["est_high"] - alike["est_low"] > 1.5 * (
        mixed["est_high"] - mixed["est_low"]
    )
    once = repeated_shares(people([1] * 72, [1] * 36 + [0] * 36), []).iloc[0]
    assert once["est_high"] - once["est_low"] < mixed["est_high"] - mixed["est_low"]


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1)), min_size=1, max_size=30))
def test_intervals_hold_their_share(rows):
    sizes = [n for n, _ in rows]
    found = repeated_shares(people(sizes, [round(n * p) for n, p in rows]), []).iloc[0]
    assert 0 <= found["est_low"] <= found["est_share"] <= found["est_high"] <= 1
    assert design_effect(np.array(sizes, float), np.array([p for _, p in rows])) >= 1


def test_the_interval_is_near_that_of_generalised_estimating_equations():
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    p = rng.beta(1.5, 3.5, 80)
    raised = rng.binomial(6, p)
    found = repeated_shares(people([6] * 80, raised), []).iloc[0]
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
    table = theme_prevalence(journal, codes, estimate="corrected", errors=errors)
    frame = table.to_frame()
    x = frame[(frame["theme"] == "x") & (frame["set_id"] == "A")].iloc[0]
    assert x["share"] > 0.5
    assert frame.loc[frame["theme"] == "y", "share"].isna().all()


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"estimate": "wald"}, "must be one of"),
        ({"estimate": "each session", "audience": "programme"}, "for the analysts"),
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


def test_where_a_count_is_masked_so_is_what_a_fixed_mix_would_give():
    journal, codes = written(TEXTS)
    frame = theme_prevalence(journal, codes, audience="programme").to_frame()
    hidden = frame["raised"].isna()
    assert hidden.any()
    assert frame.loc[hidden, ["standardised", "share", "low"]].isna().all(axis=None)
