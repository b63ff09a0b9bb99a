"""Keep a fitted model as a folder of plain files, and read it back with suspicion.

::

    config.json     parameters, vocabulary, fingerprints of the vectors and the texts
    arrays.npz      means, counts, labels, scores; never a pickle
    codebook.jsonl  the codebook's events
    stability.json  how well the themes hold, where that was measured
    README.md       a card for people

No text is in it. A folder may come from anybody, so that every size is checked before
it is read, and nothing in it names another file.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from alsjournal._given import given_path
from alsjournal._version import __version__
from alsjournal.clauses import DependencyClauses
from alsjournal.embed import SpacyEmbedder
from alsjournal.errors import InputError, SourceError
from alsjournal.segment import ClauseSegmenter
from alsjournal.themes._passages import Placed
from alsjournal.themes._state import Groups
from alsjournal.themes.codebook_file import lines_of, of_lines
from alsjournal.themes.holds import Stability
from alsjournal.themes.labels import Vocabulary
from alsjournal.themes.number import points_of

if TYPE_CHECKING:
    from alsjournal.themes.model import ThemeModel

__all__ = ["load", "save"]

FORMAT = "alsjournal-themes"
VERSION = 3

_FILES = ("config.json", "arrays.npz", "codebook.jsonl", "README.md")
_SEGMENTERS = {cut.__name__: cut for cut in (ClauseSegmenter, DependencyClauses)}
_HELD = "stability.json"
_MOST = {
    "groups": 10_000,
    "dims": 10_000,
    "terms": 200_000,
    "texts": 100_000_000,
    "passages": 1_000_000_000,
}
_JSON_BYTES = 50_000_000
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def save(model: ThemeModel, path: str | Path) -> Path:
    """Write a fitted model to a folder.

    Parameters
    ----------
    model : ThemeModel
    path : str or pathlib.Path
        A new or empty folder, or one with an earlier model, which is replaced.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    InputError
        If the folder holds anything else, or the model has an embedder or a
        segmenter of your own, which cannot be written as plain files.
    """
    folder = Path(given_path(path))
    _check_free(folder)
    config = _config(model)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and then moved, so that a crash leaves no half model.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".themes-") as beside:
        new = Path(beside) / "new"
        new.mkdir(mode=0o700)  # it holds words of people's texts
        groups = model._groups
        text = json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True)
        (new / "config.json").write_text(text + "\n", encoding="utf-8")
        book = lines_of(model.codebook_)
        (new / "codebook.jsonl").write_text(book, encoding="utf-8")
        (new / "README.md").write_text(_card(model, config), encoding="utf-8")
        if model.stability_ is not None:
            (new / _HELD).write_text(model.stability_.to_json(), encoding="utf-8")
        np.savez(
            new / "arrays.npz",
            means=groups.means,
            counts=groups.counts,
            added=groups.added,
            term_counts=groups.vocabulary.counts,
            labels=groups.placed.labels,
            strength=groups.placed.strength,
            lengths=groups.placed.lengths,
            keys=groups.keys,
        )
        if folder.exists():
            shutil.move(folder, Path(beside) / "old")
        shutil.move(new, folder)
    return folder


def load(path: str | Path) -> ThemeModel:
    """Read a model that `save` wrote.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    ThemeModel
        Fitted; ``predict`` gives what it gave before.

    Raises
    ------
    SourceError
        If the folder is not there, is not whole, or is not what it says.
    InputError
        If it was written by a newer alsjournal, or on another vector table.
    """
    from alsjournal.themes.model import ThemeModel

    folder = Path(given_path(path))
    for name in _FILES[:3]:
        file = folder / name
        if file.is_symlink() or not file.is_file():
            _refuse(f"{name} is missing or is no plain file")
    config = _read_json(folder / "config.json")
    if config.get("format") != FORMAT or not isinstance(config.get("version"), int):
        _refuse("config.json does not say that this is a theme model")
    if config["version"] != VERSION:
        msg = (
            f"The model must be of format {VERSION}. Got another. Use the alsjournal "
            f"that wrote it (see its README.md), or fit it again."
        )
        raise InputError(msg)
    try:
        groups, parameters = (
            _groups(folder / "arrays.npz", config),
            config["parameters"],
        )
        curve = points_of(config.get("number_curve", []))  # older models have none
        embedder = _embedder(config)
        segmenter = _SEGMENTERS[parameters["segmenter"]](parameters["min_words"])
        model = ThemeModel(
            n_themes=parameters["n_themes"],
            unclear=parameters["unclear"],
            segmenter=segmenter,
            embedder=embedder,
            random_state=parameters["random_state"],
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        _refuse("config.json lacks a part, or has one of another kind")
    if groups.means.shape[1] != embedder.n_dims_:
        _refuse("the centroids are not in the space of the vectors")
    codebook = of_lines(_text(folder / "codebook.jsonl"))
    if not all(codebook.knows(i) for i in groups.ids):
        _refuse("codebook.jsonl lacks a theme")
    model._embedder, model._segmenter, model._groups = embedder, segmenter, groups
    model._curve, model.stability_ = curve, _held(folder / _HELD)
    model._view(codebook)
    return model


def _check_free(folder: Path) -> None:
    # Format 2 had codebook.json.
    if not folder.exists() and not folder.is_symlink():
        return
    inside = {p.name for p in folder.iterdir()} if folder.is_dir() else {"a file"}
    earlier = inside <= {*_FILES, _HELD, "codebook.json"} and "config.json" in inside
    if folder.is_symlink() or (inside and not (earlier and _is_model(folder))):
        msg = (
            "path must be a new or empty folder, or hold a saved theme model and "
            "nothing else. Got something that would be lost. Choose another path."
        )
        raise InputError(msg)


def _is_model(folder: Path) -> bool:
    try:
        return _read_json(folder / "config.json").get("format") == FORMAT
    except SourceError:
        return False


def _config(model: ThemeModel) -> dict[str, Any]:
    embedder, segmenter, groups = model._embedder, model._segmenter, model._groups
    shipped = isinstance(embedder, SpacyEmbedder) and (
        embedder.projection in ("default", None)
        and (embedder.model is None or _PACKAGE.fullmatch(embedder.model))
    )
    if not shipped or not isinstance(segmenter, tuple(_SEGMENTERS.values())):
        msg = (
            "A model can be saved if its embedder is a SpacyEmbedder (of an installed "
            "pipeline, with the default projection or none) and its segmenter a "
            f"ClauseSegmenter or 'clauses'. Got {type(embedder).__name__} and "
            f"{type(segmenter).__name__}."
        )
        raise InputError(msg)
    seed = model.random_state
    return {
        "format": FORMAT,
        "version": VERSION,
        "alsjournal": __version__,
        "parameters": {
            "n_themes": model.n_themes,
            "unclear": model.unclear,
            "random_state": seed if isinstance(seed, int) else None,
            "segmenter": type(segmenter).__name__,
            "min_words": getattr(segmenter, "min_words", 0),
        },
        "embedder": {"model": embedder.model, "projection": embedder.projection},
        "vectors_hash": embedder.vectors_hash_,
        "projection_hash": embedder.projection_hash_,
        "ids": list(groups.ids),
        "vocabulary": list(groups.vocabulary.terms),
        "threshold": groups.threshold,
        "digest": groups.digest,
        "n_texts": groups.n_texts,
        "n_labels": len(groups.placed.lengths),
        "n_keys": len(groups.keys),
        "n_passages": len(groups.placed.labels),
        "n_dims": int(groups.means.shape[1]),
        "number_curve": [list(point) for point in model._curve],
    }


def _card(model: ThemeModel, config: dict[str, Any]) -> str:
    """Say in words what the folder is."""
    from alsjournal.nlp import pipeline_version, tokenizer_only

    pipeline = pipeline_version(tokenizer_only(config["embedder"]["model"]))
    status = [theme.status for theme in model.codebook_.themes()]
    return f"""# A theme model

Groupings of short reflections, made by a machine. They are themes only where a person
has adopted them: {status.count("adopted")} of {model.n_themes_} so far.

- Texts that were used: {config["n_texts"]}
- Themes: {model.n_themes_}
- Vectors: {pipeline}, table {config["vectors_hash"]}
- Written by: alsjournal {config["alsjournal"]}, format {config["version"]}
- Random state: {config["parameters"]["random_state"]}

It holds no text. Its terms were used by at least three members each (five texts, where
there are no members). Its labels are numbers in the order of the passages of the fit,
and a fingerprint says whether a journal is that one: keep it where the journal may be
kept.

    ThemeModel.load(path).predict(journal)
"""


def _embedder(config: dict[str, Any]) -> SpacyEmbedder:
    name, projection = config["embedder"]["model"], config["embedder"]["projection"]
    named = isinstance(name, str) and _PACKAGE.fullmatch(name)
    if not (name is None or named) or projection not in ("default", None):
        _refuse("the embedder is none that can be saved")
    embedder = SpacyEmbedder(model=name, projection=projection).fit([])
    if embedder.vectors_hash_ != config["vectors_hash"]:
        msg = (
            "The model must be read with the vector table that it was made on; two "
            "tables are unrelated spaces. Got another. Install the pipeline that its "
            "README.md names, or fit it again."
        )
        raise InputError(msg)
    if embedder.projection_hash_ != config["projection_hash"]:
        msg = (
            "The model must be read with the projection that it was made with. Got "
            "that of another alsjournal. Use the one that its README.md names, or fit "
            "it again."
        )
        raise InputError(msg)
    return embedder


def _groups(file: Path, config: dict[str, Any]) -> Groups:
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
    if not finite or (found["counts"] < 0).any():
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


def _held(file: Path) -> Stability | None:
    if not file.exists() and not file.is_symlink():
        return None
    if file.is_symlink():
        _refuse(f"{file.name} is no plain file")
    try:
        return Stability.from_json(_text(file))
    except (ValueError, RecursionError):
        _refuse(f"{file.name} is not what `stability` found")


def _arrays(file: Path, expected: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Read arrays whose shape and type their headers say before anything is read."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [item.filename for item in archive.infolist()]
            if sorted(names) != sorted(f"{name}.npy" for name in expected):
                _refuse("arrays.npz holds other arrays")
            for name, (shape, kind) in expected.items():
                with archive.open(f"{name}.npy") as part:
                    if _header(part) != (shape, np.dtype(kind)):
                        _refuse(f"{name} in arrays.npz has another shape or type")
        with np.load(file, allow_pickle=False) as arrays:
            return {name: np.asarray(arrays[name]) for name in expected}
    except (ValueError, zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        _refuse(f"arrays.npz cannot be read ({type(error).__name__})")


def _header(part: Any) -> tuple[Any, Any]:
    if np.lib.format.read_magic(part) != (1, 0):
        return None, None
    shape, _, kind = np.lib.format.read_array_header_1_0(part)
    return shape, kind


def _read_json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(_text(file))
    except (ValueError, RecursionError):
        _refuse(f"{file.name} is no JSON")
    if not isinstance(found, dict):
        _refuse(f"{file.name} is no JSON object")
    return found


def _text(file: Path) -> str:
    if not file.is_file() or file.stat().st_size > _JSON_BYTES:
        _refuse(f"{file.name} is missing or far too large")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        _refuse(f"{file.name} is not UTF-8")


def _refuse(what: str) -> NoReturn:
    msg = (
        f"path must be a folder that ThemeModel.save wrote. Got one where {what}. Copy "
        f"it again, or fit the model again."
    )
    raise SourceError(msg) from None
