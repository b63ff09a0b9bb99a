"""Where the pairs of questions that were asked again rank among the candidates."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from alsjournal.cycle.returned import pairs_of

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


def table(name: str) -> pd.DataFrame:
    """Return a table of the sample."""
    return pd.read_csv(SAMPLE / f"{name}.csv")


def ranks() -> list[str]:
    """Say of each pair of the reference which candidate of its set it is."""
    pairs = pairs_of(
        table("tables/questions"), table("tables/turns"), table("tables/reflections")
    )
    best = pairs.drop_duplicates(["set_id", "question_id"])
    again = table("coding/questions").dropna(subset=["reasked_of"])
    out = []
    for later, earlier in zip(again["question_id"], again["reasked_of"], strict=True):
        places = []
        for found in (best, pairs):
            own = found[found["set_id"] == later[0]]
            right = (own["question_id"] == later) & (own["question_before"] == earlier)
            place = int(right.to_numpy().argmax()) + 1 if right.any() else None
            places.append(f"{place} of {len(own)}")
        out.append(f"{earlier} again as {later}: {places[0]} (all pairs: {places[1]})")
    return out


if __name__ == "__main__":
    sys.stdout.write("\n".join(ranks()) + "\n")
