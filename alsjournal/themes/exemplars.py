"""Passages that show a theme: the most central ones, spread over members and sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsjournal.errors import InputError
from alsjournal.journal import Journal

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes.model import ThemeModel

__all__ = ["COLUMNS", "exemplars"]

COLUMNS = ("theme", "reflection_id", "start", "end", "fit")
"""The columns of what `exemplars` returns."""


def exemplars(model: ThemeModel, journal: Journal, n: int = 3) -> pd.DataFrame:
    """Choose passages that show each theme, of different people.

    The passage nearest to the theme comes first. Then those of members that have
    none yet go before others, and among these those of sets that have none yet. A
    member has a second one only where no other member is left.

    Parameters
    ----------
    model : ThemeModel
        Fitted.
    journal : Journal
    n : int, default=3
        Passages a theme, fewer if there are fewer.

    Returns
    -------
    pandas.DataFrame
        Columns ``theme`` (name), ``reflection_id``, ``start``, ``end`` (code points)
        and ``fit`` (0 to 1). It points at passages and holds no words: what may be
        quoted, and to whom, is decided by ``alsjournal.quotes``.

    Raises
    ------
    InputError
        If n is not a whole number from 1 up, or there is no journal.
    NotFittedError
        If the model is not fitted.
    """
    import pandas as pd

    if not isinstance(journal, Journal):
        msg = f"exemplars needs a Journal. Got {type(journal).__name__}."  # type: ignore[unreachable]
        raise InputError(msg)
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        msg = f"n must be a whole number from 1 up. Got {type(n).__name__}."
        raise InputError(msg)
    found = model.code(journal)
    who = journal.table("reflections", ["reflection_id", "member", "set_id"])
    rows = found.merge(who, on="reflection_id", how="left")
    rows = rows.rename(columns={"code": "theme", "confidence": "fit"})
    chosen = [
        _spread(rows[rows["theme"] == name], n)
        for name in model.theme_names_
        if (rows["theme"] == name).any()
    ]
    if not chosen:
        return pd.DataFrame(rows, columns=list(COLUMNS))
    return pd.concat(chosen, ignore_index=True)[list(COLUMNS)]


def _spread(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the best passages one by one, other people's and other sets' first."""
    left = rows.sort_values(["fit", "reflection_id"], ascending=[False, True])
    # Without a member a text stands for itself: nothing says that two are one's.
    person = left["member"].fillna(left["reflection_id"]).tolist()
    place = left["set_id"].fillna("").tolist()
    had: dict[str, int] = {}
    seen: dict[str, int] = {}
    taken: list[int] = []
    waiting = list(range(len(left)))
    while waiting and len(taken) < n:
        best = min(
            waiting,
            key=lambda i: (had.get(person[i], 0), seen.get(place[i], 0), i),
        )
        waiting.remove(best)
        taken.append(best)
        had[person[best]] = had.get(person[best], 0) + 1
        seen[place[best]] = seen.get(place[best], 0) + 1
    return left.iloc[taken]
