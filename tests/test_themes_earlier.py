"""A new fit keeps the ids of an earlier model's themes by where passages went."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from test_themes_lineage import TEXTS, journal
from test_themes_model import fitted, journal_of, written

from alsjournal.errors import InputError, NotFittedError
from alsjournal.themes import Codebook, ThemeModel, lineage
from alsjournal.themes._flow import PART, STAYS, Flow, flow_of, heirs, known_before
from alsjournal.themes._passages import Placed


def again(earlier: ThemeModel, X: object, **parameters: Any) -> ThemeModel:
    model = ThemeModel(embedder=earlier.embedder, random_state=0, **parameters)
    return model.fit(X, continues=earlier)


def of_passages(rows: list[list[int]]) -> Flow:
    counts = np.asarray(rows, dtype=np.int64)
    return Flow(counts, counts, counts.sum(axis=1))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[5, 1], [1, 5]], {0: 0, 1: 1}),
        ([[1, 5], [5, 1]], {0: 1, 1: 0}),
        ([[9, 1], [8, 2]], {0: 0}),  # merged: the greater has the heir
        ([[6, 4], [0, 0]], {0: 0}),
        ([[4, 3, 3]], {0: 0}),  # split: its largest part
        ([[4, 2, 2, 2]], {}),  # gone: no second part
        ([[0, 0]], {}),
    ],
)
def test_who_is_whose_heir(rows: list[list[int]], expected: dict[int, int]) -> None:
    assert heirs(of_passages(rows)) == expected


@given(arrays(np.int64, (4, 5), elements=st.integers(0, 20)))
def test_heirs_are_one_to_one_and_hold_a_part(counts: np.ndarray) -> None:
    found = heirs(of_passages(counts.tolist()))
    assert len(set(found.values())) == len(found)
    share = of_passages(counts.tolist()).share
    assert all(share[i, j] >= PART for j, i in found.items())
    went = {(i, j) for i, j in zip(*np.nonzero(share >= STAYS), strict=True)}
    for i, j in went:  # whoever goes on has its heir, unless another has more of it
        assert j in found or (share[i] == share[i].max()).sum() > 1


def test_texts_are_counted_once_and_unknown_passages_not() -> None:
    was = np.array([0, 0, 1, -3, -1])
    now = np.array([1, 1, 0, 1, -1])
    flow = flow_of(was, now, np.array([0, 0, 1, 2, 3]), (2, 2))
    assert flow.passages.tolist() == [[0, 2], [1, 0]]
    assert flow.texts.tolist() == [[0, 1], [1, 0]]
    assert flow.sizes.tolist() == [2, 1]


def test_texts_are_known_by_key_and_number_of_passages() -> None:
    placed = Placed(np.array([4, 5, 6]), np.ones(3, np.float32), np.array([2, 1]))
    found = known_before(
        placed.labels,
        placed,
        np.array([10, 11]),
        np.array([11, 12, 10, 10]),
        np.array([1, 1, 2, 1]),
    )
    assert found.tolist() == [6, -3, 4, 5, -3]


def test_ids_agree_with_lineage() -> None:
    earlier = fitted(journal(60), n_themes=3)
    later = again(earlier, journal(120), n_themes=3)
    table = lineage(earlier, later, journal(120))
    assert table["same_id"].all()
    assert set(later.theme_ids_) == set(earlier.theme_ids_)
    why = [e.why for e in later.codebook_.events[-3:]]
    assert all("of its clear passages" in words for words in why)


def test_passages_go_before_words() -> None:
    earlier = fitted(journal(60), n_themes=3)
    # By their words alone two themes would change places.
    book = earlier.codebook_
    for i, theme in enumerate(earlier.theme_ids_):
        other = earlier.terms_[(i + 1) % 3]
        book = book.rename(theme, ", ".join(other), by="Ade", on="2026-01-01")
    later = again(earlier, journal(120), n_themes=3, codebook=book)
    assert lineage(earlier.with_codebook(book), later, journal(120))["same_id"].all()


def test_of_two_that_merge_the_greater_keeps_its_id() -> None:
    three = fitted(journal(120), n_themes=3)
    two = again(three, journal(120), n_themes=2)
    assert two.n_themes_ == 2
    assert set(two.theme_ids_) < set(three.theme_ids_)
    four = again(two, journal(120), n_themes=4)
    assert len(set(four.theme_ids_)) == 4  # one that had no group may come back
    assert set(two.theme_ids_) < set(four.theme_ids_)


def test_texts_without_ids_are_placed_by_the_earlier_model() -> None:
    earlier = fitted(TEXTS[:60], n_themes=3)
    later = again(earlier, TEXTS[60:], n_themes=3)
    new = later.predict(TEXTS)
    same = np.asarray([earlier.theme_ids_.index(t) for t in later.theme_ids_])
    assert (same[new[new >= 0]] == earlier.predict(TEXTS)[new >= 0]).mean() > 0.9


def test_a_rejected_theme_stays_rejected_and_people_s_words_go_on() -> None:
    earlier = fitted(journal(60), n_themes=3)
    first, second, _ = earlier.theme_ids_
    book = earlier.codebook_.reject(first, by="Ade", on="2026-01-01")
    book = book.adopt(second, central_idea="x", by="Ade", date="2026-01-02")
    later = again(earlier, journal(120), n_themes=3, codebook=book)
    assert later.n_themes_ == 2
    assert first not in later.theme_ids_
    assert later.codebook_.status(second) == "candidate"  # to be read again


def test_a_model_can_be_fitted_anew_on_from_itself() -> None:
    model = fitted(journal(60), n_themes=3)
    ids = set(model.theme_ids_)
    model.fit(journal(120), continues=model)
    assert set(model.theme_ids_) == ids
    assert len(model.labels_) == 120


def test_a_theme_that_nobody_grouped_before_is_found_by_its_words() -> None:
    old = [text for i, text in enumerate(TEXTS) if i % 3 < 2]
    earlier = fitted(journal(80, old), n_themes=2)
    trust = "listening questions trust silence courage honesty set"
    book = earlier.codebook_.add(
        "Trust", by="Ade", on="2026-01-01", definition=trust, examples=[trust]
    )
    later = again(earlier, written(90, seed=5)[0], n_themes=3, codebook=book)
    assert set(later.theme_ids_) == {*earlier.theme_ids_, book.theme("Trust").theme_id}


def test_nothing_of_the_earlier_model_or_its_texts_is_kept() -> None:
    earlier = fitted(journal(60), n_themes=3)
    later = again(earlier, journal(120), n_themes=3)
    assert set(vars(later)) == set(vars(earlier))
    assert not [text for text in TEXTS[:60] if text in repr(vars(later))]


def test_what_cannot_be_gone_on_from() -> None:
    model = fitted(journal(60), n_themes=3)
    book: Any = model.codebook_
    with pytest.raises(InputError, match="must be an earlier ThemeModel"):
        ThemeModel().fit(journal(60), continues=book)
    with pytest.raises(NotFittedError):
        ThemeModel().fit(journal(60), continues=ThemeModel())
    with pytest.raises(InputError, match="know every theme"):
        again(model, journal(60), codebook=Codebook())


def test_from_a_model_without_themes() -> None:
    few = fitted(journal_of(TEXTS[:3]))
    assert few.n_themes_ == 0
    assert again(few, journal(60), n_themes=3).n_themes_ == 3
