"""Whether themes keep their ids when a model is fitted anew.

    python benchmarks/identity.py --data FOLDER

Each time an earlier fit, and a later one with its codebook: by the words of that alone
(``codebook=``), or by the passages of the earlier model (``continues=``). Counted are
the earlier themes whose id a later grouping has, and for how many of those the code
that most of its texts have is the same before and after (a text of the sample may
have several codes). "Can be" is how many themes can be matched so, one to one.
"Stays" is the share of the earlier themes' clear passages that are under the same id.

- the sample: its first sessions, then all;
- nhs_fft: 1,000 comments, then all 1,784, or all again with another seed: in their
  order, and in three drawn at random;
- the same with nothing in common: 1,000 comments, then the other 784.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from themes import nhs_fft

from alsjournal.anonymise import Anonymiser
from alsjournal.datasets import load_gold, load_sample
from alsjournal.journal import Journal
from alsjournal.themes import ThemeModel, lineage

SIDES = ("words", "passages")


@dataclass(frozen=True)
class Case:
    """Two journals, and how they are grouped."""

    name: str
    earlier: Journal
    later: Journal
    n_themes: int | str
    seed: int = 0


def commonest(model: ThemeModel, journal: Journal, codes: pd.Series) -> list[str]:
    """Return the code that most texts of each theme have."""
    ids = journal.table("reflections")["reflection_id"].astype(str)
    rows = pd.DataFrame({"id": ids, "theme": model.labels_})
    rows = rows.merge(codes.rename("code"), left_on="id", right_index=True)
    counts = rows.groupby(["theme", "code"]).size()
    return [
        str(counts[i].idxmax()) if i in counts.index.levels[0] and i in counts else ""
        for i in range(model.n_themes_)
    ]


def measured(case: Case, codes: pd.Series) -> list[dict[str, object]]:
    """Return a row for each way to match."""
    first = ThemeModel(n_themes=case.n_themes, random_state=0).fit(case.earlier)
    before = commonest(first, case.earlier, codes)
    out = []
    for side in SIDES:
        given = {"codebook": first.codebook_} if side == "words" else {}
        model = ThemeModel(n_themes=case.n_themes, random_state=case.seed, **given)
        later = model.fit(case.later, continues=first if not given else None)
        after = commonest(later, case.later, codes)
        place = {theme: j for j, theme in enumerate(later.theme_ids_)}
        kept = [(i, place[t]) for i, t in enumerate(first.theme_ids_) if t in place]
        same = np.asarray([[a == b for b in after] for a in before], dtype=int)
        table = lineage(first, later, case.later)
        stays = float(table.loc[table["same_id"], "share"].sum())
        out.append(
            {
                "case": case.name,
                "n_themes": case.n_themes,
                "by": side,
                "themes": first.n_themes_,
                "later": later.n_themes_,
                "kept": len(kept),
                "right": sum(before[i] == after[j] for i, j in kept),
                "can be": int(same[linear_sum_assignment(-same)].sum()),
                "stays": stays / max(first.n_themes_, 1),
                "goes on": int((table["what"] == "goes on").sum()),
                "with its id": int(table["same_id"][table["what"] == "goes on"].sum()),
            }
        )
    return out


def of_the_sample() -> Iterator[tuple[Case, pd.Series]]:
    """Yield the first sessions of the sample, then all."""
    journal = Anonymiser().fit_transform(load_sample())
    gold = load_gold()
    gold = gold[gold["construct"] == "theme"].drop_duplicates(["reflection_id", "code"])
    codes = gold.set_index("reflection_id")["code"]
    last = int(journal.table("reflections")["session"].max())
    for k in range(2, last):
        part = journal.select(session=list(range(1, k + 1)))
        yield Case(f"sample, 1-{k}", part, journal, "auto"), codes


def of_comments(data: Path) -> Iterator[tuple[Case, pd.Series]]:
    """Yield the comments in several orders, and what is grouped first."""
    texts, coded = nhs_fft(data)
    frame = pd.DataFrame({"text": texts})
    frame["reflection_id"] = [f"r{i}" for i in range(len(texts))]
    codes = pd.Series(coded, index=frame["reflection_id"])
    rng = np.random.default_rng(0)
    for draw in range(4):
        order = rng.permutation(len(texts)) if draw else np.arange(len(texts))
        own = frame.iloc[order]

        def made(part: pd.DataFrame) -> Journal:
            return Journal.from_frame(part, already_anonymised=True)

        for k in ("auto", 17):
            some, every = made(own[:1_000]), made(own)
            yield Case("comments, 1,000 then all", some, every, k), codes
            yield Case("comments, another seed", every, every, k, 1), codes
            yield Case("comments, none in common", some, made(own[1_000:]), k), codes


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    chosen = parser.parse_args()
    cases = list(of_the_sample())
    if chosen.data is None:
        print("for the comments say where the data is: --data, or ALSJOURNAL_DATA")
    else:
        cases += of_comments(Path(chosen.data))
    table = pd.DataFrame([row for case in cases for row in measured(*case)])
    by = table.groupby(["case", "n_themes", "by"], sort=False)
    means = by.mean().round(2).assign(runs=by.size())
    print(means.to_string())


if __name__ == "__main__":
    main()
