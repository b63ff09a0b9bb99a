"""What day it is, for what is declared, answered or forgotten today."""

from __future__ import annotations

import pandas as pd

__all__ = ["today"]


def today() -> pd.Timestamp:
    """Return the start of today, where people are.

    Returns
    -------
    pandas.Timestamp
        Midnight, local time, without a time zone.
    """
    return pd.Timestamp.now().normalize()
