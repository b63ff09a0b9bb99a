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
_FEWEST_PEOPLE = 2


@dataclass(frozen=True)
class Finding:
    """One sentence for the first side: what was heard, and where."""

    theme: str
    heard: str
    meaning: str


@dataclass(frozen=True)
class Summary:
    """Everything that a report for one audience shows.

    ``subtitle`` names the set, for a set's page. ``recurrence`` is None for the
    public; ``sessions`` has one row a session with the columns session, wrote,
    present, on_roll, already masked.
    """

    title: str
    subtitle: str
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
        subtitle=_subtitle(journal, who),
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


def _subtitle(journal: Journal, audience: Audience) -> str:
    """Name the set that a page is for."""
    if audience.kind != "set":
        return ""
    sets = journal.table("sets", ["set_id", "title"])
    titles = sets.loc[sets["set_id"] == audience.name, "title"].dropna()
    named = f": {titles.iloc[0]}" if len(titles) else ""
    return f"Set {audience.name}{named}"


def _sessions(prevalence: Prevalence) -> pd.DataFrame:
    columns = ["session", "wrote", "present", "on_roll"]
    return prevalence.to_frame()[columns].drop_duplicates().reset_index(drop=True)


def _findings(
    overall: ThemeSummary, recurrence: Recurrence | None
) -> tuple[Finding, ...]:
    """Pick the few sentences of the first side from what is cleared.

    First the three most widely raised, then what came back, and what is not raised
    any more. A theme of one person is no finding.
    """
    rows = overall.to_frame()
    rows = rows.assign(returns=rows["theme"].map(_returns(recurrence)).fillna(0))
    rows = rows[~(rows["raised"] < _FEWEST_PEOPLE).fillna(False)]
    few = rows["shown"].str.startswith("fewer").fillna(False)
    rows = rows[~(few & ~(rows["sets_raised"] > 1).fillna(False))]
    later = rows[(rows["returns"] > 0) | rows["since"].notna()]
    chosen = pd.concat([rows.head(3), later]).drop_duplicates("theme")
    return tuple(
        Finding(str(row.theme), _heard(row, overall.unit), _meaning(row))
        for row in chosen.head(_MOST_FINDINGS).itertuples()
    )


def _returns(recurrence: Recurrence | None) -> dict[str, int]:
    """How often each theme came back; nothing for a theme that never was away."""
    if recurrence is None:
        return {}
    rows = recurrence.to_frame()
    away = rows["sessions_raised"] < rows["sessions"]
    known = rows[away.fillna(False).astype(bool)]
    return dict(zip(known["theme"], known["came_back"].fillna(0), strict=True))


def _heard(row: object, unit: str) -> str:
    shown = str(getattr(row, "shown", ""))
    people = "people who wrote" if unit == "members" else "texts"
    said = f"Raised by {shown} {people}"
    if shown == "withheld":
        said = f"Raised; by how many {people} is withheld"
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
        return "It came back after a session without it."
    return ""
