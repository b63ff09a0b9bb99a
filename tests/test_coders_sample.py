"""What to code twice, and how often the machine errs."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.coders import double_coding_sample, error_rates
from alsjournal.coders.rates import RATES
from alsjournal.coders.sample import _one_each
from alsjournal.errors import InputError
from alsjournal.journal import Journal

N = 120
IDS = [f"r{i:03}" for i in range(N)]


def journal(n=N, **columns):
    rows = {
        "reflection_id": IDS[:n],
        "set_id": ["ABC"[i % 3] for i in range(n)],
        "session": [1 + i % 4 for i in range(n)],
        "text": "We met.",
    }
    return Journal({"reflections": pd.DataFrame({**rows, **columns})})


FOUND = pd.DataFrame(
    {"reflection_id": IDS, "code": ["cover" if i < 80 else "pay" for i in range(N)]}
)


def test_the_draw_is_spread_over_codes_sets_and_sessions():
    drawn = double_coding_sample(journal(), 30, codings=FOUND)
    assert len(set(drawn)) == 30
    rows = journal().select(reflection_id=drawn).table("reflections")
    codes = rows["reflection_id"].map(FOUND.set_index("reflection_id")["code"])
    assert codes.value_counts().to_dict() == {"cover": 20, "pay": 10}
    assert rows["set_id"].value_counts().between(9, 11).all()
    assert rows["session"].nunique() == 4
    assert drawn == double_coding_sample(journal(), 30, codings=FOUND)
    other = double_coding_sample(journal(), 30, codings=FOUND, random_state=1)
    assert set(drawn) != set(other)


def test_every_place_has_the_same_chance():
    rng = np.random.default_rng(0)
    seen = Counter(place for _ in range(2_000) for place in _one_each(10, 3, rng))
    assert all(540 <= seen[place] <= 660 for place in range(10))  # 600 each


@given(
    st.integers(1, 10**6).flatmap(
        lambda s: st.tuples(st.just(s), st.integers(1, min(s, 300)))
    ),
    st.integers(0, 99),
)
def test_as_many_as_asked_and_none_twice(sizes, seed):
    size, n = sizes
    places = _one_each(size, n, np.random.default_rng(seed))
    assert len(set(places)) == len(places) == n
    assert 0 <= min(places) <= max(places) < size


def test_withheld_texts_are_not_drawn():
    opened = Journal(
        {
            "reflections": journal(4).table("reflections"),
            "permissions": pd.DataFrame({"reflection_id": [IDS[0]], "use": ["self"]}),
        }
    )
    assert set(double_coding_sample(opened, 3)) == set(IDS[1:4])
    for wrong in (4, 0, True, 1.5):
        with pytest.raises(InputError, match="from 1 to 3"):
            double_coding_sample(opened, wrong)


def test_only_a_machines_codings_spread_the_draw():
    by = FOUND.assign(coding_id=IDS, construct="theme", coder="themes/1")
    person = by.assign(coding_id=[f"p{i}" for i in IDS], code="other", coder="ann")
    opened = journal().with_codings(pd.concat([person, by]))
    drawn = double_coding_sample(opened, 30)
    assert drawn == double_coding_sample(journal(), 30, codings=FOUND)
    with pytest.raises(InputError, match="Missing: code"):
        double_coding_sample(journal(), 3, codings=FOUND[["reflection_id"]])


def coded(coder, ids, code="cover"):
    return pd.DataFrame({"reflection_id": ids, "code": code, "coder": coder})


def test_error_rates_of_a_code():
    person = coded("ann", IDS[:20])
    machine = pd.concat([coded("themes/1", IDS[5:26]), coded("themes/1", IDS[90:])])
    found = error_rates(machine, person, read=IDS[:60])
    assert tuple(found.columns) == RATES
    (got,) = found.to_dict("records")
    assert (got["with_code"], got["found"]) == (20, 15)
    assert (got["without_code"], got["left_alone"]) == (40, 34)
    assert got["sensitivity"] == pytest.approx(0.75)
    assert got["specificity"] == pytest.approx(0.85)
    # Wilson 95 %: 15 of 20.
    assert got["sensitivity_low"] == pytest.approx(0.531, abs=5e-4)
    assert got["sensitivity_high"] == pytest.approx(0.888, abs=5e-4)


def test_rates_without_a_denominator_are_missing():
    found = error_rates(
        coded("themes/1", IDS[:2], "pay"), coded("ann", IDS), read=IDS
    ).set_index("code")
    assert pd.isna(found.loc["pay", "sensitivity"])
    assert pd.isna(found.loc["cover", "specificity"])
    assert found.loc["cover", "sensitivity"] == 0
    only = error_rates(
        coded("themes/1", IDS[:2]), coded("ann", IDS), read=IDS, codes=["cover"]
    )
    assert only["code"].tolist() == ["cover"]


def test_wrong_input_of_error_rates():
    one = coded("ann", IDS)
    with pytest.raises(InputError, match="at least one"):
        error_rates(one, one, read=[])
    with pytest.raises(InputError, match=r"of one coder\. Got 2"):
        error_rates(one, pd.concat([one, coded("ben", IDS)]), read=IDS)
    with pytest.raises(InputError, match="machine must be a DataFrame"):
        error_rates(["cover"], one, read=IDS)
