"""Whether themes hold, and whether those that do agree better with people's codes.

    python benchmarks/stability.py --data FOLDER

`theme_stability` on the NHS comments (nhs_fft) and the sample: 80 % resamples, the
adjusted Rand index with the fit, and what badges say of purity: the share of a
grouping's texts that have the code most of them have. Small subsets make up most
groupings, as the sets of a programme are small. Last, how a refit after new sessions
keeps the identity of themes.

Beside other tools (``ALSJOURNAL_THEME_PEERS`` names their Python, see `themes.py`):
``RESAMPLES`` samples of four fifths of the comments, each grouped by itself, and how
far each two agree on the comments that are in both (adjusted Rand index, mean of all
pairs); and how far five seeds agree with each other on all comments. Ours are fits as
anybody makes them, the analysis of words made anew in each. What a tool leaves out is a
group of its own; "placed" is of comments that both runs placed. ``--peers`` does this
part alone.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.metrics import adjusted_rand_score
from themes import journal_of, nhs_fft
from themes_beside import peers

from alsjournal.anonymise import Anonymiser
from alsjournal.datasets import load_sample
from alsjournal.embed import SpacyEmbedder
from alsjournal.themes import ThemeModel, lineage, theme_stability

BADGES = ("holds", "fair", "shaky")
RESAMPLES = 10
SEEDS = 5


def pure(labels: np.ndarray, coded: np.ndarray, theme: int) -> float:
    """Return the share of a theme's texts that have its commonest code."""
    own = coded[labels == theme]
    return float(pd.Series(own).value_counts(normalize=True).max())


def subsets(n: int) -> Iterator[np.ndarray]:
    """Yield rows: three times 100, 300 and 1,000, then all."""
    rng = np.random.default_rng(0)
    for size in (100, 300, 1_000):
        for _ in range(3):
            yield np.sort(rng.permutation(n)[:size])
    yield np.arange(n)


def of_badges(data: Path, n_bootstraps: int) -> None:
    """Print purity by badge, and how both go together."""
    texts, coded = nhs_fft(data)
    rows = []
    for chosen in subsets(len(texts)):
        own = [texts[i] for i in chosen]
        codes = np.asarray([coded[i] for i in chosen])
        journal = journal_of(own)
        model = ThemeModel(random_state=0).fit(journal)
        held = theme_stability(model, journal, n_bootstraps=n_bootstraps)
        labels = model.labels_
        print(
            f"  {len(chosen):5,} comments, {model.n_themes_:2} themes: "
            f"adjusted Rand {held.adjusted_rand or 0:.2f}"
        )
        for i, one in enumerate(held.to_frame().to_dict("records")):
            n = int((labels == i).sum())
            if n >= 3:
                rows.append({**one, "n": n, "purity": pure(labels, codes, i)})
    table = pd.DataFrame(rows)
    for badge in BADGES:
        part = table[table["badge"] == badge]
        print(
            f"  {badge:5} {len(part):3} groupings: mean purity "
            f"{part['purity'].mean():.2f}, found again {part['found_again'].mean():.2f}"
        )
    for low, high in ((0, 0.5), (0.5, 0.6), (0.6, 0.75), (0.75, 0.85), (0.85, 1.01)):
        part = table[(table["jaccard"] >= low) & (table["jaccard"] < high)]
        print(f"  J {low:.2f}-{high:.2f} {len(part):3}: {part['purity'].mean():.2f}")
    found = spearmanr(table["jaccard"], table["purity"])
    sized = spearmanr(table["n"], table["purity"])
    print(
        f"  Spearman of overlap and purity {found.statistic:.2f} "
        f"(p = {found.pvalue:.4f}), of size and purity {sized.statistic:.2f}"
    )


def dealt(texts: list[str], rng: np.random.Generator) -> list[str]:
    """Deal the words of some texts out anew: as long as before, about nothing."""
    pool = iter(rng.permutation([w for text in texts for w in text.split()]).tolist())
    return [" ".join(next(pool) for _ in text.split()) for text in texts]


def of_nothing(data: Path, n_bootstraps: int) -> None:
    """Print what badges groupings get whose texts are about nothing."""
    texts, _ = nhs_fft(data)
    rng = np.random.default_rng(0)
    for size in (100, 300, 1_000):
        found: dict[str, list[float]] = {"comments": [], "dealt anew": []}
        badges: dict[str, list[str]] = {name: [] for name in found}
        for _ in range(3):
            own = [texts[i] for i in rng.permutation(len(texts))[:size]]
            for name, given in (("comments", own), ("dealt anew", dealt(own, rng))):
                model = ThemeModel(random_state=0).fit(given)
                held = theme_stability(model, given, n_bootstraps=n_bootstraps)
                found[name].append(held.adjusted_rand or 0)
                badges[name] += held.to_frame()["badge"].tolist()
        for name, rand in found.items():
            shares = pd.Series(badges[name]).value_counts(normalize=True)
            said = ", ".join(f"{b} {shares.get(b, 0):.0%}" for b in BADGES)
            print(f"  {size:5,} {name:10}: adjusted Rand {np.mean(rand):.2f}; {said}")


def of_resamples(data: Path, n_bootstraps: int) -> None:
    """Print the agreement under 80 % resampling and across seeds, nobody unclear."""
    texts, coded = nhs_fft(data)
    k = len(set(coded))
    for n_themes in (k, "auto"):
        model = ThemeModel(n_themes=n_themes, unclear=0.0, random_state=0).fit(texts)
        held = theme_stability(model, texts, n_bootstraps=n_bootstraps)
        other = ThemeModel(n_themes=n_themes, unclear=0.0, random_state=1).fit(texts)
        seeds = adjusted_rand_score(model.labels_, other.labels_)
        print(
            f"  {model.n_themes_} themes: 80 % resamples "
            f"{held.adjusted_rand or 0:.2f}, another seed {seeds:.2f}"
        )


def of_the_sample(n_bootstraps: int) -> None:
    """Print how the sample's themes hold, and how a refit keeps them."""
    journal = Anonymiser().fit_transform(load_sample())
    model = ThemeModel(random_state=0).fit(journal)
    held = theme_stability(model, journal, n_bootstraps=n_bootstraps)
    badges = held.to_frame()["badge"].value_counts().to_dict()
    print(
        f"  {model.n_themes_} themes: 80 % resamples (of {held.unit}) "
        f"{held.adjusted_rand or 0:.2f}, {badges}"
    )
    earlier = ThemeModel(random_state=0).fit(journal.select(session=[1, 2, 3, 4]))
    book = earlier.codebook_
    later = ThemeModel(codebook=book, random_state=0).fit(journal)
    table = lineage(earlier, later, journal)
    went = table[table["what"] != "born"]
    first = went.sort_values("share", ascending=False).drop_duplicates("earlier_id")
    same = first[first["same_id"]]
    print(
        f"  sessions 1-4: {earlier.n_themes_} themes, all: {later.n_themes_}; "
        f"{table['what'].value_counts().to_dict()}"
    )
    print(
        f"  {len(same)} keep their id, with {same['share'].mean():.2f} of their clear "
        f"passages; most of a theme's clear passages stay together for "
        f"{(first['share'] >= 0.5).sum()} (mean {first['share'].mean():.2f})"
    )


def beside_others(data: Path) -> None:
    """Print how far resamples and seeds agree, of ours and of other tools."""
    texts, coded = nhs_fft(data)
    n, k = len(texts), len(set(coded))
    rng = np.random.default_rng(0)
    runs: list[dict[str, Any]] = [
        {"seed": 0, "rows": np.sort(rng.permutation(n)[: round(0.8 * n)]).tolist()}
        for _ in range(RESAMPLES)
    ]
    runs += [{"seed": seed, "rows": list(range(n))} for seed in range(SEEDS)]
    embedder = SpacyEmbedder().fit([])
    found: dict[str, list[list[int]]] = {}
    for how, number in (("ours, number given", k), ("ours, number chosen", "auto")):
        found[how] = [
            ThemeModel(
                n_themes=number,
                unclear=0.0,
                embedder=embedder,
                random_state=run["seed"],
            )
            .fit([texts[i] for i in run["rows"]])
            .labels_.tolist()
            for run in runs
        ]
    others = peers(texts, k, runs)
    if others is not None:
        for how, group in others.groupby("how", sort=False):
            found[str(how)] = group["labels"].tolist()
    for how, labels in found.items():
        told = []
        for part in (slice(None, RESAMPLES), slice(RESAMPLES, None)):
            pairs = list(combinations(zip(runs[part], labels[part], strict=True), 2))
            every = [alike(one, two) for one, two in pairs]
            told.append("{:.2f} (placed {:.2f})".format(*np.mean(every, axis=0)))
        many = [len(set(own) - {-1}) for own in labels]
        out = np.mean([np.mean(np.asarray(own) < 0) for own in labels])
        print(
            f"  {how:22} 80 % resamples {told[0]}  seeds {told[1]}  "
            f"{min(many)}-{max(many)} themes, left out {out:.0%}"
        )


def alike(
    one: tuple[dict[str, Any], list[int]], two: tuple[dict[str, Any], list[int]]
) -> tuple[float, float]:
    """Return how two runs agree on what is in both, and on what both placed."""
    pairs = [pd.Series(labels, index=run["rows"]) for run, labels in (one, two)]
    both = pd.concat(pairs, axis=1, join="inner")
    placed = both[(both >= 0).all(axis=1)]
    return (
        float(adjusted_rand_score(both[0], both[1])),
        float(adjusted_rand_score(placed[0], placed[1])),
    )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument("--bootstraps", type=int, default=50)
    parser.add_argument("--peers", action="store_true", help="only beside others")
    chosen = parser.parse_args()
    if chosen.peers:
        beside_others(Path(chosen.data))
        return
    print("sample")
    of_the_sample(chosen.bootstraps)
    if chosen.data is None:
        print("for the comments say where the data is: --data, or ALSJOURNAL_DATA")
        return
    print("nhs_fft, resamples and seeds")
    of_resamples(Path(chosen.data), chosen.bootstraps)
    print("nhs_fft, beside other tools")
    beside_others(Path(chosen.data))
    print("nhs_fft, and the same words dealt out anew")
    of_nothing(Path(chosen.data), chosen.bootstraps)
    print("nhs_fft, badges")
    of_badges(Path(chosen.data), chosen.bootstraps)


if __name__ == "__main__":
    main()
