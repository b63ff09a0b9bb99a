"""Keep a fitted `FrameworkCoder` as a folder of plain files.

::

    config.json          recall, threshold, codes, their words, fingerprints of vectors
    arrays.safetensors   centres of the codes or their regressions, scores; no pickle
    codebook.jsonl       the codebook's events
    README.md            a card for people

What is kept of examples: the sentences that people made up stand in the codebook, as
whoever wrote them wrote them. Of examples that are members' texts (put into a code, or
coded) only the mean of their vectors is kept, or the coefficients of a regression on
them, and the number; of the background, the scores of all passages in order of size,
from which no passage can be told.

A folder may come from anybody, so that every size is checked, and nothing in it names
another file.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from alsjournal._given import given_path
from alsjournal._version import __version__
from alsjournal.errors import InputError
from alsjournal.themes._folder import (
    CODEBOOK,
    CONFIG,
    Kind,
    embedder_of,
    is_shipped,
    told_of,
    write_json,
)
from alsjournal.themes.codebook_file import lines_of, of_lines

if TYPE_CHECKING:
    from alsjournal.themes.framework import FrameworkCoder

__all__ = ["FRAMEWORK", "load", "save"]

ARRAYS = "arrays.safetensors"

FRAMEWORK = Kind(
    name="FrameworkCoder",
    what="framework coder",
    format="alsjournal-framework",
    version=2,
    files=(CONFIG, ARRAYS, CODEBOOK, "README.md"),
)
"""A saved `FrameworkCoder`."""

_MOST_BYTES = 2_000_000_000
_NAMES = ("centres", "intercepts", "examples", "background")

Floats = npt.NDArray[np.float32]


def save(coder: FrameworkCoder, path: str | Path) -> Path:
    """Write a fitted coder to a folder; see `FrameworkCoder.save`."""
    from safetensors.numpy import save_file

    folder = Path(given_path(path))
    FRAMEWORK.check_free(folder)
    if not is_shipped(coder._embedder):
        msg = (
            "A coder can be saved if its embedder is a SpacyEmbedder (of an installed "
            "pipeline, with the default projection or none). Got "
            f"{type(coder._embedder).__name__}."
        )
        raise InputError(msg)
    scores = np.sort(coder._background.ravel()).reshape(coder._background.shape)
    own = np.sort(coder._own)
    arrays = (coder.centroids_, coder.intercepts_, own, scores)
    config = _config(coder)
    with FRAMEWORK.made(folder) as new:
        write_json(new / CONFIG, config)
        kept = {n: np.ascontiguousarray(a) for n, a in zip(_NAMES, arrays, strict=True)}
        save_file(kept, new / ARRAYS)
        (new / CODEBOOK).write_text(lines_of(coder.codebook_), encoding="utf-8")
        (new / "README.md").write_text(_card(coder, config), encoding="utf-8")
    return folder


def load(path: str | Path) -> FrameworkCoder:
    """Read a coder that `save` wrote; see `FrameworkCoder.load`."""
    from alsjournal.themes.framework import FrameworkCoder

    folder = Path(given_path(path))
    config = FRAMEWORK.config(folder)
    book = of_lines(FRAMEWORK.text(folder / CODEBOOK))
    try:
        embedder = embedder_of(config, FRAMEWORK)
        coder = FrameworkCoder(book, recall=float(config["recall"]), embedder=embedder)
        coder._embedder = embedder
        coder._follow(book)
        _check(config, coder.theme_ids_)
        sizes = int(embedder.n_dims_), int(config["n_examples_left_out"])
        found = _arrays(folder / ARRAYS, len(coder.theme_ids_), *sizes)
        coder.regression_ = np.array(config["regression"], dtype=bool)
        coder.n_examples_ = list(config["n_examples"])
        coder.terms_ = [list(own) for own in config["terms"]]
        coder.threshold_ = float(config["threshold"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        FRAMEWORK.refuse(f"{CONFIG} lacks a part, or has one of another kind")
    coder.centroids_, coder.intercepts_, coder._own, coder._background = found
    return coder


def _config(coder: FrameworkCoder) -> dict[str, Any]:
    return {
        "format": FRAMEWORK.format,
        "version": FRAMEWORK.version,
        "alsjournal": __version__,
        "recall": float(coder.recall),
        "threshold": float(coder.threshold_),
        "theme_ids": list(coder.theme_ids_),
        "terms": coder.terms_,
        "regression": [bool(own) for own in coder.regression_],
        "n_examples": [int(n) for n in coder.n_examples_],
        "n_examples_left_out": len(coder._own),
        **told_of(coder._embedder),
    }


def _check(config: dict[str, Any], codes: list[str]) -> None:
    """Refuse what `save` cannot have written."""
    terms, counts = config["terms"], config["n_examples"]
    words, kinds = [w for own in terms for w in own], config["regression"]
    sound = (
        config["theme_ids"] == codes
        and len(terms) == len(counts) == len(kinds) == len(codes)
        and all(isinstance(kind, bool) for kind in kinds)
        and all(isinstance(word, str) for word in words)
        and all(isinstance(own, list) for own in terms)
        and all(isinstance(n, int) and n >= 0 for n in counts)
        and 0 < config["recall"] <= 1
        and -1 <= config["threshold"] <= 1
    )
    if not sound:
        FRAMEWORK.refuse(f"{CONFIG} and {CODEBOOK} do not belong together")


def _arrays(
    file: Path, n_codes: int, n_dims: int, n_examples: int
) -> tuple[Floats, Floats, Floats, Floats]:
    from safetensors import SafetensorError, safe_open

    if file.stat().st_size > _MOST_BYTES:
        FRAMEWORK.refuse(f"{ARRAYS} is far too large")
    try:
        with safe_open(file, framework="numpy") as stored:
            names = set(stored.keys())
            found = [stored.get_tensor(n) for n in _NAMES if n in names]
    except (SafetensorError, OSError) as error:
        FRAMEWORK.refuse(f"{ARRAYS} cannot be read ({type(error).__name__})")
    if names != set(_NAMES):
        FRAMEWORK.refuse(f"{ARRAYS} holds other arrays")
    centres, intercepts, examples, background = found
    shapes = [
        centres.shape == (n_codes, n_dims),
        intercepts.shape == (n_codes,),
        examples.shape == (n_examples,),
        background.ndim == 2 and background.shape[1] == n_codes,
    ]
    if not all(shapes) or any(a.dtype != np.float32 for a in found):
        FRAMEWORK.refuse(f"an array in {ARRAYS} has another shape or type")
    if not all(math.isfinite(float(np.abs(a).sum())) for a in found):
        FRAMEWORK.refuse(f"a number in {ARRAYS} cannot be")
    return centres, intercepts, examples, background


def _card(coder: FrameworkCoder, config: dict[str, Any]) -> str:
    """Say in words what the folder is."""
    from alsjournal.nlp import pipeline_version, tokenizer_only

    pipeline = pipeline_version(tokenizer_only(config["embedder"]["model"]))
    return f"""# A framework coder

Gives passages the codes of a framework, learned from examples of each. It is set
to miss little, so that much of what it finds is wrong: read what it finds.

- Codes: {len(coder.theme_ids_)}
- Examples: {sum(coder.n_examples_)}
- Threshold: {coder.threshold_:.3f}
- Vectors: {pipeline}, table {config["vectors_hash"]}
- Written by: alsjournal {config["alsjournal"]}, format {config["version"]}

It holds the codebook as people wrote it, with the ids of texts and the sentences that
they made up as examples, and no text of a member: of those only means of vectors, or
coefficients of a regression on them. Its terms were used by at least three members each
(five texts, where there are no members). Keep it where the journal may be kept.

    FrameworkCoder.load(path).predict(journal)
"""
