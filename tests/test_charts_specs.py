"""Charts: what they draw, what they hold, and what they never hold."""

import itertools
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import altair as alt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.charts import (
    als_theme,
    alt_text,
    chart_table,
    check_chart,
    figure_html,
    page_html,
    theme_heatmap,
    theme_trend,
    themed,
    to_png,
    to_svg,
    use_theme,
)
from alsjournal.charts.cells import short
from alsjournal.charts.heatmap import STEPS
from alsjournal.charts.render import spec_of
from alsjournal.charts.theme import CATEGORICAL, INK, PAPER, SEQUENTIAL, contrast
from alsjournal.cleared import Prevalence, ThemeSummary
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import InputError

HOSTILE = "</script><img src=x onerror='hit()'>"
SVG = "{http://www.w3.org/2000/svg}"


def rows_of(counts, *, wrote=7, set_id=None, start=1):
    """``counts``: the number who raised it, session by session, for each theme."""
    return [
        {
            "theme": theme,
            "set_id": set_id,
            "session": k,
            "raised": raised,
            "wrote": wrote,
            "present": wrote,
            "on_roll": wrote + 1,
        }
        for theme, series in counts.items()
        for k, raised in enumerate(series, start)
    ]


def cleared(rows, audience="set:A", by=("set_id", "session"), **keywords):
    return clear(
        Prevalence,
        pd.DataFrame(rows),
        audience=Audience.parse(audience),
        policy=policy_named("default"),
        by=by,
        **keywords,
    )


@pytest.fixture
def of_a_set():
    counts = {"Backfill": [1, 0, 4], "Role clarity": [3, 7, 2], "Trust": [0, 0, 0]}
    return cleared(rows_of(counts, set_id="A"))


@pytest.fixture
def of_two_sets():
    counts = {"Backfill": [1, 0, 4], "Role clarity": [3, 7, 2]}
    rows = [*rows_of(counts, set_id="A"), *rows_of(counts, set_id="B")]
    return cleared(rows, audience="research")


@pytest.fixture
def of_programme():
    """2 of 50 is small, and so is what is left of 48; one more is masked for it."""
    counts = {"Backfill": [23, 2, 29], "Role clarity": [48, 3, 4]}
    return cleared(rows_of(counts, wrote=50), audience="programme", by=("session",))


@pytest.fixture
def all_three(of_a_set, of_two_sets, of_programme):
    return of_a_set, of_two_sets, of_programme


def data_of(chart):
    (rows,) = chart.to_dict()["datasets"].values()
    return rows


def labels_in(svg):
    found = ET.fromstring(svg).iter(f"{SVG}path")
    names = [node.get("aria-label") for node in found]
    return [name for name in names if name]


def numbers_in(svg):
    nodes = ET.fromstring(svg).iter()
    texts = [n for n in nodes if n.tag in {f"{SVG}text", f"{SVG}tspan"}]
    return [node.text for node in texts if node.text]


def test_the_number_stands_in_each_cell(of_a_set):
    svg = to_svg(theme_heatmap(of_a_set), named=True)
    assert {"1/7", "0/7", "4/7", "3/7", "7/7", "2/7"} <= set(numbers_in(svg))
    assert "Role clarity, session 2: 7 of 7" in labels_in(svg)
    assert len(labels_in(svg)) == 9


def test_themes_by_how_often_then_by_name():
    counts = {"b": [2, 0], "c": [5, 0], "a": [0, 2]}
    chart = theme_heatmap(cleared(rows_of(counts, set_id="A")))
    assert [row["theme"] for row in data_of(chart)][::2] == ["c", "a", "b"]


def test_every_session_has_a_column():
    rows = [
        *rows_of({"a": [3], "b": [1]}, set_id="A"),
        *rows_of({"a": [0], "b": [0]}, set_id="A", start=2),
        *rows_of({"a": [2], "b": [0]}, set_id="A", start=5),
    ]
    chart = theme_heatmap(cleared(rows))
    assert {row["session"] for row in data_of(chart)} == {1, 2, 3, 4, 5}
    gaps = [row for row in data_of(chart) if row["session"] in {3, 4}]
    assert {row["shown"] for row in gaps} == {"nobody wrote"}
    assert {row["share"] for row in gaps} == {None}
    assert len(labels_in(to_svg(chart, named=True))) == 10


def test_a_masked_cell_says_so(of_programme):
    svg = to_svg(theme_heatmap(of_programme), named=True)
    texts = numbers_in(svg)
    assert texts.count("<5") == 3
    assert texts.count("\u2013") == 2
    assert "Role clarity, session 1: withheld" in labels_in(svg)


def test_one_panel_a_set_and_only_with_sets(of_two_sets, of_a_set, of_programme):
    assert isinstance(theme_heatmap(of_two_sets), alt.FacetChart)
    assert isinstance(theme_heatmap(of_two_sets, set_id="B"), alt.LayerChart)
    assert isinstance(theme_heatmap(of_a_set), alt.LayerChart)
    assert isinstance(theme_heatmap(of_programme), alt.LayerChart)
    assert "set_id" not in json.dumps(spec_of(theme_heatmap(of_programme)))
    assert isinstance(theme_trend(of_two_sets), alt.FacetChart)
    assert isinstance(theme_trend(of_two_sets, set_id="A"), alt.LayerChart)


def test_only_the_columns_that_are_drawn_are_in_the_json(all_three):
    heat = {"theme", "session", "share", "shown", "set_id"}
    for table in all_three:
        assert set(data_of(theme_heatmap(table))[0]) <= heat
        assert set(data_of(theme_trend(table))[0]) <= heat | {"low", "high"}


def test_no_masked_count_anywhere():
    counts = {"Backfill": [4137, 6001, 6000], "Trust": [5000, 4999, 4998]}
    table = cleared(rows_of(counts, wrote=6003), audience="programme", by=("session",))
    assert table.to_frame()["raised"].isna().any()
    parts = [alt_text(table), chart_table(table).to_csv()]
    for chart in (theme_heatmap(table), theme_trend(table, "Backfill")):
        parts += [json.dumps(spec_of(chart)), to_svg(chart)]
    assert "6001" not in "".join(parts)
    assert "4137" in "".join(parts)


def test_a_trend_has_no_line_and_leaves_gaps(of_programme):
    chart = theme_trend(of_programme, "Role clarity")
    marks = {layer["mark"]["type"] for layer in chart.to_dict()["layer"]}
    assert marks == {"tick", "rule", "point", "text"}
    spec = json.dumps(spec_of(chart))
    assert not re.search(r'"(regression|loess|interpolate)"', spec)
    names = ET.fromstring(to_svg(chart, named=True)).iter()
    said = [node.get("aria-label") for node in names if node.get("aria-label")]
    assert "Role clarity, session 1: withheld" in said
    assert "Role clarity, session 2: fewer than 5" in said


def test_a_trend_labels_its_points(of_a_set):
    svg = to_svg(theme_trend(of_a_set, "Backfill"))
    assert {"1 of 7", "0 of 7", "4 of 7"} <= set(numbers_in(svg))
    assert "2 of 7" not in numbers_in(svg)


def test_a_trend_takes_the_most_raised_theme(of_a_set):
    assert theme_trend(of_a_set).to_dict()["title"]["text"].startswith("Role clarity")


def test_titles_say_the_leader_only_where_it_is_certain(all_three):
    texts = [theme_heatmap(table).to_dict()["title"]["text"] for table in all_three]
    assert texts[0] == "Role clarity: raised most often across 3 sessions"
    assert texts[2] == "Which themes were raised across 3 sessions"


def test_subtitle_has_unit_and_n(of_a_set):
    lines = theme_heatmap(of_a_set).to_dict()["title"]["subtitle"]
    assert lines[0].startswith("Set A. Members")
    assert "7 wrote in each session" in lines[1]


def test_reflections_are_not_called_members():
    table = cleared(rows_of({"a": [2], "b": [3]}, set_id="A"), unit="reflections")
    assert "Members" not in str(theme_heatmap(table).to_dict()["title"])
    assert "reflections" in alt_text(table)


@pytest.mark.parametrize("draw", [theme_heatmap, theme_trend])
def test_every_chart_passes_the_checks(all_three, draw):
    for table in all_three:
        assert check_chart(draw(table)) == []


def test_long_names_pass_the_checks_and_wrap():
    name = "getting the right people in the room at the right time for once"
    table = cleared(rows_of({name: [5, 6], "b": [1, 0]}, set_id="A"))
    for chart in (theme_heatmap(table), theme_trend(table)):
        assert check_chart(chart) == []
    assert "getting the right people in" in numbers_in(to_svg(theme_heatmap(table)))


def test_checks_find_what_is_wrong():
    bad = (
        alt.Chart(alt.Data(url="x.csv"))
        .mark_bar()
        .encode(x=alt.X("a:N", axis=alt.Axis(labelAngle=-90, labelFontSize=8)))
    )
    bad = bad.properties(title="one two three four five six seven eight nine ten more")
    found = " ".join(check_chart(bad))
    for words in ("11 words", "no description", "horizontal", "8 px", "own", "loads"):
        assert words in found
    weak = bad.configure_range(category=["#FFFF00", *CATEGORICAL])
    found = " ".join(check_chart(weak))
    assert "#FFFF00" in found
    assert "5 colours" in found


def test_colours_stand_out():
    assert all(contrast(colour, PAPER) >= 3 for colour in CATEGORICAL)
    pairs = itertools.pairwise(CATEGORICAL)
    assert all(contrast(a, b) >= 3 for a, b in pairs)
    # Ink on the light steps and paper on the dark ones, as the heat map has them.
    white_from = STEPS.index(0.5) + 1
    for i, shade in enumerate(SEQUENTIAL):
        assert contrast(shade, PAPER if i >= white_from else INK) >= 4.5


def test_pictures_carry_title_and_description(of_a_set):
    chart = theme_heatmap(of_a_set)
    root = ET.fromstring(to_svg(chart))
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert title.text == chart.to_dict()["title"]["text"]
    assert desc.text == alt_text(of_a_set)


def test_ids_are_unique_and_pictures_repeat(of_two_sets):
    first = to_svg(theme_trend(of_two_sets))
    assert first == to_svg(theme_trend(of_two_sets))
    ids = re.findall(r'\bid="([^"]+)"', first)
    assert len(ids) == len(set(ids))
    others = re.findall(r'\bid="([^"]+)"', to_svg(theme_heatmap(of_two_sets)))
    assert not set(ids) & set(others)
    used = set(re.findall(r"url\(#([^)]+)\)", first))
    assert used <= set(ids)


def test_png(of_a_set):
    chart = theme_heatmap(of_a_set)
    small, large = to_png(chart, scale=1), to_png(chart)
    assert large.startswith(b"\x89PNG")
    assert int.from_bytes(large[16:20]) == 2 * int.from_bytes(small[16:20])
    with pytest.raises(InputError, match="above 0"):
        to_png(chart, scale=0)


@pytest.mark.parametrize("draw", [theme_heatmap, theme_trend])
def test_a_hostile_name_is_text_only(draw):
    table = cleared(rows_of({HOSTILE: [3, 4], "=cmd()": [1, 0]}, set_id="A"))
    svg = to_svg(draw(table))
    ET.fromstring(svg)
    page = page_html(
        figure_html(svg, chart_table(table), caption=HOSTILE, notes=[HOSTILE]),
        title=HOSTILE,
    )
    assert "<img" not in page
    assert "<script" not in page
    assert "</script>" not in page


def test_pages_run_and_load_nothing(of_a_set):
    svg = to_svg(theme_heatmap(of_a_set))
    figure = figure_html(svg, chart_table(of_a_set), caption="c", notes=of_a_set.notes)
    page = page_html(figure, title="t")
    assert "default-src 'none'" in page
    links = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert not [link for link in links if not link.startswith("#")]
    assert page.count('<th scope="row">') == 9


def test_table_says_it_in_words(of_a_set, of_programme):
    table = chart_table(of_a_set)
    assert list(table.columns) == [
        *("Theme", "Set", "Session", "Raised by", "Present", "On the roll"),
        "95 % interval",
    ]
    assert table.iloc[1].tolist() == [
        *("Role clarity", "A", "2", "7 of 7", "7", "8", "0.65 to 1.00")
    ]
    masked = chart_table(of_programme)
    row = masked[masked["Raised by"] == "fewer than 5"].iloc[0]
    assert row["95 % interval"] == ""


def test_alt_text_says_what_n_highest_lowest_and_withheld(of_a_set, of_programme):
    text = alt_text(of_a_set)
    assert "each of 3 themes, in sessions 1 to 3" in text
    assert "7 wrote in each session." in text
    assert "Highest: Role clarity, 7 of 7, session 2." in text
    assert "Lowest: Role clarity" not in text
    masked = alt_text(of_programme)
    assert 'counts shown as "fewer than 5"' in masked
    assert '2 counts shown as "withheld".' in masked
    assert "Highest shown:" in masked
    assert "the theme Trust" in alt_text(of_a_set, theme="Trust")


def test_alt_text_when_all_is_withheld():
    rows = rows_of({"a": [1, 2], "b": [3, 1]}, wrote=9)
    table = cleared(rows, audience="programme", by=("session",))
    assert "No count may be shown." in alt_text(table)
    assert check_chart(theme_heatmap(table)) == []
    assert len(labels_in(to_svg(theme_heatmap(table), named=True))) == 4


def test_counts_by_set_alone_or_by_theme_alone():
    rows = pd.DataFrame(rows_of({"a": [3], "b": [1]}, set_id="A"))
    rows = pd.concat([rows, rows.assign(set_id="B")]).drop(columns="session")
    by_set = cleared(rows, audience="research", by=("set_id",))
    assert "3/7" in numbers_in(to_svg(theme_heatmap(by_set)))
    with pytest.raises(InputError, match="by session"):
        theme_trend(by_set)
    alone = cleared(rows.head(2).drop(columns="set_id"), audience="research", by=())
    assert "1/7" in numbers_in(to_svg(theme_heatmap(alone)))
    assert check_chart(theme_heatmap(alone)) == []


def test_refusals(of_a_set):
    frame = pd.DataFrame(rows_of({"a": [3]}, set_id="A"))
    twice = pd.concat([frame.assign(role="nurse"), frame.assign(role="doctor")])
    with pytest.raises(InputError, match="role or prompt"):
        theme_heatmap(cleared(twice, audience="research"))
    with pytest.raises(InputError, match="without rows"):
        theme_heatmap(cleared(frame.head(0)))
    with pytest.raises(InputError, match="Prevalence"):
        theme_heatmap(frame)
    summary = clear(
        ThemeSummary,
        frame[["theme"]],
        audience=Audience.set("A"),
        policy=policy_named("default"),
    )
    with pytest.raises(InputError, match="ThemeSummary"):
        theme_trend(summary)
    for keywords in ({"theme": "x"}, {"set_id": "x"}):
        with pytest.raises(InputError, match="Got another"):
            theme_trend(of_a_set, **keywords)
    many = [r for i in range(13) for r in rows_of({"a": [3]}, set_id=f"S{i}")]
    for draw in (theme_heatmap, theme_trend):
        with pytest.raises(InputError, match="at most 12"):
            draw(cleared(many, audience="research"))


def test_a_chart_carries_its_look_and_keeps_its_own():
    bars = alt.Chart(alt.Data(values=[])).mark_bar().configure_axis(labelFontSize=18)
    axis = themed(bars).to_dict()["config"]["axis"]
    assert axis["labelFontSize"] == 18
    assert axis["labelAngle"] == 0
    assert "labelAngle" not in bars.to_dict()["config"]["axis"]


def test_the_theme_is_enabled_only_on_request():
    before = alt.theme.active
    assert before != "alsjournal"
    try:
        use_theme()
        assert alt.theme.active == "alsjournal"
        spec = alt.Chart(alt.Data(values=[])).mark_bar().to_dict()
        assert spec["config"]["axis"] == als_theme()["config"]["axis"]
    finally:
        alt.theme.enable(before)
        alt.theme.unregister("alsjournal")


@pytest.mark.slow
def test_import_changes_nothing_for_others():
    code = (
        "import altair as alt; a = (alt.theme.active, alt.renderers.active, "
        "alt.data_transformers.active)\n"
        "import alsjournal.charts, alsjournal.widgets\n"
        "assert a == (alt.theme.active, alt.renderers.active, "
        "alt.data_transformers.active)\n"
        "assert 'alsjournal' not in alt.theme.names()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=1, max_size=4
    )
)
def test_a_programme_never_sees_a_small_count(series):
    counts = {f"theme {chr(97 + i)}": one for i, one in enumerate(series)}
    table = cleared(rows_of(counts, wrote=40), audience="programme", by=("session",))
    chart = theme_heatmap(table)
    assert check_chart(chart) == []
    for row in data_of(chart):
        raised = counts[row["theme"]][row["session"] - 1]
        small = raised < 5 or 40 - raised < 5
        assert not small or row["share"] is None
        assert row["shown"] in {f"{raised} of 40", "fewer than 5", "withheld"}


@given(st.text(max_size=80))
def test_short_is_short(text):
    cut = short(text, words=4, letters=20)
    assert len(cut.split()) <= 5
    assert len(cut) <= 22


@pytest.mark.parametrize(
    "theme", ['a opacity="1" b', 'x aria-label="y" z', "pi 3.14159265 , more", "a > b"]
)
def test_words_that_look_like_a_part_of_a_tag_stay(theme):
    rows = pd.DataFrame({"theme": [theme], "session": [1], "raised": 3, "wrote": 7})
    table = clear(
        Prevalence,
        rows,
        audience=Audience.research(),
        policy=policy_named("default"),
        by=("session",),
    )
    drawn = numbers_in(to_svg(theme_heatmap(table)))
    assert theme in " ".join(drawn)
    root = ET.fromstring(to_svg(theme_heatmap(table)))
    inside = [node for node in root.iter() if node is not root]
    assert not [node for node in inside if node.get("aria-label")]
    named = ET.fromstring(to_svg(theme_heatmap(table), named=True))
    names = [node.get("aria-label") for node in named.iter()]
    assert f"{theme}, session 1: 3 of 7" in names
