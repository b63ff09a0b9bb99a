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

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal._given import given_path
from alsjournal._version import __version__
from alsjournal.clauses import DependencyClauses
from alsjournal.errors import InputError
from alsjournal.segment import ClauseSegmenter
from alsjournal.themes._coded_file import write_coded
from alsjournal.themes._folder import (
    CODEBOOK,
    CONFIG,
    embedder_of,
    is_shipped,
    told_of,
    write_json,
)
from alsjournal.themes._groups_file import (
    ARRAYS,
    THEMES,
    read_groups,
    told_of_groups,
    write_groups,
)
from alsjournal.themes.codebook_file import lines_of, of_lines
from alsjournal.themes.holds import Stability
from alsjournal.themes.number import points_of

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes.model import ThemeModel

__all__ = ["load", "save"]

_SEGMENTERS = {cut.__name__: cut for cut in (ClauseSegmenter, DependencyClauses)}
_HELD = "stability.json"
_refuse = THEMES.refuse


def save(
    model: ThemeModel, path: str | Path, *, codings: pd.DataFrame | None = None
) -> Path:
    """Write a fitted model to a folder.

    Parameters
    ----------
    model : ThemeModel
    path : str or pathlib.Path
        A new or empty folder, or one with an earlier model, which is replaced.
    codings : pandas.DataFrame, optional
        What its journal holds of it: others there are found out then.

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
    THEMES.check_free(folder)
    config = _config(model)
    with THEMES.made(folder) as new:
        write_json(new / CONFIG, config)
        (new / CODEBOOK).write_text(lines_of(model.codebook_), encoding="utf-8")
        (new / "README.md").write_text(_card(model, config), encoding="utf-8")
        if model.stability_ is not None:
            (new / _HELD).write_text(model.stability_.to_json(), encoding="utf-8")
        if codings is not None:
            write_coded(new, codings)
        write_groups(new / ARRAYS, model._groups)
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
    config = THEMES.config(folder)
    try:
        groups, parameters = (
            read_groups(folder / ARRAYS, config),
            config["parameters"],
        )
        curve = points_of(config.get("number_curve", []))  # older models have none
        embedder = embedder_of(config, THEMES)
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
    codebook = of_lines(THEMES.text(folder / CODEBOOK))
    if not all(codebook.knows(i) for i in groups.ids):
        _refuse("codebook.jsonl lacks a theme")
    model._embedder, model._segmenter, model._groups = embedder, segmenter, groups
    model._curve, model.stability_ = curve, _held(folder / _HELD)
    model._view(codebook)
    return model


def _config(model: ThemeModel) -> dict[str, Any]:
    embedder, segmenter = model._embedder, model._segmenter
    own = not isinstance(segmenter, tuple(_SEGMENTERS.values()))
    if own or not is_shipped(embedder):
        msg = (
            "A model can be saved if its embedder is a SpacyEmbedder (of an installed "
            "pipeline, with the default projection or none) and its segmenter a "
            f"ClauseSegmenter or 'clauses'. Got {type(embedder).__name__} and "
            f"{type(segmenter).__name__}."
        )
        raise InputError(msg)
    seed = model.random_state
    return {
        "format": THEMES.format,
        "version": THEMES.version,
        "alsjournal": __version__,
        "parameters": {
            "n_themes": model.n_themes,
            "unclear": model.unclear,
            "random_state": seed if isinstance(seed, int) else None,
            "segmenter": type(segmenter).__name__,
            "min_words": getattr(segmenter, "min_words", 0),
        },
        **told_of(embedder),
        **told_of_groups(model._groups),
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


def _held(file: Path) -> Stability | None:
    if not file.exists() and not file.is_symlink():
        return None
    if file.is_symlink():
        _refuse(f"{file.name} is no plain file")
    try:
        return Stability.from_json(THEMES.text(file))
    except (ValueError, RecursionError):
        _refuse(f"{file.name} is not what `stability` found")
