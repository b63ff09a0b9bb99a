import re

import pandas as pd
import pytest

from alsjournal.charts import check_chart, survey_bars, survey_table, to_svg
from alsjournal.cleared import Change, SurveyItems
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import InputError


def made(rows, kind=SurveyItems):
    policy, who = policy_named("default"), Audience.research()
    return clear(kind, pd.DataFrame(rows), audience=who, policy=policy)


def row(item, n, answered, wave="end", **more):
    share = n / answered
    figures = {"share": share, "low": share - 0.1, "high": share + 0.1}
    words = {"shown": f"{n} of {answered}", "in_words": f"{n} of the {answered}"}
    about = {"item": item, "wave": wave, "n": n, "answered": answered}
    return about | figures | words | more


@pytest.fixture
def items():
    return made(
        [
            row("valued", 3, 17, "baseline"),
            row("acted", 16, 18, invited=26, question="Did you act?"),
            row("met <b>", 4, 18, counts_as="surpassed", ceiling="be wary"),
            {"item": "few", "wave": "end", "shown": "fewer than 5 answered"},
        ]
    )


def test_the_last_wave_is_drawn_the_largest_first(items):
    table = survey_table(items)
    assert table["Question"].tolist() == ["Did you act?", "surpassed: met <b>", "few"]
    assert table["95 % interval"].tolist() == ["0.79 to 0.99", "0.12 to 0.32", ""]
    assert table["Be wary"].tolist() == ["", "be wary", ""]
    assert survey_table(items, wave="baseline")["Question"].tolist() == ["valued"]


def test_a_chart_says_how_many_and_no_percentages_of_few(items):
    chart = survey_bars(items)
    assert check_chart(chart) == []
    spec = chart.to_dict()
    assert spec["title"]["subtitle"][0] == "18 answered, of 26 invited."
    assert "Did you act?: 16 of 18." in spec["description"]
    svg = to_svg(chart)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert {"16 of 18", "fewer than 5 answered", "none", "all"} <= set(texts)
    assert not [text for text in texts if re.search(r"\d%", text)]
    assert "<b>" not in svg
    many = survey_bars(made([row("acted", 60, 80)]))
    assert "50%" in to_svg(many)


def test_chart_data_hold_only_what_is_drawn(items):
    (rows,) = survey_bars(items).to_dict()["datasets"].values()
    assert set(rows[0]) == {"name", "share", "low", "high", "shown", "said"}


def test_one_set_is_drawn_at_a_time():
    two = made([row("acted", 4, 5, set_id="A"), row("acted", 2, 6, set_id="B")])
    assert survey_table(two)["Said by"].tolist() == ["4 of the 5"]
    assert survey_table(two, set_id="B")["Said by"].tolist() == ["2 of the 6"]
    subtitle = survey_bars(two).to_dict()["title"]["subtitle"]
    assert subtitle[0] == "Set A. 5 answered."


def test_what_cannot_be_drawn_is_refused(items):
    with pytest.raises(InputError, match="survey_items"):
        survey_bars(made([{"theme": "Trust"}], Change))
    with pytest.raises(InputError, match="at least one question"):
        survey_bars(made([]))
    with pytest.raises(InputError, match="wave must be"):
        survey_bars(items, wave="never")
    with pytest.raises(InputError, match="set_id must be"):
        survey_table(items, set_id="A")
    held = made([{"item": "few", "wave": "end", "shown": "fewer than 5 answered"}])
    subtitle = survey_bars(held).to_dict()["title"]["subtitle"]
    assert subtitle[0] == "Too few answered for any number to be shown."
