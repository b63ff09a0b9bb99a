"""What was written, as a change over sessions is estimated from it.

A row is what one person wrote in one session of one set in answer to one question;
for each theme it has the share of their texts that raised it, so that nobody counts
for more because their answer was cut into several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.journal import Journal
from alsjournal.trends._continuing import early_and_late
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units

__all__ = ["KEYS", "PLACE", "Observed", "codes_of", "observe"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

PLACE = ("parent", "set_id", "role")
"""What the mix of writers is made of, besides who they are and what was asked."""

KEYS = ("unit", *PLACE, "session", "prompt")


@dataclass(frozen=True, eq=False, repr=False)
class Observed:
    """Rows of what was written, and which themes it raised.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``unit`` (who wrote, as a number), ``parent``, ``set_id``, ``role``,
        ``session``, ``prompt`` and ``words`` (of a text, on average).
    raised : numpy.ndarray of shape (n_rows, n_themes)
        The share of the row's texts that raised each theme.
    themes : tuple of str
    """

    rows: pd.DataFrame
    raised: Floats
    themes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, kept: npt.NDArray[np.bool_]) -> Observed:
        """Return some of the rows."""
        rows = self.rows[kept].reset_index(drop=True)
        return Observed(rows, self.raised[kept], self.themes)

    @property
    def session(self) -> Floats:
        """Return the session of each row."""
        return self.rows["session"].to_numpy(dtype=float)

    @property
    def unit(self) -> Codes:
        """Return who wrote each row, numbered from 0."""
        return codes_of(self.rows, ["unit"])

    def people_who(self, did: npt.NDArray[np.bool_]) -> Codes:
        """Count the people who did, in any of their rows, theme by theme.

        Parameters
        ----------
        did : numpy.ndarray of bool, shape (n_rows, n_themes)

        Returns
        -------
        numpy.ndarray of int, shape (n_themes,)
        """
        unit = self.unit
        by_unit = np.zeros((int(unit.max(initial=-1)) + 1, did.shape[1]), dtype=bool)
        np.logical_or.at(by_unit, unit, did)
        people: Codes = by_unit.sum(axis=0)
        return people

    def continuing(self) -> npt.NDArray[np.bool_]:
        """Say which rows are of people who wrote early and late.

        That is, in the first and in the last third of their set's sessions.
        """
        return early_and_late(self.rows)


def codes_of(rows: pd.DataFrame, columns: Sequence[str]) -> Codes:
    """Number the different values of some columns, from 0; missing is one of them.

    Examples
    --------
    >>> codes_of(pd.DataFrame({"a": ["x", "y", "x"]}), ["a"]).tolist()
    [0, 1, 0]
    """
    out = np.zeros(len(rows), dtype=np.intp)
    for column in columns:
        own = pd.factorize(rows[column], use_na_sentinel=False)[0]
        out = pd.factorize(out * (int(own.max(initial=0)) + 1) + own)[0]
    return out.astype(np.intp)


def observe(
    journal: Journal, coded: Coded, units: Units, *, also: Sequence[str] = ()
) -> Observed:
    """Return the rows of these texts; those without a session are left out.

    ``also`` names further columns of the units by which rows are told apart.
    """
    keys = [*KEYS, *also]
    texts = units.rows[units.rows["session"].notna()].reset_index(drop=True)
    texts["words"] = texts["reflection_id"].map(_words(journal))
    row = codes_of(texts, keys)
    first = np.unique(row, return_index=True)[1]
    rows = texts.loc[first, keys].reset_index(drop=True)
    n_rows = len(rows)
    many = np.bincount(row, minlength=n_rows)
    words = texts["words"].fillna(0).to_numpy(dtype=float)
    rows["words"] = np.bincount(row, weights=words, minlength=n_rows) / many
    rows["unit"] = codes_of(rows, ["unit"])
    raised = _raised(texts["reflection_id"], row, coded, n_rows)
    return Observed(rows, raised / many[:, None], coded.themes)


def _raised(ids: pd.Series[str], row: Codes, coded: Coded, n_rows: int) -> Floats:
    """Count the texts of each row that raised each theme."""
    found = coded.codings[["reflection_id", "code"]].drop_duplicates()
    text = pd.Index(ids).get_indexer(pd.Index(found["reflection_id"]))
    theme = pd.Index(coded.themes).get_indexer(pd.Index(found["code"]))
    known = (text >= 0) & (theme >= 0)
    n_themes = len(coded.themes)
    cell = row[text[known]] * n_themes + theme[known]
    counted = np.bincount(cell, minlength=n_rows * n_themes).astype(float)
    return counted.reshape(n_rows, n_themes)


def _words(journal: Journal) -> dict[str, int]:
    """Return how many words each text has, by its id."""
    found: dict[str, int] = {}
    for batch in journal.batches("reflections", ["reflection_id", "text"]):
        words = batch["text"].str.count(r"\S+")
        found.update(zip(batch["reflection_id"], words, strict=True))
    return found
