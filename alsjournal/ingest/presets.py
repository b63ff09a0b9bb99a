"""Presets: what the columns of well-known exports mean, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from alsjournal.errors import ConfigError

__all__ = ["PRESETS", "Derived", "Preset", "preset_named"]


@dataclass(frozen=True)
class Derived:
    """What a preset makes of a file's rows.

    Parameters
    ----------
    reflections : pandas.DataFrame
        Columns of ours only, all as str.
    refused : mapping of int to (str, str)
        Position of a row, and the column and reason for which it is left out.
    tables : mapping of str to pandas.DataFrame
        Made of the rows: ``sets``, ``sessions``.
    notes : tuple of str, default=()
    """

    reflections: pd.DataFrame
    refused: Mapping[int, tuple[str, str]]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preset:
    """What the columns of an export mean.

    Parameters
    ----------
    name, description : str
    columns : mapping of str to str
        Our column of ``reflections``, their header.
    extra : tuple of str
        Further headers that ``derive`` reads; it finds them by that name.
    silent : frozenset of str
        Texts (lower case, without the full stop) by which nothing was said.
    permissions : mapping of str to str
        ``use`` and ``reach`` of all the writers.
    derive : callable
        Makes the tables of a frame with the columns and extras.
    """

    name: str
    description: str
    columns: Mapping[str, str]
    extra: tuple[str, ...]
    silent: frozenset[str]
    permissions: Mapping[str, str]
    derive: Callable[[pd.DataFrame], Derived]


NO_SESSION = "no certain month, so no session"


def _nhs_fft(frame: pd.DataFrame) -> Derived:
    """Make services sets, and the rank of the month the session.

    The rank counts the months that the file has, uncertain dates left out; the same
    file gives the same ranks.
    """
    out = frame.copy()
    month = pd.to_datetime(out["month"].str.strip(), format="%Y-%m", errors="coerce")
    certain = out["date_certain"].str.strip().str.lower() == "true"
    known = month.notna() & certain
    session = month.where(known).rank(method="dense").astype("Int64")
    out["session"] = session.astype("str").where(known, "")
    out["set_id"] = _services(out["set_id"].str.strip(), out["trust"].str.strip())
    sets = out[["set_id", "trust"]].drop_duplicates("set_id")
    sets = sets.rename(columns={"trust": "parent"}).sort_values("set_id")
    sessions = pd.DataFrame(
        {
            "set_id": out["set_id"],
            "session": out["session"],
            "date": month.dt.strftime("%Y-%m-%d"),
        }
    )
    sessions = sessions[known].drop_duplicates(["set_id", "session"])
    refused = {int(i): ("session", NO_SESSION) for i in out.index[~known]}
    notes = (
        "sets were made of the services, sessions of the months (1 is the first).",
        *_named_anew(frame["set_id"].str.strip(), out["set_id"]),
    )
    kept = out.drop(columns=["trust", "month", "date_certain"])
    return Derived(kept, refused, {"sets": sets, "sessions": sessions}, notes)


def _named_anew(service: pd.Series[str], set_id: pd.Series[str]) -> tuple[str, ...]:
    """Say how many rows are in a set that is not just the name of their service."""
    unnamed = int((service == "").sum())
    shared = int((service != set_id).sum()) - unnamed
    notes = []
    if unnamed:
        notes.append(f"rows that name no service: {unnamed:,}; each trust's are a set.")
    if shared:
        notes.append(
            f"rows of services that several trusts have: {shared:,}; trust and "
            f"service name the set."
        )
    return tuple(notes)


def _services(service: pd.Series[str], trust: pd.Series[str]) -> pd.Series[str]:
    """Name each service so that it belongs to one trust only."""
    trusts = trust.groupby(service).transform("nunique")
    unnamed = service == ""
    plain = service.mask(unnamed, "no service named")
    return plain.mask((trusts > 1) | unnamed, trust + ": " + plain)


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            name="nhs-fft",
            description="Friends and Family Test comments, as published by the NHS",
            columns={
                "reflection_id": "comment_id",
                "set_id": "service",
                "member": "respondent_id",
                "prompt": "question",
                "text": "text",
            },
            extra=("trust", "month", "date_certain"),
            silent=frozenset(
                {
                    "did not answer",
                    "no answer",
                    "not answered",
                    "no response",
                    "n/a",
                    "na",
                    "not applicable",
                    "no comment",
                    "no comments",
                }
            ),
            permissions={"use": "quote", "reach": "public"},
            derive=_nhs_fft,
        ),
    )
}
"""The presets by name; ``[programme] preset`` chooses one."""


def preset_named(name: str) -> Preset:
    """Return the preset of that name.

    Raises
    ------
    ConfigError
        If there is none.
    """
    preset = PRESETS.get(name)
    if preset is None:
        msg = f"The preset must be one of {', '.join(PRESETS)}. Got {name!r}."
        raise ConfigError(msg)
    return preset
