"""Passages that show a theme, and one at its edge that hardly does.

The most central ones, spread over members, sets and sessions. Who reads only those
thinks the theme clearer than it is; the one at the edge says where it ends.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.themes._score import margin_of

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes.model import ThemeModel

__all__ = ["COLUMNS", "exemplars"]

COLUMNS = ("theme", "reflection_id", "start", "end", "fit", "kind")
"""The columns of what `exemplars` returns."""


def exemplars(model: ThemeModel, journal: Journal, n: int = 3) -> pd.DataFrame:
    """Choose passages that show each theme, of different people, and one at its edge.

    The passage nearest to the theme comes first. Then those of members that have
    none yet go before others, among these those of sets that have none yet, and
    among these those of sessions. A member has a second one only where no other
    member is left.

    Last comes a counter-example, if any text is left: the passage of the theme that
    leads by least over the next theme. Does it belong there?

    Parameters
    ----------
    model : ThemeModel
        Fitted.
    journal : Journal
    n : int, default=3
        Exemplars a theme, fewer if there are fewer.

    Returns
    -------
    pandas.DataFrame
        Columns ``theme`` (name), ``reflection_id``, ``start``, ``end`` (code points),
        ``fit`` (0 to 1) and ``kind`` ("exemplar" or "counter"). It points at passages
        and holds no words: what may be quoted, and to whom, is decided by
        ``alsjournal.quotes``.

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
    found = model.code(journal).rename(columns={"code": "theme", "confidence": "fit"})
    who = ["reflection_id", "member", "set_id", "session"]
    rows = found.merge(
        journal.table("reflections", who), on="reflection_id", how="left"
    )
    edges = _edges(model, journal)
    chosen = []
    for name in model.theme_names_:
        near = _spread(rows[rows["theme"] == name], n).assign(kind="exemplar")
        there = edges["theme"].eq(name)
        others = edges[there & ~edges["reflection_id"].isin(near["reflection_id"])]
        chosen += [near, others.head(1).assign(kind="counter")]
    full = [part[list(COLUMNS)] for part in chosen if len(part)]
    if not full:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(full, ignore_index=True)


def _edges(model: ThemeModel, journal: Journal) -> pd.DataFrame:
    """Return the passages of each theme, those first that lead by least."""
    import pandas as pd

    out: list[tuple[str, str, int, int, float, float]] = []
    for batch, pieces, placed, scores, keys in model._read(journal):
        labels = model._labels(placed, keys)
        weights = scores.by(model._layout.columns[: model.n_themes_])
        clear, owners = np.flatnonzero(labels >= 0), pieces.owners
        leads = margin_of(weights[clear], labels[clear])
        for at, lead in zip(clear.tolist(), leads.tolist(), strict=True):
            theme, span = int(labels[at]), pieces.segments[at]
            text = batch.ids[int(owners[at])]
            fit = round(float(np.clip(weights[at, theme], 0, 1)), 4)
            name = model.theme_names_[theme]
            out.append((name, text, span.start, span.end, fit, lead))
    rows = pd.DataFrame(out, columns=[*COLUMNS[:-1], "lead"])
    return rows.sort_values(["lead", "fit", "reflection_id", "start"])


def _spread(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the best passages one by one, of other people, sets and sessions first."""
    left = rows.sort_values(["fit", "reflection_id"], ascending=[False, True])
    # Without a member a text stands for itself: nothing says that two are one's.
    person = left["member"].fillna(left["reflection_id"]).tolist()
    place = left["set_id"].fillna("").tolist()
    session = left["session"].fillna(0).tolist()  # they count from 1
    keys = [*zip(person, place, session, strict=True)]
    seen: list[Counter[object]] = [Counter(), Counter(), Counter()]
    taken: list[int] = []
    waiting = list(range(len(left)))
    while waiting and len(taken) < n:
        best = min(
            waiting,
            key=lambda i: (*(c[k] for c, k in zip(seen, keys[i], strict=True)), i),
        )
        waiting.remove(best)
        taken.append(best)
        for counter, key in zip(seen, keys[best], strict=True):
            counter[key] += 1
    return left.iloc[taken]
