"""A theme that is there is found again, one that is not is not, and words say so."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_themes_model import fitted, journal_of, written

from alsjournal.cleared import ThemeSummary
from alsjournal.errors import InputError, NotFittedError
from alsjournal.journal import Journal
from alsjournal.report.compose import compose
from alsjournal.report.render.html import to_html
from alsjournal.report.summarise import summarise
from alsjournal.themes import Stability, ThemeModel, theme_stability
from alsjournal.themes.holds import Held, badge_of, holds_in_words
from alsjournal.themes.stability import _overlaps
from alsjournal.trends import theme_prevalence, theme_summary

TEXTS, _ = written(90)


def programme(n_members: int = 15) -> Journal:
    members = [f"m{i % n_members}" for i in range(90)]
    return journal_of(TEXTS, member=members, session=1)


@pytest.fixture(scope="module")
def journal() -> Journal:
    return programme()


@pytest.fixture(scope="module")
def model(journal: Journal) -> ThemeModel:
    return fitted(journal, n_themes=3)


@pytest.fixture(scope="module")
def held(model: ThemeModel, journal: Journal) -> Stability:
    return model.stability(journal, n_bootstraps=8)


def test_themes_that_are_there_hold(held: Stability) -> None:
    assert held.adjusted_rand is not None
    assert held.adjusted_rand > 0.9
    table = held.to_frame()
    assert (table["badge"] == "holds").all()
    assert (table["low"] <= table["jaccard"]).all()
    assert (table["jaccard"] <= table["high"]).all()
    assert (table["found_again"] == 1).all()
    assert set(table["words"]) == {
        "holds: found again 10 times in 10 when people are left out"
    }


def test_what_chance_put_together_is_shaky() -> None:
    rng = np.random.default_rng(0)
    words = [f"w{i}" for i in range(400)]
    noise = [" ".join(rng.choice(words, 6)) for _ in range(400)]
    found = fitted(noise, n_themes=6).stability(noise, n_bootstraps=5)
    assert found.adjusted_rand is not None
    assert found.adjusted_rand < 0.5
    assert set(found.to_frame()["badge"]) == {"shaky"}


def test_the_same_input_gives_the_same(
    model: ThemeModel, journal: Journal, held: Stability
) -> None:
    before = model.labels_.copy()
    assert model.stability(journal, n_bootstraps=8) == held
    many = fitted(journal, n_themes=9)
    one, two = (
        theme_stability(many, journal, n_bootstraps=3, random_state=seed)
        for seed in (0, 1)
    )
    assert one.adjusted_rand != two.adjusted_rand
    assert (model.labels_ == before).all()
    assert model.stability_ is None


def test_it_tells_how_far_it_is_and_can_be_interrupted(
    model: ThemeModel, journal: Journal
) -> None:
    seen: list[int] = []

    def stop(done: int) -> None:
        seen.append(done)
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        theme_stability(model, journal, progress=stop)
    assert seen == [1, 2]
    assert model.stability_ is None


@pytest.mark.parametrize(("n_members", "unit"), [(9, "texts"), (10, "members")])
def test_whole_members_are_left_out_where_there_are_enough(
    n_members: int, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alsjournal.themes import stability

    journal = programme(n_members)
    sizes: list[int] = []
    real = stability.group

    def counted(texts: list[str], *args: Any, **kwargs: Any) -> Any:
        sizes.append(len(texts))
        return real(texts, *args, **kwargs)

    monkeypatch.setattr(stability, "group", counted)
    found = fitted(journal, n_themes=3).stability(journal, n_bootstraps=2)
    assert found.unit == unit
    assert set(sizes) == {72}  # of 90


def test_of_many_texts_a_sample_is_taken(model: ThemeModel, journal: Journal) -> None:
    found = theme_stability(model, journal, n_bootstraps=2, most=40)
    assert found.n_texts == 40
    assert len(found.themes) == 3


def test_other_texts_are_refused(model: ThemeModel) -> None:
    with pytest.raises(InputError, match="very ones"):
        model.stability(TEXTS[:50])
    with pytest.raises(NotFittedError):
        ThemeModel().stability(TEXTS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_bootstraps": 0},
        {"n_bootstraps": True},
        {"share": 1.0},
        {"share": "most"},
        {"most": 0},
    ],
)
def test_numbers_that_cannot_be_are_refused(
    model: ThemeModel, journal: Journal, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match="must be"):
        theme_stability(model, journal, **wrong)


def test_without_themes_nothing_is_measured() -> None:
    found = fitted(["one text", "another"]).stability(["one text", "another"])
    assert found.themes == ()
    assert found.adjusted_rand is None
    assert found.to_frame().empty


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=40)
)
def test_overlaps_are_those_of_the_definition(pairs: list[tuple[int, int]]) -> None:
    old, new = np.asarray(pairs, dtype=np.int64).T
    found = _overlaps(old, new, np.zeros(4, dtype=bool))
    for theme in range(4):
        own = set(np.flatnonzero(old == theme))
        best = 0.0
        for j in set(new.tolist()):
            there = set(np.flatnonzero(new == j))
            best = max(best, len(own & there) / max(len(own | there), 1))
        assert found[theme] == pytest.approx(best)
    merged = _overlaps(old, new, np.ones(4, dtype=bool))
    assert (merged >= found - 1e-12).all()
    assert (merged <= 1).all()


def test_a_merged_theme_may_be_found_again_in_parts() -> None:
    old = np.asarray([0, 0, 0, 0, 1], dtype=np.int64)
    new = np.asarray([0, 0, 1, 1, 2], dtype=np.int64)
    assert _overlaps(old, new, np.asarray([False, False]))[0] == 0.5
    assert _overlaps(old, new, np.asarray([True, False]))[0] == 1.0


@given(st.floats(0, 1))
def test_badges_have_no_gap(jaccard: float) -> None:
    word = "holds" if jaccard >= 0.75 else "fair" if jaccard >= 0.6 else "shaky"
    assert badge_of(jaccard) == word


def test_it_goes_with_the_model(
    model: ThemeModel, journal: Journal, held: Stability
) -> None:
    shown = model.with_stability(held)
    assert model.stability_ is None
    words = dict(zip(model.theme_names_, held.to_frame()["words"], strict=True))
    assert holds_in_words(shown) == words
    assert set(holds_in_words(model).values()) == {"not measured"}
    renamed = shown.with_codebook(
        shown.codebook_.rename(model.theme_ids_[0], "Beds", by="Ade")
    )
    assert holds_in_words(renamed)["Beds"].startswith("holds")
    ids = model.theme_ids_
    merged = shown.with_codebook(shown.codebook_.merge(ids[:2], by="Ade", name="Both"))
    assert holds_in_words(merged)["Both"] == "not measured"
    assert holds_in_words(merged)[model.theme_names_[2]].startswith("holds")
    back = merged.with_codebook(shown.codebook_)
    assert set(holds_in_words(back).values()) == set(words.values())
    again = merged.stability(journal, n_bootstraps=3)
    assert [len(own.groups) for own in again.themes] == [2, 1]


def test_a_new_fit_forgets_it(
    model: ThemeModel, journal: Journal, held: Stability
) -> None:
    shown = model.with_stability(held)
    assert shown.fit(journal).stability_ is None


def test_tables_and_pages_say_it(
    model: ThemeModel, journal: Journal, held: Stability
) -> None:
    shown = model.with_stability(held)
    summary = theme_summary(journal, shown)
    assert isinstance(summary, ThemeSummary)
    assert set(summary.to_frame()["stability"]) == set(held.to_frame()["words"])
    names = "; ".join(model.theme_names_)
    note = f"With some of the people left out these stand: {names}."
    assert note in theme_prevalence(journal, shown).notes
    page = to_html(compose(summarise(journal, shown, audience="research")))
    assert "Holds: found again 10 times in 10 when people are left out." in page
    assert "That a grouping holds does not make it true." in page
    plain = to_html(compose(summarise(journal, model, audience="research")))
    assert "How well it holds was not measured." in plain
    assert "does not make it true" not in plain


def test_codings_of_people_have_no_badge(journal: Journal) -> None:
    ids = journal.table("reflections")["reflection_id"]
    codes = pd.DataFrame({"reflection_id": ids[:9], "code": "Cover"})
    assert theme_summary(journal, codes).to_frame()["stability"].isna().all()
    page = to_html(compose(summarise(journal, codes, audience="research")))
    assert "not measured" not in page


def test_it_comes_back_from_json(held: Stability) -> None:
    assert Stability.from_json(held.to_json()) == held


BAD: list[dict[str, Any]] = [
    {"jaccard": 1.5},
    {"jaccard": "high"},
    {"jaccard": float("nan")},
    {"groups": ["a"]},
    {"groups": 3},
    {"theme": 3},
    {"more": 1},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_json_that_nobody_wrote_is_refused(
    held: Stability, wrong: dict[str, Any]
) -> None:
    kept = json.loads(held.to_json())
    kept["themes"][0].update(wrong)
    with pytest.raises(ValueError, match=r"\w"):
        Stability.from_json(json.dumps(kept))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"themes": [1]}', '{"themes": [], "unit": "x"}']
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Stability.from_json(text)


def test_times_are_rounded_down() -> None:
    own = Held("x", "t1", (0,), 0.8, 0.5, 1.0, 0.98)
    found = Stability((own,), 0.5, 50, 0.8, "texts", 9)
    assert "9 times in 10" in found.words(own)
    exact = dataclasses.replace(own, found_again=0.7)
    assert "7 times in 10" in found.words(exact)
