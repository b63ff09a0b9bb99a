"""`recurring_issues`: what comes back, across sets and sessions, and after a gap."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Recurrence
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.holding import holding_note
from alsjournal.trends.prevalence import policy_of, provenance_of
from alsjournal.trends.spread import WHEN, spread_of, with_spread

__all__ = ["recurring_issues"]


def recurring_issues(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
) -> Recurrence:
    """Rank themes by how widely they are raised and how often they come back.

    Spread counts before volume: a theme that three sets raise goes before one that
    a single set raises at length.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="research"
        A set sees its own sessions, and of other sets only whether any of them
        raised the theme too (``elsewhere``).

    Returns
    -------
    Recurrence
        A row for each theme that was raised, the most recurrent first: by sets,
        then returns, then sessions, then people. Themes that too few raised for
        their count to be shown are left out, since where they were raised would
        tell it.

    Raises
    ------
    DisclosureError
        For the public: where a theme was raised is for those who took part.
    InputError
        If ``themes`` or ``audience`` cannot be read.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"reflection_id": list("123"), "text": list("abc"), "session": [1, 2, 3]}
    ... )
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": ["1", "3"], "code": ["cover", "cover"]})
    >>> recurring_issues(journal, codes).to_frame()["came_back"].tolist()
    [1]
    """
    who = audience_of(journal, audience)
    policy = policy_of(journal)
    if who.kind == "public":
        policy.rule(who, ("set_id", "session"))
    coded = seen_by(journal, as_coded(journal, themes), who)
    units = units_of(journal, who)
    spread = spread_of(journal, coded, units)
    counts = count_themes(journal, coded, units, ())
    counts = hold_back(journal, coded, units, counts, (), audience=who, policy=policy)
    counts = with_spread(counts, spread, "returns", *WHEN)
    counts = counts.rename(columns={"returns": "came_back"})
    fewest = max(1, policy.rule(who).minimum)
    counts["few"] = counts["raised"] < fewest
    # The order may not tell a held-back count from those beside it.
    counts["rankable"] = counts["raised"].mask(counts["held"], counts["before"])
    counts["rankable"] = counts["rankable"].fillna(0)
    order = ["few", "sets_raised", "came_back", "sessions_raised", "rankable", "theme"]
    counts = counts.sort_values(order, ascending=[True, *[False] * 4, True])
    counts = counts.reset_index(drop=True)
    notes = (*units.notes, *coded.notes, *held_note(counts[~counts["few"]]))
    notes += holding_note(coded, counts.loc[~counts["few"], "theme"])
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


def _elsewhere(journal: Journal, coded: Coded, own: str) -> set[str]:
    """Return the themes that other sets raised and let the programme know of."""
    units = units_of(journal, Audience.programme())
    others = units.rows.loc[units.rows["set_id"] != own, ["reflection_id"]]
    return set(coded.codings.merge(others, on="reflection_id")["code"].unique())
