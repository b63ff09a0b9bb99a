"""What was allowed on the sheet that a text was written on: a permission for the text.

It stands in columns beside those of the reflections, as ``permissions.use``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alsjournal.ingest.prose.lines import ASKED
from alsjournal.validate import conform

__all__ = ["apart", "permissions_asked"]


def apart(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the frame without what was asked beside, and that.

    Examples
    --------
    >>> ours, asked = apart(pd.DataFrame({"text": ["x"], "permissions.use": ["self"]}))
    >>> list(ours), list(asked)
    (['text'], ['use'])
    """
    beside = [name for name in frame.columns if name.startswith(ASKED)]
    asked = frame[beside].rename(columns=lambda name: name.removeprefix(ASKED))
    return frame.drop(columns=beside), asked


def permissions_asked(
    asked: pd.DataFrame, kept: NDArray[np.int64], reflections: pd.DataFrame
) -> pd.DataFrame | None:
    """Return the permissions of the texts that were taken, or None if none was asked.

    Parameters
    ----------
    asked : pandas.DataFrame
        By position of the row; empty values are not declared.
    kept : array of int
        The positions of the rows that were taken.
    reflections : pandas.DataFrame
        Those rows, clean.

    Returns
    -------
    pandas.DataFrame or None
    """
    if "use" not in asked:
        return None
    rows = asked.loc[kept].reset_index(drop=True)
    rows["reflection_id"] = reflections["reflection_id"].to_numpy()
    rows = rows[rows["use"] != ""].reset_index(drop=True)
    return conform("permissions", rows.mask(rows == ""))[0]
