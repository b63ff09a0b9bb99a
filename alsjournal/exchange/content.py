"""What goes into an export for an audience, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import (
    Change,
    Cleared,
    IssueCards,
    Prevalence,
    QuoteSet,
    Recurrence,
    SessionDifference,
    ThemeSummary,
)
from alsjournal.dictionary import Entry, entries
from alsjournal.disclosure import Audience, audience_of
from alsjournal.errors import InputError
from alsjournal.exchange.allowed import Allowed
from alsjournal.journal import Journal
from alsjournal.schema import DTYPES, TABLES
from alsjournal.trends import (
    Coded,
    Coder,
    as_coded,
    quotes,
    recurring_issues,
    theme_change,
    theme_prevalence,
    theme_summary,
)

__all__ = ["RELEASED", "Content", "Part", "content_for", "export_audience"]

RELEASED: dict[str, type[Cleared]] = {
    "theme_prevalence": Prevalence,
    "theme_summary": ThemeSummary,
    "theme_change": Change,
    "recurring_issues": Recurrence,
    "quotes": QuoteSet,
    "issue_cards": IssueCards,
    "session_difference": SessionDifference,
}
"""The released tables, by the function that makes each; the last two are in no export,
being made for one set and for one session."""

_NOT_SO_FAR = (
    "no theme was raised in a text that its writer let go as far as this audience"
)
_WHY_EMPTY = {
    "theme_prevalence": _NOT_SO_FAR,
    "theme_summary": _NOT_SO_FAR,
    "theme_change": _NOT_SO_FAR,
    "recurring_issues": "no theme was raised by so many that it may be told where",
    "quotes": (
        "no passage of four to sixty words is of somebody who allowed quotes for this "
        "audience and, for the public or once previews were made, kept it in one"
    ),
}
_KINDS = ("research", "set", "programme", "public")
_ABOUT = ("title", "fictional", "language", "policy")
_ABOUT_TO_ANALYSTS = (
    *("approach", "invited", "survey", "source", "preset", "lawful_basis"),
    *("empty_texts", "theory"),
)
_OF_THE_ANONYMISER = (
    *("chain", "pipeline", "operator", "found", "texts", "texts_changed"),
)
# What is told of how a journal came about. Names and digests of the raw files are not,
# nor the fingerprint of the key; exact counts go to the analysts only.


@dataclass(frozen=True, repr=False)
class Part:
    """One table on its way out: its columns, its key, and its rows in batches."""

    name: str
    columns: tuple[Entry, ...]
    key: tuple[str, ...]
    batches: Callable[[], Iterator[pd.DataFrame]]


@dataclass(frozen=True, repr=False)
class Content:
    """What goes into one export.

    Parameters
    ----------
    audience : Audience
    title : str
        Of the programme.
    parts : tuple of Part
    people : str
        How many it is about, in words.
    until : str
        The month of the last session, where it is known.
    notes : tuple of str
        What a reader must know beside the numbers.
    provenance : mapping
        How it came about; no path, name or key.
    selection : mapping
        The part of the journal that it is of; empty for all of it.
    left_out : mapping of str to int
        Rows that stayed, by table; complete once all parts were gone through.
    empty : mapping of str to str
        Why a released table has no rows, by table.
    """

    audience: Audience
    title: str
    parts: tuple[Part, ...]
    people: str
    until: str
    notes: tuple[str, ...]
    provenance: Mapping[str, object]
    selection: Mapping[str, tuple[object, ...]]
    left_out: Mapping[str, int] = field(default_factory=dict)
    empty: Mapping[str, str] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether it holds a journal's own tables."""
        return self.audience.kind == "research"


def content_for(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame | None,
    audience: str | Audience,
    *,
    memos: bool = False,
    release: str | None = None,
) -> Content:
    """Gather what may be given to an audience.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel, pandas.DataFrame or None
        For the released tables.
    audience : str or Audience
    memos : bool, default=False
        Whether the memos of those who analyse go too, for research.
    release : str, optional
        What the export is called.

    Returns
    -------
    Content

    Raises
    ------
    DisclosureError
        If it may see nothing of this journal.
    InputError
        If the audience gets no export, or there is nothing to give it.
    """
    who = export_audience(journal, audience)
    if themes is None and who.kind != "research":
        msg = (
            f"themes must be given for the audience {str(who)!r}, who see released "
            f"tables only: a fitted ThemeModel, or codings as "
            f"journal.codings(construct='theme'). Got none."
        )
        raise InputError(msg)
    tables = _released(journal, themes, who, release)
    shown = tuple(_released_part(name, table) for name, table in tables.items())
    notes = _notes(tables)
    left_out: Mapping[str, int] = {}
    parts, people = shown, _people_of(tables)
    if who.kind == "research":
        allowed = Allowed(journal, memos=memos)
        names = (n for n in journal.tables() if not TABLES[n].store_only)
        own = (_own_part(allowed, name) for name in names)
        parts, people, left_out = (*own, *shown), _people_in(allowed), allowed.left_out
    if who.kind == "public" and themes is not None:
        absent = "theme_change, recurring_issues"
        notes += (f"{absent}: not for the public, so not there.",)
    return Content(
        audience=who,
        title=str(journal.provenance.get("title", "Action learning sets")),
        parts=parts,
        people=people,
        until=_until(journal, who),
        notes=notes,
        provenance=_provenance(journal, tables, who),
        selection=journal.selection if who.kind == "research" else {},
        left_out=left_out,
        empty={name: _WHY_EMPTY[name] for name, t in tables.items() if not len(t)},
    )


def export_audience(journal: Journal, audience: str | Audience) -> Audience:
    """Return the audience, if it gets an export of this journal.

    Raises
    ------
    DisclosureError
        If it may see nothing of a part of a journal.
    InputError
        If it gets none.
    """
    who = Audience.parse(audience)
    if who.kind not in _KINDS:
        msg = (
            "An export must be for 'research', 'set:<set_id>', 'programme' or "
            f"'public'. Got {who.kind!r}: for one person there is none."
        )
        raise InputError(msg)
    return audience_of(journal, who)


def _released(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame | None,
    who: Audience,
    release: str | None,
) -> dict[str, Cleared]:
    if themes is None:
        return {}
    coded = as_coded(journal, themes)
    tables: dict[str, Cleared] = {
        "theme_prevalence": theme_prevalence(journal, coded, audience=who),
        "theme_summary": theme_summary(journal, coded, audience=who),
    }
    if who.kind != "public":  # where a theme was raised is for those who took part
        tables["theme_change"] = theme_change(journal, coded, audience=who)
        tables["recurring_issues"] = recurring_issues(journal, coded, audience=who)
    tables["quotes"] = quotes(journal, coded, audience=who, release=release)
    return tables


def _notes(tables: Mapping[str, Cleared]) -> tuple[str, ...]:
    """Each note once, with the tables that it is for."""
    owners: dict[str, list[str]] = {}
    for name, table in tables.items():
        for note in table.notes:
            owners.setdefault(note, []).append(name)
    return tuple(f"{', '.join(names)}: {note}" for note, names in owners.items())


def _released_part(name: str, table: Cleared) -> Part:
    columns = entries(name)
    frame = table.to_frame().astype({e.column: DTYPES[e.kind] for e in columns})
    return Part(name, columns, (), lambda: iter([frame]))


def _own_part(allowed: Allowed, name: str) -> Part:
    columns, key = entries(name), TABLES[name].key
    return Part(name, columns, key, partial(allowed.batches, name))


def _people_in(allowed: Allowed) -> str:
    texts = allowed.texts
    said = [f"{len(texts):,} text{'s' * (len(texts) != 1)}"]
    for column, word in (("member", "member"), ("set_id", "set")):
        n = texts[column].nunique()
        if n:
            said.append(f"{n:,} {word}{'s' * (n != 1)}")
    return ", ".join(said)


def _people_of(tables: Mapping[str, Cleared]) -> str:
    """How many wrote, as far as the released numbers say it."""
    if "theme_summary" not in tables:
        return ""
    summary = tables["theme_summary"]
    wrote = summary.to_frame()["wrote"].dropna()
    if not len(wrote):
        return "not shown, to protect people"
    word = "people who wrote" if summary.unit == "members" else "texts"
    return f"{wrote.max():,} {word}"


def _until(journal: Journal, who: Audience) -> str:
    held = journal.table("sessions", ["set_id", "date"])
    if who.kind == "set":
        held = held[held["set_id"] == who.name]
    last = held["date"].max()
    return "" if pd.isna(last) else f"{last.year:04d}-{last.month:02d}"


def _provenance(
    journal: Journal, tables: Mapping[str, Cleared], who: Audience
) -> dict[str, object]:
    given, analysts = journal.provenance, who.kind == "research"
    keys = (*_ABOUT, *_ABOUT_TO_ANALYSTS) if analysts else _ABOUT
    out: dict[str, object] = {key: given[key] for key in keys if key in given}
    made = given.get("anonymiser")
    if analysts and isinstance(made, Mapping):
        out["anonymiser"] = {k: made[k] for k in _OF_THE_ANONYMISER if k in made}
    coders = {str(t.provenance.get("coder", "")) for t in tables.values()} - {""}
    if coders:
        out["coder"] = ", ".join(sorted(coders))
    return {**out, "alsjournal": __version__}
