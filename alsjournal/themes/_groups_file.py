"""The arrays of a theme model as a file, whose sizes are checked before it is read."""

from __future__ import annotations

import lzma
import math
import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from alsjournal.errors import SourceError
from alsjournal.themes._folder import Kind
from alsjournal.themes._passages import Placed
from alsjournal.themes._state import Groups
from alsjournal.themes.labels import Vocabulary

__all__ = ["ARRAYS", "THEMES", "read_groups", "told_of_groups", "write_groups"]

ARRAYS = "arrays.npz"

THEMES = Kind(
    name="ThemeModel",
    what="theme model",
    format="alsjournal-themes",
    version=3,
    files=("config.json", ARRAYS, "codebook.jsonl", "README.md"),
    further=("stability.json", "coded.json", "codebook.json"),  # format 2 had that
)
"""A saved `ThemeModel`."""

_MOST = {
    "groups": 10_000,
    "dims": 10_000,
    "terms": 200_000,
    "texts": 100_000_000,
    "passages": 1_000_000_000,
}
_UNREADABLE = (
    *(ValueError, OSError, EOFError, RuntimeError, SyntaxError, tokenize.TokenError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
# What zipfile and numpy raise of files that are damaged, packed otherwise or protected.
_LARGEST = 1e12
"""What squares of sums can be taken of; means of unit vectors are below 1."""
_refuse = THEMES.refuse


def told_of_groups(groups: Groups) -> dict[str, Any]:
    """Return what ``config.json`` says of groups."""
    return {
        "ids": list(groups.ids),
        "vocabulary": list(groups.vocabulary.terms),
        "threshold": groups.threshold,
        "digest": groups.digest,
        "n_texts": groups.n_texts,
        "n_labels": len(groups.placed.lengths),
        "n_keys": len(groups.keys),
        "n_passages": len(groups.placed.labels),
        "n_dims": int(groups.means.shape[1]),
    }


def write_groups(file: Path, groups: Groups) -> None:
    """Write the arrays of groups."""
    np.savez(
        file,
        means=groups.means,
        counts=groups.counts,
        added=groups.added,
        term_counts=groups.vocabulary.counts,
        labels=groups.placed.labels,
        strength=groups.placed.strength,
        lengths=groups.placed.lengths,
        keys=groups.keys,
    )


def read_groups(file: Path, config: dict[str, Any]) -> Groups:
    """Read the arrays, whose sizes config.json must have told before."""
    ids, terms = config["ids"], config["vocabulary"]
    sizes = {
        "groups": len(ids),
        "dims": int(config["n_dims"]),
        "terms": len(terms),
        "texts": int(config["n_labels"]),
        "passages": int(config["n_passages"]),
    }
    if any(not 0 <= sizes[key] <= most for key, most in _MOST.items()):
        _refuse("a size in config.json cannot be")
    if not all(isinstance(word, str) for word in (*ids, *terms, config["digest"])):
        _refuse("a name in config.json is no text")
    g, d, v, n, m = sizes.values()
    expected = {
        "means": ((g, d), np.float64),
        "counts": ((g,), np.int64),
        "added": ((g,), np.int64),
        "term_counts": ((g, v), np.int64),
        "labels": ((m,), np.int64),
        "strength": ((m,), np.float32),
        "lengths": ((n,), np.int64),
        "keys": ((n if config["n_keys"] else 0,), np.int64),
    }
    found = _arrays(file, expected)
    labels = found["labels"]
    finite = np.isfinite(found["means"]).all() and np.isfinite(found["strength"]).all()
    large = max(np.abs(found[name]).max(initial=0) for name in ("means", "counts"))
    if not finite or large > _LARGEST or (found["counts"] < 0).any():
        _refuse("a number in arrays.npz cannot be")
    if len(labels) and (labels.min() < -2 or labels.max() >= g):
        _refuse("a label in arrays.npz is of no theme")
    lengths = found["lengths"]
    if (lengths < 1).any() or (lengths > m).any() or int(lengths.sum()) != m:
        _refuse("the passages in arrays.npz do not add up")
    return Groups(
        means=found["means"],
        counts=found["counts"],
        added=found["added"],
        ids=tuple(ids),
        vocabulary=Vocabulary(tuple(terms), found["term_counts"]),
        threshold=float(config["threshold"]),
        placed=Placed(labels, found["strength"], lengths),
        digest=config["digest"],
        n_texts=int(config["n_texts"]),
        keys=found["keys"],
    )


def _arrays(file: Path, expected: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Read arrays whose shape and type their headers say before anything is read."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [item.filename for item in archive.infolist()]
            if sorted(names) != sorted(f"{name}.npy" for name in expected):
                _refuse("arrays.npz holds other arrays")
            for name, (shape, kind) in expected.items():
                item = archive.getinfo(f"{name}.npy")
                with archive.open(item) as part:
                    if _header(part) != (shape, np.dtype(kind)):
                        _refuse(f"{name} in arrays.npz has another shape or type")
                    # numpy takes the memory before it looks whether there is so much.
                    told = math.prod(shape) * np.dtype(kind).itemsize
                    if item.file_size != part.tell() + told:
                        _refuse(f"{name} in arrays.npz is longer or shorter than told")
                if item.compress_type != zipfile.ZIP_STORED:
                    _refuse("arrays.npz is packed, which `save` does not do")
        with np.load(file, allow_pickle=False) as arrays:
            return {name: np.asarray(arrays[name]) for name in expected}
    except SourceError:
        raise
    except _UNREADABLE as error:
        _refuse(f"arrays.npz cannot be read ({type(error).__name__})")


def _header(part: Any) -> tuple[Any, Any]:
    if np.lib.format.read_magic(part) != (1, 0):
        return None, None
    shape, _, kind = np.lib.format.read_array_header_1_0(part)
    return shape, kind
