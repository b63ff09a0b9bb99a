"""In which sessions of which sets a theme was raised, and whether it came back.

Silence is not evidence: a session at which nobody of a set wrote is left out, and
neither ends nor interrupts anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units, count_themes

__all__ = ["WHEN", "Spread", "spread_of", "with_spread"]

WHEN = ("sessions_raised", "sessions", "first_session", "last_session", "since")
"""The fields of a `Spread` that tables show under the same names."""


@dataclass(frozen=True)
class Spread:
    """Where one theme was raised.

    ``since`` is the last session that raised it when at least one later session,
    in which somebody wrote, did not; else None. ``returns`` counts, set by set, how
    often it was raised again after at least one session without it. ``latest`` has
    the last session that raised it, set by set; ``still`` counts the sets at whose own
    last session somebody raised it.
    """

    theme: str
    sessions_raised: int
    sessions: int
    first_session: int | None
    last_session: int | None
    since: int | None
    returns: int
    sets: tuple[str, ...]
    latest: Mapping[str, int] = field(default_factory=dict)
    still: int = 0


def spread_of(journal: Journal, coded: Coded, units: Units) -> dict[str, Spread]:
    """Return the spread of every theme over these texts."""
    cells = count_themes(journal, coded, units, ("set_id", "session"))
    cells = cells[(cells["wrote"] > 0) & cells["session"].notna()]
    return {
        str(theme): _spread(str(theme), rows)
        for theme, rows in cells.groupby("theme", sort=False)
    } | {
        theme: Spread(theme, 0, 0, None, None, None, 0, ())
        for theme in coded.themes
        if not (cells["theme"] == theme).any()
    }


def with_spread(
    counts: pd.DataFrame, spread: Mapping[str, Spread], *names: str
) -> pd.DataFrame:
    """Add fields of each theme's spread to its counts, as whole numbers."""
    out = counts.copy()
    for name in names:
        values = [getattr(spread[str(theme)], name) for theme in out["theme"]]
        out[name] = pd.Series(values, index=out.index, dtype="Int64")
    return out


def _spread(theme: str, cells: pd.DataFrame) -> Spread:
    raised = cells[cells["raised"] > 0]
    sessions = cells["session"].nunique()
    if raised.empty:
        return Spread(theme, 0, sessions, None, None, None, 0, ())
    first, last = int(raised["session"].min()), int(raised["session"].max())
    later = int(cells["session"].max())
    latest = raised.groupby("set_id")["session"].max()
    ends = cells.groupby("set_id")["session"].max().reindex(latest.index)
    return Spread(
        theme,
        raised["session"].nunique(),
        sessions,
        first,
        last,
        last if later > last else None,
        _returns(cells),
        tuple(sorted(latest.index)),
        {str(name): int(session) for name, session in latest.items()},
        int((latest == ends).sum()),
    )


def _returns(cells: pd.DataFrame) -> int:
    """Count how often it comes again in a set after a session or more without it.

    Examples
    --------
    >>> cells = pd.DataFrame({"set_id": "A", "session": range(1, 9)})
    >>> _returns(cells.assign(raised=[1, 0, 1, 2, 0, 0, 1, 0]))
    2
    """
    rows = cells.sort_values("session", kind="stable")
    now = (rows["raised"] > 0).astype(int)
    by_set = now.groupby(rows["set_id"], dropna=False)
    earlier, before = by_set.cumsum() - now, by_set.shift(fill_value=1)
    return int(((now == 1) & (earlier > 0) & (before == 0)).sum())
