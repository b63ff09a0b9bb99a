"""How well `ThemeModel` groups texts that people had coded, and how fast.

    python benchmarks/themes.py [--data FOLDER] [--speed]

Agreement with people is normalised mutual information (NMI) and the adjusted Rand
index (ARI), all texts in the denominator. Two yardsticks:

- ``nhs_fft``: comments of patients with exactly one code, five words or more, codes
  with 25 comments or more (17 themes);
- ``banking77``: ten intents drawn with a fixed seed, 1,000 queries.

For comparison it groups the same texts by k-means on ``doc.vector``-like means and on
tf-idf, the number of themes given.
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
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from alsjournal.embed import SpacyEmbedder, unit
from alsjournal.journal import Journal
from alsjournal.nlp import tokenizer_only
from alsjournal.themes import ThemeModel

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


def quality(name: str, texts: list[str], coded: list[str]) -> None:
    """Print how well a set is grouped, in several ways."""
    k = len(set(coded))
    print(f"{name}: {len(texts)} texts, {k} themes")
    journal = journal_of(texts)
    given = ThemeModel(n_themes=k, unclear=0.0, random_state=0).fit(journal)
    labels = given.predict(journal)
    print(f"  ThemeModel, number given      {agreement(coded, labels)}")
    # Texts that it has not seen: half the texts, then the other half.
    order = np.random.default_rng(0).permutation(len(texts))
    half, other = np.array_split(order, 2)
    learned = ThemeModel(n_themes=k, unclear=0.0, random_state=0)
    learned.fit([texts[i] for i in half])
    unseen = learned.predict([texts[i] for i in other])
    found = agreement([coded[i] for i in other], unseen)
    print(f"  the other half, unseen        {found}")
    auto = ThemeModel(unclear=0.0, random_state=0).fit(journal)
    found = agreement(coded, auto.predict(journal))
    print(f"  ThemeModel, {auto.n_themes_:2} chosen         {found}")
    sure = ThemeModel(n_themes=k, random_state=0).fit(journal).predict(journal) >= 0
    surest = agreement([c for c, s in zip(coded, sure, strict=True) if s], labels[sure])
    print(f"  its surest {sure.mean():.0%}                {surest}")
    embedder = SpacyEmbedder(projection=None).fit(texts)
    vectors = embedder.transform(texts)
    print(f"  k-means, SpacyEmbedder        {of_k_means(vectors, k, coded)}")
    nlp = tokenizer_only()
    plain = unit(np.stack([nlp(text).vector for text in texts]))
    print(f"  k-means, mean word vectors    {of_k_means(plain, k, coded)}")
    weights = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts)
    lsa = unit(TruncatedSVD(100, random_state=0).fit_transform(weights))
    print(f"  k-means, tf-idf and SVD       {of_k_means(lsa, k, coded)}")


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
    journal = journal_of(made)
    timed("fit 100,000", 100_000, lambda: ThemeModel(random_state=0).fit(journal))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument("--speed", action="store_true")
    chosen = parser.parse_args()
    if chosen.data is None:
        parser.error("say where the data is: --data FOLDER, or set ALSJOURNAL_DATA")
    data = Path(chosen.data)
    quality("nhs_fft", *nhs_fft(data))
    quality("banking77", *banking77(data))
    if chosen.speed:
        speed(data)


if __name__ == "__main__":
    main()
