"""How often people overruled the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsjournal.themes._events import Theme

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes.codebook import Codebook

__all__ = ["overruled"]


def overruled(codebook: Codebook) -> pd.DataFrame:
    """Return how often people overruled the model; see `Codebook.overruled`."""
    import pandas as pd

    rows = [_row(theme) for theme in codebook.themes()]
    columns = {
        **dict.fromkeys(("theme", "theme_id"), "str"),
        **dict.fromkeys(("seen", "corrected", "added"), "int64"),
        **dict.fromkeys(("rate", "low", "high"), "Float64"),
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _row(theme: Theme) -> dict[str, object]:
    from statsmodels.stats.proportion import proportion_confint

    corrected = len(theme.taken_out)
    unread = len(set(theme.taken_out) - set(theme.texts_read))
    seen = theme.n_read + unread
    row: dict[str, object] = {
        "theme": theme.name,
        "theme_id": theme.theme_id,
        "seen": seen,
        "corrected": corrected,
        "added": len(theme.put_in),
        **dict.fromkeys(("rate", "low", "high"), None),
    }
    if seen:
        low, high = proportion_confint(corrected, seen, method="wilson")
        row |= {"rate": corrected / seen, "low": float(low), "high": float(high)}
    return row
