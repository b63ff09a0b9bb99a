"""Compute a summary: cleared tables and plain sentences, before any rendering."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import Prevalence, QuoteSet, Recurrence, ThemeSummary
from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends import (
    Coded,
    Coder,
    as_coded,
    quotes,
    recurring_issues,
    theme_prevalence,
    theme_summary,
)

__all__ = ["Finding", "Summary", "summarise"]

_KINDS = ("programme", "set", "public", "research")
_MOST_FINDINGS = 5  # what a board takes in from one side of paper


@dataclass(frozen=True)
class Finding:
    """One sentence for the first side: what was heard, and where."""

    theme: str
    heard: str
    meaning: str


@dataclass(frozen=True)
class Summary:
    """Everything that a report for one audience shows.

    ``recurrence`` is None for the public; ``sessions`` has one row a session with
    the columns session, wrote, present, on_roll, already masked.
    """

    title: str
    audience: Audience
    fictional: bool
    findings: tuple[Finding, ...]
    prevalence: Prevalence
    themes: ThemeSummary
    recurrence: Recurrence | None
    quotes: QuoteSet
    sessions: pd.DataFrame
    notes: tuple[str, ...]
    version: str = __version__


def summarise(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "programme",
) -> Summary:
    """Compute what a report for one audience shows.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="programme"
        ``programme``, ``set:<set_id>``, ``public`` or ``research``.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        For an audience that gets no report.
    """
    who = Audience.parse(audience)
    if who.kind not in _KINDS:
        msg = (
            "A report must be for 'programme', 'set:<set_id>', 'public' or "
            f"'research'. Got {who.kind!r}."
        )
        raise InputError(msg)
    if who.kind == "set" and not len(journal.select(set_id=who.name)):
        msg = (
            "A set's report needs reflections of that set. This journal has none of "
            f"set {who.name!r}; `alsjournal info` lists its sets."
        )
        raise InputError(msg)
    coded = as_coded(journal, themes)
    by = ("session",) if who.kind == "research" else None
    prevalence = theme_prevalence(journal, coded, audience=who, by=by)
    public = who.kind == "public"
    recurrence = None if public else recurring_issues(journal, coded, audience=who)
    overall = theme_summary(journal, coded, audience=who)
    cleared_quotes = quotes(journal, coded, audience=who)
    return Summary(
        title=str(journal.provenance.get("title", "Action learning sets")),
        audience=who,
        fictional=bool(journal.provenance.get("fictional", False)),
        findings=_findings(overall, recurrence),
        prevalence=prevalence,
        themes=overall,
        recurrence=recurrence,
        quotes=cleared_quotes,
        sessions=_sessions(prevalence),
        notes=tuple(dict.fromkeys((*prevalence.notes, *cleared_quotes.notes))),
    )


def _sessions(prevalence: Prevalence) -> pd.DataFrame:
    columns = ["session", "wrote", "present", "on_roll"]
    return prevalence.to_frame()[columns].drop_duplicates().reset_index(drop=True)


def _findings(
    overall: ThemeSummary, recurrence: Recurrence | None
) -> tuple[Finding, ...]:
    """Pick the few sentences of the first side from what is cleared."""
    returned: dict[str, int] = {}
    if recurrence is not None:
        returned = dict(
            recurrence.to_frame()[["theme", "came_back"]].itertuples(index=False)
        )
    rows = overall.to_frame()
    rows = rows.assign(returns=rows["theme"].map(returned).fillna(0).astype(int))
    # The widest first; what came back before what was simply said often.
    order = rows.sort_values("returns", ascending=False, kind="stable")
    chosen = pd.concat([rows.head(3), order]).drop_duplicates("theme")
    chosen = chosen[~chosen["shown"].isin(["0 of 0", "nobody wrote"])]
    return tuple(
        Finding(str(row.theme), _heard(row, overall.unit), _meaning(row))
        for row in chosen.head(_MOST_FINDINGS).itertuples()
    )


def _heard(row: object, unit: str) -> str:
    shown = str(getattr(row, "shown", ""))
    people = "people who wrote" if unit == "members" else "texts"
    said = f"Raised by {shown} {people}"
    if "of" not in shown:
        said = {
            "withheld": f"Raised; the number of {people} is withheld",
        }.get(shown, f"Raised by {shown} {people}")
    places = []
    for count, total, word in (
        ("sets_raised", "sets", "sets"),
        ("sessions_raised", "sessions", "sessions"),
    ):
        x, n = getattr(row, count, None), getattr(row, total, None)
        if pd.notna(x) and pd.notna(n) and int(n) > 1:
            places.append(f"in {x} of {n} {word}")
    return f"{said}{', ' + ' and '.join(places) if places else ''}."


def _meaning(row: object) -> str:
    returns, since = getattr(row, "returns", 0), getattr(row, "since", None)
    if pd.notna(since):
        return (
            f"Not raised since session {since}. That may mean solved, or given up: ask."
        )
    if returns:
        times = "once" if returns == 1 else f"{returns} times"
        return f"It came back {times} after a session without it."
    return ""
