"""`recurring_issues`: what comes back, across sets and sessions, and after a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.cleared import Recurrence
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import Units, count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.holding import holding_note
from alsjournal.trends.prevalence import (
    policy_of,
    provenance_of,
    refuse_public,
    theme_prevalence,
)
from alsjournal.trends.roles import with_roles
from alsjournal.trends.spread import WHEN, Spread, spread_of, with_spread
from alsjournal.trends.standing import (
    Resolutions,
    because,
    codebook_of,
    resolutions_of,
    status_now,
)

if TYPE_CHECKING:
    from alsjournal.themes import Codebook

__all__ = ["recurring_issues"]


def recurring_issues(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    codebook: Codebook | None = None,
) -> Recurrence:
    """Rank themes by how widely they are raised, and say how each stands.

    Spread counts before volume: a theme that three sets raise goes before one that
    a single set raises at length. What nobody writes of any more is "not raised since",
    never "resolved": that is said only where a person tied the theme to an outcome.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings of one construct (those made by people too): themes,
        or conditions as ``journal.codings(construct="condition")``.
    audience : str or Audience, default="research"
        A set sees its own sessions, and of other sets only whether any of them
        raised the theme too (``elsewhere``).
    codebook : Codebook, optional
        Where people tied themes to outcomes (`Codebook.resolve`); by default that of
        the model.

    Returns
    -------
    Recurrence
        A row for each theme that was raised, those raised most widely first: by sets,
        then sessions, then roles; where these are equal by returns, then people. Roles
        are for research and, folded, for the programme. Themes that too few raised for
        their count to be shown are left out, since where they were raised would
        tell it.

    Raises
    ------
    DisclosureError
        For the public: where a theme was raised is for those who took part.
    InputError
        If ``themes``, ``audience`` or ``codebook`` cannot be read.

    Notes
    -----
    A resolution is of the set that its outcome is of, and stands until a later session
    of that set raises the theme. Where several sets are told of together, a theme is
    "resolved" only if each of those that raised it has one.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"reflection_id": list("123"), "text": list("abc"), "session": [1, 2, 3]}
    ... )
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": ["1", "3"], "code": ["cover", "cover"]})
    >>> row = recurring_issues(journal, codes).to_frame().iloc[0]
    >>> row["status_now"], row["because"]
    ('raised again', 'raised at session 3 by 1 of 1 texts')
    """
    who = audience_of(journal, audience)
    policy = policy_of(journal)
    refuse_public(who)
    book = codebook_of(themes, codebook)
    coded = seen_by(journal, as_coded(journal, themes), who)
    with journal.reading():
        units = units_of(journal, who)
        spread = spread_of(journal, coded, units)
        counts = count_themes(journal, coded, units, ())
        counts = hold_back(
            journal, coded, units, counts, (), audience=who, policy=policy
        )
    counts = with_spread(counts, spread, "returns", *WHEN)
    counts = counts.rename(columns={"returns": "came_back"})
    fewest = max(1, policy.rule(who).minimum)
    counts["few"] = counts["raised"] < fewest
    if who.kind in ("research", "programme"):
        counts = with_roles(counts, coded, units, policy.rule(who))
    else:
        counts["roles_raised"] = pd.Series(pd.NA, index=counts.index, dtype="Int64")
    # The order may not tell a held-back count from those beside it.
    counts["rankable"] = counts["raised"].mask(counts["held"], counts["before"])
    counts["rankable"] = counts["rankable"].fillna(0)
    counts["by_roles"] = counts["roles_raised"].fillna(0)
    order = ["few", "sets_raised", "sessions_raised", "by_roles"]
    order += ["came_back", "rankable", "theme"]
    counts = counts.sort_values(order, ascending=[True, *[False] * 5, True])
    counts = counts.reset_index(drop=True)
    notes = (*units.notes, *coded.notes, *held_note(counts[~counts["few"]]))
    notes += holding_note(coded, counts.loc[~counts["few"], "theme"])
    resolutions = resolutions_of(journal, book, who)
    notes += resolutions.note
    counts = _standing(journal, coded, counts, spread, resolutions, who, units)
    if fewest > 1:
        notes += (f"Themes that fewer than {fewest} raised are left out.",)
    counts.insert(0, "rank", range(1, len(counts) + 1))
    if who.kind == "set":
        counts["elsewhere"] = counts["theme"].isin(_elsewhere(journal, coded, who.name))
    if who.kind in ("set", "member"):
        counts = counts.drop(columns=["sets", "sets_raised"])
    return clear(
        Recurrence,
        counts,
        audience=who,
        policy=policy,
        unit=units.unit,
        notes=notes,
        provenance=provenance_of(coded),
        keep=~counts["few"],
    )


def _standing(
    journal: Journal,
    coded: Coded,
    counts: pd.DataFrame,
    spread: dict[str, Spread],
    resolutions: Resolutions,
    who: Audience,
    units: Units,
) -> pd.DataFrame:
    """Add how each theme stands, from numbers that this audience may see."""
    cleared = theme_prevalence(journal, coded, audience=who, by=("session",))
    by_theme = dict(iter(cleared.to_frame().groupby("theme", sort=False)))
    none = cleared.to_frame().iloc[:0]
    pooled = who.kind in ("research", "programme")
    rows = []
    for theme in counts["theme"]:
        found = spread[str(theme)]
        said = resolutions.standing(found)
        sessions = by_theme.get(theme, none)
        reason = because(found, sessions, unit=units.unit, pooled=pooled)
        if pooled:
            words = [f"in {len(said)} of {len(found.sets)} sets"] if said else []
        else:
            again = resolutions.overtaken(found)
            words = [r.in_words for r in said]
            words += [f"{r.in_words}; but raised since" for r in again]
        rows.append((status_now(found, said), reason or None, "; ".join(words) or None))
    columns = ["status_now", "because", "resolved"]
    told = pd.DataFrame(rows, columns=columns, index=counts.index, dtype="str")
    return pd.concat([counts, told], axis=1)


def _elsewhere(journal: Journal, coded: Coded, own: str) -> set[str]:
    """Return the themes that other sets raised and let the programme know of."""
    units = units_of(journal, Audience.programme())
    others = units.rows.loc[units.rows["set_id"] != own, ["reflection_id"]]
    return set(coded.codings.merge(others, on="reflection_id")["code"].unique())
