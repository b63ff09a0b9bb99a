"""`lineage`: what became of earlier themes in a later fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.themes._base import FittedGroups
from alsjournal.themes._flow import STAYS, Flow, became, flow_of, known_before

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "flow_between", "lineage", "lineage_in_words"]

COLUMNS = (
    *("earlier", "earlier_id", "later", "later_id"),
    *("texts", "share", "unclear", "what", "same_id"),
)


def lineage(
    earlier: FittedGroups, later: FittedGroups, journal: Journal
) -> pd.DataFrame:
    """Tell what became of each theme of an earlier fit.

    Compared are the passages of texts that both fits had: those of an earlier theme,
    and where they are now. Passages that one of the fits left unclear are left out; how
    many of an earlier theme the later fit did stands in ``unclear``.

    Parameters
    ----------
    earlier : ThemeModel
        Fitted before, on a journal (on fewer sessions, as a rule).
    later : ThemeModel
        Fitted on ``journal``, as a rule with ``codebook=earlier.codebook_``.
    journal : Journal

    Returns
    -------
    pandas.DataFrame
        Columns ``earlier`` and ``later`` (names), ``earlier_id``, ``later_id``,
        ``texts`` (with such a passage), ``share`` (of the earlier theme's passages
        that are clear now), ``unclear`` (the share of them that is not), ``what`` and
        ``same_id`` (whether the later theme has the id of the earlier).
        What happened:

        - *goes on*: half of its passages or more are in one later theme;
        - *merged*: the same, and of another earlier theme too;
        - *split*: no half in any, but two or more later themes with a quarter each
          hold half of it together: a row for each;
        - *gone*: none of these; the row tells the later theme with most of it;
        - *born*: a later theme that no earlier one went on, merged or split into.

    Raises
    ------
    InputError
        If the later model was not fitted on this journal, or the earlier on none.
    NotFittedError
        If a model is not fitted.

    See Also
    --------
    lineage_in_words : The same as sentences.
    """
    import pandas as pd

    flow = flow_between(earlier, later, journal)
    rows, reached = [], set()
    share = flow.share
    joined = (share >= STAYS).sum(axis=0)
    for i in range(len(share)):
        for j, what in became(share[i], joined):
            rows.append(_row(earlier, later, flow, i, j, what))
            if what != "gone":
                reached.add(j)
    born = [j for j in range(later.n_themes_) if j not in reached]
    rows += [_row(earlier, later, flow, None, j, "born") for j in born]
    kinds = {
        **dict.fromkeys(COLUMNS[:4], "str"),
        "texts": "int64",
        **dict.fromkeys(("share", "unclear"), "Float64"),
        "what": "str",
        "same_id": "bool",
    }
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(kinds)


def lineage_in_words(table: pd.DataFrame) -> str:
    """Tell a lineage in sentences, one a line.

    Parameters
    ----------
    table : pandas.DataFrame
        As `lineage` returns it.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [
    ...     ("Beds", "t1", "Beds", "t1", 7, 0.8, 0.2, "goes on", True),
    ...     (None, None, "Rota", "t2", 0, None, None, "born", False),
    ... ]
    >>> print(lineage_in_words(pd.DataFrame(rows, columns=list(COLUMNS))))
    "Beds" goes on (80 % of its clear passages, 7 texts).
    "Rota" is new.
    """
    whole = table[table["what"] != "split"]
    lines = [_sentence(row) for row in whole.itertuples()]
    for name, parts in table[table["what"] == "split"].groupby("earlier", sort=False):
        into = " and ".join(
            f'"{r.later}" ({100 * float(str(r.share)):.0f} %)'
            for r in parts.itertuples()
        )
        lines.append(f'"{name}" split into {into}.')
    return "\n".join(lines)


def flow_between(earlier: FittedGroups, later: FittedGroups, journal: Journal) -> Flow:
    """Count which passages went where; see `lineage` for what is refused."""
    earlier._fitted()
    if not isinstance(journal, Journal) or not later.fitted_on(journal):
        msg = (
            "lineage needs the journal that the later model was fitted on. Got "
            "another, or something else. Fit the later model on it."
        )
        raise InputError(msg)
    old, new = earlier._groups, later._groups
    if not len(old.keys) and earlier.n_texts_:
        msg = (
            "The earlier model must have been fitted on a journal: texts are known by "
            "their reflection_id. Got one of a plain list. Fit it on a journal."
        )
        raise InputError(msg)
    labels = earlier._labels(old.placed, old.keys)
    lengths = new.placed.lengths
    was = known_before(labels, old.placed, old.keys, new.keys, lengths)
    now = later._labels(new.placed, new.keys)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    return flow_of(was, now, owners, (earlier.n_themes_, later.n_themes_))


def _row(
    earlier: FittedGroups,
    later: FittedGroups,
    flow: Flow,
    i: int | None,
    j: int,
    what: str,
) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(COLUMNS)
    row |= {"texts": 0, "what": what, "same_id": False}
    if i is not None:
        row |= {"earlier": earlier.theme_names_[i], "share": 0.0}
        row["unclear"] = float(flow.unclear[i])
        row["earlier_id"] = earlier.theme_ids_[i]
    if j >= 0:
        row |= {"later": later.theme_names_[j], "later_id": later.theme_ids_[j]}
    if i is not None and j >= 0:
        row["texts"] = int(flow.texts[i, j])
        row["share"] = float(flow.share[i, j])
        row["same_id"] = row["earlier_id"] == row["later_id"]
    return row


def _sentence(row: object) -> str:
    one, other, what = (getattr(row, c) for c in ("earlier", "later", "what"))
    if what == "born":
        return f'"{other}" is new.'
    if what == "gone":
        return f'"{one}" is gone: its passages are scattered now.'
    part = f"{100 * float(getattr(row, 'share', 0)):.0f} % of its clear passages"
    said = f"({part}, {getattr(row, 'texts', 0)} texts)"
    same = bool(getattr(row, "same_id", False))
    if what == "merged" and not same:
        return f'"{one}" merged with others into "{other}" {said}.'
    called = "" if one == other else f' as "{other}"'
    took = ", and passages of other themes came in" if what == "merged" else ""
    return f'"{one}" goes on{called} {said}{took}.'
