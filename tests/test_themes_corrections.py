"""A person's word about one text goes before the model's, and teaches the next fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_themes_model import WordEmbedder, fitted, journal_of, written

from alsjournal.embed import unit
from alsjournal.journal import Journal
from alsjournal.themes import ThemeModel
from alsjournal.themes._corrections import key_of
from alsjournal.trends import theme_prevalence

TEXTS, TOPICS = written(90)
IDS = [f"r{i}" for i in range(90)]


def programme(texts: list[str] = TEXTS, ids: list[str] = IDS) -> Journal:
    members = [f"m{i % 10}" for i in range(len(texts))]
    return journal_of(texts, reflection_id=ids, member=members, session=1)


@pytest.fixture(scope="module")
def journal() -> Journal:
    return programme()


@pytest.fixture(scope="module")
def model(journal: Journal) -> ThemeModel:
    return fitted(journal, n_themes=3, unclear=0.0)


def test_not_this_theme_makes_a_text_unclear(
    model: ThemeModel, journal: Journal
) -> None:
    theme = model.theme_ids_[model.labels_[0]]
    edited = model.with_codebook(model.codebook_.take_out(theme, "r0", by="Ade"))
    assert edited.predict(journal)[0] == -1
    assert edited.labels_[0] == -1
    assert (edited.labels_[1:] == model.labels_[1:]).all()
    assert edited.sizes_.sum() == 89
    assert "r0" not in set(edited.code(journal)["reflection_id"])
    back = edited.codebook_.leave(theme, "r0", by="Bea")
    assert (model.with_codebook(back).predict(journal) == model.labels_).all()


def test_this_theme_comes_first(model: ThemeModel, journal: Journal) -> None:
    other = (model.labels_[0] + 1) % 3
    book = model.codebook_.put_in(model.theme_ids_[other], "r0", by="Ade")
    edited = model.with_codebook(book)
    assert edited.predict(journal)[0] == edited.labels_[0] == other
    rows = edited.code(journal)
    rows = rows[rows["reflection_id"] == "r0"].reset_index(drop=True)
    assert rows.loc[0, "code"] == model.theme_names_[other]
    assert rows.loc[0, "confidence"] == 1.0
    assert edited.sizes_[other] == model.sizes_[other] + 1
    both = book.take_out(model.theme_ids_[model.labels_[0]], "r0", by="Ade")
    left = model.with_codebook(both)
    assert left.sizes_.sum() == 90
    assert left.code(journal)["reflection_id"].tolist().count("r0") == 1


def test_the_last_word_comes_first_and_rejected_themes_do_not_count(
    model: ThemeModel, journal: Journal
) -> None:
    a, b = (t for i, t in enumerate(model.theme_ids_) if i != model.labels_[0])
    book = model.codebook_.put_in(a, "r0", by="Ade").put_in(b, "r0", by="Ade")
    edited = model.with_codebook(book)
    assert edited.theme_ids_[edited.predict(journal)[0]] == b
    without = model.with_codebook(book.reject(b, by="Ade"))
    assert without.theme_ids_[without.predict(journal)[0]] == a
    merged = model.with_codebook(book.merge([a, b], by="Ade"))
    assert merged.theme_ids_[merged.predict(journal)[0]] == a


def test_corrections_are_of_ids_in_any_journal_and_never_of_places(
    model: ThemeModel, journal: Journal
) -> None:
    theme = model.theme_ids_[model.labels_[0]]
    edited = model.with_codebook(model.codebook_.take_out(theme, "r0", by="Ade"))
    turned = programme(TEXTS[::-1], IDS[::-1])
    assert edited.predict(turned)[-1] == -1
    assert (edited.predict(turned)[:-1] == model.predict(turned)[:-1]).all()
    assert edited.predict(TEXTS)[0] == -1  # these very texts, in this order
    assert (edited.predict(TEXTS[:50]) == model.predict(TEXTS[:50])).all()
    of_places = fitted(TEXTS, n_themes=3, unclear=0.0)
    book = of_places.codebook_.take_out(of_places.theme_ids_[0], "0", by="Ade")
    assert (of_places.with_codebook(book).labels_ == of_places.labels_).all()


def test_a_text_that_may_not_be_used_is_not_put_in(model: ThemeModel) -> None:
    withheld = Journal.from_frame(
        pd.DataFrame({"text": TEXTS, "reflection_id": IDS}),
        already_anonymised=True,
        permission="self",
    )
    book = model.codebook_.put_in(model.theme_ids_[0], "r0", by="Ade")
    edited = model.with_codebook(book)
    assert (edited.predict(withheld) == -1).all()
    assert not len(edited.code(withheld))


def test_a_table_is_redrawn_as_of_a_day(model: ThemeModel, journal: Journal) -> None:
    own = model.theme_ids_[model.labels_[0]]
    book = model.codebook_.rename(own, "Early", by="Ade", on="2026-04-01")
    book = book.take_out(own, "r0", by="Ade", on="2026-05-02")
    book = book.rename(own, "Late", by="Bea", on="2026-06-01")
    then = model.with_codebook(book.as_of("2026-05-01"))
    now = model.with_codebook(book)
    assert "Early" in theme_prevalence(journal, then).to_frame()["theme"].tolist()
    assert "Late" in theme_prevalence(journal, now).to_frame()["theme"].tolist()
    assert (then.predict(journal) == model.labels_).all()
    assert now.predict(journal)[0] == -1


def test_a_saved_model_keeps_corrections(journal: Journal, tmp_path: Path) -> None:
    real = ThemeModel(n_themes=3, unclear=0.0, random_state=0).fit(journal)
    book = real.codebook_.take_out(real.theme_ids_[real.labels_[0]], "r0", by="Ade")
    edited = real.with_codebook(book)
    again = ThemeModel.load(edited.save(tmp_path / "model"))
    assert (again.labels_ == edited.labels_).all()
    assert again.predict(journal)[0] == -1
    held = (tmp_path / "model" / "arrays.npz").read_bytes()
    assert b"r0" not in held


def test_a_new_fit_keeps_texts_in_and_out_and_moves_the_centre(
    model: ThemeModel, journal: Journal
) -> None:
    source, target = model.labels_[0], (model.labels_[0] + 1) % 3
    moved = [i for i in range(90) if model.labels_[i] == source][:6]
    book = model.codebook_
    names = {i: model.theme_ids_[i] for i in (source, target)}
    for i in moved:
        book = book.put_in(names[target], f"r{i}", by="Ade")
        book = book.take_out(names[source], f"r{i}", by="Ade")
    plain = fitted(journal, n_themes=3, unclear=0.0, codebook=model.codebook_)
    again = fitted(journal, n_themes=3, unclear=0.0, codebook=book)
    at = again.theme_ids_.index(names[target])
    assert (again.predict(journal)[moved] == at).all()
    assert again.sizes_[at] == plain.sizes_[plain.theme_ids_.index(names[target])] + 6
    own = unit(WordEmbedder().transform([TEXTS[i] for i in moved]))
    before = plain.centroids_[plain.theme_ids_.index(names[target])]
    assert (own @ again.centroids_[at]).mean() > (own @ before).mean() + 0.05
    # What was taken out and put nowhere belongs to nothing, and to no mean.
    out = model.codebook_.take_out(names[source], "r0", by="Ade")
    third = fitted(journal, n_themes=3, unclear=0.0, codebook=out)
    assert third.predict(journal)[0] == -1
    assert third._groups.counts.sum() == 89


def test_parts_of_a_split_theme_are_told_apart_by_a_new_fit() -> None:
    journal = programme()
    model = fitted(journal, n_themes=2, unclear=0.0)
    topics = np.asarray(TOPICS)
    shares = {
        i: pd.Series(topics[model.labels_ == i]).value_counts(normalize=True)
        for i in range(2)
    }
    mixed = min(shares, key=lambda i: shares[i].iloc[0])
    first, second = shares[mixed].index[:2]
    own = model.theme_ids_[mixed]
    book = model.codebook_.split(own, ["One", "Two"], by="Ade")
    for name, topic in (("One", first), ("Two", second)):
        rows = np.flatnonzero((topics == topic) & (model.labels_ == mixed))[:3]
        for i in rows:
            book = book.put_in(name, f"r{i}", by="Ade")
    same = model.with_codebook(book)
    assert "One" not in same.theme_names_  # no group of its own yet
    again = fitted(journal, n_themes=2, unclear=0.0, codebook=book)
    found = again.predict(journal)
    for name, topic in (("One", first), ("Two", second)):
        at = again.theme_names_.index(name)
        assert (topics[found == at] == topic).mean() > 0.9
        assert (found == at).sum() > 15


def test_keys_hold_no_id() -> None:
    assert key_of("r0") == key_of("r0") != key_of("r1")
    assert -(2**63) <= key_of("r0") < 2**63
