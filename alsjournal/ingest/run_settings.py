"""What ``programme.toml`` says of its outputs: its section ``[run]``."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from alsjournal.disclosure import Audience
from alsjournal.errors import ConfigError, InputError
from alsjournal.ingest.keys import check_choice, check_keys

__all__ = ["RUN_FORMATS", "SETS", "RunSettings", "read_run"]

SETS = "sets"
"""What stands for every set of the programme, each with a page of its own."""

RUN_FORMATS = ("html", "docx", "pdf", "md")
_KEYS = (
    *("journal", "out", "audiences", "formats", "decisions", "language"),
    *("n_themes", "seed", "storage", "constructs"),
)
CONSTRUCTS = ("element", "condition", "aim", "practice")
"""What a report counts besides themes; of these ``element`` is read by the grammar,
which takes by far the longest of all."""


@dataclass(frozen=True)
class RunSettings:
    """What a run makes of a programme, and for whom.

    Parameters
    ----------
    journal : pathlib.Path or None, default=None
        The journal's file; ``journal.duckdb`` beside ``programme.toml`` by default.
    out : pathlib.Path or None, default=None
        The folder of tables and reports; ``reports`` beside it by default.
    audiences : tuple of str, default=("programme",)
        In the order in which outputs are made; ``"sets"`` stands for every set.
    formats : tuple of str, default=("html",)
    decisions : pathlib.Path or None, default=None
        A csv of what is asked, by theme, for reports.
    language : {"en", "cy"}, default="en"
    n_themes : int or "auto", default="auto"
    seed : int, default=0
    constructs : tuple of str, default=("element", "condition", "aim", "practice")
        What texts are read for besides themes; none of them, for themes alone.
    storage : str or None, default=None
        A folder, or the address of an object store, for the parts on which several
        processes or machines work.
    """

    journal: Path | None = None
    out: Path | None = None
    audiences: tuple[str, ...] = ("programme",)
    formats: tuple[str, ...] = ("html",)
    decisions: Path | None = None
    language: str = "en"
    n_themes: int | str = "auto"
    seed: int = 0
    constructs: tuple[str, ...] = CONSTRUCTS
    storage: str | None = None


def read_run(said: Mapping[str, Any], folder: Path) -> RunSettings:
    """Read the section.

    Parameters
    ----------
    said : mapping
    folder : pathlib.Path
        That of ``programme.toml``, to which paths are relative.

    Returns
    -------
    RunSettings

    Raises
    ------
    ConfigError
        If it says something that is not known or cannot be.

    Examples
    --------
    >>> read_run({"audiences": ["programme", "sets"]}, Path(".")).audiences
    ('programme', 'sets')
    """
    check_keys("[run]", said, _KEYS)
    paths = {key: _text(said, key) for key in ("journal", "out", "decisions")}
    audiences = _list(said, "audiences", "programme")
    for one in audiences:
        _check_audience(one)
    formats = _list(said, "formats", "html")
    for one in formats:
        check_choice("[run] formats", one, RUN_FORMATS)
    constructs: tuple[str, ...] = CONSTRUCTS
    if said.get("constructs") == []:
        constructs = ()
    elif "constructs" in said:
        constructs = _list(said, "constructs", "condition")
    for one in constructs:
        check_choice("[run] constructs", one, CONSTRUCTS)
    language = _text(said, "language") or "en"
    check_choice("[run] language", language, ("en", "cy"))
    return RunSettings(
        **{k: None if v is None else folder / v for k, v in paths.items()},
        audiences=audiences,
        formats=formats,
        constructs=constructs,
        language=language,
        n_themes=_number(said, "n_themes", 1, "auto"),
        seed=cast("int", _number(said, "seed", 0, 0)),
        storage=_text(said, "storage"),
    )


def _check_audience(said: str) -> None:
    if said == SETS:
        return
    kind = None
    with suppress(InputError):
        kind = Audience.parse(said).kind
    if kind not in ("programme", "public", "research", "set"):
        msg = (
            "programme.toml: [run] audiences must be of programme, sets (each set its "
            f"own), set:<set_id>, public and research. Got {said!r}. A member's own "
            f"page is made by itself: alsjournal report --audience member:..."
        )
        raise ConfigError(msg)


def _text(said: Mapping[str, Any], key: str) -> str | None:
    value = said.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        msg = f"programme.toml: [run] {key} must be a text in quotes."
        raise ConfigError(msg)
    return value


def _list(said: Mapping[str, Any], key: str, default: str) -> tuple[str, ...]:
    value = said.get(key, [default])
    good = isinstance(value, list) and value and all(isinstance(v, str) for v in value)
    if not good or len(set(value)) < len(value):
        msg = (
            f"programme.toml: [run] {key} must be a list of texts, each once, as "
            f'["{default}"].'
        )
        raise ConfigError(msg)
    return tuple(value)


def _number(
    said: Mapping[str, Any], key: str, least: int, default: int | str
) -> int | str:
    value = said.get(key, default)
    if value == default:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        also = f', or "{default}"' if isinstance(default, str) else ""
        msg = (
            f"programme.toml: [run] {key} must be a whole number from {least}{also}. "
            f"Got {value!r}."
        )
        raise ConfigError(msg)
    return value
