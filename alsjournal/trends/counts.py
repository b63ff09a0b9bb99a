"""Exact counts of who wrote and who raised what. They stay inside this package.

Only members' own texts are counted, never notes of a set or of facilitators. A
member counts once in a cell, however many texts they wrote and however often they
raised the theme. Where no text has a member, texts are counted instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.disclosure import Audience, goes_out, permitted
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded

__all__ = ["Units", "count_themes", "units_of"]

_COLUMNS = (
    *("reflection_id", "set_id", "session", "member"),
    *("author_kind", "role", "prompt"),
)
_PLACES = ("parent", "set_id", "session")
_REACH = {  # said, lest the two be read as a response rate
    "programme": "Who wrote is counted as far as they let their texts go beyond their "
    "set; who was present and who was on the roll are all members of the sets where "
    "somebody did.",
    "public": "Who wrote is counted as far as they let their texts go to everybody; "
    "who was present and who was on the roll are all members of the sets where "
    "somebody did.",
}


@dataclass(frozen=True, repr=False)
class Units:
    """Who wrote which text, as far as it may be counted for an audience.

    ``rows`` has one row a text, with the columns ``unit``, ``reflection_id``,
    ``parent``, ``set_id``, ``session``, ``role`` and ``prompt``.
    """

    rows: pd.DataFrame
    unit: str
    notes: tuple[str, ...]


def units_of(journal: Journal, audience: Audience) -> Units:
    """Return the texts that count for this audience, each with its unit."""
    rows = journal.table("reflections", _COLUMNS)
    own = rows["author_kind"].isna() | (rows["author_kind"] == "member")
    rows = rows[own]
    rows = rows[permitted(journal, rows, audience=audience)].copy()
    if goes_out(audience):  # a question may name somebody
        rows["prompt"] = rows["prompt"].map(unlinked, na_action="ignore").astype("str")
    notes = []
    if not bool(own.all()):
        notes.append("Notes of a set and of facilitators are not counted.")
    if audience.kind in _REACH:
        notes.append(_REACH[audience.kind])
    unit = "members" if rows["member"].notna().any() else "reflections"
    if unit == "members":
        unnamed = int(rows["member"].isna().sum())
        if unnamed:
            many = f" ({unnamed:,})" if audience.kind == "research" else ""
            notes.append(f"Texts of unknown writers{many} are not counted.")
        rows = rows[rows["member"].notna()]
        rows["unit"] = rows["member"]
        roles = journal.table("members").set_index("member")["role"]
        rows["role"] = rows["role"].fillna(rows["member"].map(roles).astype("str"))
    else:
        rows["unit"] = rows["reflection_id"]
    rows["parent"] = rows["set_id"].map(_parents(journal)).astype("str")
    rows = rows.drop(columns=["author_kind", "member"])
    return Units(rows.reset_index(drop=True), unit, tuple(notes))


def count_themes(
    journal: Journal, coded: Coded, units: Units, by: tuple[str, ...]
) -> pd.DataFrame:
    """Count, for each theme and group, who raised it and who wrote.

    Parameters
    ----------
    journal : Journal
        For attendance, memberships and the sessions that there were.
    coded : Coded
    units : Units
    by : tuple of str
        Of ``parent``, ``set_id``, ``session``, ``role``, ``prompt``; may be empty.

    Returns
    -------
    pandas.DataFrame
        Columns ``theme``, those of ``by``, ``raised``, ``wrote``, ``present``,
        ``on_roll``, ``sets_raised``, ``sets``: a row for every theme in every group,
        those with zero too.
    """
    keys = list(by)
    groups = _groups(journal, units, by)
    groups = _with(groups, _distinct(units.rows, keys, "unit"), keys, "wrote")
    groups = _with(groups, _distinct(units.rows, keys, "set_id"), keys, "sets")
    for name, recorded in (("present", _present), ("on_roll", _on_roll)):
        people = pd.Series(pd.NA, index=groups.index, dtype="Int64")
        if set(by) <= set(_PLACES) and units.unit == "members":
            rows, gaps = recorded(journal, _cells(journal, units))
            people = _people(rows, gaps, groups[keys], keys)
        groups[name] = people
    themes = pd.DataFrame({"theme": list(coded.themes)}, dtype="str")
    grid = themes.merge(groups, how="cross")
    found = coded.codings[["reflection_id", "code"]].drop_duplicates()
    found = found.rename(columns={"code": "theme"}).merge(
        units.rows, on="reflection_id"
    )
    at = ["theme", *keys]
    grid = _with(grid, _distinct(found, at, "unit"), at, "raised")
    return _with(grid, _distinct(found, at, "set_id"), at, "sets_raised")


def _groups(journal: Journal, units: Units, by: tuple[str, ...]) -> pd.DataFrame:
    """Every group that there is, also sessions at which nobody wrote."""
    if not by:
        return pd.DataFrame(index=[0])
    groups = units.rows[list(by)]
    if set(by) <= set(_PLACES):
        groups = _cells(journal, units)[list(by)]
    ordered = groups.drop_duplicates().sort_values(list(by))
    return ordered.reset_index(drop=True)


def _cells(journal: Journal, units: Units) -> pd.DataFrame:
    """Every session of the sets that wrote, also those at which nobody did."""
    held = journal.table("sessions", ["set_id", "session"])
    held = held[held["set_id"].isin(units.rows["set_id"].unique())]
    held = held.assign(parent=held["set_id"].map(_parents(journal)).astype("str"))
    wrote = units.rows[list(_PLACES)].drop_duplicates()
    return pd.concat([wrote, held[list(_PLACES)]]).drop_duplicates()


def _people(
    rows: pd.DataFrame, gaps: pd.DataFrame, groups: pd.DataFrame, keys: list[str]
) -> pd.Series[Any]:
    """Count the members in each group; missing where a cell of it has no record."""
    if keys:
        missing = gaps.groupby(keys, dropna=False).size()
    else:
        missing = pd.Series([len(gaps)])
    out = _with(groups, _distinct(rows, keys, "member"), keys, "people")
    out = _with(out, missing, keys, "gaps")
    people: pd.Series[Any] = out["people"].mask(out["gaps"] > 0)
    return people


def _distinct(rows: pd.DataFrame, keys: list[str], what: str) -> pd.Series[Any]:
    """Count the different values of ``what`` in each group."""
    if not keys:
        return pd.Series([rows[what].nunique()], dtype="Int64")
    counted: pd.Series[Any] = rows.groupby(keys, dropna=False)[what].nunique()
    return counted


def _with(
    groups: pd.DataFrame,
    counted: pd.Series[Any],
    keys: list[str],
    name: str,
    zero: Any = 0,
) -> pd.DataFrame:
    """Add a count to the groups; a group without rows has ``zero``."""
    out = groups.copy()
    if counted.empty:
        out[name] = zero
    elif keys:
        values = counted.rename(name).reset_index()
        for key in keys:
            values[key] = values[key].astype(out[key].dtype)
        out = out.merge(values, on=keys, how="left")
        out[name] = out[name].fillna(zero)
    else:
        out[name] = counted.iloc[0]
    out[name] = out[name].astype("Int64")
    return out


def _parents(journal: Journal) -> pd.Series[Any]:
    sets = journal.table("sets", ["set_id", "parent"])
    return sets.set_index("set_id")["parent"]


def _present(
    journal: Journal, cells: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who was present, and the sessions without a list of attendance."""
    lists = cells.merge(
        journal.table("attendance"), on=["set_id", "session"], how="left"
    )
    rows = lists[lists["present"].fillna(False).astype(bool)]
    return rows, lists[lists["member"].isna()]


def _on_roll(
    journal: Journal, cells: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who was on a set's roll, session by session, and the sets without one."""
    spells = journal.table("memberships")
    gaps = cells[~cells["set_id"].isin(spells["set_id"].unique())]
    rows = spells.merge(cells, on="set_id")
    begun = rows["session"] >= rows["from_session"]
    open_ended = rows["to_session"].isna()
    not_over = open_ended | (rows["session"] <= rows["to_session"]).fillna(False)
    return rows[(begun & not_over).fillna(False).astype(bool)], gaps
