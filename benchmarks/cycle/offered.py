"""How much of what texts took on `proposed_actions` would offer, and how much else.

The reference is ``corpora/sample/coding/commitments.csv``, by a language model; another
coded 88 of the texts (``second_pass_commitments.csv``), and what they differ on was not
settled. Read are members' texts in English as they stand, as if all might be quoted.
Offered rightly is a passage that lies upon a commitment of the reference; found is a
commitment upon which an offered passage lies. The machine learned from sets A and B.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from alsjournal.cycle._proposed import commitments_of
from alsjournal.themes._input import reads_as_english

__all__ = ["offered"]

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
_SURE = 0.75


def offered(sets: str) -> Iterator[tuple[str, pd.Series]]:
    """Yield what is counted, and of each case whether it is right."""
    texts = _texts(sets)
    found = _found(texts)
    first = _coded("commitments", texts)
    second = _coded("second_pass_commitments", texts)
    twice = pd.read_csv(SAMPLE / "coding" / "second_texts.csv")["reflection_id"]
    yield "found, of what was taken on", _upon(first, found)
    yield "offered rightly", _upon(found, first)
    sure = found[found["confidence"] >= _SURE]
    yield f"  with a confidence of {_SURE} or more, found", _upon(first, sure)
    yield "  offered rightly", _upon(sure, first)
    both = first[_upon(first, second)]
    yield "  found, of what two coders have", _upon(both, found)
    told = found[found["reflection_id"].isin(twice)]
    yield (
        "  offered rightly by one or the other, in texts coded twice",
        _upon(told, pd.concat([first, second])),
    )
    own = first[_upon(first, found)].merge(found, "left", "reflection_id")
    own = own[(own["start_x"] < own["end_y"]) & (own["start_y"] < own["end_x"])]
    own = own.drop_duplicates(["reflection_id", "start_x"])
    yield "  with the right owner, of those found", own["owner_x"] == own["owner_y"]


def _texts(sets: str) -> pd.DataFrame:
    rows = pd.read_csv(SAMPLE / "tables" / "reflections.csv")
    members = (rows["author_kind"] == "member") & rows["set_id"].isin(list(sets))
    return rows[members & reads_as_english(rows["language"])]


def _found(texts: pd.DataFrame) -> pd.DataFrame:
    found = commitments_of(list(texts["text"]))
    every = zip(texts["reflection_id"], found, strict=True)
    return pd.DataFrame(
        [(i, c.start, c.end, c.owner, c.confidence) for i, own in every for c in own],
        columns=["reflection_id", "start", "end", "owner", "confidence"],
    )


def _coded(name: str, texts: pd.DataFrame) -> pd.DataFrame:
    rows = pd.read_csv(SAMPLE / "coding" / f"{name}.csv")
    here = rows["reflection_id"].isin(texts["reflection_id"])
    return rows[here & (rows["code"] == "commitment")]


def _upon(passages: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Say of each passage whether one of the others lies upon it."""
    by_text = dict(list(others.groupby("reflection_id")))
    none = others.iloc[:0]
    return pd.Series(
        [
            bool(((near["start"] < p.end) & (near["end"] > p.start)).any())
            for p in passages.itertuples()
            for near in [by_text.get(p.reflection_id, none)]
        ],
        index=passages.index,
        dtype=bool,
    )
