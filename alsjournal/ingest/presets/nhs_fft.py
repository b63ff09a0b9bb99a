"""The Friends and Family Test's comments: services are sets, months are sessions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from alsjournal.ingest.presets.preset import Derived, Preset
from alsjournal.ingest.presets.silent import SAID_NOTHING

__all__ = ["NHS_FFT"]

NO_SESSION = "no certain month, so no session"


def _derive(frame: pd.DataFrame, _known: Mapping[str, pd.DataFrame]) -> Derived:
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


NHS_FFT = Preset(
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
    silent=SAID_NOTHING,
    permissions={"use": "quote", "reach": "public"},
    derive=_derive,
)
