"""A theory of change beside the data: which indicators nothing measures, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from alsjournal.ingest.headers import nearest
from alsjournal.ingest.theory import Indicator, Step, read_theory

__all__ = ["theory_notes", "theory_of"]

_NEEDS = {
    "element": ("reflections", "no reflections are read"),
    "actions-heard-back": ("actions", "no actions are on record"),
    "attendance": ("attendance", "no attendance is on record"),
}


def theory_of(provenance: Mapping[str, object]) -> tuple[Step, ...]:
    """Return the theory of change that a journal carries; empty where there is none.

    Raises
    ------
    ConfigError
        If it cannot be what a programme said.

    Examples
    --------
    >>> steps = [{"id": "ask", "text": "Members ask before they advise."}]
    >>> [step.id for step in theory_of({"theory": {"steps": steps}})]
    ['ask']
    """
    said = provenance.get("theory", {})
    return read_theory(said if isinstance(said, Mapping) else {})


def theory_notes(
    steps: Sequence[Step], frames: Mapping[str, pd.DataFrame]
) -> tuple[str, ...]:
    """Say which indicators the data do not have, and which claims name no step.

    A theme is looked for only where the data hold codings of themes: what a machine
    finds is not known before it has read the texts.

    Parameters
    ----------
    steps : sequence of Step
    frames : mapping of str to pandas.DataFrame
        Clean tables.

    Returns
    -------
    tuple of str
        A sentence each.

    Examples
    --------
    >>> step = Step("act", "They act.", (), (Indicator("survey", "acted"),))
    >>> theory_notes([step], {"survey": pd.DataFrame({"item": ["acted_on"]})})
    ("[[theory.steps]] act: survey:acted is measured by nothing here: the survey has \
no such item. Did you mean 'acted_on'?",)
    """
    notes = [
        f"[[theory.steps]] {step.id}: {one.said} is measured by nothing here: {why}"
        for step in steps
        for one in step.indicators
        if (why := _missing(one, frames))
    ]
    return (*notes, *_claims_on_no_step(steps, frames))


def _missing(one: Indicator, frames: Mapping[str, pd.DataFrame]) -> str:
    """Say why an indicator is measured by nothing; empty where it is measured."""
    if one.kind in _NEEDS:
        table, why = _NEEDS[one.kind]
        return "" if len(frames.get(table, ())) else f"{why}."
    if one.kind == "survey":
        items = _values(frames, "survey", "item")
        return "" if one.name in items else _no_such("the survey", "item", one, items)
    if one.kind == "outcome":
        there = one.name in _values(frames, "outcomes", "level")
        return "" if there else "no outcome on record is of this level."
    codings = frames.get("codings", pd.DataFrame(columns=["construct", "code"]))
    themes = codings.loc[codings["construct"] == "theme", "code"].dropna().unique()
    if not len(themes) or one.name in themes:
        return ""
    return _no_such("the coding", "theme", one, [str(theme) for theme in themes])


def _no_such(of: str, what: str, one: Indicator, known: Sequence[str]) -> str:
    return f"{of} has no such {what}. {nearest(one.name, known)}".rstrip()


def _values(
    frames: Mapping[str, pd.DataFrame], table: str, column: str
) -> tuple[str, ...]:
    if table not in frames:
        return ()
    return tuple(map(str, frames[table][column].dropna().unique()))


def _claims_on_no_step(
    steps: Sequence[Step], frames: Mapping[str, pd.DataFrame]
) -> tuple[str, ...]:
    claims = frames.get("claims")
    if claims is None or not steps:
        return ()
    named = claims["step"].dropna()
    lost = int((~named.isin([step.id for step in steps])).sum())
    if not lost:
        return ()
    many = f"{lost:,} row{'s name' if lost != 1 else ' names'}"
    return (f"claims: {many} a step that is not in [[theory.steps]].",)
