"""The learned map: what stands beside the vectors, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from alsjournal.embed import SpacyEmbedder
from alsjournal.embed.projection import FORMAT, read_projection
from alsjournal.embed.spacy_embedder import means
from alsjournal.embed.word_table import word_table
from alsjournal.errors import InputError, SourceError

TEXTS = ["The ward has no beds", "We waited for hours", "They did not listen", "..."]


def write(folder: Path, matrix: object, **changed: object) -> Path:
    folder.mkdir(exist_ok=True)
    config = {
        "format": FORMAT,
        "version": 1,
        "n_in": 600,
        "n_out": 7,
        "vectors_hash": word_table(None).vectors_hash,
        **changed,
    }
    (folder / "config.json").write_text(json.dumps(config))
    save_file({"matrix": matrix}, folder / "arrays.safetensors")
    return folder


@pytest.fixture
def matrix() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(600, 7)).astype(np.float16)


def test_one_of_your_own_stands_beside_the_vectors(
    tmp_path: Path, matrix: np.ndarray
) -> None:
    embedder = SpacyEmbedder(projection=write(tmp_path / "own", matrix)).fit(TEXTS)
    out = embedder.transform(TEXTS)
    assert out.shape == (4, 307) == (4, embedder.n_dims_)
    plain = SpacyEmbedder(projection=None).fit_transform(TEXTS)
    # Both parts have length 1 before the row is scaled.
    assert np.allclose(out[:3, :300] * np.sqrt(2), plain[:3], atol=1e-5)
    assert np.allclose(np.linalg.norm(out[:3, 300:], axis=1), np.sqrt(0.5), atol=1e-5)
    assert not out[3].any()


def test_stop_words_speak_to_the_map_alone() -> None:
    table = word_table(None)
    one, one_all = means(["They did not listen"], table, {})
    two, two_all = means(["They did listen"], table, {})
    assert (one == two).all()
    assert not np.allclose(one_all, two_all)


def test_the_one_that_comes_along_fits_the_default_pipeline() -> None:
    embedder = SpacyEmbedder().fit(TEXTS)
    assert embedder.projection_hash_
    assert embedder.n_dims_ == 684
    near = embedder.transform(
        ["We waited for hours", "A long delay", "The food was cold"]
    )
    assert near[0] @ near[1] > near[0] @ near[2]


def test_each_text_by_itself() -> None:
    embedder = SpacyEmbedder().fit(TEXTS)
    together = embedder.transform(TEXTS)
    apart = np.vstack([embedder.transform([text]) for text in TEXTS])
    assert np.allclose(together, apart, atol=1e-6)


def test_a_map_of_another_table_is_refused(tmp_path: Path, matrix: np.ndarray) -> None:
    folder = write(tmp_path / "other", matrix, vectors_hash="0" * 16)
    with pytest.raises(InputError, match="own vector table"):
        SpacyEmbedder(projection=str(folder)).fit(TEXTS)


@pytest.mark.parametrize(
    "changed", [{"format": "x"}, {"version": 2}, {"n_out": 8}, {"n_in": "many"}]
)
def test_a_config_that_does_not_fit_is_refused(
    tmp_path: Path, matrix: np.ndarray, changed: dict[str, object]
) -> None:
    with pytest.raises(SourceError, match="A projection must be"):
        read_projection(write(tmp_path / "bad", matrix, **changed))


def test_numbers_that_cannot_be_are_refused(tmp_path: Path, matrix: np.ndarray) -> None:
    matrix[3, 3] = np.nan
    with pytest.raises(SourceError, match="cannot be"):
        read_projection(write(tmp_path / "bad", matrix))


@pytest.mark.parametrize("file", ["config.json", "arrays.safetensors"])
def test_a_broken_folder_is_refused(
    tmp_path: Path, matrix: np.ndarray, file: str
) -> None:
    folder = write(tmp_path / "bad", matrix)
    (folder / file).write_bytes(b"{")
    with pytest.raises(SourceError, match="cannot be read"):
        read_projection(folder)
    (folder / file).unlink()
    with pytest.raises(SourceError, match="missing"):
        read_projection(folder)
