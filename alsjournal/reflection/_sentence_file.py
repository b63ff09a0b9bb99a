"""Keep a scorer of sentences as a folder of plain files.

::

    config.json          kind, labels, sizes, fingerprint of lists and classes of words
    arrays.safetensors   weights, intercepts and calibration; no pickle
    vocabulary.json      the terms, each used by three authors or in five sentences

A folder may come from anybody, so that every size is checked, and nothing in it names
another file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from alsjournal._given import given_path
from alsjournal._resources import resource_path
from alsjournal._version import __version__
from alsjournal.errors import InputError
from alsjournal.reflection._sentence_scorer import Scorer
from alsjournal.reflection._sentence_words import words
from alsjournal.themes._folder import CONFIG, Kind, write_json

__all__ = ["COMMITMENTS", "ELEMENTS", "load_scorer", "save_scorer", "shipped_scorer"]

ARRAYS = "arrays.safetensors"
VOCABULARY = "vocabulary.json"

ELEMENTS = Kind(
    name="ReflectionElements",
    what="classifier of elements",
    format="alsjournal-elements",
    version=1,
    files=(CONFIG, ARRAYS, VOCABULARY),
)
"""A saved `ReflectionElements`."""

COMMITMENTS = Kind(
    name="CommitmentFinder",
    what="classifier of commitments",
    format="alsjournal-commitments",
    version=1,
    files=(CONFIG, ARRAYS, VOCABULARY),
)
"""What `CommitmentFinder` reads; ``models/train/commitments.py`` writes it."""

_MOST_BYTES = 100_000_000
_LONGEST = 400
_NAMES = ("intercepts", "mix", "shift", "weights")


def save_scorer(scorer: Scorer, path: str | Path, kind: Kind) -> Path:
    """Write a scorer of a kind to a new folder; see `ReflectionElements.save`."""
    from safetensors.numpy import save_file

    folder = Path(given_path(path))
    kind.check_free(folder)
    config = {
        "format": kind.format,
        "version": kind.version,
        "alsjournal": __version__,
        "classes": list(scorer.classes),
        "n_terms": len(scorer.terms),
        "words": words().fingerprint,
    }
    with kind.made(folder) as new:
        write_json(new / CONFIG, config)
        write_json(new / VOCABULARY, {"terms": list(scorer.terms)})
        # safetensors writes the bytes as they lie, whatever the order of the axes.
        arrays = {n: np.ascontiguousarray(getattr(scorer, n)) for n in _NAMES}
        save_file(arrays, new / ARRAYS)
    return folder


def load_scorer(path: str | Path, kind: Kind) -> Scorer:
    """Read a scorer of a kind that `save_scorer` wrote.

    Raises
    ------
    SourceError
        If it is not there, or not what it says.
    InputError
        If it was learned with other lists or classes of words.
    """
    folder = Path(given_path(path))
    config = kind.config(folder)
    terms = _words_in(kind.read_json(folder / VOCABULARY), "terms", kind)
    classes = _words_in(config, "classes", kind)
    if config.get("n_terms") != len(terms) or len(classes) < 2:
        kind.refuse(f"{CONFIG} and {VOCABULARY} do not belong together")
    if config.get("words") != words().fingerprint:
        msg = (
            "The model must be read with the lists and classes of words that it was "
            "learned with. Got those of another alsjournal. Use the one that wrote it "
            "(see its config.json), or fit it again."
        )
        raise InputError(msg)
    found = _arrays(folder / ARRAYS, len(terms), len(classes), kind)
    return Scorer(tuple(classes), tuple(terms), **found)


@lru_cache(maxsize=2)
def shipped_scorer(name: str, kind: Kind) -> Scorer:
    """Return a model that comes with the package, read once a process."""
    return load_scorer(resource_path("models", name), kind)


def _words_in(held: dict[str, Any], name: str, kind: Kind) -> list[str]:
    """Return a list of strings in order, each once and none too long."""
    found: Any = held.get(name)
    if not isinstance(found, list) or not all(isinstance(w, str) for w in found):
        kind.refuse(f"the list of {name} is missing")
    if found != sorted(set(found)) or max(map(len, found), default=0) > _LONGEST:
        kind.refuse(f"the list of {name} is not in order")
    return [str(word) for word in found]


def _arrays(file: Path, n_terms: int, n_classes: int, kind: Kind) -> dict[str, Any]:
    from safetensors import SafetensorError, safe_open

    if file.stat().st_size > _MOST_BYTES:
        kind.refuse(f"{ARRAYS} is far too large")
    try:
        with safe_open(file, framework="numpy") as stored:
            found = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        kind.refuse(f"{ARRAYS} cannot be read ({type(error).__name__})")
    shapes = {
        "intercepts": (n_classes,),
        "mix": (n_classes, n_classes),
        "shift": (n_classes,),
        "weights": (n_terms, n_classes),
    }
    if {name: array.shape for name, array in found.items()} != shapes:
        kind.refuse(f"{ARRAYS} holds other arrays than {CONFIG} says")
    dtypes = {n: np.float16 if n == "weights" else np.float32 for n in shapes}
    if any(found[name].dtype != dtype for name, dtype in dtypes.items()):
        kind.refuse(f"an array in {ARRAYS} is of another type")
    if not all(np.isfinite(array).all() for array in found.values()):
        kind.refuse(f"a number in {ARRAYS} cannot be")
    return found
