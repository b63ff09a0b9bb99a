"""`theme_comparison`: what one group writes of more than others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from alsjournal.cleared import Comparison
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends._compared import Wanted, compared
from alsjournal.trends._groups import Between, grouped
from alsjournal.trends._observed import observe
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import Units, units_of
from alsjournal.trends.holding import holding_note
from alsjournal.trends.prevalence import policy_of, provenance_of

__all__ = ["theme_comparison"]

_WRITTEN = (
    "Groups are compared by what they wrote. That they differ does not say why: "
    "nobody was put into a group by chance, unless you did so."
)


def theme_comparison(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    between: Between,
    audience: str | Audience = "research",
    sessions: Iterable[int] | None = None,
) -> Comparison:
    """Say which themes some groups raise more than others, as far as can be told.

    Groups are compared at the same sessions of the same sets, with what was asked
    adjusted for; and their changes over the sessions within the same people or sets.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    between : {"role", "organisation_type", "set_id", "parent"}, mapping or Series
        Which groups. For analysts also the group of each member, or of each
        ``reflection_id``, as of an experiment; who is not in it is left out.
    audience : str or Audience, default="research"
        A set may see its own roles and kinds of organisation; those that fewer people
        hold than the programme's policy asks for stand together as *other roles*.
    sessions : iterable of int, optional
        Those to look at; all by default.

    Returns
    -------
    Comparison
        For shares, and for changes where there are two sessions: for each group a row
        for each theme, beside the others; where there are two groups each is beside
        the other. ``verdict`` is *more*, *less*, *alike* or *too few to tell*; for
        changes *rose more*, *rose less*, *fell more* or *fell less* in place of the
        first two.

    Raises
    ------
    DisclosureError
        For a member; and if the audience may not see such groups.
    InputError
        If an argument cannot be read, or there are fewer than two groups.

    See Also
    --------
    theme_change : Over the sessions.
    smallest_change : What could have been seen.

    Notes
    -----
    The difference of two shares is a coefficient of a linear probability model with a
    level for each session of each set and each question. Standard errors are the
    jackknife over people (MacKinnon, Nielsen and Webb 2023), and never below those
    that no difference would give. A theme is called where chance would give such a
    difference in fewer than 5 of 100, and the rate of false discoveries over all
    themes and groups is held at 10 % (Benjamini and Hochberg 1995). *Alike* means
    that a difference of ten points, or of half of how many raise it where that is
    less, can be ruled out (two one-sided tests, Schuirmann 1987). Where texts of the
    groups differ in length by a fifth or more, a difference must stand at equal
    length too. Five people are needed on each side, five who raised a theme and five
    who left it out.

    Where no set holds people of both, what is of the group cannot be told from what
    is of the set but by many sets: sets are then left out in turn. Sets or parent
    organisations themselves are compared as they are, of those who wrote.

    Examples
    --------
    >>> frame = pd.DataFrame({"member": [f"m{i}" for i in range(40)], "text": "Words."})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> ids = journal.table("reflections")["reflection_id"]
    >>> role = {f"m{i}": "nurse" if i % 2 else "clerk" for i in range(40)}
    >>> raised = [i < 30 if i % 2 else i % 8 == 0 for i in range(40)]
    >>> codes = pd.DataFrame({"reflection_id": ids[raised], "code": "cover"})
    >>> found = theme_comparison(journal, codes, between=role).to_frame()
    >>> found.loc[found["group"] == "nurse", "verdict"].tolist()
    ['more']
    """
    who = audience_of(journal, audience)
    if who.kind == "member":
        msg = (
            "Groups are compared for sets and analysts, never for a person. Got a "
            "member's audience; use set:<id> or research."
        )
        raise DisclosureError(msg)
    policy = policy_of(journal)
    coded = seen_by(journal, as_coded(journal, themes), who)
    units = _at(units_of(journal, who), sessions)
    groups = grouped(journal, units, between, audience=who, policy=policy)
    dated = bool(groups.units.rows["session"].notna().any())
    units = groups.units if dated else _undated(groups.units)
    seen = observe(journal, coded, units, also=("group",))
    wanted = Wanted(
        name=groups.name,
        places=groups.places,
        at_equal_length=coded.construct == "element",
        unit="people" if units.unit == "members" else "texts",
        dated=dated,
        exact=who.kind == "research",
    )
    several = len(set(seen.rows["group"])) > 1 and bool(seen.themes)
    frame = compared(wanted, seen) if several else _empty()
    return clear(
        Comparison,
        frame,
        audience=who,
        policy=policy,
        unit=units.unit,
        notes=(
            *units.notes,
            *coded.notes,
            _WRITTEN,
            *holding_note(coded, frame["theme"]),
        ),
        provenance=provenance_of(coded),
    )


def _at(units: Units, sessions: Iterable[int] | None) -> Units:
    if sessions is None:
        return units
    given: object = sessions
    if isinstance(given, str) or not isinstance(given, Iterable):
        msg = f"sessions must be a list of numbers. Got a {type(given).__name__}."
        raise InputError(msg)
    chosen = units.rows["session"].isin(list(given)).fillna(False)
    if not chosen.any():
        msg = (
            "sessions must name some at which texts were written that may be counted. "
            "Got none of them; see journal.table('reflections')."
        )
        raise InputError(msg)
    return replace(units, rows=units.rows[chosen].reset_index(drop=True))


def _undated(units: Units) -> Units:
    """Take texts of no known session for those of one time."""
    session = pd.Series(1, index=units.rows.index, dtype=units.rows["session"].dtype)
    return replace(units, rows=units.rows.assign(session=session))


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(Comparison.COLUMNS))
