"""How often the proposed passages tell what became of an action; print the figures.

The reference is ``corpora/sample/coding/action_links.csv``: passages that tell what
became of an action, marked by a language model, none of them by a person. Counted are
the actions of which a *later* session's text by a member tells. The weights were
chosen on sets A and B. With ``--questions``: where the pairs of questions that were
asked again rank (``coding/questions.csv``). With ``--actions``: how much of what was
taken on is offered as an action (``offered.py``).

    python benchmarks/cycle/links.py [--sets AB] [--questions] [--actions]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from alsjournal.cycle._told_later import Told, told_later
from alsjournal.disclosure import wilson

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


def table(name: str) -> pd.DataFrame:
    """Return a table of the sample."""
    return pd.read_csv(SAMPLE / f"{name}.csv")


def cases() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return actions, members' texts, and the reference of later sessions."""
    actions = table("tables/actions")
    texts = table("tables/reflections")
    texts = texts[texts["author_kind"] == "member"].assign(candidate=True)
    links = table("coding/action_links").merge(
        actions[["action_id", "session", "set_id"]], on="action_id"
    )
    later = links.merge(
        texts[["reflection_id", "session"]], on="reflection_id", suffixes=("", "_told")
    )
    return actions, texts, later[later["session_told"] > later["session"]]


def right(told: Told, links: pd.DataFrame) -> bool:
    """Whether a passage touches one of the reference."""
    same = links[links["action_id"] == told.action_id]
    same = same[same["reflection_id"] == told.reflection_id]
    return bool(((same["start"] < told.end) & (same["end"] > told.start)).any())


def of_sets(sets: str) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
    """Say of each reported action whether its passages are right."""
    actions, texts, links = cases()
    links = links[links["set_id"].isin(list(sets))]
    found = list(told_later(actions[actions["set_id"].isin(list(sets))], texts))
    rows = pd.DataFrame(
        [(t.action_id, t.confidence, right(t, links)) for t in found],
        columns=["action_id", "confidence", "right"],
    )
    reported = rows[rows["action_id"].isin(links["action_id"])]
    by = reported.groupby("action_id")["right"]
    return by.first(), by.any(), rows


def line(what: str, hits: pd.Series) -> str:
    """Say how many are right, with Wilson's interval."""
    k, n = int(hits.sum()), len(hits)
    found = wilson(pd.Series([k], dtype="Int64"), pd.Series([n], dtype="Int64"))
    low, high = found["low"].iloc[0], found["high"].iloc[0]
    return f"{what}: {k} of {n} ({k / n:.2f}, 95 % {low:.2f} to {high:.2f})"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="AB,CD")
    parser.add_argument("--questions", action="store_true")
    parser.add_argument("--actions", action="store_true")
    given = parser.parse_args()
    out = []
    for sets in given.sets.split(","):
        first, three, rows = of_sets(sets)
        out += [line(f"sets {sets}, first", first), line("  among three", three)]
        for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01)):
            part = rows[(rows["confidence"] >= low) & (rows["confidence"] < high)]
            if len(part):
                out.append(line(f"  confidence {low} to {high}", part["right"]))
        if given.actions:
            from offered import offered

            out += [
                line(f"  actions {sets}, {what}", hits) for what, hits in offered(sets)
            ]
    if given.questions:
        from questions_again import ranks

        out += ranks()
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
