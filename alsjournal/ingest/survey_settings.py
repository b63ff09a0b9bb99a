"""What ``programme.toml`` says of the survey: its section ``[survey]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alsjournal.errors import ConfigError
from alsjournal.ingest.keys import check_keys

__all__ = ["ItemSettings", "SurveySettings", "read_survey", "settings_of"]

_KEYS = ("invited", "waves", "items")
_ITEM_KEYS = ("question", "scale", "yes", "several")
_EXAMPLE = 'as scale = ["not met", "met", "surpassed"]'


@dataclass(frozen=True)
class ItemSettings:
    """One question of the survey.

    Parameters
    ----------
    question : str, default=""
        Its wording, for all waves.
    scale : tuple of str, default=()
        Its answers, from the least to the most.
    yes : tuple of str, default=()
        Which of them count as yes.
    several : bool or None, default=None
        Whether one person may give several answers; None: told by the answers.
    """

    question: str = ""
    scale: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    several: bool | None = None


@dataclass(frozen=True)
class SurveySettings:
    """The waves of the survey, and its questions by item.

    Parameters
    ----------
    waves : tuple of str, default=()
        In order; where none are said, their names tell.
    items : mapping of str to ItemSettings, default={}
    """

    waves: tuple[str, ...] = ()
    items: Mapping[str, ItemSettings] = field(default_factory=dict)

    def told(self) -> dict[str, object]:
        """Return what a journal keeps of it, which `settings_of` reads."""
        out: dict[str, object] = {"waves": list(self.waves)} if self.waves else {}
        items = {}
        for name, item in self.items.items():
            kept: dict[str, object] = {
                "question": item.question,
                "scale": list(item.scale),
                "yes": list(item.yes),
                "several": item.several,
            }
            items[name] = {k: v for k, v in kept.items() if v not in ("", [], None)}
        return {**out, "items": items} if items else out


def settings_of(provenance: Mapping[str, object]) -> SurveySettings:
    """Return what a journal knows of its survey.

    Raises
    ------
    ConfigError
        If it cannot be what a programme said.

    Examples
    --------
    >>> said = {"survey": {"items": {"met": {"scale": ["no", "yes"]}}}}
    >>> settings_of(said).items["met"].scale
    ('no', 'yes')
    """
    said = provenance.get("survey", {})
    return read_survey(said if isinstance(said, Mapping) else {})


def read_survey(said: Mapping[str, Any]) -> SurveySettings:
    """Read the section.

    Parameters
    ----------
    said : mapping
        With ``waves`` and ``items``; ``invited`` is left to others.

    Returns
    -------
    SurveySettings

    Raises
    ------
    ConfigError
        If a key is not known, or something is not what it must be.

    Examples
    --------
    >>> read_survey({"items": {"met": {"scale": ["no", "yes"], "yes": ["no"]}}}).waves
    ()
    >>> read_survey({"items": {"met": {"scale": ["no", "yes"], "yes": ["maybe"]}}})
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: programme.toml: [survey.items.met] yes must be ...
    """
    check_keys("[survey]", said, _KEYS)
    items = said.get("items", {})
    if not isinstance(items, Mapping):
        msg = "programme.toml: survey.items must be sections, [survey.items.NAME]."
        raise ConfigError(msg)
    waves = _texts("[survey] waves", said.get("waves", []))
    return SurveySettings(waves, {str(k): _item(str(k), v) for k, v in items.items()})


def _item(name: str, said: object) -> ItemSettings:
    where = f"[survey.items.{name}]"
    if not isinstance(said, Mapping):
        msg = f"programme.toml: {where} must be a section with scale = [...]."
        raise ConfigError(msg)
    check_keys(where, said, _ITEM_KEYS)
    question, several = said.get("question", ""), said.get("several")
    if not isinstance(question, str):
        msg = f"programme.toml: {where} question must be a text in quotes."
        raise ConfigError(msg)
    if not (several is None or isinstance(several, bool)):
        msg = f"programme.toml: {where} several must be true or false."
        raise ConfigError(msg)
    scale = _texts(f"{where} scale", said.get("scale", []))
    yes = _texts(f"{where} yes", said.get("yes", []))
    if len(scale) == 1:
        msg = f"programme.toml: {where} scale must have two answers, {_EXAMPLE}."
        raise ConfigError(msg)
    if scale and not set(yes) <= set(scale):
        msg = (
            f"programme.toml: {where} yes must be of its scale: "
            f"{', '.join(map(repr, scale))}. Got another. Correct one or the other."
        )
        raise ConfigError(msg)
    return ItemSettings(question.strip(), scale, yes, several)


def _texts(where: str, said: object) -> tuple[str, ...]:
    """Read a list of texts; numbers, as in a scale of 1 to 5, are taken as texts."""
    if not isinstance(said, list | tuple) or any(
        isinstance(one, bool) or not isinstance(one, str | int) or not str(one).strip()
        for one in said
    ):
        msg = f"programme.toml: {where} must be a list of texts in quotes, {_EXAMPLE}."
        raise ConfigError(msg)
    texts = tuple(str(one).strip() for one in said)
    if len({" ".join(text.split()).casefold() for text in texts}) < len(texts):
        msg = f"programme.toml: {where} must name each once. Got one twice."
        raise ConfigError(msg)
    return texts
