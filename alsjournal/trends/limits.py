"""What a journal cannot carry: claims to keep from, each with the number behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from alsjournal.disclosure import audience_of
from alsjournal.journal import Journal
from alsjournal.trends._verdict import level_of_slope
from alsjournal.trends.counts import Units, units_of
from alsjournal.trends.power import ALIKE, design_of, said, smallest_found

__all__ = ["smallest_telling_rise", "what_not_to_claim"]

_LEVEL = 0.05


@dataclass(frozen=True)
class _Seen:
    """What the cautions look at."""

    journal: Journal
    units: Units

    @property
    def rows(self) -> pd.DataFrame:
        return self.units.rows


def what_not_to_claim(journal: Journal) -> pd.DataFrame:
    """List the claims that a journal cannot carry, and why.

    It is for the analysts, like everything of the audience ``"research"``; read it
    before anything is charted, and put what is left of it under a report's findings.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    pandas.DataFrame
        Columns ``do_not_claim`` and ``because``: a row each, in the order of how
        often they mislead. Never empty.

    Raises
    ------
    InputError
        If it is no Journal.

    Notes
    -----
    Only counts are looked at, no text. Which rise is more than chance gives comes
    from `smallest_telling_rise`, from one session of a set to the next, and from
    `smallest_change` over all sessions.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["We met.", "Again."], "session": [1, 2]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> what_not_to_claim(journal)["do_not_claim"].iloc[0]
    'that people who did not write had nothing to say'
    """
    seen = _Seen(journal, units_of(journal, audience_of(journal, "research")))
    found = [caution(seen) for caution in _CAUTIONS]
    kept = [claim for claim in found if claim is not None]
    return pd.DataFrame(kept, columns=["do_not_claim", "because"])


def smallest_telling_rise(n: int, *, level: float = _LEVEL) -> int | None:
    """How many of n must raise what nobody of n raised before, to be beyond chance.

    Parameters
    ----------
    n : int
        People who wrote, each time.
    level : float, default=0.05
        Of Fisher's exact test, two-sided, on 0 of n against k of n.

    Returns
    -------
    int or None
        The smallest k; None where even all of n is not enough.

    References
    ----------
    Fisher, R. A. (1935). The Design of Experiments; as in
    ``scipy.stats.fisher_exact``.

    Examples
    --------
    >>> smallest_telling_rise(6), smallest_telling_rise(3)
    (5, None)
    """
    from scipy.stats import fisher_exact

    for k in range(1, n + 1):
        if fisher_exact(np.array([[0, n], [k, n - k]])).pvalue < level:
            return k
    return None


_Caution = Callable[[_Seen], tuple[str, str] | None]


def _silence(seen: _Seen) -> tuple[str, str]:
    claim = "that people who did not write had nothing to say"
    lists = seen.journal.table("attendance")
    if not len(lists):
        return claim, (
            "There is no record of who was there: who did not write may have been "
            "away. Silence is not evidence."
        )
    keys = ["set_id", "session", "member"]
    there = lists.loc[lists["present"].fillna(False).astype(bool), keys]
    wrote = seen.rows.rename(columns={"unit": "member"})[keys].drop_duplicates()
    both = len(there.merge(wrote, on=keys))
    return claim, (
        f"Of {len(there):,} times that somebody was there, {both:,} have a text that "
        f"may be counted. Silence is not evidence."
    )


def _cause(seen: _Seen) -> tuple[str, str]:
    sets = seen.rows["set_id"].nunique()
    return (
        "that the sets brought about what people write of",
        (
            f"All of the {sets:,} set{'s' * (sets != 1)} met; nobody who did not is in "
            f"the journal, and much else happened in the same months."
        ),
    )


def _rise(seen: _Seen) -> tuple[str, str] | None:
    if seen.rows["session"].nunique() < 2:
        return None
    wrote = seen.rows.groupby(["set_id", "session"], dropna=False)["unit"].nunique()
    n = int(wrote.median())
    k = smallest_telling_rise(n)
    needed = (
        "even from nobody to everybody would be within what chance gives"
        if k is None
        else f"a rise from nobody to fewer than {k} is within what chance gives"
    )
    return (
        "that a theme rose or fell from one session of a set to the next",
        (
            f"At a session of a set {n:,} people write (the middle value): {needed} "
            f"(Fisher's exact test, {_LEVEL:.0%})."
        ),
    )


_START = 0.3
"""The share from which the smallest change over all sessions is told."""


def _steady(seen: _Seen) -> tuple[str, str] | None:
    design = design_of(seen.units)
    if design is None:
        return None
    level = level_of_slope(design.span)
    smallest = smallest_found(design, _START, alike=ALIKE, level=level)
    return (
        "that what is too few to tell did not change",
        f"{said(design, _START, smallest)} Less may have moved unseen.",
    )


def _mixed(seen: _Seen) -> tuple[str, str] | None:
    held = seen.rows["session"].nunique()
    if seen.units.unit != "members" or held < 2:
        return None
    sessions = seen.rows.groupby(["set_id"])["session"].nunique()
    mine = seen.rows.groupby(["set_id", "unit"])["session"].nunique().reset_index()
    held_by_set = mine["set_id"].map(sessions.to_dict())
    all_of_them = int((mine["session"] == held_by_set).sum())
    people = seen.rows["unit"].nunique()
    return (
        "that the same people changed their minds",
        (
            f"{all_of_them:,} of {people:,} who wrote did so at every session of their "
            f"set; between sessions it is partly other people who write."
        ),
    )


def _prompts(seen: _Seen) -> tuple[str, str] | None:
    asked = seen.rows.dropna(subset=["prompt"])
    per_session = asked.groupby(["set_id", "session"])["prompt"].agg(frozenset)
    changed = per_session.groupby("set_id").nunique()
    sets = int((changed > 1).sum())
    if not sets:
        return None
    return (
        "that sessions with another question can be compared",
        (
            f"In {sets:,} of {len(changed):,} sets the question that people answered "
            f"was not the same at all sessions."
        ),
    )


def _permission(seen: _Seen) -> tuple[str, str] | None:
    texts = seen.journal.table("reflections", ["author_kind"])["author_kind"]
    own = int((texts.isna() | (texts == "member")).sum())
    left_out = own - len(seen.rows)
    if not left_out:
        return None
    return (
        "that all who wrote are counted",
        (
            f"{left_out:,} of {own:,} members' texts may not be counted, or have no "
            f"known writer."
        ),
    )


def _language(seen: _Seen) -> tuple[str, str] | None:
    said = seen.journal.table("reflections", ["language"])["language"].dropna()
    other = int((~said.str.lower().str.startswith("en")).sum())
    if not other:
        return None
    return (
        "that groupings and names were found alike in every language",
        f"Texts in other languages: {other:,}. What reads them was made for English.",
    )


def _elsewhere(seen: _Seen) -> tuple[str, str]:
    people = seen.rows["unit"].nunique()
    what = "members" if seen.units.unit == "members" else "texts"
    return (
        "that others in the service would write the same",
        (
            f"{people:,} {what} chose to come, to write and to be counted. They are no "
            f"sample of anybody."
        ),
    )


_CAUTIONS: tuple[_Caution, ...] = (
    _silence,
    _rise,
    _steady,
    _cause,
    _mixed,
    _prompts,
    _permission,
    _language,
    _elsewhere,
)
