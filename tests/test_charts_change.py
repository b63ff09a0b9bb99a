import pandas as pd
import pytest

from alsjournal.charts import change_table, check_chart, theme_changes, to_svg
from alsjournal.cleared import Change, Prevalence
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import InputError


def made(rows, audience="research"):
    frame = pd.DataFrame(rows)
    frame = frame.assign(first_session=1, last_session=6, basis="the same members")
    frame["raised"] = frame.get("raised", 12)
    frame["wrote"] = 24
    who, policy = Audience.parse(audience), policy_named("default")
    return clear(Change, frame, audience=who, policy=policy)


@pytest.fixture
def change():
    return made(
        [
            {"theme": "Trust", "verdict": "steady", "change": 0.01}
            | {"change_low": -0.05, "change_high": 0.07},
            {"theme": "Backfill <b>", "verdict": "rising", "change": 0.3}
            | {"change_low": 0.1, "change_high": 0.5},
            {"theme": "Money", "verdict": "too few to tell"},
            {"theme": "Trust", "set_id": "A", "verdict": "falling", "change": -0.2}
            | {"change_low": -0.3, "change_high": -0.1},
        ]
    )


def test_the_called_come_first_and_all_sets_are_drawn_by_default(change):
    table = change_table(change)
    assert table[["Theme", "Verdict", "Change"]].to_numpy().tolist() == [
        ["Backfill <b>", "rising", "+30 (+10 to +50)"],
        ["Trust", "steady", "+1 (-5 to +7)"],
        ["Money", "too few to tell", ""],
    ]
    assert change_table(change, set_id="A")["Verdict"].tolist() == ["falling"]


def test_a_chart_says_what_it_shows_and_passes_its_check(change):
    chart = theme_changes(change)
    assert check_chart(chart) == []
    spec = chart.to_dict()
    assert spec["title"]["subtitle"][0] == "24 people wrote. Within the same members."
    assert "Backfill <b>: rising, +30 (+10 to +50) points." in spec["description"]
    assert "1 steady. 1 too few to tell." in spec["description"]
    svg = to_svg(chart)
    assert "<b>" not in svg
    assert svg.count("too few to tell") >= 1


def test_chart_data_hold_only_what_is_drawn(change):
    (rows,) = theme_changes(change).to_dict()["datasets"].values()
    drawn = {"name", "theme", "verdict", "points", "low", "high", "called", "said"}
    assert set(rows[0]) <= drawn


def test_what_is_rounded_says_so():
    rows = [{"theme": "Trust", "verdict": "rising", "change": 0.3}]
    rounded = made(rows, audience="programme")
    assert change_table(rounded)["Change"].tolist() == ["about +30"]
    subtitle = theme_changes(rounded).to_dict()["title"]["subtitle"][1]
    assert subtitle.startswith("Rounded, and only")


def test_where_all_is_withheld_a_chart_says_so():
    rows = [{"theme": "Trust", "verdict": "too few to tell", "raised": 1}]
    few = made(rows, audience="programme")
    title = theme_changes(few).to_dict()["title"]["text"]
    assert title == "How far each theme moved, all sessions"


def test_names_that_are_cut_alike_stay_apart():
    long = "One two three four five six seven"
    rows = [
        {"theme": f"{long} {end}", "verdict": "steady", "change": 0.0} for end in "ab"
    ]
    (data,) = theme_changes(made(rows)).to_dict()["datasets"].values()
    assert len({row["name"] for row in data}) == 2


@pytest.mark.parametrize("set_id", ["B", ""])
def test_another_set_is_refused(change, set_id):
    with pytest.raises(InputError, match="must be a set of the table"):
        theme_changes(change, set_id=set_id)


def test_another_table_or_an_empty_one_is_refused(change):
    who, policy = Audience.research(), policy_named("default")
    other = clear(
        Prevalence,
        pd.DataFrame({"theme": ["x"], "raised": [1], "wrote": [2]}),
        audience=who,
        policy=policy,
    )
    with pytest.raises(InputError, match="takes a Change table"):
        theme_changes(other)
    empty = clear(Change, change.to_frame().head(0), audience=who, policy=policy)
    with pytest.raises(InputError, match="at least one theme"):
        theme_changes(empty)
