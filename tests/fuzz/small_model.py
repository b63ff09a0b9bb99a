"""A small saved model of themes, and how it is loaded without a pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from alsjournal.themes import ThemeModel, persist

__all__ = ["loaded", "saved"]

_TEXTS = (
    "Nobody could cover for me that week, and it went on.",
    "We asked the board who may decide, and nobody knew.",
    "There was no time to think before the next shift began.",
)


def saved(folder: Path) -> Path:
    """Save a model of a few texts.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    made = ThemeModel(n_themes=2, unclear=0.0, random_state=0)
    return made.fit([f"{text} {i}" for i in range(4) for text in _TEXTS]).save(
        folder / "model"
    )


class _Embedder:
    """Stands for the pipeline, which takes a second to load."""

    n_dims_ = 0


def loaded(folder: Path) -> None:
    """Load a model; only its pipeline is not looked for."""
    found: Any = _Embedder()
    kept = persist.embedder_of
    config = persist.THEMES.config(folder)
    said = config.get("n_dims")
    found.n_dims_ = said if isinstance(said, int) else 0
    persist.embedder_of = lambda config, kind: (config["embedder"], found)[1]
    try:
        model = ThemeModel.load(folder)
    finally:
        persist.embedder_of = kept
    assert np.isfinite(model.centroids_).all()
    repr(model)
