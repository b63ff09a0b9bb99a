"""Saved models come back the same, hold no words of people, and are not trusted."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from alsjournal.errors import InputError, SourceError
from alsjournal.journal import Journal
from alsjournal.segment import ClauseSegmenter
from alsjournal.themes import Codebook, ThemeModel
from alsjournal.themes.codebook_file import lines_of

pytestmark = pytest.mark.slow

FILES = ["README.md", "arrays.npz", "codebook.jsonl", "config.json"]
HELD = "stability.json"
ISSUES = [
    "no beds on the ward and discharges were late",
    "the staff rota has gaps at night and agency cover costs much",
    "the set listened and good questions helped me to think",
]


def texts() -> list[str]:
    extra = [
        "again",
        "this month",
        "for us",
        "as before",
        "sadly",
        "still",
        "in winter",
    ]
    return [f"{ISSUES[i % 3]} {extra[i % 7]} no{i}" for i in range(42)]


@pytest.fixture(scope="module")
def journal() -> Journal:
    frame = pd.DataFrame(
        {"text": texts(), "member": [f"person{i % 8}x" for i in range(42)]}
    )
    return Journal.from_frame(frame, already_anonymised=True)


@pytest.fixture(scope="module")
def model(journal: Journal) -> ThemeModel:
    return ThemeModel(n_themes=3, random_state=0).fit(journal)


@pytest.fixture
def saved(model: ThemeModel, tmp_path: Path) -> Path:
    return model.save(tmp_path / "model")


def test_round_trip(model: ThemeModel, journal: Journal, saved: Path) -> None:
    again = ThemeModel.load(saved)
    new = [
        "beds are full",
        "who covers the nights",
        "a question that helped",
        "",
        "n/a",
    ]
    for X in (journal, new):
        assert (again.predict(X) == model.predict(X)).all()
        assert (again.transform(X) == model.transform(X)).all()
        pd.testing.assert_frame_equal(again.code(X), model.code(X))
    assert again.terms_ == model.terms_
    assert again.theme_names_ == model.theme_names_
    assert again.codebook_ == model.codebook_
    assert again.get_params()["n_themes"] == 3
    again.partial_fit(new)


def test_what_is_known_of_it_comes_back(journal: Journal, tmp_path: Path) -> None:
    model = ThemeModel(random_state=0).fit(journal)
    held = model.stability(journal, n_bootstraps=2)
    folder = model.with_stability(held).save(tmp_path / "measured")
    again = ThemeModel.load(folder)
    assert again.stability_ == held
    assert len(again.number_curve_)
    pd.testing.assert_frame_equal(again.number_curve_, model.number_curve_)
    assert again.stability(journal, n_bootstraps=2) == held
    again.save(folder)
    assert sorted(p.name for p in folder.iterdir()) == sorted([*FILES, HELD])
    again.fit(journal).save(folder)
    assert not (folder / HELD).exists()
    assert ThemeModel.load(folder).stability_ is None


def test_a_model_of_before_has_no_curve(saved: Path) -> None:
    kept = json.loads((saved / "config.json").read_text())
    del kept["number_curve"]
    (saved / "config.json").write_text(json.dumps(kept))
    assert ThemeModel.load(saved).number_curve_.empty


def test_decisions_are_kept(
    model: ThemeModel, journal: Journal, tmp_path: Path
) -> None:
    book = model.codebook_.merge(model.theme_names_[:2], by="Ade", name="One")
    edited = model.with_codebook(book.reject(model.theme_names_[2], by="Ade"))
    again = ThemeModel.load(edited.save(tmp_path / "edited"))
    assert again.theme_names_ == ["One"]
    assert (again.predict(journal) == edited.predict(journal)).all()


def test_a_model_without_themes(tmp_path: Path) -> None:
    empty = ThemeModel().fit(["one text", "another text"])
    again = ThemeModel.load(empty.save(tmp_path / "empty"))
    assert again.n_themes_ == 0
    assert (again.predict(["a text"]) == -1).all()


def test_the_same_model_gives_the_same_bytes(
    model: ThemeModel, journal: Journal, saved: Path, tmp_path: Path
) -> None:
    other = ThemeModel(n_themes=3, random_state=0).fit(journal).save(tmp_path / "other")
    for name in FILES:
        assert (saved / name).read_bytes() == (other / name).read_bytes()


def test_the_folder_holds_plain_files_without_words_of_people(saved: Path) -> None:
    assert sorted(p.name for p in saved.iterdir()) == FILES
    written = b"".join(
        (saved / name).read_bytes() for name in FILES if name != "arrays.npz"
    )
    with zipfile.ZipFile(saved / "arrays.npz") as archive:
        written += b"".join(archive.read(name) for name in archive.namelist())
    assert b"discharges were late again no0" not in written
    assert b"no17" not in written
    assert b"person3x" not in written
    with np.load(saved / "arrays.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fi" for name in arrays)


def test_an_earlier_model_is_replaced(model: ThemeModel, saved: Path) -> None:
    assert model.save(saved) == saved
    assert sorted(p.name for p in saved.iterdir()) == FILES
    assert [p.name for p in saved.parent.iterdir()] == ["model"]


@pytest.mark.parametrize("inside", ["notes.txt", "config.json"])
def test_other_folders_are_never_replaced(
    model: ThemeModel, tmp_path: Path, inside: str
) -> None:
    (tmp_path / inside).write_text("{}")
    with pytest.raises(InputError, match="would be lost"):
        model.save(tmp_path)
    assert (tmp_path / inside).read_text() == "{}"


def test_a_model_folder_with_notes_in_it_is_not_replaced(
    model: ThemeModel, saved: Path
) -> None:
    (saved / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="would be lost"):
        model.save(saved)


def test_a_file_or_a_link_is_not_replaced(model: ThemeModel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("file", "link"):
        with pytest.raises(InputError, match="would be lost"):
            model.save(tmp_path / name)
    model.save(tmp_path / "empty")


def test_what_cannot_be_plain_files_is_refused(tmp_path: Path) -> None:
    own = ThemeModel(segmenter=lambda text: ClauseSegmenter()(text)).fit(texts())
    with pytest.raises(InputError, match="can be saved if"):
        own.save(tmp_path / "own")
    assert not (tmp_path / "own").exists()


def config_with(**changes: object) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        kept = json.loads((folder / "config.json").read_text())
        kept.update(changes)
        (folder / "config.json").write_text(json.dumps(kept))

    return tamper


def arrays_with(**changes: Any) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        with np.load(folder / "arrays.npz") as arrays:
            kept = {name: arrays[name] for name in arrays}
        kept.update(changes)
        np.savez(
            folder / "arrays.npz", **{k: v for k, v in kept.items() if v is not None}
        )

    return tamper


def lying_header(folder: Path) -> None:
    """An array that says it has 10^15 numbers must not be made room for."""
    with zipfile.ZipFile(folder / "arrays.npz") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(folder / "arrays.npz", "w") as archive:
        for name, data in parts.items():
            new = data.replace(b"(42,)", b"(%d,)" % 10**15)
            size = len(new) - len(data)
            new = new.replace(b" " * size + b"\n", b"\n", 1) if size else new
            archive.writestr(name, new)


def linked(folder: Path) -> None:
    shutil.move(folder / "arrays.npz", folder.parent / "elsewhere.npz")
    (folder / "arrays.npz").symlink_to(folder.parent / "elsewhere.npz")


def held_elsewhere(folder: Path) -> None:
    (folder.parent / "held.json").write_text("{}")
    (folder / HELD).symlink_to(folder.parent / "held.json")


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def holding(name: str, data: bytes) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return tamper


def other_embedder(model: object, projection: object = None) -> Callable[[Path], None]:
    return config_with(embedder={"model": model, "projection": projection})


@pytest.mark.parametrize(
    "tamper",
    [
        *(without(name) for name in ("config.json", "arrays.npz", "codebook.jsonl")),
        holding("codebook.jsonl", lines_of(Codebook()).encode()),
        config_with(n_keys=0),
        holding("config.json", b"not json"),
        holding("config.json", b"[1]"),
        holding("config.json", b"\xff\xfe"),
        holding("config.json", b"[" * 100_000),
        holding("arrays.npz", b"PK\x03\x04 and then nothing"),
        holding("arrays.npz", b""),
        config_with(format="other"),
        config_with(version="1"),
        config_with(ids=["t1", "t2"]),
        config_with(ids=7),
        config_with(ids=[1, 2, 3]),
        config_with(n_dims=10**9),
        config_with(n_dims=-1),
        config_with(n_labels=10**12),
        config_with(n_labels="many"),
        config_with(vocabulary=None),
        config_with(threshold="wide"),
        config_with(parameters={}),
        config_with(parameters=[]),
        config_with(digest=5),
        other_embedder("../../evil"),
        other_embedder("/tmp/evil"),
        other_embedder(3),
        other_embedder(None, "../evil"),
        arrays_with(means=np.zeros((3, 7))),
        arrays_with(means=np.full((3, 300), np.nan)),
        arrays_with(means=np.zeros((3, 300), dtype=np.float32)),
        arrays_with(labels=np.full(42, 9)),
        arrays_with(labels=np.full(42, -7)),
        arrays_with(counts=np.array([-1, 1, 1])),
        arrays_with(counts=np.array([{"a": 1}] * 3, dtype=object)),
        arrays_with(more=np.zeros(3)),
        arrays_with(added=None),
        arrays_with(sizes=np.zeros(3, dtype=np.int64)),
        arrays_with(lengths=np.full(42, 2)),
        arrays_with(lengths=np.r_[np.full(41, 1), 2**62]),
        arrays_with(strength=np.full(42, np.nan, dtype=np.float32)),
        config_with(n_passages=7),
        config_with(n_passages=10**12),
        config_with(number_curve=[[2, "high", 0.1, True]]),
        config_with(number_curve="flat"),
        holding(HELD, b"{}"),
        holding(HELD, b"[" * 100_000),
        holding(HELD, b"\xff"),
        held_elsewhere,
        lying_header,
        linked,
    ],
)
def test_a_tampered_folder_is_refused(
    saved: Path, tamper: Callable[[Path], None]
) -> None:
    tamper(saved)
    with pytest.raises(SourceError, match=r"folder that ThemeModel\.save wrote"):
        ThemeModel.load(saved)


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (config_with(version=1), "format 3"),
        (config_with(vectors_hash="0" * 16), "vector table"),
        (holding("codebook.jsonl", b"{}"), "codebook must be"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    saved: Path, tamper: Callable[[Path], None], said: str
) -> None:
    tamper(saved)
    with pytest.raises(InputError, match=said):
        ThemeModel.load(saved)


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        ThemeModel.load(tmp_path / "nowhere")


def test_long_texts_come_back_by_passage(tmp_path: Path) -> None:
    long = [" ".join(f"{one}." for one in texts()[i : i + 9]) for i in range(30)]
    model = ThemeModel(n_themes=3, unclear=0.1, random_state=0).fit(long)
    assert len(model._groups.placed.labels) > 2 * len(long)
    again = ThemeModel.load(model.save(tmp_path / "long"))
    for X in (long, long[:7]):
        assert (again.predict(X) == model.predict(X)).all()
        pd.testing.assert_frame_equal(again.code(X), model.code(X))
    assert (again.sizes_ == model.sizes_).all()
    assert (again.labels_ == model.labels_).all()
