"""What became of earlier themes, as a table for research and a picture of it."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_themes_earlier import again
from test_themes_lineage import TEXTS, journal
from test_themes_model import fitted

from alsjournal.charts import check_chart, lineage_chart, lineage_table, to_svg
from alsjournal.cleared import Cleared, Lineage, Prevalence
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import DisclosureError, InputError
from alsjournal.trends import theme_lineage

LONG = "Nobody may decide and everybody waits for a board that meets once a quarter"
ROWS = [
    (LONG, "Who decides", "goes on", True, 40, 50),
    (LONG, "Beds and phones", "part", False, 10, 50),
    ("Beds", "Beds and phones", "merged", True, 30, 30),
    ("Phones", "Beds and phones", "merged", False, 9, 9),
    ("Rota", "Nights", "split", True, 8, 14),
    ("Rota", "Money", "split", False, 6, 14),
    ("Parking", None, "gone", False, 0, 0),
    (None, "Trust", "born", False, 0, None),
]


def made(rows: list[Any], kind: type[Cleared] = Lineage) -> Any:
    names = ["earlier", "later", "what", "same_id", "passages", "clear"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.assign(texts=frame["passages"], share=0.5, unclear=0.1)
    who, policy = Audience.research(), policy_named("default")
    return clear(kind, frame, audience=who, policy=policy, notes=("103 passages.",))


def drawn(chart: alt.LayerChart) -> list[dict[str, Any]]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_the_chart_says_what_it_shows() -> None:
    chart = lineage_chart(made(ROWS))
    assert check_chart(chart) == []
    spec = chart.to_dict()
    assert spec["title"]["text"] == "1 of 5 earlier themes goes on"
    assert "103 passages." in spec["title"]["subtitle"]
    said = spec["description"]
    assert "5 earlier themes: 1 goes on, 2 merged, 1 split, 1 gone." in said
    assert f"{LONG}: goes on, 40 of 50 passages in Who decides." in said
    assert "Parking: gone, no trace." in said
    assert said.endswith("Trust: new.")


def test_what_happened_stands_beside_each_name_in_full() -> None:
    labels = {
        row["theme"]: row["label"]
        for row in drawn(lineage_chart(made(ROWS)))
        if "label" in row
    }
    told = {theme: label.split("\n")[-1] for theme, label in labels.items()}
    assert told == {
        LONG: "goes on; 50 passages",
        "Beds": "merged; 30 passages",
        "Phones": "merged; 9 passages",
        "Rota": "split in 2; 14 passages",
        "Parking": "gone; 0 passages",
        "Who decides": "goes on; 40 passages",
        "Beds and phones": "merged of 2; 49 passages",
        "Nights": "part of one that split; 8 passages",
        "Money": "part of one that split; 6 passages",
        "Trust": "new",
    }
    assert labels[LONG].rsplit("\n", 1)[0].replace("\n", " ") == LONG
    svg = to_svg(lineage_chart(made(ROWS)))
    assert "a quarter" in svg
    assert "…" not in svg


def test_bands_are_as_wide_as_they_are_many_and_never_overlap() -> None:
    rows = [row for row in drawn(lineage_chart(made(ROWS))) if "band" in row]
    bands = pd.DataFrame(rows)
    wide = (bands["y2"] - bands["y"]).groupby(bands["band"]).agg(["min", "max"])
    assert (wide["max"] - wide["min"]).abs().max() < 1e-6
    said = bands.drop_duplicates("band").set_index("band")["said"]
    many = said.str.extract(r": (\d+) of")[0].astype(float)
    a_passage = wide["min"] / many
    assert len(many) == 6
    assert a_passage.max() - a_passage.min() < 1e-6
    for edge in (bands["x"].min(), bands["x"].max()):
        ends = bands[bands["x"] == edge].sort_values("y")
        assert (ends["y"].to_numpy()[1:] >= ends["y2"].to_numpy()[:-1] - 1e-6).all()
    kinds = bands.drop_duplicates("band").groupby("kind").size().to_dict()
    assert kinds == {"the same id": 3, "another id": 2, "went elsewhere": 1}


def test_the_table_says_the_same() -> None:
    table = lineage_table(made(ROWS))
    assert len(table) == len(ROWS)
    assert table.iloc[1].tolist() == [
        *(LONG, "a part went elsewhere", "Beds and phones", "10 of 50", "10", "")
    ]
    assert table.iloc[-1].tolist() == ["", "born", "Trust", "", "", ""]


def test_nothing_but_names_counts_and_places_goes_in() -> None:
    columns = {column for row in drawn(lineage_chart(made(ROWS))) for column in row}
    assert columns == {
        *("theme", "label", "x", "x2", "at", "y", "y2", "middle", "said"),
        *("band", "kind"),
    }


def test_what_is_no_lineage_is_refused() -> None:
    with pytest.raises(InputError, match="without rows"):
        lineage_chart(made([]))
    counts = pd.DataFrame({"theme": ["x"], "raised": [3], "wrote": [7]})
    who, policy = Audience.research(), policy_named("default")
    other: Any = clear(Prevalence, counts, audience=who, policy=policy)
    with pytest.raises(InputError, match="takes a Lineage"):
        lineage_table(other)


names = st.sampled_from(["a", "b", "c", "</script>"])


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.tuples(names, names), st.integers(1, 500), min_size=1))
def test_any_flow_is_drawn(flows: dict[tuple[str, str], int]) -> None:
    best: dict[str, str] = {}
    for (a, b), _ in sorted(flows.items(), key=lambda item: -item[1]):
        best.setdefault(a, b)
    rows = [
        (a, b, "goes on" if best[a] == b else "part", a == b, n, n)
        for (a, b), n in flows.items()
    ]
    chart = lineage_chart(made(rows))
    assert check_chart(chart) == []
    bands = [row for row in drawn(chart) if "band" in row]
    assert len({row["band"] for row in bands}) == len(flows)


def test_from_two_models_to_a_picture() -> None:
    earlier = fitted(journal(60), n_themes=3)
    later = again(earlier, journal(120), n_themes=3)
    table = theme_lineage(earlier, later, journal(120))
    frame = table.to_frame()
    told = frame[frame["what"] != "part"]
    assert told["what"].tolist() == ["goes on"] * 3
    assert told["same_id"].all()
    sums = frame.groupby("earlier")["passages"].sum()
    assert sums.to_dict() == told.set_index("earlier")["clear"].to_dict()
    spec = json.dumps(lineage_chart(table).to_dict())
    assert not [text for text in TEXTS if text in spec]
    assert "r0" not in frame.astype(str).to_numpy().ravel()


def test_it_is_for_research_only() -> None:
    model = fitted(journal(60), n_themes=3)
    for audience in ("programme", "public"):
        with pytest.raises(DisclosureError, match="for the audience 'research'"):
            theme_lineage(model, model, journal(60), audience=audience)
