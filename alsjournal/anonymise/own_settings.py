"""What ``programme.toml`` tells the anonymiser: it comes with the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from alsjournal.journal import RawJournal

__all__ = ["OwnSettings", "own_settings"]


@dataclass(frozen=True)
class OwnSettings:
    """A programme's own list of organisations, and its own codes.

    Parameters
    ----------
    gazetteer : str or pathlib.Path or None
    patterns : mapping of str to str or None
    """

    gazetteer: str | Path | None = None
    patterns: Mapping[str, str] | None = None


def own_settings(
    raw: RawJournal,
    gazetteer: str | Path | None = None,
    patterns: Mapping[str, str] | None = None,
) -> OwnSettings:
    """Return what was given, else what the section ``[anonymiser]`` says.

    Parameters
    ----------
    raw : RawJournal
    gazetteer : str or pathlib.Path, optional
    patterns : mapping of str to str, optional

    Returns
    -------
    OwnSettings
    """
    said = raw.provenance.get("anonymiser")
    own = cast("Mapping[str, Any]", said) if isinstance(said, Mapping) else {}
    return OwnSettings(
        own.get("gazetteer") if gazetteer is None else gazetteer,
        own.get("patterns") if patterns is None else patterns,
    )
