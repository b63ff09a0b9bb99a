"""`theme_summary`: one row a theme, over all sessions."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import ThemeSummary
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.prevalence import policy_of, provenance_of
from alsjournal.trends.spread import WHEN, spread_of, with_spread

__all__ = ["theme_summary"]


def theme_summary(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
) -> ThemeSummary:
    """Sum each theme up over all sessions: who raised it, where, and its words.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="research"

    Returns
    -------
    ThemeSummary
        A row for each theme, the most widely raised first, those with too few to
        show last. ``raised`` counts those
        who raised it at least once, ``wrote`` those who wrote at least once.

    Raises
    ------
    InputError
        If ``themes`` or ``audience`` cannot be read.

    Notes
    -----
    Each member is one draw, so Wilson's interval holds although they write again
    and again. For the public, sessions are left out.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"reflection_id": ["1", "2"], "text": ["No cover.", "We laughed."]}
    ... )
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": ["1"], "code": ["cover"]})
    >>> theme_summary(journal, codes).to_frame()[["theme", "shown"]].values.tolist()
    [['cover', '1 of 2']]
    """
    who = audience_of(journal, audience)
    policy = policy_of(journal)
    coded = seen_by(journal, as_coded(journal, themes), who)
    with journal.reading():
        units = units_of(journal, who)
        counts = count_themes(journal, coded, units, ())
        counts = hold_back(
            journal, coded, units, counts, (), audience=who, policy=policy
        )
        spread = spread_of(journal, coded, units)
    counts["terms"] = [", ".join(coded.terms.get(t, ())) for t in counts["theme"]]
    counts["status"] = [coded.status.get(t, "grouping") for t in counts["theme"]]
    counts["stability"] = [coded.held(t) for t in counts["theme"]]
    # Small counts come last by name: their order would rank what is not shown.
    few = counts["raised"] < policy.rule(who).minimum
    keys = counts[["sets_raised", "raised"]].mask(few, 0).assign(theme=counts["theme"])
    # Nor may the order tell a held-back count from those beside it.
    keys["raised"] = keys["raised"].mask(counts["held"], counts["before"].fillna(0))
    by = ["sets_raised", "raised", "theme"]
    order = keys.sort_values(by, ascending=[False, False, True]).index
    counts = counts.loc[order].reset_index(drop=True)
    if who.kind != "public":
        counts = with_spread(counts, spread, *WHEN)
    if who.kind in ("set", "member", "public"):
        counts = counts.drop(columns=["sets", "sets_raised"])
    return clear(
        ThemeSummary,
        counts,
        audience=who,
        policy=policy,
        unit=units.unit,
        notes=(*units.notes, *coded.notes, *held_note(counts)),
        provenance=provenance_of(coded),
    )
