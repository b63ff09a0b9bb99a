"""Where the quotes of each theme stand, so that a choice is looked up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alsjournal.widgets.cell import Key

__all__ = ["Places", "places_of"]

Places = np.ndarray[Any, np.dtype[np.intp]]
"""Positions of rows, in order."""


def places_of(frame: pd.DataFrame) -> dict[Key, Places]:
    """Where the quotes of each theme stand, and of each theme in each session."""
    themes = frame["theme"].astype("str").to_numpy()
    sessions = frame["session"].astype("Float64").to_numpy(float, na_value=np.nan)
    found: dict[Key, list[int]] = {}
    for i, (theme, session) in enumerate(zip(themes, sessions, strict=True)):
        found.setdefault((theme, None, None), []).append(i)
        if not np.isnan(session):
            found.setdefault((theme, int(session), None), []).append(i)
    return {key: np.asarray(rows, dtype=np.intp) for key, rows in found.items()}
