"""Compute a summary: cleared tables and plain sentences, before any rendering."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.anonymise.unlinked import unlinked
from alsjournal.cleared import (
    Change,
    Cleared,
    Prevalence,
    QuoteSet,
    Recurrence,
    Responses,
    ThemeSummary,
)
from alsjournal.disclosure import Audience, audience_of
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.reflection import code_reflections
from alsjournal.report.decisions import Decision, decisions_about
from alsjournal.report.learned import Lessons, lessons
from alsjournal.report.readable import read_by_people, readable
from alsjournal.report.recorded import Recorded, recorded
from alsjournal.report.research import ForResearch, Wanted, for_research
from alsjournal.report.rows import plain_rows, shaky_last
from alsjournal.report.shown import READ_FOR, Shown, what_is_shown
from alsjournal.report.subtitle import set_title
from alsjournal.trends import (
    Coded,
    Coder,
    as_coded,
    quotes,
    recurring_issues,
    responses,
    theme_change,
    theme_prevalence,
    theme_summary,
)

__all__ = ["Finding", "Since", "Summary", "summarise"]

_KINDS = ("programme", "set", "public", "research")
_WIDEST, _LATER = 3, 2  # five are what a board takes in from one side of paper
_FEWEST_PEOPLE = 2
_SLACK = 1e-9


@dataclass(frozen=True)
class Finding:
    """A theme worth a sentence: how many raised it, where, and since when not.

    Numbers are None where they may not be told. ``widest`` if it is one of those most
    raised; ``low`` and ``high`` are the ends of the interval, in people of ``wrote``;
    ``status`` is the theme's in its codebook, ``stability`` how well it holds;
    ``came_back`` says whether it did, for a set; ``since`` is the last session that
    raised it, where others followed.
    """

    theme: str
    shown: str
    wrote: int | None
    low: int | None
    high: int | None
    sets: tuple[int, int] | None
    sessions: tuple[int, int] | None
    since: int | None
    came_back: bool
    widest: bool
    status: str = "grouping"
    stability: str = ""


@dataclass(frozen=True)
class Since:
    """What changed from the session before to the last one, in one set."""

    last: int
    before: int
    new: tuple[str, ...]
    back: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Everything that a report for one audience shows.

    ``subtitle`` names the set, for a set's page. ``recurrence`` is None for the
    public, and so is ``change``; ``sessions`` has one row a session with the columns
    session, date, wrote, present, on_roll, already masked, and whether nobody wrote
    (silent) or nowhere it was kept who came (unlisted); ``since`` is for a set's
    page. ``learned`` is what was learned, for a set's page. ``shown`` is what the texts
    show besides their themes, ``recorded`` what the record and the survey tell;
    ``answers`` is what people answered to findings, None where nobody was asked.
    ``decisions`` is what is asked of those who lead, by theme; ``research`` what only
    analysts are told. ``unread`` groupings were read by nobody. ``ideas`` has the
    central idea of each theme that somebody adopted.
    """

    title: str
    subtitle: str
    audience: Audience
    fictional: bool
    findings: tuple[Finding, ...]
    prevalence: Prevalence
    change: Change | None
    themes: ThemeSummary
    recurrence: Recurrence | None
    quotes: QuoteSet
    sessions: pd.DataFrame
    since: Since | None
    learned: Lessons | None
    shown: Shown | None
    recorded: Recorded
    answers: Responses | None
    decisions: Mapping[str, tuple[Decision, ...]]
    notes: tuple[str, ...]
    research: ForResearch | None = None
    unread: int = 0
    ideas: Mapping[str, str] = field(default_factory=dict)
    version: str = __version__


def summarise(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "programme",
    release: str | None = None,
    codings: pd.DataFrame | None = None,
    decisions: Sequence[Decision] = (),
    wanted: Wanted | None = None,
) -> Summary:
    """Compute what a report for one audience shows.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="programme"
        ``programme``, ``set:<set_id>``, ``public`` or ``research``.
    release : str, optional
        What the report is called; see `alsjournal.quotes`.
    codings : pandas.DataFrame, optional
        What texts show; see `write_report`.
    decisions : sequence of Decision, default=()
        What is asked of those who lead.
    wanted : Wanted, optional
        What analysts ask for besides.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        For an audience that gets no report.
    DisclosureError
        If nothing may be shown to this audience.
    """
    who = _reader(journal, audience)
    codes = as_coded(journal, themes)
    coded = readable(codes)
    unread = sum(status == "grouping" for status in coded.status.values())
    if who.kind == "public":
        coded = read_by_people(coded)
    by = ("session",) if who.kind == "research" else None
    prevalence = theme_prevalence(journal, coded, audience=who, by=by)
    if coded.themes and not len(prevalence):
        msg = (
            f"A report for {str(who)!r} needs texts that their writers let go so far. "
            f"Nothing that was raised may be shown to this audience: make the report "
            f"for another, or ask the writers."
        )
        raise DisclosureError(msg)
    asked = wanted or Wanted()
    if asked.model is None and hasattr(themes, "codebook_"):
        asked = replace(asked, model=themes)
    public = who.kind == "public"
    recurrence = None if public else recurring_issues(journal, coded, audience=who)
    change = None if public else theme_change(journal, coded, audience=who, by=())
    overall = theme_summary(journal, coded, audience=who)
    cleared_quotes = quotes(journal, coded, audience=who, release=release)
    read = code_reflections(journal, READ_FOR) if codings is None else codings
    learned = lessons(journal, read, who, release)
    shown = what_is_shown(journal, read, who)
    return Summary(
        title=str(journal.provenance.get("title", "Action learning sets")),
        subtitle=set_title(journal, who),
        audience=who,
        fictional=bool(journal.provenance.get("fictional", False)),
        findings=_findings(overall, recurrence),
        prevalence=prevalence,
        change=change,
        themes=overall,
        recurrence=recurrence,
        quotes=cleared_quotes,
        sessions=_sessions(journal, prevalence, who),
        since=_since(prevalence) if who.kind == "set" else None,
        learned=learned,
        shown=shown,
        unread=unread,
        ideas={theme: unlinked(idea) for theme, idea in coded.ideas.items()},
        recorded=recorded(journal, coded, who),
        answers=_answers(journal, coded, who),
        decisions=decisions_about(decisions, tuple(overall.to_frame()["theme"])),
        notes=_notes(prevalence, overall, cleared_quotes, shown),
        research=for_research(journal, coded, read, asked, codes=codes, release=release)
        if who.kind == "research"
        else None,
    )


def _reader(journal: Journal, audience: str | Audience) -> Audience:
    """Return the audience, if it is one that gets a report."""
    who = audience_of(journal, audience)
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
    return who


def _notes(*of: Cleared | Shown | None) -> tuple[str, ...]:
    """Return what is to be known beside the numbers, each once."""
    return tuple(
        dict.fromkeys(note for one in of if one is not None for note in one.notes)
    )


def _answers(journal: Journal, coded: Coded, audience: Audience) -> Responses | None:
    if audience.kind == "public" or not len(journal.table("responses", ["finding"])):
        return None
    return responses(journal, coded, audience=audience)


def _sessions(
    journal: Journal, prevalence: Prevalence, audience: Audience
) -> pd.DataFrame:
    """One row a session; a set also sees its dates."""
    columns = ["session", "wrote", "present", "on_roll"]
    frame = prevalence.to_frame()
    rows = frame[columns].drop_duplicates().reset_index(drop=True)
    nobody = frame["shown"].eq("nobody wrote").groupby(frame["session"]).all()
    rows["silent"] = rows["session"].map(nobody).fillna(value=False)
    rows["unlisted"] = not len(journal.table("attendance", ["session"]))
    held = journal.table("sessions", ["set_id", "session", "date"])
    own = held[held["set_id"] == audience.name]
    own = own.dropna()
    days = own["date"].dt.day.astype("str") + own["date"].dt.strftime(" %B %Y")
    dates = dict(zip(own["session"], days, strict=True))
    rows["date"] = [dates.get(session, "") for session in rows["session"]]
    return rows


def _since(prevalence: Prevalence) -> Since | None:
    """Compare the last session with those before, as far as anybody wrote."""
    rows = prevalence.to_frame()
    rows = rows[rows["wrote"] > 0]
    sessions = sorted(rows["session"].dropna().unique())
    if len(sessions) < 2:
        return None
    *earlier, before, last = sessions
    raised = {
        s: set(rows.loc[(rows["session"] == s) & (rows["raised"] > 0), "theme"])
        for s in sessions
    }
    past = set().union(*(raised[s] for s in earlier))
    now, then = raised[last], raised[before]
    return Since(
        int(last),
        int(before),
        new=tuple(sorted(now - then - past)),
        back=tuple(sorted((now & past) - then)),
        gone=tuple(sorted(then - now)),
    )


def _findings(
    overall: ThemeSummary, recurrence: Recurrence | None
) -> tuple[Finding, ...]:
    """Pick the few sentences of the first side from what is cleared.

    The most widely raised, then what came back or is not raised any more. A theme of
    one person is no finding, and what is shaky goes after all that is not.
    """
    rows = shaky_last(overall.to_frame())
    rows = rows.assign(returns=rows["theme"].map(_returns(recurrence)).fillna(0))
    rows = rows[~(rows["raised"] < _FEWEST_PEOPLE).fillna(False)]
    few = rows["shown"].str.startswith("fewer").fillna(False)
    nobody = rows["shown"] == "nobody wrote"  # no number there may be one held back
    rows = rows[~nobody & ~few]
    widest = rows.head(_WIDEST)
    others = rows[~rows["theme"].isin(widest["theme"])]
    later = others[(others["returns"] > 0) | others["since"].notna()]
    chosen = pd.concat([widest, later.head(_LATER)])
    most = set(widest["theme"])
    return tuple(_finding(row, row["theme"] in most) for row in plain_rows(chosen))


def _finding(row: dict[str, Any], widest: bool) -> Finding:
    wrote, low, high = row["wrote"], row["low"], row["high"]
    known = None not in (wrote, low, high)
    return Finding(
        str(row["theme"]),
        str(row["shown"]),
        None if wrote is None else int(wrote),
        math.floor(low * wrote + _SLACK) if known else None,
        math.ceil(high * wrote - _SLACK) if known else None,
        _of(row, "sets"),
        _of(row, "sessions"),
        None if row["since"] is None else int(row["since"]),
        bool(row["returns"]),
        widest,
        str(row["status"]),
        row["stability"] or "",
    )


def _of(row: dict[str, Any], name: str) -> tuple[int, int] | None:
    """In how many of how many; None where that may not be told, or says nothing."""
    x, n = row[f"{name}_raised"], row[name]
    return None if None in (x, n) or int(n) < _FEWEST_PEOPLE else (int(x), int(n))


def _returns(recurrence: Recurrence | None) -> dict[str, int]:
    """How often each theme came back; nothing for a theme that never was away."""
    if recurrence is None:
        return {}
    rows = recurrence.to_frame()
    away = rows["sessions_raised"] < rows["sessions"]
    # Of several sets it could be said of one that it came back: that is its own.
    own = recurrence.audience.startswith("set:")
    known = rows[away.fillna(False).astype(bool) & own]
    return dict(zip(known["theme"], known["came_back"].fillna(0), strict=True))
