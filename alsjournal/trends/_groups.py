"""Who belongs to which group, for comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from alsjournal.disclosure import Audience, Policy
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends.counts import Units

__all__ = ["OTHERS", "Between", "Grouped", "grouped"]

Between = str | Mapping[Any, Any] | pd.Series
"""A column, or the group of each member or text."""

OTHERS = "other roles"
"""What groups that too few hold are folded into."""

_COLUMNS = ("role", "organisation_type", "set_id", "parent")
_OF_PEOPLE = ("role", "organisation_type")
_PLACES = ("set_id", "parent")


@dataclass(frozen=True, repr=False)
class Grouped:
    """Texts that count, each with the ``group`` that its writer belongs to.

    ``name`` says what the groups are; ``places`` whether they are sets or bodies that
    sets belong to.
    """

    units: Units
    name: str
    places: bool


def grouped(
    journal: Journal,
    units: Units,
    between: Between,
    *,
    audience: Audience,
    policy: Policy,
) -> Grouped:
    """Give each text its group, as far as this audience may see groups.

    Parameters
    ----------
    journal : Journal
    units : Units
    between : {"role", "organisation_type", "set_id", "parent"}, mapping or Series
    audience : Audience
    policy : Policy
        Its rule is asked, but for research, and for roles in a set: there groups that
        too few hold are folded instead.

    Returns
    -------
    Grouped
        Without texts of no known group; the notes say so.

    Raises
    ------
    DisclosureError
        If the audience may not see such groups.
    InputError
        If ``between`` cannot be read, or there is one group only.
    """
    name = _name(between)
    in_set = audience.kind == "set" and name in _OF_PEOPLE
    if audience.kind != "research" and not in_set:
        policy.rule(audience, (name,))
    group = _group(journal, units, between)
    rows = units.rows.assign(group=group.astype("str").where(group.notna()))
    known = rows["group"].notna()
    notes = units.notes
    if not known.all():
        many = f" ({int((~known).sum()):,})" if audience.kind == "research" else ""
        notes += (f"Texts of no known group{many} are not compared.",)
    rows = rows[known]
    if audience.kind != "research":
        least = max(policy.rule(audience).minimum, policy.programme.minimum, 2)
        rows, folded = _folded(rows, least)
        if folded:
            notes += (f"Groups of fewer than {least} stand together as {OTHERS}.",)
    if rows["group"].nunique() < 2:
        msg = (
            f"There must be two groups or more to compare; got "
            f"{rows['group'].nunique()} with a text that may be counted. Choose other "
            f"groups with between=."
        )
        raise InputError(msg)
    made = replace(units, rows=rows.reset_index(drop=True), notes=notes)
    return Grouped(made, name, name in _PLACES)


def _name(between: Between) -> str:
    if isinstance(between, Mapping | pd.Series):
        return "group"
    if between in _COLUMNS:
        return str(between)
    got = between if isinstance(between, str) else type(between).__name__
    msg = (
        f"between must be one of {', '.join(_COLUMNS)}, or the group of each member "
        f"or reflection_id as a mapping or Series. Got {got}."
    )
    raise InputError(msg)


def _group(journal: Journal, units: Units, between: Between) -> pd.Series[Any]:
    if isinstance(between, str):
        if between != "organisation_type":
            return units.rows[between]
        kinds = journal.table("members").set_index("member")["organisation_type"]
        return units.rows["unit"].map(kinds)
    given = dict(between.items())
    by_id = {str(key): value for key, value in given.items()}
    for column in ("unit", "reflection_id"):
        found: pd.Series[Any] = units.rows[column].map(by_id)
        if found.notna().any():
            return found
    msg = (
        f"between must say the group of members or texts of this journal. Got "
        f"{len(given):,} that it does not have. Use the pseudonyms or reflection_id of "
        f"journal.table('reflections')."
    )
    raise InputError(msg)


def _folded(rows: pd.DataFrame, least: int) -> tuple[pd.DataFrame, int]:
    """Put groups together that fewer than ``least`` hold, and more until they do not.

    What is folded must itself be held by enough, or it would point at those few.
    """
    held = rows.groupby("group")["unit"].nunique().sort_values(kind="stable")
    few = int((held < least).sum())
    if not few:
        return rows, 0
    while few < len(held):
        apart = rows["group"].isin(held.index[:few])
        if rows.loc[apart, "unit"].nunique() >= least:
            break
        few += 1
    together = rows["group"].isin(held.index[:few])
    return rows.assign(group=rows["group"].mask(together, OTHERS)), few
