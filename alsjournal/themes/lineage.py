"""`lineage`: what became of earlier themes in a later fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.themes._base import FittedGroups

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "lineage", "lineage_in_words"]

Ints = npt.NDArray[np.int64]

COLUMNS = (
    *("earlier", "earlier_id", "later", "later_id"),
    *("texts", "share", "unclear", "what", "same_id"),
)

STAYS = 0.5
"""From this share of its passages on, a theme has gone on into a later one."""

PART = 0.25
"""From this share on, a later theme can be one of the parts of one that split. Both
are the defaults of MONIC (Spiliopoulou and others, 2006, KDD, 706-711)."""


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

    flow = _flow(earlier, later, journal)
    rows, reached = [], set()
    share = flow.share
    joined = (share >= STAYS).sum(axis=0)
    for i in range(len(share)):
        for j, what in _became(share[i], joined):
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


@dataclass(frozen=True, repr=False)
class _Flow:
    """How many passages and texts went from which theme to which.

    ``sizes`` counts the passages of the earlier themes, unclear now or not.
    """

    passages: Ints
    texts: Ints
    sizes: Ints

    @property
    def share(self) -> npt.NDArray[np.float64]:
        """How much of what is clear in both went from each to each."""
        clear = np.maximum(self.passages.sum(axis=1, keepdims=True), 1)
        out: npt.NDArray[np.float64] = self.passages / clear
        return out

    @property
    def unclear(self) -> npt.NDArray[np.float64]:
        """How much of each earlier theme is unclear now."""
        clear = self.passages.sum(axis=1)
        out: npt.NDArray[np.float64] = 1 - clear / np.maximum(self.sizes, 1)
        return out


def _flow(earlier: FittedGroups, later: FittedGroups, journal: Journal) -> _Flow:
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
    was = earlier._labels(old.placed, old.keys)
    now = later._labels(new.placed, new.keys)
    at_old, at_new = _starts(old.placed.lengths), _starts(new.placed.lengths)
    place = {int(key): i for i, key in enumerate(new.keys)}
    shape = (earlier.n_themes_, later.n_themes_)
    passages, texts = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    sizes = np.zeros(shape[0], np.int64)
    for i, key in enumerate(old.keys):
        j, n = place.get(int(key)), int(old.placed.lengths[i])
        if j is None or int(new.placed.lengths[j]) != n:
            continue  # no longer there, or with other words
        a = was[at_old[i] : at_old[i] + n]
        b = now[at_new[j] : at_new[j] + n]
        np.add.at(sizes, a[a >= 0], 1)
        both = (a >= 0) & (b >= 0)
        np.add.at(passages, (a[both], b[both]), 1)
        pairs = np.unique(np.stack([a[both], b[both]]), axis=1)
        texts[pairs[0], pairs[1]] += 1
    return _Flow(passages, texts, sizes)


def _starts(lengths: Ints) -> Ints:
    out: Ints = np.cumsum(lengths) - lengths
    return out


def _became(share: npt.NDArray[np.float64], joined: Ints) -> list[tuple[int, str]]:
    """Return the later themes that matter for an earlier one, and what happened."""
    if not len(share):
        return [(-1, "gone")]
    best = int(share.argmax())
    if share[best] >= STAYS:
        return [(best, "merged" if joined[best] > 1 else "goes on")]
    parts = [int(j) for j in np.argsort(-share, kind="stable") if share[j] >= PART]
    if len(parts) > 1 and share[parts].sum() >= STAYS:
        return [(j, "split") for j in parts]
    return [(best if share[best] > 0 else -1, "gone")]


def _row(
    earlier: FittedGroups,
    later: FittedGroups,
    flow: _Flow,
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
    if what == "merged":
        return f'"{one}" merged with others into "{other}" {said}.'
    called = "" if one == other else f' as "{other}"'
    return f'"{one}" goes on{called} {said}.'
