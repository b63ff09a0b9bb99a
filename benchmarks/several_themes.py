"""How well a text that is about several themes gets them all.

    python benchmarks/several_themes.py --data FOLDER [--maps FOLDER]

``nhs_fft``: comments that people gave one code are examples (those of `themes.py`, 17
codes); comments with two or more of these codes are coded, none of which was an
example. Micro F1 over all pairs of comment and code; codes beside the 17 do not count.
Done for all of five words or more, and for the twelve commonest codes and twelve words
or more, without such as have codes beside these: nearest to the set of an earlier
measurement.

How a text is scored: by its whole, by its sentences, its clauses, or half by the whole
and half by its best clause (as `ThemeModel` and `FrameworkCoder` do), against the mean
vector of each code's examples, the same less the mean of all, or by logistic regression
on the examples (balanced, C = 10, not tuned). Which themes it gets: the first, the
first two, all that reach a part of the best score (as `ThemeModel.code` does with a
text of one passage), or all that reach one threshold (as `FrameworkCoder` does). Part
and threshold are those best on one half of the comments, used on the other, and the
other way round.

`FrameworkCoder` learns from all examples, or from ten a code; its threshold is that of
its parameter ``recall``, that which `threshold_curve` expects to have the best F1 for
as many codes a comment as there are, that which was best on the other half, and the
best of all (with all labels); beside these, the first two. With all examples its codes
have logistic regressions, one against the rest.
`ThemeModel` sees no code; its groupings are matched one to one with the codes.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.linear_model import LogisticRegression
from themes import embedder_of, nhs_fft

from alsjournal.embed import SpacyEmbedder, unit
from alsjournal.journal import Journal
from alsjournal.segment import ClauseSegmenter, sentences
from alsjournal.themes import Codebook, FrameworkCoder, ThemeModel
from alsjournal.themes._code import ALSO
from alsjournal.themes._seen import Seen

LOGISTIC = "logistic regression"


def several(
    data: Path, codes: list[str], words: int, *, only: bool
) -> tuple[list[str], Any]:
    """Return comments with two or more of some codes, and which they have."""
    rows = pd.read_csv(data / "nhs_fft" / "comments.csv")
    rows = rows[rows["informative"] & (rows["words"] >= words)]
    own = rows["labels"].str.split(";").map(lambda found: {c.strip() for c in found})
    has = np.array([[code in labels for code in codes] for labels in own])
    chosen = has.sum(axis=1) >= 2
    if only:
        chosen &= has.sum(axis=1) == own.map(len).to_numpy()
    return rows.loc[chosen, "text"].tolist(), has[chosen]


def told(found: Any, has: Any) -> tuple[float, float, float]:
    """Return F1, precision and recall."""
    right = (found & has).sum()
    return (
        float(2 * right / max(found.sum() + has.sum(), 1)),
        float(right / max(found.sum(), 1)),
        float(right / has.sum()),
    )


def line(what: str, found: Any, has: Any) -> None:
    """Print how far codes agree."""
    f1, precision, recall = told(found, has)
    print(
        f"  {what:44} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}  "
        f"{found.sum(axis=1).mean():.1f} a comment"
    )


def first(scores: Any, n: int) -> Any:
    """Return the n best codes of each comment."""
    rank = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1)
    return rank < n


def near(scores: Any, part: float) -> Any:
    """Return codes whose score is at least a part of the best one's."""
    return scores >= part * scores.max(axis=1, keepdims=True)


def crossed(scores: Any, has: Any, rule: Callable[[Any, float], Any]) -> Any:
    """Return what a rule finds with what was best on the other half."""
    halves = np.random.default_rng(0).permutation(len(has)) % 2
    out = np.zeros_like(has)
    for half in (0, 1):
        here, there = halves == half, halves != half
        values = np.quantile(scores[there], np.linspace(0.3, 0.999, 200))
        if rule is near:
            values = np.linspace(0.2, 1, 161)
        best = max(values, key=lambda v: told(rule(scores[there], v), has[there])[0])
        out[here] = rule(scores[here], best)
    return out


def of_scores(
    texts: list[str], has: Any, examples: list[list[str]], embedder: SpacyEmbedder
) -> None:
    """Print how each way of learning, scoring and choosing does."""
    parts = {
        "clauses": Seen.of(texts, embedder.transform, ClauseSegmenter()),
        "sentences": Seen.of(texts, embedder.transform, sentences),
    }
    vectors = [embedder.transform(own) for own in examples]
    for learned, (centres, more) in learned_from(vectors).items():
        clauses = parts["clauses"].score(centres) + more
        whole = parts["clauses"].whole @ centres.T + more
        print(f"  {learned}")
        ways = {"the whole": whole, "whole and best clause": clauses}
        for name, seen in parts.items():
            ways[f"best of the {name}"] = 2 * (seen.score(centres) + more) - whole
        for way, scores in ways.items():
            line(f"{way}, the first", first(scores, 1), has)
            line(f"{way}, the first two", first(scores, 2), has)
            line(f"{way}, a threshold", crossed(scores, has, np.greater_equal), has)
            if learned != LOGISTIC:  # a part of what may be negative means nothing
                line(f"{way}, {ALSO} of the best", near(scores, ALSO), has)
                line(f"{way}, a part of the best", crossed(scores, has, near), has)


def learned_from(vectors: list[Any]) -> dict[str, tuple[Any, Any]]:
    """Return the weights that each way of learning makes, and what is added."""
    every = np.vstack(vectors)
    means = np.stack([own.mean(axis=0) for own in vectors])
    whose = np.repeat(np.arange(len(vectors)), [len(own) for own in vectors])
    head = LogisticRegression(C=10, max_iter=500, class_weight="balanced")
    head.fit(every, whose)
    return {
        "the mean of the examples": (unit(means), 0.0),
        "the same, less the mean of all": (unit(means - every.mean(axis=0)), 0.0),
        LOGISTIC: (head.coef_, head.intercept_),
    }


def of_framework(
    texts: list[str],
    has: Any,
    codes: list[str],
    examples: list[list[str]],
    embedder: SpacyEmbedder,
) -> None:
    """Print how `FrameworkCoder` does, with all examples and with ten a code."""
    rng = np.random.default_rng(0)
    for n in (10, 0):
        book = Codebook()
        for code, own in zip(codes, examples, strict=True):
            some = [own[i] for i in rng.permutation(len(own))[: n or len(own)]]
            book = book.add(code, by="benchmark", on="2026-01-01", examples=some)
        coder = FrameworkCoder(book, embedder=embedder).fit(texts)
        scores = coder.transform(texts)
        said = f"FrameworkCoder, {n or 'all'} examples"
        for recall in (0.8, 0.5):
            one = FrameworkCoder(book, recall=recall, embedder=embedder).fit(texts)
            line(f"{said}, recall {recall}", scores >= one.threshold_, has)
        curve = coder.threshold_curve(codes_a_passage=float(has.sum(axis=1).mean()))
        expected = 2 * curve["precision"] * curve["recall"]
        expected /= (curve["precision"] + curve["recall"]).clip(lower=1e-9)
        at = curve.loc[expected.idxmax(), "threshold"]
        line(f"{said}, best expected", scores >= at, has)
        line(f"{said}, first two", first(scores, 2), has)
        line(f"{said}, a threshold", crossed(scores, has, np.greater_equal), has)
        values = np.quantile(scores, np.linspace(0.3, 0.999, 300))
        best = max(values, key=lambda v: told(scores >= v, has)[0])
        line(f"{said}, best, labels known", scores >= best, has)


def of_groupings(
    texts: list[str],
    has: Any,
    codes: list[str],
    examples: list[list[str]],
    embedder: SpacyEmbedder,
) -> None:
    """Print how groupings do that no code was shown to."""
    every = texts + [text for own in examples for text in own]
    frame = pd.DataFrame({"text": every})
    frame["reflection_id"] = [str(i) for i in range(len(every))]
    journal = Journal.from_frame(frame, already_anonymised=True)
    alone = np.repeat(
        np.eye(len(codes), dtype=bool), [len(e) for e in examples], axis=0
    )
    for unclear in ("auto", 0.0):
        model = ThemeModel(
            n_themes=len(codes), unclear=unclear, embedder=embedder, random_state=0
        ).fit(journal)
        ids = model.code(journal)
        place = {name: i for i, name in enumerate(model.theme_names_)}
        found = np.zeros((len(every), model.n_themes_), dtype=bool)
        found[ids["reflection_id"].astype(int), ids["code"].map(place)] = True
        hits = found[len(texts) :].T.astype(int) @ alone.astype(int)
        groups, match = linear_sum_assignment(-hits)
        as_codes = np.zeros_like(has)
        as_codes[:, match] = found[: len(texts), groups]
        line(f"ThemeModel.code, unclear={unclear}", as_codes, has)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument("--maps", type=Path)
    said = parser.parse_args()
    if said.data is None:
        parser.error("say where the data is: --data, or ALSJOURNAL_DATA")
    data = Path(said.data)
    alone = pd.DataFrame(dict(zip(("text", "code"), nhs_fft(data), strict=True)))
    embedder = embedder_of("nhs_fft", said.maps).fit([])
    for n, words, only in ((17, 5, False), (12, 12, True)):
        codes = alone["code"].value_counts().index[:n].tolist()
        texts, has = several(data, codes, words, only=only)
        length = np.mean([len(text.split()) for text in texts])
        print(
            f"{len(texts)} comments, {length:.0f} words, {n} codes, "
            f"{has.sum(axis=1).mean():.2f} each"
        )
        examples = [alone.loc[alone["code"] == c, "text"].tolist() for c in codes]
        of_scores(texts, has, examples, embedder)
        of_framework(texts, has, codes, examples, embedder)
        of_groupings(texts, has, codes, examples, embedder)


if __name__ == "__main__":
    main()
