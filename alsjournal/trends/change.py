"""`theme_change`: what rose, what fell, and where too few wrote to tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from alsjournal.cleared import Change
from alsjournal.disclosure import Audience, Policy, audience_of, clear
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends._changes import Asked, changes
from alsjournal.trends._echo import topics_of
from alsjournal.trends._observed import Observed, observe
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import Units, count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.holding import holding_note
from alsjournal.trends.prevalence import policy_of, provenance_of

__all__ = ["theme_change"]

_BY = ("parent", "set_id", "role")
_IGNORED = ("session", "prompt")
_ALL_SETS = (
    "Changes are within the same people or sets, then over all of them; pooled "
    "figures stand beside them because the mix of who wrote can change."
)
_WRITTEN = "Trends are of what was written."


def theme_change(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = None,
) -> Change:
    """Say how each theme changed over the sessions, as far as that can be told.

    The change of each member is taken, not the difference of first and last: where
    most of what was written is by people who wrote at several sessions, within the
    same people, else within the same sets and roles. What was asked is adjusted for.
    So neither a change of mix nor of the question can pass for a change of theme.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="research"
    by : sequence of {"parent", "set_id", "role"}, optional
        Groups to look at one by one, below all together; for research each set by
        default. ``"session"`` may be there: it is what all this is over.

    Returns
    -------
    Change
        A row for each theme over all that the audience may see, then for each theme
        in each group. ``verdict`` is *rising*, *falling*, *steady*, *moved and came
        back* or *too few to tell*, ``evidence`` says what it rests on, ``warning``
        where pooled figures say something else.

    Raises
    ------
    DisclosureError
        For a member, of whom no trend is made; and if the audience may not see
        groups so.
    InputError
        If ``by`` or ``audience`` cannot be read.

    Notes
    -----
    The share of a person's texts that raise a theme is modelled as linear in the
    session, with a level for each person or set and for each question; standard
    errors are the jackknife over people (MacKinnon, Nielsen and Webb 2023), with
    as many degrees of freedom as people tell, less one. A theme is called where
    chance would give such a change in fewer than 5 of 100, and the rate of false
    discoveries over the themes of a group is held at 10 % (Benjamini and Hochberg
    1995). *Steady* means that a change of ten points can be ruled out (two one-sided
    tests, Schuirmann 1987). Everything else is *too few to tell*. How often that is
    wrong was measured on journals with a planted truth: see benchmarks/README.md.

    Themes that fewer than five people raised, or fewer than five ever left out, are
    not looked at. Codings of elements of reflection are compared at equal length of
    text; other changes are called only where they stand at equal length too, if texts
    became longer or shorter by a fifth or more.

    Examples
    --------
    >>> rows = [(s, f"m{m}") for s in range(1, 5) for m in range(12)]
    >>> frame = pd.DataFrame(rows, columns=["session", "member"]).assign(text="Words.")
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> ids = journal.table("reflections")["reflection_id"]
    >>> late = [s + int(m[1:]) % 3 > 3 for s, m in rows]
    >>> codes = pd.DataFrame({"reflection_id": ids[late], "code": "cover"})
    >>> theme_change(journal, codes, by=()).to_frame()["verdict"].tolist()
    ['rising']
    """
    who = audience_of(journal, audience)
    if who.kind == "member":
        msg = (
            "A change over sessions is told of sets and programmes, never of a person. "
            "Got a member's audience; use set:<id> or programme."
        )
        raise DisclosureError(msg)
    groups = _resolved(by, who)
    policy = policy_of(journal)
    policy.rule(who, groups)
    coded = seen_by(journal, as_coded(journal, themes), who)
    with journal.reading():
        units = units_of(journal, who)
        seen = observe(journal, coded, units)
        counts = _as_elsewhere(journal, coded, units, who, policy)
    asked = Asked(coded, topics_of(journal), who, units.unit, policy.rule(who).minimum)
    made = [changes(asked, rows, where) for where, rows in _groups(seen, groups)]
    frame = pd.concat(made, ignore_index=True) if made else _empty()
    if counts is not None:
        columns = [c for c in frame.columns if c not in counts.columns or c == "theme"]
        frame = frame[columns].merge(counts, on="theme", how="left")
    return clear(
        Change,
        frame,
        audience=who,
        policy=policy,
        by=groups,
        unit=units.unit,
        notes=(
            *units.notes,
            *coded.notes,
            _WRITTEN,
            *([] if who.kind == "set" else [_ALL_SETS]),
            *([] if counts is None else held_note(counts)),
            *holding_note(coded, frame["theme"]),
        ),
        provenance=provenance_of(coded),
    )


def _as_elsewhere(
    journal: Journal, coded: Coded, units: Units, who: Audience, policy: Policy
) -> pd.DataFrame | None:
    """Return how many raised each theme, as all tables for this audience tell it.

    Those who wrote without a session are among them: two tables of which one had them
    and one had not could be subtracted. None for those whose counts are exact.
    """
    if who.kind not in ("programme", "public"):
        return None
    counts = count_themes(journal, coded, units, ())
    held = hold_back(journal, coded, units, counts, (), audience=who, policy=policy)
    return held[["theme", "raised", "wrote", "held", "wrote_held"]]


def _resolved(by: Sequence[str] | None, audience: Audience) -> tuple[str, ...]:
    if by is None:
        return ("set_id",) if audience.kind == "research" else ()
    given: object = by
    if not isinstance(given, Iterable):
        msg = f"by must be a list of columns. Got a {type(given).__name__}."
        raise InputError(msg)
    named = (by,) if isinstance(by, str) else tuple(by)
    unknown = [name for name in named if name not in (*_BY, *_IGNORED)]
    if unknown:
        msg = f"by must name columns of {', '.join(_BY)}. Got {', '.join(unknown)}."
        raise InputError(msg)
    if audience.kind == "set":
        named = tuple(name for name in named if name != "set_id")
    return tuple(dict.fromkeys(name for name in named if name in _BY))


def _groups(
    seen: Observed, by: tuple[str, ...]
) -> Iterator[tuple[dict[str, object], Observed]]:
    """Yield all rows, then those of each group."""
    if not len(seen) or not seen.themes:
        return
    sets = seen.rows["set_id"].unique()
    yield ({"set_id": sets[0]} if len(sets) == 1 else {}), seen
    found = seen.rows.groupby(list(by), dropna=False, sort=True) if by else ()
    for keys, rows in found:
        here = np.zeros(len(seen), dtype=bool)
        here[rows.index] = True
        if not here.all():
            yield dict(zip(by, keys, strict=True)), seen.at(here)


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=[c for c in Change.COLUMNS if c != "shown"]).astype(
        {"raised": "Int64", "wrote": "Int64"}
    )
