"""The counts that an output shows, and what subtracting two outputs would tell.

What is held back for that reason is decided in ``alsjournal.trends.held``.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from alsjournal.disclosure import Audience, Policy, mask_counts
from alsjournal.disclosure.subtracted import KnownAs
from alsjournal.journal import Journal
from alsjournal.release.findings import Finding
from alsjournal.store import JournalStore
from alsjournal.trends import Coded
from alsjournal.trends.coded import seen_by
from alsjournal.trends.counts import count_themes, units_of
from alsjournal.trends.held import (
    Left,
    cell_names,
    hold_back,
    left_of,
    shown_before,
    tells,
)

__all__ = ["differences", "shown_cells"]

_COLUMNS = ("cell", "theme", "session", "raised", "wrote")
_WHY = (
    "Whoever has both can subtract them, and what is left is a count of so few that "
    "it points at people."
)
_DO = (
    "Wait until more have written, or leave this count out of the new output. Or call "
    "the earlier output back, if it has gone nowhere yet."
)
_HELD = (
    "Nothing. To show it, wait until more have written, or call the earlier output "
    "back, if it has gone nowhere yet."
)


def shown_cells(
    journal: Journal,
    coded: Coded,
    audience: Audience,
    policy: Policy,
    *,
    held: bool = True,
) -> pd.DataFrame:
    """Return the counts that an output for this audience shows as they are.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    audience : Audience
    policy : Policy
    held : bool, default=True
        Whether those are left out that are held back, as an earlier output could be
        subtracted from them.

    Returns
    -------
    pandas.DataFrame
        Columns ``cell``, ``theme``, ``session`` (missing: over all sessions),
        ``raised`` and ``wrote``; with an empty ``theme`` how many wrote. None where
        counts are rounded: from these nothing exact can be worked out.
    """
    rule = policy.rule(audience)
    parts = [pd.DataFrame(columns=list(_COLUMNS))]
    coded, units = seen_by(journal, coded, audience), units_of(journal, audience)
    if not coded.themes:  # how many wrote is told all the same
        coded = replace(coded, themes=("",))
    groups: tuple[tuple[str, ...], ...] = (("session",), ())
    if rule.rounded_to > 1 or audience.kind in ("research", "member"):
        groups = ()
    for by in groups:
        counts = count_themes(journal, coded, units, by)
        if counts.empty:
            continue
        if held:
            counts = hold_back(
                journal, coded, units, counts, by, audience=audience, policy=policy
            )
        within = ("theme",) if by else ()
        exact = units.unit == "reflections"
        masked = mask_counts(counts, rule, within=within, across=by, adds_up=exact)
        masked["session"] = masked["session"] if by else pd.NA
        everyone = masked.drop_duplicates("session").assign(theme="")
        everyone["raised"] = everyone["wrote"]
        raised = masked[masked["theme"] != ""]
        parts += [part[part["raised"].notna()] for part in (raised, everyone)]
    both = pd.concat(
        [part.reindex(columns=list(_COLUMNS)) for part in parts if len(part)] or parts
    )
    both["cell"] = cell_names(both, ("session",))
    return both.reset_index(drop=True)


def differences(
    store: JournalStore | None,
    cells: pd.DataFrame,
    audience: Audience,
    policy: Policy,
    *,
    shown: Container[str],
    known_as: KnownAs,
) -> list[Finding]:
    """Compare what an output would show with what earlier ones showed.

    Parameters
    ----------
    store : JournalStore or None
        With the record of outputs.
    cells : pandas.DataFrame
        As `shown_cells` returns them.
    audience : Audience
    policy : Policy
    shown : container of str
        The cells that the output would show: the others are held back.
    known_as : mapping of str to tuple of str
        Other names of themes, see `Coded`.

    Returns
    -------
    list of Finding
        For each cell the earlier output that tells most. What is held back is only
        to be known.
    """
    if audience.kind in ("research", "member") or cells.empty:
        return []
    if store is None:
        return [_no_record()]
    told = []
    for row in shown_before(store, cells, known_as).to_dict("records"):
        before = Audience.parse(str(row["audience"]))
        left = left_of(row)
        more = int(row["wrote"]) - int(row["wrote_before"])
        minimum = max(policy.rule(a).minimum for a in (before, audience))
        if tells(audience, before, more) and left.small(minimum):
            size, cell = (abs(more), abs(left.raised)), str(row["cell"])
            told.append((size, cell, _finding(row, left, held=cell not in shown)))
    told.sort(key=lambda t: t[0])
    most: dict[str, Finding] = {}
    for _, cell, finding in told:
        most.setdefault(cell, finding)
    order = {cell: i for i, cell in enumerate(cells["cell"])}
    return [most[cell] for cell in sorted(most, key=order.__getitem__)]


def _finding(row: Mapping[Any, Any], left: Left, *, held: bool) -> Finding:
    session = row["session"]
    where = f"{row['theme'] or 'all who wrote'}, " + (
        f"session {session}" if pd.notna(session) else "all sessions"
    )
    made = row["made_at"]
    day = f" of {made:%d %B %Y}" if isinstance(made, pd.Timestamp) else ""
    many = f"{abs(left.raised)}" + (f" of {abs(left.wrote)}" if row["theme"] else "")
    found = (
        f"Less the {row['kind']} for {row['audience']}{day}, what is left is {many}."
    )
    if held:
        found += " It is held back, with what could lead to it."
        return Finding("differences", "note", where, found, _WHY, _HELD)
    return Finding("differences", "mend", where, found, _WHY, _DO)


def _no_record() -> Finding:
    return Finding(
        "differences",
        "look",
        "all counts",
        "There is no record of earlier outputs: this journal is in memory only.",
        _WHY,
        "Check the journal's file (`alsjournal release`), or compare with earlier "
        "outputs by hand.",
    )
