"""A linear map from word vectors to the space of a larger model: `Projection`.

::

    config.json          what it takes and gives, the vector table it was learned on
    arrays.safetensors   one matrix
    README.md            its model card

It was learned without labels, from texts and their embeddings by a sentence
transformer (the teacher); `models/train/projection.py` makes it anew. At run time
nothing of the teacher is needed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from alsjournal._resources import resource_path
from alsjournal.embed.vectors import Floats
from alsjournal.errors import InputError, SourceError

__all__ = ["FORMAT", "VERSION", "Projection", "projection_for", "read_projection"]

FORMAT = "alsjournal-projection"
VERSION = 1

_MOST_BYTES = 50_000_000


@dataclass(frozen=True, eq=False)
class Projection:
    """A map from the vectors of one table.

    Parameters
    ----------
    matrix : numpy.ndarray of float32, shape (2 * n_dims, n_out)
        Rows for the mean of the content words, corrected and of length 1, then rows
        for the mean of all words as the table has them, of length 1.
    vectors_hash : str
        The table that it was learned on; two tables are unrelated spaces.
    fingerprint : str
        Of the matrix.
    """

    matrix: Floats = field(repr=False)
    vectors_hash: str
    fingerprint: str


def projection_for(
    projection: object, vectors_hash: str, n_dims: int
) -> Projection | None:
    """Return the map that a parameter asks for.

    Parameters
    ----------
    projection : "default", None, str or pathlib.Path
        "default" is the one that comes with alsjournal, where the table is the one
        it was learned on; with another table, none. A path must fit the table.
    vectors_hash : str
    n_dims : int
        Columns of the table.

    Raises
    ------
    InputError
        If the parameter is of another kind, or the map was learned on another table.
    SourceError
        If the folder is no projection.
    """
    if projection is None:
        return None
    if not isinstance(projection, str | Path) or not str(projection):
        msg = (
            "projection must be 'default', None or the path of a folder with a "
            f"projection. Got {type(projection).__name__}."
        )
        raise InputError(msg)
    shipped = projection == "default"
    folder = resource_path("models", "als-projection") if shipped else projection
    found = read_projection(folder)
    if found.vectors_hash == vectors_hash and len(found.matrix) == 2 * n_dims:
        return found
    if shipped:
        return None
    msg = (
        "projection must have been learned on the pipeline's own vector table; two "
        "tables are unrelated spaces. Got one of another table. Use the pipeline that "
        "its README.md names, or projection=None."
    )
    raise InputError(msg)


def read_projection(path: str | Path) -> Projection:
    """Read a projection's folder.

    Raises
    ------
    SourceError
        If it is not there, or not what it says.
    """
    folder = Path(path)
    files = folder / "config.json", folder / "arrays.safetensors"
    for file in files:
        if not file.is_file() or file.stat().st_size > _MOST_BYTES:
            _refuse(f"{file.name} is missing or far too large")
    stamps = tuple(file.stat().st_mtime_ns for file in files)
    return _read(folder.resolve(), stamps)


@lru_cache(maxsize=4)
def _read(folder: Path, stamps: tuple[int, ...]) -> Projection:  # noqa: ARG001
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        stored = (folder / "arrays.safetensors").read_bytes()
        arrays = load(stored)
        said = config["format"], config["version"]
        shape = int(config["n_in"]), int(config["n_out"])
        vectors_hash = str(config["vectors_hash"])
    except (ValueError, KeyError, TypeError, RecursionError, SafetensorError) as error:
        _refuse(f"a file cannot be read ({type(error).__name__})")
    if said != (FORMAT, VERSION):
        _refuse(f"config.json does not say {FORMAT}, version {VERSION}")
    matrix = arrays.get("matrix")
    if set(arrays) != {"matrix"} or matrix is None or matrix.shape != shape:
        _refuse("arrays.safetensors holds another matrix than config.json says")
    matrix = matrix.astype(np.float32)
    if not np.isfinite(matrix).all():
        _refuse("a number in arrays.safetensors cannot be")
    matrix.setflags(write=False)
    digest = hashlib.sha256(matrix.tobytes()).hexdigest()[:16]
    return Projection(matrix, vectors_hash, digest)


def _refuse(what: str) -> NoReturn:
    msg = (
        f"A projection must be a folder with config.json and arrays.safetensors. Got "
        f"one where {what}. Copy it again, or use projection='default'."
    )
    raise SourceError(msg) from None
