"""Texts that raise several issues: grouped, placed and coded by passage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.journal import Journal
from alsjournal.segment import passages
from alsjournal.themes import ThemeModel
from alsjournal.themes._passages import WITHHELD, Placed, cut_up
from alsjournal.themes._settle import shared
from tests.test_themes_model import TOPICS, WordEmbedder

MEMBERS = 6


def issue(topic: str, rng: np.random.Generator) -> str:
    """A passage of about 32 words on a topic."""
    words = TOPICS[topic].split()
    return " ".join(
        f"We had the {' the '.join(rng.choice(words, 3))}." for _ in range(4)
    )


def reflections(n: int, seed: int = 0) -> tuple[list[str], list[list[str]]]:
    """Texts that each raise two of three issues, and which."""
    rng = np.random.default_rng(seed)
    raised = [list(rng.permutation(list(TOPICS))[:2]) for _ in range(n)]
    return [" ".join(issue(t, rng) for t in two) for two in raised], raised


def journal_of(texts: list[str], members: int = MEMBERS) -> Journal:
    who = [f"m{i % members}" for i in range(len(texts))]
    frame = pd.DataFrame({"text": texts, "member": who})
    return Journal.from_frame(frame, already_anonymised=True)


def fitted(X: object, **parameters: Any) -> ThemeModel:
    return ThemeModel(embedder=WordEmbedder(), random_state=0, **parameters).fit(X)


def topic_of(model: ThemeModel, name: str) -> str:
    """The topic whose words a theme's terms are."""
    terms = " ".join(model.terms_[model.theme_names_.index(name)]).split()
    hits = {t: len(set(terms) & set(w.split())) for t, w in TOPICS.items()}
    return max(hits, key=lambda topic: hits[topic])


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return reflections(48)[0]


@pytest.fixture(scope="module")
def model(texts: list[str]) -> ThemeModel:
    return fitted(journal_of(texts), n_themes=3, unclear=0.0)


def test_both_issues_of_a_text_are_found(texts: list[str], model: ThemeModel) -> None:
    journal = journal_of(texts)
    raised = reflections(48)[1]
    ids = journal.table("reflections")["reflection_id"].tolist()
    for X in (journal, texts):
        codings = model.code(X)
        assert not codings.duplicated(["reflection_id", "code"]).any()
        by_text = codings.groupby("reflection_id")["code"].agg(list)
        for i, two in enumerate(raised):
            key = ids[i] if X is journal else str(i)
            assert {topic_of(model, name) for name in by_text[key]} == set(two)


def test_codings_are_whole_passages(texts: list[str], model: ThemeModel) -> None:
    for row in model.code(texts).itertuples():
        text = texts[int(row.reflection_id)]
        assert (row.start, row.end) in passages(text)
        assert text[row.start : row.end].endswith(".")


def test_the_first_theme_has_the_most_passages(model: ThemeModel) -> None:
    rng = np.random.default_rng(7)
    for more, less in (("beds", "rota"), ("trust", "beds")):
        text = " ".join(issue(topic, rng) for topic in (less, more, more))
        label = int(model.predict([text])[0])
        assert topic_of(model, model.theme_names_[label]) == more
        assert model.code([text])["code"].iloc[0] == model.theme_names_[label]
        assert len(model.code([text])) == 2


def test_a_text_is_unclear_if_all_its_passages_are(texts: list[str]) -> None:
    model = fitted(journal_of(texts), n_themes=3, unclear=0.5)
    for X in (journal_of(texts), texts):
        labels = model.predict(X)
        coded = set(model.code(X)["reflection_id"])
        assert len(coded) == (labels >= 0).sum()
    alone = model.predict(["zzz " * 40 + ". " + "yyy " * 40])
    assert alone.tolist() == [-1]
    placed = model._groups.placed
    assert (placed.labels == -1).mean() == pytest.approx(0.5, abs=0.05)
    assert (model.labels_ == -1).mean() < 0.5


def test_transform_is_that_of_the_best_passage(model: ThemeModel) -> None:
    rng = np.random.default_rng(3)
    one, two = issue("beds", rng), issue("rota", rng)
    apart = model.transform([one, two])
    # 64 words make two passages, one an issue.
    both = model.transform([f"{one} {two}"])
    np.testing.assert_allclose(both[0], apart.max(axis=0), atol=1e-6)


def test_sizes_count_texts(texts: list[str], model: ThemeModel) -> None:
    assert model.labels_.shape == (48,)
    assert model.n_texts_ == 48
    assert model.sizes_.sum() == 96  # each raises two
    journal = journal_of(texts)
    assert (model.predict(journal) == model.labels_).all()
    counted = model.code(journal)["code"].value_counts()
    assert model.sizes_.tolist() == [counted[name] for name in model.theme_names_]


def test_rejecting_a_theme_leaves_the_others_of_a_text(
    texts: list[str], model: ThemeModel
) -> None:
    gone = model.theme_names_[0]
    book = model.codebook_.reject(gone, by="Ade")
    edited = model.with_codebook(book)
    journal = journal_of(texts)
    assert (edited.predict(journal) >= 0).all()  # each raises two
    before, after = model.code(journal), edited.code(journal)
    assert len(after) == (before["code"] != gone).sum()
    assert gone not in set(after["code"])


def test_merged_themes_are_coded_once(texts: list[str], model: ThemeModel) -> None:
    book = model.codebook_.merge(model.theme_names_, by="Ade", name="All")
    edited = model.with_codebook(book)
    codings = edited.code(journal_of(texts))
    assert len(codings) == 48
    assert edited.sizes_.tolist() == [48]


def test_withdrawn_texts_are_not_coded(texts: list[str], model: ThemeModel) -> None:
    journal = journal_of(texts)
    grants = journal.table("permissions")
    grants.loc[::5, "use"] = "self"
    some = Journal({"reflections": journal.table("reflections"), "permissions": grants})
    coded = set(model.code(some)["reflection_id"])
    ids = journal.table("reflections")["reflection_id"]
    labels = model.predict(some)
    assert coded == set(ids[labels >= 0])
    assert 0 < len(coded) < 48
    kept = model.code(journal)
    pd.testing.assert_frame_equal(
        model.code(some), kept[kept["reflection_id"].isin(coded)].reset_index(drop=True)
    )
    # What was withheld from the fit has no passages in it.
    other = fitted(some, n_themes=3, unclear=0.0)
    placed = other._groups.placed
    assert (placed.lengths[placed.withheld] == 1).all()
    assert (other.predict(some) == other.labels_).all()
    assert (other.predict(journal) >= 0).all()


def test_a_sample_of_texts_with_the_others_joined(
    texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alsjournal.themes._passes.SAMPLE", 40)
    model = fitted(journal_of(texts), n_themes=3, unclear=0.0)
    assert model.n_texts_ == 20  # of two passages each
    assert model.labels_.shape == (48,)
    assert (model.labels_ >= 0).all()
    assert len(model._groups.placed.labels) == 96
    assert len(model.code(journal_of(texts))) >= 90


def test_partial_fit_counts_passages_and_texts(texts: list[str]) -> None:
    model = fitted(journal_of(texts[:30]), n_themes=3, unclear=0.0)
    model.partial_fit(journal_of(texts[30:]))
    assert model.n_texts_ == 48
    assert model.sizes_.sum() == 96
    assert model._groups.counts.sum() == 96


class TestShared:
    def odd(self, members: list[str]) -> Journal:
        """A topic that three texts share, beside two that all share."""
        rng = np.random.default_rng(5)
        two = list(TOPICS)[:2]
        own = [issue(two[i % 2], rng) for i in range(len(members) - 4)]
        own += [issue("trust", rng) for _ in range(4)]
        frame = pd.DataFrame({"text": own, "member": members})
        return Journal.from_frame(frame, already_anonymised=True)

    def test_a_grouping_of_one_member_is_none(self) -> None:
        members = [f"m{i % 7}" for i in range(26)] + ["loner"] * 4
        journal = self.odd(members)
        for seed in range(3):
            model = fitted(journal, unclear=0.0).set_params(random_state=seed)
            model.fit(journal)
            assert model.n_themes_ >= 2
            assert (model.predict(journal)[-4:] == -1).all()
            who = journal.table("reflections").set_index("reflection_id")["member"]
            codings = model.code(journal)
            people = codings["reflection_id"].map(who).groupby(codings["code"])
            assert (people.nunique() >= 3).all()
        kept = fitted(journal, n_themes=3, unclear=0.0)
        assert kept.n_themes_ == 3
        assert len(set(kept.predict(journal)[-4:])) == 1

    def test_without_members_it_needs_five_texts(self) -> None:
        labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
        owners = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9])
        found = shared(labels, owners, [""] * 10, 3)
        assert found.tolist() == [False, True, False]

    def test_one_grouping_alone_is_none(self) -> None:
        members = ["a"] * 15 + ["b"] * 15
        model = fitted(self.odd(members))
        assert model.n_themes_ == 0
        assert (model.predict(self.odd(members)) == -1).all()
        assert model.code(self.odd(members)).empty


class TestPlaced:
    def placed(self) -> Placed:
        return Placed(
            np.array([0, 1, 1, -1, WITHHELD, 2, 2]),
            np.array([0.9, 0.5, 0.5, 0, 0, 0.2, 0.0], dtype=np.float32),
            np.array([3, 1, 1, 2]),
        )

    def test_evidence_adds_up(self) -> None:
        placed = self.placed()
        assert placed.of_texts(placed.labels).tolist() == [1, -1, -1, 2]
        assert placed.withheld.tolist() == [False, False, True, False]
        table = np.array([0, 0, -1, -1, -1])  # the first two merged, the third rejected
        assert placed.of_texts(table[placed.labels]).tolist() == [0, -1, -1, -1]

    def test_the_first_of_equal_ones(self) -> None:
        labels, one = np.array([4, 3]), np.ones(2, dtype=np.float32)
        assert Placed(labels, one, np.array([2])).of_texts(labels).tolist() == [3]

    def test_rows_and_joined(self) -> None:
        placed = self.placed()
        again = Placed.joined([placed.rows(0, 1), placed.rows(1, 3), placed.rows(3, 4)])
        for name in ("labels", "strength", "lengths"):
            assert (getattr(again, name) == getattr(placed, name)).all()
        assert len(Placed.joined([]).labels) == 0

    def test_with_rows(self) -> None:
        new = Placed.nowhere(np.array([True, False, True]))
        drawn = Placed(np.array([5, 6]), np.ones(2, dtype=np.float32), np.array([2]))
        found = new.with_rows(np.array([2]), drawn)
        assert found.labels.tolist() == [-1, WITHHELD, 5, 6]
        assert found.lengths.tolist() == [1, 1, 2]


@given(st.lists(st.text(max_size=300), max_size=6))
def test_every_text_has_a_passage(texts: list[str]) -> None:
    pieces = cut_up(texts)
    assert (pieces.lengths >= 1).all()
    assert len(pieces.texts) == len(pieces.segments) == pieces.lengths.sum()
    for owner, text, (start, end) in zip(
        pieces.owners, pieces.texts, pieces.segments, strict=True
    ):
        assert texts[owner][start:end] == text


def test_texts_that_may_not_be_used_are_not_cut(texts: list[str]) -> None:
    pieces = cut_up(texts[:2], np.array([True, False]))
    assert pieces.lengths.tolist() == [2, 1]
