"""Make of a form's answers what their rows alone do not say: sessions, people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from alsjournal.ingest.forms.melt import ANSWERED, PERSON
from alsjournal.ingest.forms.words import folded
from alsjournal.ingest.presets.preset import Derived
from alsjournal.schema import TABLES

__all__ = ["derive"]


def derive(frame: pd.DataFrame, known: Mapping[str, pd.DataFrame]) -> Derived:
    """Spell sets alike, find sessions by the day, and list people for the roster.

    Parameters
    ----------
    frame : pandas.DataFrame
        Answers, as `melt_answers` makes them.
    known : mapping of str to pandas.DataFrame
        The programme's clean tables, for ``sets`` and ``sessions``.

    Returns
    -------
    Derived
    """
    ours = [name for name in frame.columns if name in TABLES["reflections"].names]
    kept = frame[ours].copy()
    notes: list[str] = []
    if "set_id" in kept:
        kept["set_id"] = _spelt_alike(kept["set_id"], known, notes)
    sessions = known.get("sessions")
    if sessions is not None:
        _add_sessions(kept, frame[ANSWERED], sessions, notes)
    tables = {"roster": _roster(frame)}
    members = _members(frame)
    if members is not None:
        tables["members"] = members
    return Derived(kept, {}, tables, tuple(notes))


def _spelt_alike(
    sets: pd.Series[str], known: Mapping[str, pd.DataFrame], notes: list[str]
) -> pd.Series[str]:
    """Write a set that differs in case or blanks only as the programme does.

    People type the letter of their set. Where the programme has no table of sets, the
    spelling that most have is taken, of equals the first.
    """
    sets = sets.str.strip()
    spelling: dict[str, str] = {}
    for name in ("sessions", "sets"):
        if name in known:
            spelling |= {folded(one): one for one in known[name]["set_id"].dropna()}
    for one in sets[sets != ""].value_counts(sort=True).index:
        spelling.setdefault(folded(one), one)
    alike = sets.map(lambda one: spelling.get(folded(one), one) if one else "")
    changed = int((alike != sets).sum())
    if changed:
        notes.append(
            f"set_id: {changed:,} answers had another spelling (case, blanks) of a set "
            f"that is known; it was taken as that set."
        )
    return alike.astype("str")


def _add_sessions(
    frame: pd.DataFrame,
    days: pd.Series[str],
    sessions: pd.DataFrame,
    notes: list[str],
) -> None:
    """Give answers without a session the last one of their set up to that day."""
    dated = sessions.dropna(subset=["date", "set_id", "session"])
    if not len(dated):
        return
    blank = pd.Series([""] * len(frame), index=frame.index, dtype="str")
    asked = frame["session"].str.strip() if "session" in frame else blank
    sets = frame.get("set_id", blank)
    names = sessions["set_id"].dropna().unique()
    if len(names) == 1:
        sets = sets.mask(sets == "", names[0]).astype("str")
        frame["set_id"] = sets
    found = _last_before(sets, days, dated)
    frame["session"] = asked.mask(asked == "", found).astype("str")
    by_day = int(((asked == "") & (found != "")).sum())
    without = int(((asked == "") & (found == "")).sum())
    if by_day:
        notes.append(
            f"session: {by_day:,} answers did not say which; it is the last of their "
            f"set, by the dates in sessions, up to the day of the answer."
        )
    if without:
        notes.append(
            f"session: {without:,} answers have none: no session of their set is dated "
            f"up to their day."
        )


def _last_before(
    sets: pd.Series[str], days: pd.Series[str], sessions: pd.DataFrame
) -> pd.Series[str]:
    """Return the session of each row as a text, empty where there is none."""
    day = pd.to_datetime(days.where(days != ""), errors="coerce")
    asked = pd.DataFrame({"set_id": sets, "day": day.astype("datetime64[us]")})
    asked = asked.dropna(subset=["day"]).rename_axis("row").reset_index()
    held = pd.DataFrame(
        {
            "set_id": sessions["set_id"].astype("str"),
            "day": sessions["date"].dt.normalize().astype("datetime64[us]"),
            "session": sessions["session"],
        }
    )
    met = pd.merge_asof(
        asked.sort_values("day", kind="stable"),
        held.sort_values(["day", "session"], kind="stable"),
        on="day",
        by="set_id",
    )
    met = met.dropna(subset=["session"])
    numbers = met["session"].astype("Int64").astype("str").set_axis(met["row"])
    return numbers.reindex(sets.index).fillna("").astype("str")


def _roster(frame: pd.DataFrame) -> pd.DataFrame:
    """The names by which the service knows those who answered; kept raw only."""
    people = frame[["member", *PERSON]].drop_duplicates()
    people = people.set_axis(["member", "name", "aliases", "organisation"], axis=1)
    people = people[people["name"] != ""]
    return people.drop_duplicates(["member", "name"])


def _members(frame: pd.DataFrame) -> pd.DataFrame | None:
    """What the form asks of a member that stays: of several answers the last."""
    asked = [name for name in frame.columns if name.startswith("members.")]
    if not asked:
        return None
    out = frame.loc[frame["member"] != "", ["member", *asked]]
    out = out.set_axis(["member", *(n.removeprefix("members.") for n in asked)], axis=1)
    asked = list(out.columns[1:])
    return out[(out[asked] != "").any(axis=1)].drop_duplicates("member", keep="last")
