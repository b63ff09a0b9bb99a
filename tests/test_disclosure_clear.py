import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.cleared import Prevalence
from alsjournal.disclosure import POLICIES, Audience, Rule, clear, mask_counts, wilson
from alsjournal.errors import DisclosureError

FIVE = Rule(5)


def counts(rows, themes=("x",)):
    """Rows of raised and wrote, session by session, for each theme in turn."""
    each = len(rows) // len(themes)
    return pd.DataFrame(
        {
            "theme": np.repeat(themes, each),
            "session": list(range(1, each + 1)) * len(themes),
            "raised": [r for r, _ in rows],
            "wrote": [w for _, w in rows],
        }
    )


def shown(rows, rule=FIVE, **options):
    themes = options.pop("themes", ("x",))
    return mask_counts(counts(rows, themes), rule, **options)["shown"].tolist()


def test_small_counts_and_small_complements():
    got = shown([(4, 20), (5, 20), (15, 20), (16, 20), (0, 20), (0, 0)])
    assert got == [
        "fewer than 5",
        "5 of 20",
        "15 of 20",
        "withheld",
        "fewer than 5",
        "nobody wrote",
    ]


def test_how_few_were_away_is_not_told() -> None:
    given = counts([(8, 20), (8, 20), (8, 20)]).assign(present=[22, 20, 12], on_roll=22)
    shown = mask_counts(given, FIVE)["present"]
    assert shown.isna().tolist() == [False, True, False]


def test_no_column_tells_a_masked_count():
    given = counts([(3, 20), (18, 20)]).assign(
        present=[22, 4],
        on_roll=22,
        sets_raised=[3, 4],
        sessions_raised=2,
        first_session=1,
        last_session=2,
        since=1,
        came_back=1,
    )
    out = mask_counts(given, FIVE)
    assert out[["raised", "share", "low", "high"]].isna().all(axis=None)
    traces = ["sets_raised", "sessions_raised", "came_back", "since"]
    assert out.loc[0, [*traces, "first_session", "last_session"]].isna().all()
    assert out["sets_raised"][1] == 4
    assert out["present"].isna().tolist() == [False, True]
    assert given["raised"].tolist() == [3, 18]


def test_a_lone_masked_row_gets_a_second():
    rows = [(3, 20), (8, 20), (6, 20)]
    assert shown(rows) == ["fewer than 5", "8 of 20", "6 of 20"]
    assert shown(rows, within=("theme",)) == ["fewer than 5", "8 of 20", "withheld"]


def test_a_row_where_nobody_wrote_is_no_second():
    rows = [(3, 20), (0, 0), (8, 20), (6, 20)]
    assert shown(rows, within=("theme",)) == [
        "fewer than 5",
        "nobody wrote",
        "8 of 20",
        "withheld",
    ]


def test_two_small_counts_are_not_told_by_their_sum():
    rows = [(4, 20), (4, 20), (8, 20), (6, 20)]
    assert shown(rows, within=("theme",))[3] == "6 of 20"
    assert shown(rows, within=("theme",), adds_up=True)[3] == "withheld"


def test_one_theme_a_text_is_protected_across_themes():
    themes = ("x", "y", "z")
    rows = [(40, 73), (30, 73), (3, 73)]
    assert shown(rows, themes=themes) == ["40 of 73", "30 of 73", "fewer than 5"]
    assert shown(rows, themes=themes, across=()) == [
        "40 of 73",
        "withheld",
        "fewer than 5",
    ]
    # Where not every text has a theme, nothing adds up.
    rows = [(40, 90), (30, 90), (3, 90)]
    assert "withheld" not in shown(rows, themes=themes, across=())


def test_masking_goes_on_until_every_line_is_safe():
    themes = ("x", "y", "z")
    rows = [(3, 30), (10, 30), (12, 30), (12, 30), (15, 30), (8, 30)]
    out = mask_counts(
        counts(rows, themes), FIVE, within=("theme",), across=("session",)
    )
    hidden = out["raised"].isna().to_numpy().reshape(3, 2)
    assert hidden[0, 0]
    assert not (hidden.sum(axis=0) == 1).any()
    assert not (hidden.sum(axis=1) == 1).any()


def test_public_counts_are_rounded_before_shares():
    rule = POLICIES["default"].public
    out = mask_counts(counts([(13, 42)]), rule)
    assert out[["raised", "wrote"]].iloc[0].tolist() == [15, 40]
    assert out["share"][0] == pytest.approx(15 / 40)
    assert out["shown"][0] == "15 of 40"


def test_no_minimum_shows_all():
    out = mask_counts(counts([(0, 3), (3, 3), (0, 0)]), Rule(0), within=("theme",))
    assert out["shown"].tolist() == ["0 of 3", "3 of 3", "nobody wrote"]
    assert out["share"].isna().tolist() == [False, False, True]


def test_wilson_against_the_formula():
    x = pd.Series([0, 3, 7, None, 0], dtype="Int64")
    n = pd.Series([7, 7, 7, 7, 0], dtype="Int64")
    out = wilson(x, n)
    z = 1.959963984540054
    for i, (k, m) in enumerate([(0, 7), (3, 7), (7, 7)]):
        centre = (k + z * z / 2) / (m + z * z)
        half = z / (m + z * z) * np.sqrt(k * (m - k) / m + z * z / 4)
        expected = [k / m, centre - half, centre + half]
        assert out.iloc[i].tolist() == pytest.approx(expected, abs=1e-9)
    assert out.iloc[3:].isna().all(axis=None)


def test_clear_asks_the_policy_and_closes_the_columns():
    given = counts([(3, 20), (8, 20)]).assign(member="m1")
    options = {"audience": Audience.programme(), "policy": POLICIES["default"]}
    table = clear(Prevalence, given, by=("session",), **options)
    assert tuple(table.to_frame().columns) == Prevalence.COLUMNS
    assert table.to_frame()["shown"].tolist() == ["fewer than 5", "withheld"]
    with pytest.raises(DisclosureError, match="got set_id"):
        clear(Prevalence, given, by=("set_id",), **options)


def test_rows_left_out_still_protect():
    given = counts([(40, 73), (30, 73), (3, 73)], ("x", "y", "z"))
    options = {"audience": Audience.programme(), "policy": POLICIES["default"]}
    table = clear(Prevalence, given, keep=given["raised"] > 10, **options)
    assert table.to_frame()["shown"].tolist() == ["40 of 73", "withheld"]


cells = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=60)
@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.data(),
    st.sampled_from(
        [p for pol in POLICIES.values() for p in (pol.programme, pol.public)]
    ),
    st.booleans(),
)
def test_what_is_shown_is_never_small_and_never_alone(
    themes, sessions, data, rule, add
):
    wrote = data.draw(
        st.lists(st.integers(0, 40), min_size=sessions, max_size=sessions)
    )
    rows = [(data.draw(st.integers(0, n)), n) for _ in range(themes) for n in wrote]
    names = tuple("abcd"[:themes])
    given = counts(rows, names)
    out = mask_counts(given, rule, within=("theme",), across=("session",), adds_up=add)
    known = out["raised"].notna()
    assert (given["raised"][known] >= rule.minimum).all()
    assert ((given["wrote"] - given["raised"])[known] >= rule.minimum).all()
    assert (out["wrote"].dropna() >= rule.minimum).all()
    assert (out["raised"].dropna() % rule.rounded_to == 0).all()
    assert out.loc[~known, ["share", "low", "high"]].isna().all(axis=None)
    assert out["shown"].str.contains(" of ").tolist() == known.tolist()
    for _, group in out[given["wrote"] > 0].groupby("theme"):
        assert len(group) == 1 or group["raised"].isna().sum() != 1


@settings(max_examples=40)
@given(st.lists(cells, min_size=2, max_size=5))
def test_texts_by_session_cannot_be_told_from_the_total(rows):
    """Whatever else fits the shown table and its total leaves each count open."""
    given = counts(rows)
    out = mask_counts(given, FIVE, within=("theme",), adds_up=True)
    hidden = out["raised"].isna() & (given["wrote"] > 0)
    if not hidden.any() or hidden.sum() == (given["wrote"] > 0).sum():
        return
    spare = given[
        hidden & (given["raised"] >= 5) & (given["wrote"] - given["raised"] >= 5)
    ]
    assert hidden.sum() > 1
    assert len(spare) >= 1
