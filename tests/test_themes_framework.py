"""`FrameworkCoder`: a framework of one's own, from a few examples a code."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from test_themes_model import TOPICS, WordEmbedder, journal_of, written

from alsjournal.errors import InputError, NotFittedError
from alsjournal.journal import Journal
from alsjournal.themes import Codebook, FrameworkCoder
from alsjournal.themes._threshold import curve, threshold_at
from alsjournal.trends import theme_prevalence

TEXTS, WHAT = written(90)
IDS = [f"r{i}" for i in range(90)]


@pytest.fixture(scope="module")
def journal() -> Journal:
    members = [f"m{i % 10}" for i in range(90)]
    return journal_of(TEXTS, reflection_id=IDS, member=members, session=1)


@pytest.fixture(scope="module")
def book() -> Codebook:
    made = Codebook()
    for topic, words in TOPICS.items():
        own = words.split()
        examples = [" ".join(own[i : i + 3]) + "." for i in range(4)]
        made = made.add(topic, by="Ade", on="2026-01-01", examples=examples)
    return made


def fitted(book: Codebook, X: object, **parameters: Any) -> FrameworkCoder:
    return FrameworkCoder(book, embedder=WordEmbedder(), **parameters).fit(X)


def test_it_codes_by_the_framework(book: Codebook, journal: Journal) -> None:
    coder = fitted(book, journal)
    assert coder.theme_names_ == list(TOPICS)
    assert coder.n_examples_ == [4, 4, 4]
    best = coder.transform(journal).argmax(axis=1)
    assert (best == [list(TOPICS).index(t) for t in WHAT]).mean() > 0.95
    found = coder.code(journal)
    assert set(found["coder"].str.split("/").str[0]) == {"framework"}
    assert found["coding_id"].is_unique
    given = coder.predict(journal)
    assert given.sum() == len(found)
    for i, rows in found.groupby("reflection_id"):
        text = TEXTS[int(str(i)[1:])]
        assert (rows["end"] <= len(text)).all()
    raised = theme_prevalence(journal, coder).to_frame()
    assert set(raised["theme"]) == set(TOPICS)


def test_the_threshold_is_for_recall_and_slides(
    book: Codebook, journal: Journal
) -> None:
    coder = fitted(book, journal, recall=0.75)
    table = coder.threshold_curve()
    chosen = table[table["chosen"]].iloc[0]
    assert chosen["recall"] >= 0.75
    assert table["recall"].is_monotonic_decreasing
    assert table["found"].is_monotonic_decreasing
    assert fitted(book, journal, recall=1.0).threshold_ <= coder.threshold_
    strict, loose = coder.with_threshold(0.9), coder.with_threshold(-1)
    assert len(strict.code(journal)) < len(coder.code(journal))
    assert loose.predict(journal).all()
    assert coder.threshold_ == chosen["threshold"]  # the first one is as it was
    more = coder.threshold_curve(codes_a_passage=2)["precision"]
    assert (more >= table["precision"]).all()
    for bad in (2, True, "high"):
        with pytest.raises(InputError, match="threshold must"):
            coder.with_threshold(bad)  # type: ignore[arg-type]


def test_the_curve_by_hand() -> None:
    own = np.array([0.9, 0.5, 0.5, 0.2])
    background = np.array([[0.95, 0.1], [0.6, 0.3]])
    table = curve(own, background, 1.0)
    assert table["threshold"].tolist() == [0.2, 0.5, 0.9]
    assert table["recall"].tolist() == [1, 0.75, 0.25]
    assert table["found"].tolist() == [1.5, 1, 0.5]
    assert table["precision"].tolist() == pytest.approx([2 / 3, 0.75, 0.5])
    assert threshold_at(table, 0.75) == 0.5
    assert threshold_at(table, 0.76) == 0.2
    assert curve(own, np.zeros((0, 2)), 1.0)["precision"].isna().all()


def test_texts_and_codings_are_examples_too(journal: Journal) -> None:
    rows = {topic: [i for i in range(90) if WHAT[i] == topic] for topic in TOPICS}
    book = Codebook()
    codings = []
    for topic in TOPICS:
        book = book.add(topic, by="Ade")
        for i in rows[topic][:2]:
            book = book.put_in(topic, f"r{i}", by="Ade")
        end = len(TEXTS[rows[topic][2]])
        codings.append((f"c-{topic}", f"r{rows[topic][2]}", 0, end, topic, "theme"))
        book = book.define(topic, by="Ade", coded_examples=[f"c-{topic}"])
    columns = ["coding_id", "reflection_id", "start", "end", "code", "construct"]
    coded = journal.with_codings(pd.DataFrame(codings, columns=columns))
    coder = fitted(book, coded)
    assert coder.n_examples_ == [3, 3, 3]
    best = coder.transform(coded).argmax(axis=1)
    assert (best == [list(TOPICS).index(t) for t in WHAT]).mean() > 0.9
    first = rows["beds"][0]
    assert coder.with_threshold(1.0).predict(coded)[first].tolist() == [1, 0, 0]
    out = book.take_out("beds", f"r{first}", by="Ade")
    again = fitted(out, coded).with_threshold(-1)
    assert again.predict(coded)[first].tolist() == [0, 1, 1]
    found = again.code(coded).query("reflection_id == @IDS[@first]")
    assert set(found["code"]) == {"rota", "trust"}


def test_what_may_not_be_used_is_not(book: Codebook) -> None:
    frame = pd.DataFrame({"text": TEXTS, "reflection_id": IDS})
    kept = Journal.from_frame(frame, already_anonymised=True, permission="self")
    coder = fitted(book.put_in("beds", "r0", by="Ade"), kept)
    assert coder.n_examples_ == [4, 4, 4]
    assert not coder.with_threshold(-1).predict(kept).any()
    assert not len(coder.code(kept))
    assert coder.terms_ == [[], [], []]


def test_words_need_three_members(book: Codebook, journal: Journal) -> None:
    coder = fitted(book, journal)
    assert set(coder.words("beds")) & set(TOPICS["beds"].split())
    assert coder.words("t1") == coder.words("beds")
    assert not [w for w in coder.words("beds") if w.startswith("x")]
    with pytest.raises(InputError):
        coder.words("nothing")
    few = fitted(book, TEXTS[:4])
    assert few.terms_ == [[], [], []]


def test_rejected_codes_are_left_out(book: Codebook, journal: Journal) -> None:
    coder = fitted(book.reject("rota", by="Ade"), journal)
    assert coder.theme_names_ == ["beds", "trust"]
    with pytest.raises(InputError, match="rejected"):
        coder.words("rota")


def test_its_contract(book: Codebook, journal: Journal) -> None:
    made = FrameworkCoder(book, recall=0.7)
    assert clone(made).get_params()["recall"] == 0.7
    with pytest.raises(NotFittedError):
        made.predict(TEXTS)
    first, second = fitted(book, journal), fitted(book, journal)
    assert (first.transform(journal) == second.transform(journal)).all()
    held = repr(vars(first))
    assert not [text for text in TEXTS if text in held]
    for bad in (
        {"codebook": None},
        {"codebook": Codebook().add("x", by="Ade")},
        {"codebook": book, "recall": 0},
        {"codebook": book, "recall": True},
        {"codebook": book, "embedder": 3},
    ):
        with pytest.raises(InputError):
            FrameworkCoder(**{"embedder": WordEmbedder(), **bad}).fit(journal)


@pytest.mark.parametrize("n", [0, 1, 2, 11])
def test_few_texts(book: Codebook, n: int) -> None:
    coder = fitted(book, TEXTS[:n])
    assert coder.predict(TEXTS[:n]).shape == (n, 3)
    assert len(coder.threshold_curve())
