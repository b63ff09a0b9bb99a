"""Learn the model of ``models/als-commitments`` from coded sentences.

    python models/train/commitments.py --data FOLDER [--out FOLDER] [--folds]

It learns from sentences written for the project (``corpora/written``), from sets A and
B of the sample, sentence by sentence, and, as sentences that take nothing on, from
diaries (``cered_en`` in the folder, what people did not label Intention) and comments
of patients (``nhs_fft``) in which neither the rules nor a word of wishing says
otherwise; these count less. ``--folds`` learns in five folds instead, texts apart, and
prints how well each threshold does, on nothing but what is learned from. The same bytes
each time.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.model_selection import StratifiedGroupKFold

from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection._sentence_file import COMMITMENTS, save_scorer
from alsjournal.reflection._sentence_scorer import Scorer, learned
from alsjournal.reflection.commitments import Told, decided, told
from alsjournal.segment import sentences

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parents[1] / "corpora"
OUT = HERE.parent / "als-commitments"

LEARNED_SETS = ("A", "B")
SURE = 3.0
"""Mean confidence of the annotators from which a label of the diaries counts."""

COMMENTS = 1_500
LESS = 0.3
"""The weight of a sentence of which it is only supposed that it takes nothing on."""

_WISHING = re.compile(r"should|would|could|need|please|wish|hope", re.IGNORECASE)


class Coded(NamedTuple):
    """A sentence to learn from."""

    terms: Collection[str]
    label: str
    author: str
    weight: float


def written() -> Iterator[Coded]:
    """Yield the sentences written for the project."""
    rows = pd.read_csv(CORPORA / "written" / "commitments.csv")
    docs = parsed(rows["sentence"].tolist(), GRAMMAR)
    for row, doc in zip(rows.itertuples(), docs, strict=True):
        terms = {term for one in told(doc) for term in one.terms}
        yield Coded(terms, row.label, f"written {row.text_id}", 1.0)


def sample() -> Iterator[Coded]:
    """Yield the sentences of sets A and B, read in their texts."""
    rows = pd.read_csv(CORPORA / "sample" / "tables" / "reflections.csv")
    member = rows["author_kind"] == "member"
    rows = rows[member & rows["set_id"].isin(LEARNED_SETS)]
    coded = pd.read_csv(CORPORA / "sample" / "coding" / "commitments.csv")
    for row, doc in zip(rows.itertuples(), parsed(rows["text"].tolist()), strict=True):
        own = coded[coded["reflection_id"] == row.reflection_id]
        for one in told(doc):
            author = f"sample {row.reflection_id}"
            yield Coded(one.terms, label_of(one, own), author, 1.0)


def label_of(one: Told, coded: pd.DataFrame) -> str:
    """Return the code that lies upon half of a sentence, or half of which does."""
    start, end = one.at
    found = set()
    for row in coded.itertuples():
        upon = min(end, row.end) - max(start, row.start)
        if 2 * upon > min(end - start, row.end - row.start):
            found.add(row.code)
    return next((code for code in ("commitment", "wish") if code in found), "none")


def others(data: Path) -> Iterator[Coded]:
    """Yield sentences of diaries and comments that take nothing on, as it seems."""
    rows = pd.read_csv(data / "cered_en" / "sentences_train.csv")
    rows = rows[(rows["label"] != "Intention") & (rows["confidence_mean"] >= SURE)]
    writers = rows["author_id"].fillna(rows["journal_id"])
    who = [f"diary {w}" for w in writers]
    yield from supposed(rows["sentence"].tolist(), who)
    comments = pd.read_csv(data / "nhs_fft" / "comments.csv")["text"].dropna()
    comments = comments.sample(COMMENTS, random_state=0)
    said = [
        (t[s.start : s.end], f"comment {i}")
        for i, t in comments.items()
        for s in sentences(t)
    ]
    plain = [(s, w) for s, w in said if len(s.split()) > 3 and not _WISHING.search(s)]
    yield from supposed([s for s, _ in plain], [w for _, w in plain])


def supposed(texts: list[str], who: list[str]) -> Iterator[Coded]:
    """Yield those sentences in which the rules find nothing."""
    for author, doc in zip(who, parsed(texts, GRAMMAR), strict=True):
        read = list(told(doc))
        if not any(one.ruled for one in read):
            terms = {term for one in read for term in one.terms}
            yield Coded(terms, "none", author, LESS)


def scorer_of(rows: list[Coded]) -> Scorer:
    """Learn a scorer."""
    terms, labels, authors, weights = map(list, zip(*rows, strict=True))
    return learned(terms, labels, np.asarray(weights), authors, 0)


def folds(rows: list[Coded]) -> None:
    """Print kappa and F1 of thresholds on texts that were kept out."""
    y, who = np.array([r.label for r in rows]), np.array([r.author for r in rows])
    proba = np.zeros((len(rows), 3))
    apart = StratifiedGroupKFold(5, shuffle=True, random_state=3)
    for seen, out in apart.split(y, y, who):
        scorer = scorer_of([rows[i] for i in seen])
        proba[out] = [scorer.proba(rows[i].terms) for i in out]
    kind = np.array([w.split()[0] for w in who])
    for least in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        found = np.array([decided(p, scorer.classes, least)[0] for p in proba])
        for part in ("written", "sample"):
            of = kind == part
            kappa = cohen_kappa_score(y[of], found[of])
            each = [
                f1_score(y[of] == code, found[of] == code)
                for code in ("commitment", "wish")
            ]
            print(f"{least} {part}, n {of.sum()}: kappa {kappa:.3f}, F1 {each}")
        wrong = (found[(kind == "diary") | (kind == "comment")] != "none").mean()
        print(f"{least} others: {wrong:.4f} found")


def main() -> None:
    """Read the arguments, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folds", action="store_true")
    asked = parser.parse_args()
    rows = [*written(), *sample(), *others(asked.data)]
    if asked.folds:
        folds(rows)
        return
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as beside:
        made = save_scorer(scorer_of(rows), Path(beside) / "made", COMMITMENTS)
        for file in made.iterdir():
            shutil.copyfile(file, asked.out / file.name)


if __name__ == "__main__":
    main()
