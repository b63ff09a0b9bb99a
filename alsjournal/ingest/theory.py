"""What ``programme.toml`` says of how the programme is meant to work: ``[theory]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alsjournal.errors import ConfigError
from alsjournal.ingest.headers import nearest
from alsjournal.ingest.keys import check_keys
from alsjournal.schema import TABLES

__all__ = ["ELEMENTS", "Indicator", "Step", "read_indicators", "read_theory"]

ELEMENTS = (
    *("Experience", "Feeling", "Belief", "Difficulty", "Perspective"),
    *("Learning", "Intention", "Reflection", "Other"),
)
"""The elements of reflection, as they are called where texts are read for them."""

_NAMED = ("survey", "theme", "element", "outcome")
_ALONE = ("actions-heard-back", "attendance")
_CLOSED = {"element": ELEMENTS, "outcome": TABLES["outcomes"]["level"].choices}
_SYNTAX = (
    "survey:<item>, theme:<name>, element:<name>, outcome:<level>, "
    "actions-heard-back or attendance"
)
_KEYS = ("id", "text", "assumptions", "indicators")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Indicator:
    """What tells of a step, of that which a journal measures.

    Parameters
    ----------
    kind : str
        survey, theme, element, outcome, actions-heard-back or attendance.
    name : str, default=""
        The item, theme, element or level; empty for the last two kinds.
    """

    kind: str
    name: str = ""

    @property
    def said(self) -> str:
        """As it is written in ``programme.toml``."""
        return f"{self.kind}:{self.name}" if self.name else self.kind


@dataclass(frozen=True)
class Step:
    """One step of a theory of change.

    Parameters
    ----------
    id : str
        What the table ``claims`` calls it by.
    text : str
        What is to happen.
    assumptions : tuple of str, default=()
        What must hold for it to happen.
    indicators : tuple of Indicator, default=()
    """

    id: str
    text: str
    assumptions: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def told(self) -> dict[str, object]:
        """Return what a journal keeps of it, which `read_theory` reads."""
        kept: dict[str, object] = {"id": self.id, "text": self.text}
        if self.assumptions:
            kept["assumptions"] = list(self.assumptions)
        if self.indicators:
            kept["indicators"] = [one.said for one in self.indicators]
        return kept


def read_theory(said: Mapping[str, Any]) -> tuple[Step, ...]:
    """Read the section, of ``programme.toml`` or of a journal's provenance.

    Parameters
    ----------
    said : mapping
        With ``steps``, a list of sections; empty where there is no theory.

    Returns
    -------
    tuple of Step
        In the order in which they are written.

    Raises
    ------
    ConfigError
        If a key is not known, or something is not what it must be.

    Examples
    --------
    >>> step = {"id": "act", "text": "They act.", "indicators": ["survey:acted"]}
    >>> read_theory({"steps": [step]})[0].indicators
    (Indicator(kind='survey', name='acted'),)
    >>> read_theory({"steps": [{**step, "indicators": ["attendence"]}]})
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: programme.toml: [[theory.steps]] act: an indicator...
    """
    check_keys("[theory]", said, ("steps",))
    listed = said.get("steps", [])
    if not isinstance(listed, list | tuple) or not all(
        isinstance(one, Mapping) for one in listed
    ):
        msg = (
            "programme.toml: theory.steps must be sections, each headed "
            "[[theory.steps]]. Got something else. Double the square brackets."
        )
        raise ConfigError(msg)
    steps = tuple(_step(one, place) for place, one in enumerate(listed, start=1))
    names = [step.id for step in steps]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        msg = (
            f"programme.toml: [[theory.steps]] must each have an id of its own. Got "
            f"{', '.join(twice)} twice. Rename one."
        )
        raise ConfigError(msg)
    return steps


def _step(said: Mapping[str, Any], place: int) -> Step:
    where = f"[[theory.steps]] number {place}"
    check_keys(where, said, _KEYS)
    name, text = said.get("id"), said.get("text")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        got = "none" if name is None else "something else"
        msg = (
            f"programme.toml: {where} must have an id of letters, digits, - and _, as "
            f'id = "acting". Got {got}.'
        )
        raise ConfigError(msg)
    where = f"[[theory.steps]] {name}"
    if not isinstance(text, str) or not text.strip():
        msg = (
            f"programme.toml: {where} must have a text in quotes that says what is to "
            f'happen, as text = "Members act between sessions." Got none.'
        )
        raise ConfigError(msg)
    assumptions = _texts(f"{where} assumptions", said.get("assumptions", []))
    indicators = read_indicators(where, said.get("indicators", []))
    return Step(name, " ".join(text.split()), assumptions, indicators)


def read_indicators(where: str, said: object) -> tuple[Indicator, ...]:
    """Read a list of indicators.

    Parameters
    ----------
    where : str
        For messages.
    said : sequence of str

    Returns
    -------
    tuple of Indicator
        Each once.

    Raises
    ------
    ConfigError
        If one is not of the closed syntax; says which is nearest.

    Examples
    --------
    >>> [one.said for one in read_indicators("steps", ["outcome: team", "attendance"])]
    ['outcome:team', 'attendance']
    """
    listed = _texts(f"{where} indicators", said)
    return tuple(dict.fromkeys(_indicator(where, one) for one in listed))


def _indicator(where: str, said: str) -> Indicator:
    kind, colon, name = (part.strip() for part in said.partition(":"))
    if not colon and kind in _ALONE:
        return Indicator(kind)
    if not (colon and name and kind in _NAMED):
        near = nearest(kind, (*_NAMED, *_ALONE))
        msg = (
            f"programme.toml: {where}: an indicator must be {_SYNTAX}. Got {said!r}. "
            f"{near}Correct or remove it."
        )
        raise ConfigError(msg)
    known = _CLOSED.get(kind, (name,))
    if name not in known:
        msg = (
            f"programme.toml: {where}: {kind}: must name one of {', '.join(known)}. "
            f"Got {name!r}. {nearest(name, known)}Correct or remove it."
        )
        raise ConfigError(msg)
    return Indicator(kind, name)


def _texts(where: str, said: object) -> tuple[str, ...]:
    if not isinstance(said, list | tuple) or not all(
        isinstance(one, str) and one.strip() for one in said
    ):
        msg = (
            f"programme.toml: {where} must be a list of texts in quotes, as "
            f'["first", "second"]. Got something else.'
        )
        raise ConfigError(msg)
    return tuple(" ".join(one.split()) for one in said)
