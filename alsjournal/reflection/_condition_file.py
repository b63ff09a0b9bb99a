"""Keep what was learned of conditions as a folder of plain files.

::

    config.json          the codes, sizes, the table of vectors it was learned with
    arrays.safetensors   weights, calibration and thresholds; no pickle
    vocabulary.json      the terms, each used in three texts or more

Every size is checked, and nothing in the folder names another file.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from alsjournal._resources import resource_path
from alsjournal.errors import InputError, SourceError
from alsjournal.reflection._condition_heads import Heads
from alsjournal.reflection._sentences import vectors_hash

__all__ = ["load_heads", "save_heads", "shipped_heads"]

CONFIG, ARRAYS, VOCABULARY = "config.json", "arrays.safetensors", "vocabulary.json"
FORMAT = "alsjournal-conditions"
VERSION = 1

_MOST_BYTES = 20_000_000
_LONGEST = 100
_HALF = ("terms", "vectors", "rules")


def save_heads(heads: Heads, folder: Path) -> None:
    """Write the three files into a folder, the same bytes for the same heads."""
    from safetensors.numpy import save_file

    config = {
        "format": FORMAT,
        "version": VERSION,
        "codes": list(heads.codes),
        "n_terms": len(heads.vocabulary),
        "n_dims": len(heads.vectors),
        "vectors_hash": heads.vectors_hash,
    }
    _write(folder / CONFIG, config)
    _write(folder / VOCABULARY, {"terms": list(heads.vocabulary)})
    shapes = _shapes(len(heads.vocabulary), len(heads.vectors), len(heads.codes))
    arrays = {name: np.ascontiguousarray(getattr(heads, name)) for name in shapes}
    save_file(arrays, folder / ARRAYS)


def load_heads(folder: Path) -> Heads:
    """Read what `save_heads` wrote.

    Raises
    ------
    InputError
        If it was learned with another table of vectors.
    SourceError
        If a file is missing or not what it should be.
    """
    config = _json(folder / CONFIG)
    if (config.get("format"), config.get("version")) != (FORMAT, VERSION):
        _refuse(f"{CONFIG} does not say {FORMAT}, version {VERSION}")
    codes = _strings(config.get("codes"), "codes")
    terms = _strings(_json(folder / VOCABULARY).get("terms"), "terms")
    if terms != sorted(set(terms)) or config.get("n_terms") != len(terms):
        _refuse(f"{CONFIG} and {VOCABULARY} do not belong together")
    if config.get("vectors_hash") != vectors_hash():
        msg = (
            "The model of conditions must be read with the table of vectors that it "
            "was learned with; two tables are unrelated spaces. Got another. Install "
            "the pipeline that alsjournal asks for."
        )
        raise InputError(msg)
    n_dims = config.get("n_dims")
    if not isinstance(n_dims, int):
        _refuse(f"{CONFIG} lacks n_dims")
    arrays = _arrays(folder / ARRAYS, _shapes(len(terms), n_dims, len(codes)))
    return Heads(
        tuple(codes), tuple(terms), **arrays, vectors_hash=str(config["vectors_hash"])
    )


@lru_cache(maxsize=1)
def shipped_heads() -> Heads:
    """Return the model that comes with the package, read once a process."""
    return load_heads(resource_path("models", "als-conditions"))


def _shapes(n_terms: int, n_dims: int, n_codes: int) -> dict[str, tuple[int, ...]]:
    return {
        "idf": (n_terms,),
        "terms": (n_terms, n_codes),
        "vectors": (n_dims, n_codes),
        "rules": (n_codes, n_codes),
        "intercepts": (n_codes,),
        "slopes": (n_codes,),
        "shifts": (n_codes,),
        "thresholds": (n_codes,),
    }


def _arrays(file: Path, shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found = load(_bytes(file))
    except SafetensorError as error:
        _refuse(f"{file.name} cannot be read ({type(error).__name__})")
    if {name: array.shape for name, array in found.items()} != shapes:
        _refuse(f"{file.name} holds other arrays than {CONFIG} says")
    kinds = {n: np.float16 if n in _HALF else np.float32 for n in shapes}
    if any(found[name].dtype != kind for name, kind in kinds.items()):
        _refuse(f"an array in {file.name} is of another type")
    if not all(np.isfinite(array).all() for array in found.values()):
        _refuse(f"a number in {file.name} cannot be")
    if not (found["thresholds"] > 0).all():
        _refuse(f"a threshold in {file.name} is not over 0")
    return found


def _strings(held: object, what: str) -> list[str]:
    if not isinstance(held, list) or not held:
        _refuse(f"the list of {what} is missing")
    if not all(isinstance(one, str) and 0 < len(one) <= _LONGEST for one in held):
        _refuse(f"the list of {what} holds something else")
    return held


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(file).decode("utf-8"))
    except (ValueError, RecursionError):
        _refuse(f"{file.name} is no JSON")
    if not isinstance(found, dict):
        _refuse(f"{file.name} is no JSON object")
    return found


def _bytes(file: Path) -> bytes:
    if not file.is_file() or file.stat().st_size > _MOST_BYTES:
        _refuse(f"{file.name} is missing or far too large")
    return file.read_bytes()


def _write(file: Path, held: dict[str, Any]) -> None:
    text = json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")


def _refuse(what: str) -> NoReturn:
    msg = (
        f"The model of conditions must be a folder with {CONFIG}, {ARRAYS} and "
        f"{VOCABULARY}. Got one where {what}. Install alsjournal again."
    )
    raise SourceError(msg) from None
