"""A saved framework coder comes back the same, holds no texts, and is not trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from safetensors.numpy import load_file, save_file
from test_themes_framework import IDS, TEXTS, TOPICS, WordEmbedder, journal_of

from alsjournal.errors import InputError, NotFittedError, SourceError
from alsjournal.journal import Journal
from alsjournal.themes import Codebook, FrameworkCoder, ThemeModel

pytestmark = pytest.mark.slow

CANARY = "quokka"


@pytest.fixture(scope="module")
def journal() -> Journal:
    members = [f"m{i % 10}" for i in range(90)]
    texts = [f"{text} {CANARY}." if i == 7 else text for i, text in enumerate(TEXTS)]
    return journal_of(texts, reflection_id=IDS, member=members, session=1)


@pytest.fixture(scope="module")
def coder(journal: Journal) -> FrameworkCoder:
    book = Codebook()
    for topic, words in TOPICS.items():
        own = words.split()
        examples = [" ".join(own[i : i + 3]) + "." for i in range(4)]
        book = book.add(topic, by="Ade", on="2026-01-01", examples=examples)
    book = book.add("Nothing yet", by="Ade").reject("Nothing yet", by="Ade")
    book = book.put_in("t1", "r7", by="Ade").take_out("t2", "r8", by="Ade")
    return FrameworkCoder(book, recall=0.7).fit(journal)


@pytest.fixture
def saved(coder: FrameworkCoder, tmp_path: Path) -> Path:
    return coder.save(tmp_path / "frame")


def test_round_trip(coder: FrameworkCoder, journal: Journal, saved: Path) -> None:
    again = FrameworkCoder.load(saved)
    for X in (journal, ["beds are full", "who covers", ""]):
        assert (again.predict(X) == coder.predict(X)).all()
        assert (again.transform(X) == coder.transform(X)).all()
        pd.testing.assert_frame_equal(again.code(X), coder.code(X))
    for codes_a_passage in (0.5, 1.0):
        kept = again.threshold_curve(codes_a_passage=codes_a_passage)
        told = coder.threshold_curve(codes_a_passage=codes_a_passage)
        pd.testing.assert_frame_equal(kept, told)
    assert again.codebook_ == again.codebook == coder.codebook_
    assert again.get_params()["recall"] == 0.7
    for name in ("terms_", "theme_names_", "n_examples_", "threshold_"):
        assert getattr(again, name) == getattr(coder, name)
    assert again.words("t1") == coder.words("t1")
    other = again.with_threshold(0.9)
    assert FrameworkCoder.load(other.save(saved)).threshold_ == 0.9
    assert (again.fit(journal).centroids_ == coder.centroids_).all()


def test_it_holds_no_text_of_a_member(saved: Path, journal: Journal) -> None:
    names = ["README.md", "arrays.safetensors", "codebook.jsonl", "config.json"]
    assert sorted(p.name for p in saved.iterdir()) == names
    everything = "".join(p.read_bytes().decode("latin-1") for p in saved.iterdir())
    assert '"r7"' in everything  # the id stands in the codebook
    assert CANARY not in everything
    for text in journal.table("reflections")["text"]:
        assert str(text) not in everything
    scores = load_file(saved / "arrays.safetensors")["background"].ravel()
    assert (np.diff(scores) >= 0).all()  # no row is a passage


def test_the_same_coder_gives_the_same_bytes(
    coder: FrameworkCoder, saved: Path, tmp_path: Path
) -> None:
    other = coder.save(tmp_path / "other")
    for file in saved.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes()


def change(**values: Any) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        file = folder / "config.json"
        config = json.loads(file.read_text("utf-8")) | values
        file.write_text(json.dumps(config), encoding="utf-8")

    return edit


def arrays(**values: Any) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        file = folder / "arrays.safetensors"
        save_file(load_file(file) | values, file)

    return edit


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (change(vectors_hash="0" * 16), "vector table"),
        (change(projection_hash="0" * 16), "projection"),
        (change(version=1), "format 2"),
        (change(embedder={"model": "../x", "projection": None}), "embedder"),
        (change(format="alsjournal-themes"), "framework coder"),
        (change(theme_ids=["t1"]), "belong together"),
        (change(terms=[[1], [], []]), "belong together"),
        (change(threshold=float("nan")), "belong together"),
        (change(recall="much"), "lacks a part"),
        (change(n_examples=None), "lacks a part"),
        (change(regression=[True]), "belong together"),
        (change(regression=[1, 0, 0]), "belong together"),
        (arrays(intercepts=np.zeros(2, np.float32)), "shape or type"),
        (arrays(centres=np.zeros((3, 2), np.float32)), "shape or type"),
        (arrays(examples=np.zeros(1, np.float32)), "shape or type"),
        (arrays(background=np.full((2, 3), np.nan, np.float32)), "cannot be"),
        (arrays(more=np.zeros(1, np.float32)), "other arrays"),
        (lambda f: (f / "arrays.safetensors").write_bytes(b"no"), "cannot be read"),
        (lambda f: (f / "codebook.jsonl").unlink(), "codebook.jsonl is missing"),
    ],
)
def test_what_is_not_whole_is_refused(
    saved: Path, harm: Callable[[Path], Any], said: str
) -> None:
    harm(saved)
    with pytest.raises((InputError, SourceError), match=said):
        FrameworkCoder.load(saved)


def test_it_overwrites_nothing_else(
    coder: FrameworkCoder, journal: Journal, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="would be lost"):
        coder.save(tmp_path)
    with pytest.raises(NotFittedError):
        FrameworkCoder(coder.codebook).save(tmp_path / "new")
    own = FrameworkCoder(coder.codebook, embedder=WordEmbedder()).fit(journal)
    with pytest.raises(InputError, match="WordEmbedder"):
        own.save(tmp_path / "new")
    folder = ThemeModel(n_themes=2).fit(journal).save(tmp_path / "themes")
    with pytest.raises(InputError, match="would be lost"):
        coder.save(folder)
    with pytest.raises(SourceError, match="is missing"):
        FrameworkCoder.load(folder)
