"""How well `ThemeModel` groups texts that people had coded, and how fast.

    python benchmarks/themes.py [--data FOLDER] [--maps FOLDER] [--speed] [--beside]

The embedder's map was learned from these texts too, though not from their codes.
``--maps`` names a folder with maps that were learned without the set that is measured
(``FOLDER/nhs_fft``, ``FOLDER/banking77``, ``FOLDER/sample``; see
``models/train/projection.py --without``); else figures are of the one that ships.

Agreement with people is normalised mutual information (NMI) and the adjusted Rand
index (ARI), all texts in the denominator. Two yardsticks:

- ``nhs_fft``: comments of patients with exactly one code, five words or more, codes
  with 25 comments or more (17 themes);
- ``banking77``: ten intents drawn with a fixed seed, 1,000 queries.

Those texts are short. The sample programme, which comes with the package, has long
ones that raise several issues. There a passage's theme is the one that people had coded
in most of it (adjusted mutual information, AMI, all passages with a theme), and a
text's themes are compared once each grouping is matched with the theme that it finds
best (F1; by chance: the same codings dealt out among the texts).

How many names of themes the labels hit is told by `theme_labels.py`.

``ALSJOURNAL_THEME_PEERS`` names a Python that has ``requirements-theme-peers.txt``:
then other tools group the same texts in the same run. ``--beside`` does this part
alone: ours over ten seeds, what is left unclear by default, and other tools.

For comparison it groups the same short texts by k-means on ``doc.vector``-like means
and on tf-idf, the number of themes given.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)
from theme_labels import label_hits
from themes_beside import others, unclear

from alsjournal.anonymise import Anonymiser
from alsjournal.datasets import load_gold, load_sample
from alsjournal.embed import SpacyEmbedder, unit
from alsjournal.journal import Journal
from alsjournal.nlp import tokenizer_only
from alsjournal.themes import ThemeModel
from alsjournal.themes._passages import cut_up

LEFT_OUT = ("Labelling not possible", "Not assigned")


def nhs_fft(data: Path) -> tuple[list[str], list[str]]:
    """Return the comments with exactly one code, and the codes."""
    rows = pd.read_csv(data / "nhs_fft" / "comments.csv")
    rows = rows[(rows["n_labels"] == 1) & (rows["words"] >= 5) & rows["informative"]]
    vague = rows["labels"].str.contains("experience &")
    rows = rows[~rows["labels"].isin(LEFT_OUT) & ~vague]
    sizes = rows["labels"].value_counts()
    rows = rows[rows["labels"].isin(sizes.index[sizes >= 25])]
    return rows["text"].tolist(), rows["labels"].tolist()


def banking77(data: Path) -> tuple[list[str], list[str]]:
    """Return a sample of queries, and their intents."""
    rows = pd.read_csv(data / "banking77" / "queries.csv")
    intents = np.random.default_rng(0).choice(
        sorted(rows["theme"].unique()), 10, replace=False
    )
    rows = rows[rows["theme"].isin(intents)].sample(1_000, random_state=0)
    return rows["text"].tolist(), rows["theme"].tolist()


def journal_of(texts: list[str]) -> Journal:
    """Make a journal of texts."""
    return Journal.from_frame(pd.DataFrame({"text": texts}), already_anonymised=True)


def agreement(coded: list[str], labels: Any) -> str:
    """Say how far labels agree with codes."""
    nmi = normalized_mutual_info_score(coded, labels)
    return f"NMI {nmi:.3f}  ARI {adjusted_rand_score(coded, labels):.3f}"


def of_k_means(vectors: Any, k: int, coded: list[str]) -> str:
    """Say how far k-means agrees with codes, over three seeds."""
    runs = [KMeans(k, n_init=1, random_state=s).fit_predict(vectors) for s in range(3)]
    nmi = np.mean([normalized_mutual_info_score(coded, run) for run in runs])
    ari = np.mean([adjusted_rand_score(coded, run) for run in runs])
    return f"NMI {nmi:.3f}  ARI {ari:.3f}"


def embedder_of(name: str, maps: Path | None) -> SpacyEmbedder:
    """Return the embedder, with the map that has not seen a set's texts."""
    return SpacyEmbedder(projection=maps / name if maps else "default")


def over_seeds(texts: list[str], coded: list[str], embedder: SpacyEmbedder) -> str:
    """Say how far ten fits agree with codes, on the mean, and with each other."""
    k = len(set(coded))
    runs = [
        ThemeModel(n_themes=k, unclear=0.0, embedder=embedder, random_state=seed)
        .fit(texts)
        .labels_
        for seed in range(10)
    ]
    nmi = np.mean([normalized_mutual_info_score(coded, run) for run in runs])
    ari = np.mean([adjusted_rand_score(coded, run) for run in runs])
    same = np.mean([adjusted_rand_score(runs[0], run) for run in runs[1:]])
    return f"NMI {nmi:.3f}  ARI {ari:.3f}  seed to seed ARI {same:.2f}"


def samples(texts: list[str], coded: list[str], embedder: SpacyEmbedder) -> None:
    """Print how small samples of the twelve commonest themes are grouped."""
    codes = np.asarray(coded)
    common = pd.Series(coded).value_counts().index[:12]
    rows = np.flatnonzero(np.isin(codes, common))
    for n, draws in ((100, 12), (300, 8), (1_000, 5)):
        found: dict[str, list[float]] = {"number given": [], "chosen": []}
        for seed in range(draws):
            rng = np.random.default_rng(seed)
            drawn = rng.choice(rows, n, replace=False)
            own = [texts[i] for i in drawn]
            k = len(set(codes[drawn]))
            for how, number in (("number given", k), ("chosen", "auto")):
                model = ThemeModel(
                    n_themes=number, unclear=0.0, embedder=embedder, random_state=0
                ).fit(own)
                score = adjusted_mutual_info_score(codes[drawn], model.labels_)
                found[how].append(score)
        told = "  ".join(f"{how} {np.mean(v):.3f}" for how, v in found.items())
        print(f"  {n:5} texts of 12 themes, AMI   {told}")


def beside(name: str, texts: list[str], coded: list[str], maps: Path | None) -> None:
    """Print ours over ten seeds, what is unclear by default, and other tools."""
    print(f"{name}: {len(texts)} texts, {len(set(coded))} themes")
    embedder = embedder_of(name, maps)
    start = time.process_time()
    print(f"  the mean of ten seeds         {over_seeds(texts, coded, embedder)}")
    print(f"  a fit with embedding          {(time.process_time() - start) / 10:.1f} s")
    unclear(texts, coded, embedder)
    others(texts, coded)


def quality(
    name: str, texts: list[str], coded: list[str], maps: Path | None = None
) -> None:
    """Print how well a set is grouped, in several ways."""
    k = len(set(coded))
    print(f"{name}: {len(texts)} texts, {k} themes")
    journal = journal_of(texts)
    embedder = embedder_of(name, maps)
    given = ThemeModel(n_themes=k, unclear=0.0, embedder=embedder, random_state=0)
    labels = given.fit(journal).predict(journal)
    print(f"  ThemeModel, number given      {agreement(coded, labels)}")
    print(f"  the mean of ten seeds         {over_seeds(texts, coded, embedder)}")
    unclear(texts, coded, embedder)
    if name == "nhs_fft":
        samples(texts, coded, embedder)
    # Texts that it has not seen: half the texts, then the other half.
    order = np.random.default_rng(0).permutation(len(texts))
    half, other = np.array_split(order, 2)
    learned = ThemeModel(n_themes=k, unclear=0.0, embedder=embedder, random_state=0)
    learned.fit([texts[i] for i in half])
    unseen = learned.predict([texts[i] for i in other])
    found = agreement([coded[i] for i in other], unseen)
    print(f"  the other half, unseen        {found}")
    auto = ThemeModel(unclear=0.0, embedder=embedder, random_state=0).fit(journal)
    found = agreement(coded, auto.predict(journal))
    print(f"  ThemeModel, {auto.n_themes_:2} chosen         {found}")
    unsure = ThemeModel(n_themes=k, embedder=embedder, random_state=0).fit(journal)
    sure = unsure.predict(journal) >= 0
    surest = agreement([c for c, s in zip(coded, sure, strict=True) if s], labels[sure])
    print(f"  its surest {sure.mean():.0%}                {surest}")
    for what, used in (
        ("SpacyEmbedder       ", embedder),
        ("the same, no map    ", SpacyEmbedder(projection=None)),
    ):
        vectors = used.fit_transform(texts)
        print(f"  k-means, {what} {of_k_means(vectors, k, coded)}")
    nlp = tokenizer_only()
    plain = unit(np.stack([nlp(text).vector for text in texts]))
    print(f"  k-means, mean word vectors    {of_k_means(plain, k, coded)}")
    others(texts, coded)
    weights = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts)
    lsa = unit(TruncatedSVD(100, random_state=0).fit_transform(weights))
    print(f"  k-means, tf-idf and SVD       {of_k_means(lsa, k, coded)}")


def gold_of(rows: pd.DataFrame, gold: pd.DataFrame) -> list[str]:
    """Return the theme that people had coded in most of each passage; "" for none."""
    by_text = dict(list(gold.groupby("reflection_id")))
    pieces = cut_up(rows["text"].tolist())
    out = []
    for owner, (start, end) in zip(pieces.owners, pieces.segments, strict=True):
        own = by_text.get(rows["reflection_id"].iloc[owner])
        if own is None:
            out.append("")
            continue
        left, right = own["start"].clip(lower=start), own["end"].clip(upper=end)
        shared = (right - left).clip(lower=0).groupby(own["code"]).sum()
        out.append(str(shared.idxmax()) if shared.max() > 0 else "")
    return out


def f1_of(found: pd.DataFrame, gold: pd.DataFrame) -> float:
    """Return the micro F1 over texts and themes, each grouping matched with one."""
    one = found.drop_duplicates(["reflection_id", "code"])
    two = gold.drop_duplicates(["reflection_id", "code"])
    both = one.merge(two, on="reflection_id")
    hits = pd.crosstab(both["code_x"], both["code_y"])
    sizes = one["code"].value_counts(), two["code"].value_counts()
    total = hits.index.map(sizes[0]).to_numpy()[:, None]
    total = total + hits.columns.map(sizes[1]).to_numpy()[None, :]
    matched = linear_sum_assignment(-2 * hits.to_numpy() / total)
    return float(2 * hits.to_numpy()[matched].sum() / (len(one) + len(two)))


def long_texts(
    name: str, rows: pd.DataFrame, gold: pd.DataFrame, maps: Path | None = None
) -> None:
    """Print how well long texts with several coded themes are grouped."""
    columns = ["reflection_id", "set_id", "session", "member", "text"]
    journal = Journal.from_frame(
        rows[columns].reset_index(drop=True),
        set_id="set_id",
        session="session",
        member="member",
        already_anonymised=True,
    )
    coded = np.asarray(gold_of(rows, gold))
    k = gold["code"].nunique()
    print(f"{name}: {len(rows)} texts, {len(coded)} passages, {k} themes")
    used = embedder_of(name, maps)
    for how, n_themes in (("chosen", "auto"), ("given ", k)):
        model = ThemeModel(
            n_themes=n_themes, unclear=0.0, embedder=used, random_state=0
        ).fit(journal)
        labels = model._groups.placed.labels
        ami = adjusted_mutual_info_score(coded[coded != ""], labels[coded != ""])
        model = ThemeModel(n_themes=n_themes, embedder=used, random_state=0)
        model.fit(journal)
        found = model.code(journal)
        dealt = found.copy()
        rng = np.random.default_rng(0)
        chance = []
        for _ in range(50):
            dealt["code"] = rng.permutation(found["code"])
            chance.append(f1_of(dealt, gold))
        print(
            f"  ThemeModel, {model.n_themes_:2} {how}         AMI {ami:.3f}  "
            f"F1 {f1_of(found, gold):.3f} (by chance {np.mean(chance):.3f})"
        )


def names() -> None:
    """Print the groupings of the sample as its readers see them, anonymised."""
    journal = Anonymiser().fit_transform(load_sample())
    model = ThemeModel(random_state=0).fit(journal)
    for theme, size in zip(model.theme_names_, model.sizes_, strict=True):
        print(f"      {size:3} {theme}")


def sample() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the members' texts of the sample programme, and their themes."""
    rows = load_sample().identifiable_frame("reflections")
    gold = load_gold()
    rows = rows[rows["author_kind"] == "member"].reset_index(drop=True)
    return rows, gold[gold["construct"] == "theme"]


def timed(what: str, n: int, run: Callable[[], object]) -> None:
    """Print how long something takes, and the peak of memory."""
    start = time.perf_counter()
    run()
    took = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {what:30} {took:7.2f} s  {n / took:9,.0f} texts/s  peak {memory:,.0f} MB")


def speed(data: Path) -> None:
    """Print how fast each step is."""
    rows = pd.read_csv(data / "nhs_fft" / "comments.csv")
    pool = rows.loc[rows["informative"], "text"].tolist()
    rng = np.random.default_rng(0)
    # Longer corpora are made of pairs of comments, so that no two texts are the same.
    pairs = rng.integers(0, len(pool), size=(100_000, 2))
    made = [f"{pool[a]} {pool[b]}" for a, b in pairs]
    words = np.mean([len(text.split()) for text in made])
    print(f"speed, {words:.0f} words a text")
    SpacyEmbedder().fit_transform(made[:10])  # the table is made once a process
    embedder = SpacyEmbedder().fit(made[:1])
    timed("embed 20,000", 20_000, lambda: embedder.transform(made[:20_000]))
    for n in (2_000, 8_000):
        model = ThemeModel(random_state=0)
        timed(f"fit {n:,}", n, lambda m=model, n=n: m.fit(made[:n]))  # type: ignore[misc]
    timed("predict 20,000", 20_000, lambda: model.predict(made[-20_000:]))
    timed("code 20,000", 20_000, lambda: model.code(made[-20_000:]))
    drawn = rng.integers(0, len(pool), size=(10_000, 7))
    long = [". ".join(pool[i].rstrip(" .!?") for i in row) + "." for row in drawn]
    words = np.mean([len(text.split()) for text in long])
    print(f"  texts of {words:.0f} words:")
    timed("fit 10,000", 10_000, lambda: model.fit(long))
    timed("code 5,000", 5_000, lambda: model.code(long[:5_000]))
    journal = journal_of(made)
    timed("fit 100,000", 100_000, lambda: ThemeModel(random_state=0).fit(journal))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument("--maps", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--beside", action="store_true")
    chosen = parser.parse_args()
    if chosen.beside:
        beside("nhs_fft", *nhs_fft(Path(chosen.data)), chosen.maps)
        beside("banking77", *banking77(Path(chosen.data)), chosen.maps)
        return
    long_texts("sample", *sample(), chosen.maps)
    names()
    if chosen.data is None:
        print("for the others say where the data is: --data, or ALSJOURNAL_DATA")
        return
    data = Path(chosen.data)
    quality("nhs_fft", *nhs_fft(data), chosen.maps)
    label_hits("nhs_fft", *nhs_fft(data))
    label_hits("banking77", *banking77(data))
    quality("banking77", *banking77(data), chosen.maps)
    if chosen.speed:
        speed(data)


if __name__ == "__main__":
    main()
