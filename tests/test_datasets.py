"""The sample that comes with the package."""

from alsjournal.datasets import SAMPLE_KEY, load_gold, load_sample
from alsjournal.schema import TABLES


def test_the_sample_is_fictional_whole_and_keyed():
    raw = load_sample()
    assert raw.provenance["fictional"] is True
    assert raw.provenance["published_key"] == SAMPLE_KEY
    assert len(SAMPLE_KEY) >= 16
    assert sum(f["refused"] for f in raw.provenance["files"]) == 0
    assert {"sets", "sessions", "members", "reflections", "codings"} <= set(
        raw.tables()
    )


def test_the_gold_coding_points_into_the_raw_texts():
    gold = load_gold()
    assert list(gold.columns) == list(TABLES["codings"].names)
    raw = load_sample().identifiable_frame()
    texts = raw.set_index("reflection_id")["text"]
    assert gold["reflection_id"].isin(texts.index).all()
    spans = gold.dropna(subset=["start", "end"])
    assert (spans["end"] <= spans["reflection_id"].map(texts.str.len())).all()


def test_the_sample_is_the_same_each_time():
    one, two = load_sample(), load_sample()
    assert one.identifiable_frame().equals(two.identifiable_frame())
    assert one.provenance == two.provenance
