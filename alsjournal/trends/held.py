"""Which counts are held back, as an earlier output could be subtracted from them.

Two tables that are each safe can give away what neither shows: of 12 who raised a
theme up to session 5, and 14 up to session 6, two raised it anew. (Differencing; see
Duncan, Elliot and Salazar-González 2011, "Statistical Confidentiality".) So what is
made for a programme is compared with what is on record in the journal's file.

Whatever could lead back to a held-back count goes with it. Where the themes of a
group add up to those who wrote in it, the whole group does. Where texts are counted,
which add up over sessions too, so do the numbers over all sessions: another session's
count would not do in its place, as the earlier output holds it. And so they do where
of one session alone it is not shown how many wrote.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.disclosure import Audience, Policy
from alsjournal.disclosure.subtracted import (
    ALL,
    KnownAs,
    Left,
    left_of,
    shown_before,
    small_cells,
    tells,
)
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units, count_themes
from alsjournal.trends.rest import small_rests

__all__ = [
    "Left",
    "cell_names",
    "held_note",
    "hold_back",
    "left_of",
    "shown_before",
    "tells",
]


def cell_names(counts: pd.DataFrame, by: tuple[str, ...]) -> pd.Series[str]:
    """Return what each row counts, as the record of outputs has it.

    Parameters
    ----------
    counts : pandas.DataFrame
        With ``theme``; an empty one stands for those who wrote.
    by : tuple of str
        ``("session",)`` or empty.
    """
    names = [
        f"{session if pd.notna(session) else ALL}:{theme}"
        for session, theme in zip(
            counts["session"] if by else [pd.NA] * len(counts),
            counts["theme"],
            strict=True,
        )
    ]
    return pd.Series(names, index=counts.index, dtype="str")


def hold_back(
    journal: Journal,
    coded: Coded,
    units: Units,
    counts: pd.DataFrame,
    by: tuple[str, ...],
    *,
    audience: Audience,
    policy: Policy,
) -> pd.DataFrame:
    """Say of exact counts which are held back in what is made for an audience.

    Parameters
    ----------
    journal : Journal
        With the record of outputs, if it is in a file.
    coded : Coded
    units : Units
    counts : pandas.DataFrame
        As `count_themes` returns them: one row for each theme in each group.
    by : tuple of str
    audience : Audience
    policy : Policy

    Returns
    -------
    pandas.DataFrame
        The counts, with ``held`` (the row's count), ``wrote_held`` (how many wrote,
        too) and ``before`` (what an earlier output showed, where it is held). For a
        set, research and a member, and where counts are rounded, nothing is held.
    """
    out = counts.assign(held=False, wrote_held=False)
    out["before"] = pd.Series(pd.NA, index=out.index, dtype="Int64")
    pooled = audience.kind in ("programme", "public") and by in ((), ("session",))
    if not pooled or policy.rule(audience).rounded_to > 1 or counts.empty:
        return out
    out["cell"] = cell_names(out, by)
    out["whole"] = cell_names(out.assign(theme=""), by)
    small = _small(journal, out, coded.known_as, audience, policy)
    out["before"] = out["cell"].map(small).astype("Int64")
    out["wrote_held"] = out["whole"].isin(list(small))
    out["held"] = out["cell"].isin(list(small)) | out["wrote_held"]
    adds_up = units.unit == "reflections"
    if adds_up:
        sessions = out if by else count_themes(journal, coded, units, ("session",))
        least = policy.rule(audience).minimum
        out = _with_rests(journal, out, sessions, coded.known_as, least)
    if adds_up and not by:
        within = hold_back(
            journal,
            coded,
            units,
            sessions,
            ("session",),
            audience=audience,
            policy=policy,
        )
        wrote = sessions.drop_duplicates("session")["wrote"]
        few = (wrote > 0) & (wrote < policy.rule(audience).minimum)
        # Of one session it is not shown how many wrote: the sum would tell it.
        out["held"] |= bool(within["held"].any()) or int(few.sum()) == 1
    return _with_their_group(out.drop(columns=["cell", "whole"]), by, adds_up)


def _with_rests(
    journal: Journal,
    out: pd.DataFrame,
    sessions: pd.DataFrame,
    known_as: KnownAs,
    minimum: int,
) -> pd.DataFrame:
    """Hold back what would tell again what an earlier total left unsaid."""

    def small(raised: int, wrote: int) -> bool:
        return Left(raised, wrote).small(minimum)

    rests = small_rests(journal, sessions, known_as, small=small)
    held = out.copy()
    for theme, own in rests.items():
        there = held["session"].isin(own) if "session" in held else True
        if theme:
            held["held"] |= (held["theme"] == theme) & there
        else:
            held["held"] |= there
            held["wrote_held"] |= there
    return held


def _small(
    journal: Journal,
    out: pd.DataFrame,
    known_as: KnownAs,
    audience: Audience,
    policy: Policy,
) -> dict[str, int]:
    """Return the cells of which an earlier output leaves too few, as it showed them."""
    everyone = out[["whole", "wrote"]].drop_duplicates()
    everyone = everyone.rename(columns={"whole": "cell"})
    everyone = everyone.assign(theme="", raised=everyone["wrote"])
    both = pd.concat([out[["cell", "theme", "raised", "wrote"]], everyone])
    return small_cells(journal, both, known_as, audience, policy)


def _with_their_group(
    out: pd.DataFrame, by: tuple[str, ...], adds_up: bool
) -> pd.DataFrame:
    """Hold back also what a held-back count could be worked out from."""
    keys: Any = list(by) if by else [0] * len(out)
    groups = out.groupby(keys, dropna=False, sort=False)
    there = groups["held"].transform("any")
    whole = groups["raised"].transform("sum") == out["wrote"]
    out["held"] |= there & (whole | adds_up)
    out["wrote_held"] |= there & adds_up
    return out


def held_note(masked: pd.DataFrame, by: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Say how many counts are held back; nothing if none is.

    Parameters
    ----------
    masked : pandas.DataFrame
        As `hold_back` returns it.
    by : tuple of str, default=()

    Returns
    -------
    tuple of str
        One sentence, or none.
    """
    n = int(masked["held"].sum())
    if not n:
        return ()
    where = "By session" if by else "Over all sessions"
    said, them = (f"{n:,} counts are", "them") if n > 1 else ("1 count is", "it")
    note = (
        f"{where}, {said} held back because an earlier page could be subtracted from "
        f"{them}, and what is left would be of too few people; or because it would "
        f"lead to one that is."
    )
    return (note,)
