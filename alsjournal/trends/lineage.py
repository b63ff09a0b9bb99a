"""`theme_lineage`: what became of earlier themes, as a table that can be drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import Lineage
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal
from alsjournal.themes import ThemeModel, lineage
from alsjournal.themes.lineage import flow_between
from alsjournal.trends.prevalence import policy_of

__all__ = ["theme_lineage"]


def theme_lineage(
    earlier: ThemeModel,
    later: ThemeModel,
    journal: Journal,
    *,
    audience: str | Audience = "research",
) -> Lineage:
    """Tell what became of each theme of an earlier fit, and how much went where.

    The same as `alsjournal.themes.lineage` tells, and beside it the passages that went
    elsewhere than most, so that `alsjournal.charts.lineage_chart` can draw all of them.

    Parameters
    ----------
    earlier : ThemeModel
        Fitted before, on a journal (on fewer sessions, as a rule).
    later : ThemeModel
        Fitted on ``journal``, as a rule with ``continues=earlier``.
    journal : Journal
    audience : str or Audience, default="research"
        Research only: how few passages went from one theme to another would point at
        people.

    Returns
    -------
    Lineage
        The earlier themes in their order, each with the later ones by how much went
        there; then those that were born.

    Raises
    ------
    DisclosureError
        For any other audience.
    InputError
        If the later model was not fitted on this journal, or the earlier on none.
    NotFittedError
        If a model is not fitted.

    Examples
    --------
    >>> first = ThemeModel(random_state=0).fit(journal)  # doctest: +SKIP
    >>> later = ThemeModel(random_state=0)  # doctest: +SKIP
    >>> later = later.fit(longer, continues=first)  # doctest: +SKIP
    >>> theme_lineage(first, later, longer)  # doctest: +SKIP
    Lineage(14 rows, audience 'research', policy 'default', unit 'passages')
    """
    who = audience_of(journal, audience)
    if who.kind != "research":
        msg = (
            f"A lineage counts single passages, which is for the audience 'research'. "
            f"Got {who.kind!r}. Show others theme_summary of the later model."
        )
        raise DisclosureError(msg)
    told = lineage(earlier, later, journal)
    flow = flow_between(earlier, later, journal)
    what = {
        (_at(earlier, row["earlier_id"]), _at(later, row["later_id"])): row["what"]
        for row in told.to_dict("records")
    }
    pairs = {(int(i), int(j)) for i, j in zip(*np.nonzero(flow.passages), strict=True)}
    rows = [
        _row(earlier, later, flow, i, j, what.get((i, j), "part"))
        for i, j in sorted(pairs | set(what), key=lambda at: _place(flow, *at))
    ]
    note = (
        f"{int(flow.passages.sum())} passages, in {flow.n_texts} texts, that both fits "
        f"had and neither left unclear."
    )
    frame = pd.DataFrame(rows, columns=list(Lineage.COLUMNS))
    counted = dict.fromkeys(("passages", "clear", "texts"), "Int64")
    return clear(
        Lineage,
        frame.astype(counted | dict.fromkeys(("share", "unclear"), "Float64")),
        audience=who,
        policy=policy_of(journal),
        unit="passages",
        notes=(note,),
        provenance={"alsjournal": __version__},
    )


def _at(model: ThemeModel, theme: object) -> int:
    return model.theme_ids_.index(str(theme)) if isinstance(theme, str) else -1


def _place(flow: Any, i: int, j: int) -> tuple[int, int, int]:
    """Order the earlier themes first; of each the later one with most of it first."""
    if i < 0:
        return len(flow.passages), 0, j
    return i, -int(flow.passages[i, j]) if j >= 0 else 0, j


def _row(
    earlier: ThemeModel, later: ThemeModel, flow: Any, i: int, j: int, what: str
) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(Lineage.COLUMNS)
    row |= {"what": what, "same_id": False, "passages": 0, "texts": 0}
    if j >= 0:
        row["later"] = later.theme_names_[j]
    if i < 0:
        return row
    row |= {
        "earlier": earlier.theme_names_[i],
        "clear": int(flow.passages[i].sum()),
        "share": 0.0,
        "unclear": float(flow.unclear[i]),
    }
    if j >= 0:
        row |= {
            "passages": int(flow.passages[i, j]),
            "texts": int(flow.texts[i, j]),
            "share": float(flow.share[i, j]),
            "same_id": earlier.theme_ids_[i] == later.theme_ids_[j],
        }
    return row
