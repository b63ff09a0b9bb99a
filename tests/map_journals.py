"""Journals for tests of maps and agreement: small vectors, and words to look for."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin

from alsjournal.journal import Journal

SECRET = "juniper"
WARD, ROTA = "The ward had no beds again.", "Our rota had no cover in winter."


class Lengths(TransformerMixin, BaseEstimator):
    """Three numbers a text: enough to have a plane, and made in no time."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        rows = [(len(t), t.count("o"), t.count(" ") + 1) for t in X]
        return np.array(rows, dtype=np.float32).reshape(len(X), 3)


def journal(n=40, members=8, sessions=4, keep=()):
    """Half of the texts on the ward, half on the rota; some writers keep theirs."""
    rows = [
        {
            "reflection_id": f"key-{i}",
            "set_id": "A" if i % 2 else "B",
            "session": 1 + i % sessions,
            "member": f"m{i % members}",
            "text": (WARD if i < n / 2 else ROTA) + " So" * (i % 5) + f" {SECRET}",
        }
        for i in range(n)
    ]
    allowed = [{"member": one, "use": "self", "reach": "set"} for one in keep]
    frames = {"reflections": pd.DataFrame(rows)}
    if allowed:
        frames["permissions"] = pd.DataFrame(allowed)
    return Journal(frames)


def codes(of, themes=("ward", "rota")):
    ids = of.table("reflections")["reflection_id"]
    first = [themes[0] if i < len(ids) / 2 else themes[-1] for i in range(len(ids))]
    return pd.DataFrame({"reflection_id": ids, "code": first})


def coded(n=20):
    """Ann and Ben differ on texts 8, 9 (cover or trust) and 19 (only Ben's)."""
    ids = [f"key-{i}" for i in range(n)]
    ann = ["cover"] * 10 + ["trust"] * (n - 11)
    ben = ["cover"] * 8 + ["trust"] * (n - 8)
    tables = [
        pd.DataFrame({"reflection_id": ids[: len(own)], "code": own, "coder": who})
        for who, own in (("ann", ann), ("ben", ben))
    ]
    return pd.concat(tables, ignore_index=True), ids
