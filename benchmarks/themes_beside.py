"""What `themes.py`, `stability.py` and `theme_scale.py` set beside our groupings.

Other tools run in a Python of their own, which ``ALSJOURNAL_THEME_PEERS`` names; see
`themes_peers.py`. Without it nothing of them is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)

from alsjournal.embed import SpacyEmbedder
from alsjournal.themes import ThemeModel


def peers(
    texts: list[str],
    k: int,
    runs: list[dict[str, Any]],
    ways: list[str] | None = None,
    vectors: Path | None = None,
) -> pd.DataFrame | None:
    """Return how other tools group the texts; None where their Python is not named."""
    python = os.environ.get("ALSJOURNAL_THEME_PEERS")
    if not python:
        return None
    asked = {"texts": texts, "k": k, "runs": runs, "ways": ways}
    if vectors is not None:
        asked["vectors"] = str(vectors)
    script = Path(__file__).with_name("themes_peers.py")
    clean = {n: v for n, v in os.environ.items() if n != "PYTHONPATH"}
    done = subprocess.run(
        [python, str(script)],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=clean,
    )
    return pd.DataFrame(json.loads(done.stdout))


def others(texts: list[str], coded: list[str]) -> None:
    """Print how other tools group the texts, if their Python is named."""
    runs = peers(texts, len(set(coded)), [{"seed": seed} for seed in range(3)])
    if runs is None:
        return
    runs["seconds"] += runs["embedding"]
    for how, group in runs.groupby("how", sort=False):
        found = group["labels"].tolist()
        nmi = np.mean([normalized_mutual_info_score(coded, run) for run in found])
        ari = np.mean([adjusted_rand_score(coded, run) for run in found])
        ami = np.mean([adjusted_mutual_info_score(coded, run) for run in found])
        same = np.mean([adjusted_rand_score(found[0], run) for run in found[1:]])
        out = np.mean([np.mean(np.asarray(run) < 0) for run in found])
        print(
            f"  {how:29} NMI {nmi:.3f}  ARI {ari:.3f}  AMI {ami:.3f}  seed to seed "
            f"ARI {same:.2f}  left out {out:.0%}  {group['seconds'].mean():.0f} s"
        )


def unclear(texts: list[str], coded: list[str], embedder: SpacyEmbedder) -> None:
    """Print what is left unclear by default, and how pure the rest is, of ten seeds."""
    k, codes = len(set(coded)), np.asarray(coded)
    rows = []
    for seed in range(10):
        model = ThemeModel(n_themes=k, embedder=embedder, random_state=seed).fit(texts)
        every = ThemeModel(
            n_themes=k, unclear=0.0, embedder=embedder, random_state=seed
        ).fit(texts)
        sure = model.labels_ >= 0
        rows.append(
            {
                "unclear": np.mean(~sure),
                "of the rest": pure(codes[sure], model.labels_[sure]),
                "of all, none unclear": pure(codes, every.labels_),
                "of those left out": pure(codes, every.labels_, ~sure),
            }
        )
    table = pd.DataFrame(rows)
    said = "  ".join(
        f"{name} {table[name].mean():.3f} ({table[name].std():.3f})" for name in table
    )
    print(f"  unclear by default, purity    {said}")


def pure(codes: Any, labels: Any, rows: Any = None) -> float:
    """Return the share of texts that have the commonest code of their grouping.

    Parameters
    ----------
    codes, labels : numpy.ndarray, shape (n,)
    rows : numpy.ndarray of bool, shape (n,), optional
        Of which texts; what is commonest is counted among all.
    """
    counts = pd.crosstab(labels, codes)
    common = counts.idxmax(axis=1)
    right = common.loc[labels].to_numpy() == codes
    return float(right.mean() if rows is None else right[rows].mean())
