"""Learn the model of ``models/als-conditions``.

    python models/train/conditions.py [--out FOLDER]

It learns from the passages of ``corpora/written/conditions.csv`` and from sets A and B
of the sample programme; sets C and D are kept for measuring. The same bytes each time.

A window (a sentence or two neighbours, see `alsjournal.reflection._condition_heads`)
of the sample has a code if it overlaps a coded passage by 0.6 of the shorter. A
written passage is one window; the sentences of those without a code are windows
without it too, as a sentence of a passage with it may or may not show it.

Calibration and thresholds come from folds: A by what learned from the rest, B too, and
five parts of the written passages. A text's margin is its best window's. The two kinds
of material count half each. A line through the margins gives probabilities (Platt
1999), and these give what a threshold can be expected to find and to get wrong. To find
much comes first: a code's threshold is the lowest at which the expected precision is
`PRECISION`, or the one with the best F1, whichever is lower; and never under `LEAST`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from alsjournal import ConditionFinder
from alsjournal.reflection._condition_file import save_heads
from alsjournal.reflection._condition_heads import (
    Heads,
    mean_vectors,
    rules_of,
    terms_in,
    weighted,
    windows,
)
from alsjournal.reflection._matcher import matcher
from alsjournal.reflection._sentences import Read, read_text, vectors_hash

ROOT = Path(__file__).parents[2]
OUT = ROOT / "models" / "als-conditions"
OVERLAP = 0.6
LEAST_TEXTS = 3
STRENGTH = 1.0
FOLDS = 5
PRECISION = 0.5
LEAST = 0.1


@dataclass
class Material:
    """Windows of texts: what they hold, and which codes they have.

    ``labels`` and ``usable`` are of shape (n_windows, n_codes); ``of`` is each
    window's text, ``read`` whether it is one that is read when texts are coded.
    """

    told: list[Counter[str]]
    dense: Any
    labels: Any
    usable: Any
    of: Any
    read: Any
    texts: Any  # labels by text
    fold: Any  # by text


def overlaps(read: Read, first: int, last: int, start: int, end: int) -> bool:
    """Whether a window and a coded passage are much the same."""
    a, b = read.spans[first].start, read.spans[last].end
    return min(b, end) - max(a, start) >= OVERLAP * min(b - a, end - start)


def sample(codes: Sequence[str]) -> list[tuple[str, str, list[tuple[int, int, int]]]]:
    """Return fold, text, and coded passages as code, start, end."""
    folder = ROOT / "corpora" / "sample"
    rows = pd.read_csv(folder / "tables" / "reflections.csv", dtype=str)
    members = (rows["author_kind"] == "member") & (rows["language"] == "en")
    rows = rows[members & rows["set_id"].isin(["A", "B"])]
    coded = pd.read_csv(folder / "coding" / "conditions.csv")
    coded = coded[coded["code"].isin(codes)]
    by_text = dict(list(coded.groupby("reflection_id")))
    out = []
    for row in rows.itertuples():
        own = by_text.get(row.reflection_id, coded.iloc[:0])
        found = zip(own["code"], own["start"], own["end"], strict=True)
        passages = [(codes.index(c), int(a), int(b)) for c, a, b in found]
        out.append((str(row.set_id), str(row.text), passages))
    return out


def written(codes: Sequence[str]) -> list[tuple[str, str, list[int]]]:
    """Return fold, text and codes of each written passage."""
    rows = pd.read_csv(ROOT / "corpora" / "written" / "conditions.csv", dtype=str)
    rows = rows.fillna("")
    return [
        (str(i % FOLDS), row.text, [codes.index(c) for c in row.codes.split()])
        for i, row in enumerate(rows.itertuples())
    ]


def material() -> Material:
    """Read all that is learned from."""
    finder = ConditionFinder()
    own = matcher(finder.framework, turns=True)
    codes = list(finder.codes)
    told, dense, labels, usable, of, read_too, texts, fold = ([] for _ in range(8))
    for kind, rows in (("sample", sample(codes)), ("written", written(codes))):
        for where, text, shown in rows:
            read = read_text(text)
            n = len(read.words)
            found = windows(n)
            n_read = len(found)
            if kind == "written" and n > 2:
                found = [*found, (0, n - 1)]
            y = np.zeros((len(found), len(codes)), dtype=bool)
            use = np.ones_like(y)
            of_text = np.zeros(len(codes), dtype=bool)
            if kind == "sample":
                for j, start, end in shown:
                    of_text[j] = True
                    y[:, j] |= [overlaps(read, a, b, start, end) for a, b in found]
            else:
                of_text[shown] = True
                whole = np.array([window == (0, n - 1) for window in found])
                y[np.ix_(whole, of_text)] = True
                use[np.ix_(~whole, of_text)] = False
            seen = rules_of(read, own).strengths
            rules = np.array([seen[a : b + 1].max(axis=0) for a, b in found])
            dense.append(np.hstack([mean_vectors(read.vectors, found), rules]))
            counts = [terms_in(words) for words in read.words]
            told += [sum(counts[a : b + 1], Counter()) for a, b in found]
            labels.append(y)
            usable.append(use)
            of += [len(texts)] * len(found)
            read_too += [k < n_read for k in range(len(found))]
            texts.append(of_text)
            fold.append(where)
    stacked = (np.vstack(part) for part in (dense, labels, usable))
    tail = (np.array(part) for part in (of, read_too, texts, fold))
    return Material(told, *stacked, *tail)


def vocabulary(held: Material, texts: Any) -> tuple[list[str], Any]:
    """Return the terms that enough of some texts use, and their idf."""
    users: dict[str, set[int]] = {}
    for told, text in zip(held.told, held.of, strict=True):
        if texts[text]:
            for term in told:
                users.setdefault(term, set()).add(int(text))
    terms = sorted(t for t, by in users.items() if len(by) >= LEAST_TEXTS)
    n = np.array([len(users[term]) for term in terms])
    idf = np.log((1 + texts.sum()) / (1 + n)) + 1
    return terms, idf.astype(np.float32)


def features(held: Material, terms: Sequence[str], idf: Any) -> Any:
    """Return windows as a sparse matrix: terms, vectors, rules."""
    place = {term: row for row, term in enumerate(terms)}
    told = [[place[t] for t in own.elements() if t in place] for own in held.told]
    columns, values, ends = weighted(told, idf)
    shape = (len(held.told), len(terms))
    sparse = csr_matrix((values.astype(np.float64), columns, ends), shape=shape)
    return hstack([sparse, csr_matrix(held.dense)]).tocsr()


def fitted(X: Any, held: Material, windows_in: Any) -> tuple[Any, Any]:
    """Return the weights, a column a code, and the intercepts."""
    weights, intercepts = [], []
    for j in range(held.labels.shape[1]):
        rows = np.flatnonzero(windows_in & held.usable[:, j])
        machine = LogisticRegression(
            C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
        ).fit(X[rows], held.labels[rows, j])
        weights.append(machine.coef_[0])
        intercepts.append(machine.intercept_[0])
    return np.array(weights).T, np.array(intercepts)


def kept_out(held: Material) -> Any:
    """Return each text's margins by what learned from the other folds."""
    out = np.full(held.texts.shape, -np.inf)
    for fold in np.unique(held.fold):
        apart = held.fold == fold
        X = features(held, *vocabulary(held, ~apart))
        weights, intercepts = fitted(X, held, ~apart[held.of])
        rows = np.flatnonzero(apart[held.of] & held.read)
        np.maximum.at(out, held.of[rows], X[rows] @ weights + intercepts)
    return out


def calibrated(margins: Any, y: Any, weight: Any) -> tuple[float, float, float]:
    """Return slope, shift and threshold of a code."""
    line = LogisticRegression(C=1e6).fit(margins[:, None], y, sample_weight=weight)
    p = line.predict_proba(margins[:, None])[:, 1]
    order = np.argsort(-p, kind="stable")
    hits, n = np.cumsum((weight * p)[order]), np.cumsum(weight[order])
    precision, recall = hits / n, hits / hits[-1]
    best = int(np.argmax(2 * precision * recall / (precision + recall)))
    enough = np.flatnonzero(precision >= PRECISION)
    at = max(best, int(enough[-1]) if len(enough) else 0)
    threshold = max(LEAST, float(p[order][at]))
    return float(line.coef_[0, 0]), float(line.intercept_[0]), threshold


def main() -> None:
    """Learn, say what the folds showed, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    held = material()
    margins = kept_out(held)
    in_sample = np.isin(held.fold, ["A", "B"])
    weight = np.where(in_sample, 0.5 / in_sample.mean(), 0.5 / (~in_sample).mean())
    codes = ConditionFinder().codes
    said = []
    for j, code in enumerate(codes):
        y = held.texts[:, j]
        slope, shift, threshold = calibrated(margins[:, j], y, weight)
        said.append((slope, shift, threshold))
        shown = 1 / (1 + np.exp(-slope * margins[:, j] - shift)) >= threshold
        parts = [code.ljust(20), f"from {threshold:.2f}"]
        for name, own in (("sets A, B", in_sample), ("written", ~in_sample)):
            both, n_found = (shown & y & own).sum(), (shown & own).sum()
            n = (y & own).sum()
            parts.append(f"{name}: {both} of {n_found} right, of {n} with it")
        print("; ".join(parts))
    terms, idf = vocabulary(held, np.ones(len(held.texts), dtype=bool))
    X = features(held, terms, idf)
    weights, intercepts = fitted(X, held, np.ones(len(held.told), dtype=bool))
    parts = np.split(weights, [len(terms), len(weights) - len(codes)])
    slopes, shifts, thresholds = np.array(said, dtype=np.float32).T
    heads = Heads(
        codes,
        tuple(terms),
        idf,
        *(part.astype(np.float16) for part in parts),
        intercepts.astype(np.float32),
        slopes,
        shifts,
        thresholds,
        vectors_hash(),
    )
    save_heads(heads, out)


if __name__ == "__main__":
    main()
