"""What speaks against each theme, or does not fit it, as far as the data can tell.

A machine cannot say what contradicts a theme. What it can give is where to look: who
wrote and did not raise it, what people said does not fit, and the passages that were
least sure. Nobody's silence is taken for a no.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from alsjournal.cleared import Prevalence
from alsjournal.disclosure import Audience, permitted
from alsjournal.journal import Journal
from alsjournal.report.readable import spoken
from alsjournal.report.rows import plain_rows
from alsjournal.themes import Codebook, Theme
from alsjournal.trends import Coded, quotes

__all__ = ["Against", "Rejected", "against", "rejected"]

_LEAST = 2  # passages of a theme that are shown as its edge


@dataclass(frozen=True)
class Against:
    """What speaks against one theme, or strains it.

    Parameters
    ----------
    theme : str
    sets_without, sets : tuple of str
        Sets in which people wrote and nobody raised it, and all in which people wrote.
    sessions_without, sessions : int
        Sessions of sets, likewise.
    strain, not_this : int or None
        Texts that people said strain it, and of which they said "not this theme";
        None where there is no codebook.
    strained : tuple of (str, str)
        Words of the former that may be quoted, and where they come from.
    edge : tuple of (str, str, float)
        The passages that the coder was least sure of, with that; empty where it was
        as sure of all.
    """

    theme: str
    sets_without: tuple[str, ...]
    sets: tuple[str, ...]
    sessions_without: int
    sessions: int
    strain: int | None = None
    not_this: int | None = None
    strained: tuple[tuple[str, str], ...] = ()
    edge: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A grouping that somebody read and rejected, and why."""

    theme: str
    by: str
    when: str
    why: str


def against(
    journal: Journal,
    coded: Coded,
    prevalence: Prevalence,
    codebook: Codebook | None,
    release: str | None,
) -> tuple[Against, ...]:
    """Gather it theme by theme.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    prevalence : Prevalence
        By set and session, for research.
    codebook : Codebook or None
    release : str or None
    """
    rows = journal.table("reflections", ["reflection_id", "set_id", "member"])
    may = frozenset(rows.loc[permitted(journal, rows), "reflection_id"])
    named = {} if codebook is None else {t.name: t for t in codebook.themes()}
    themes = {name: named.get(name) or _said(name, named) for name in coded.themes}
    strain = {
        name: frozenset(theme.does_not_fit) & may
        for name, theme in themes.items()
        if theme is not None
    }
    strained = _quoted(journal, _of_texts(coded, strain), release)
    edge = _edge(journal, coded, release)
    frame = prevalence.to_frame()
    frame = frame[frame["wrote"].fillna(0) > 0]
    out = []
    for name in coded.themes:
        own = frame[frame["theme"] == name]
        raised = own.groupby("set_id")["raised"].sum()
        theme = themes[name]
        out.append(
            Against(
                name,
                sets_without=tuple(map(str, raised.index[raised == 0])),
                sets=tuple(map(str, raised.index)),
                sessions_without=int((own["raised"] == 0).sum()),
                sessions=len(own),
                strain=len(strain[name]) if theme is not None else None,
                not_this=len(set(theme.taken_out) & may) if theme is not None else None,
                strained=tuple((q, s) for q, s, _ in strained.get(name, ())),
                edge=tuple(edge.get(name, ())),
            )
        )
    return tuple(out)


def rejected(codebook: Codebook | None) -> tuple[Rejected, ...]:
    """Return what people rejected, with who, when and why."""
    if codebook is None:
        return ()
    out = []
    for theme in codebook.themes():
        if theme.status != "rejected":
            continue
        last = [e for e in codebook.history(theme.theme_id) if e.action == "rejected"]
        event = last[-1] if last else None
        why = event.why if event is not None else ""
        out.append(Rejected(theme.name, theme.by, theme.when, why))
    return tuple(out)


def _said(name: str, named: dict[str, Theme]) -> Theme | None:
    """Find a theme whose code is said in words on the page."""
    return next((t for own, t in named.items() if spoken(own) == name), None)


def _of_texts(coded: Coded, texts: dict[str, frozenset[str]]) -> Coded:
    keep = [
        row.reflection_id in texts.get(str(row.code), ())
        for row in coded.codings.itertuples()
    ]
    return replace(coded, codings=coded.codings[keep])


def _edge(
    journal: Journal, coded: Coded, release: str | None
) -> dict[str, list[tuple[str, str, float]]]:
    """Return the least sure passages of themes whose passages are not all as sure."""
    codings = coded.codings[coded.codings["confidence"].notna()]
    spread = codings.groupby("code")["confidence"].transform(
        lambda s: s.max() - s.min()
    )
    codings = codings[spread > 0]
    turned = codings.assign(confidence=1 - codings["confidence"])
    found = _quoted(journal, replace(coded, codings=turned), release)
    return {
        name: [(words, source, 1 - fit) for words, source, fit in own]
        for name, own in found.items()
    }


def _quoted(
    journal: Journal, coded: Coded, release: str | None
) -> dict[str, list[tuple[str, str, float]]]:
    if coded.codings.empty:
        return {}
    table = quotes(
        journal,
        coded,
        audience=Audience.research(),
        per_theme=_LEAST,
        release=release,
    )
    out: dict[str, list[tuple[str, str, float]]] = {}
    for row in plain_rows(table.to_frame()):
        told = (str(row["quote"]), _place(row), float(row["fit"] or 0))
        out.setdefault(str(row["theme"]), []).append(told)
    return out


def _place(row: dict[str, object]) -> str:
    at = row["session"]
    return str(row["source"]) if pd.isna(at) else f"{row['source']}, {at}"  # type: ignore[call-overload]
