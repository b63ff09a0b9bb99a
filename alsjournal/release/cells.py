"""The counts that an output shows, and what subtracting two outputs would tell.

Two tables that are each safe can give away what neither shows: of 12 who raised a
theme up to session 5, and 14 up to session 6, two raised it anew. (Differencing; see
Duncan, Elliot and Salazar-González 2011, "Statistical Confidentiality".)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alsjournal.disclosure import Audience, Policy, mask_counts
from alsjournal.journal import Journal
from alsjournal.release.findings import Finding
from alsjournal.store import JournalStore
from alsjournal.trends import Coded
from alsjournal.trends.coded import seen_by
from alsjournal.trends.counts import count_themes, units_of

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


def shown_cells(
    journal: Journal, coded: Coded, audience: Audience, policy: Policy
) -> pd.DataFrame:
    """Return the counts that an output for this audience shows as they are.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    audience : Audience
    policy : Policy

    Returns
    -------
    pandas.DataFrame
        Columns ``cell``, ``theme``, ``session`` (missing: over all sessions),
        ``raised`` and ``wrote``. None where counts are rounded: from these nothing
        exact can be worked out.
    """
    rule = policy.rule(audience)
    parts = [pd.DataFrame(columns=list(_COLUMNS))]
    coded, units = seen_by(journal, coded, audience), units_of(journal, audience)
    groups: tuple[tuple[str, ...], ...] = (("session",), ())
    if rule.rounded_to > 1 or audience.kind in ("research", "member"):
        groups = ()
    for by in groups:
        counts = count_themes(journal, coded, units, by)
        if counts.empty:
            continue
        within = ("theme",) if by else ()
        exact = units.unit == "reflections"
        masked = mask_counts(counts, rule, within=within, across=by, adds_up=exact)
        masked["session"] = masked["session"] if by else pd.NA
        parts.append(masked[masked["raised"].notna()])
    both = pd.concat(
        [part.reindex(columns=list(_COLUMNS)) for part in parts if len(part)] or parts
    )
    pairs = zip(both["theme"], both["session"], strict=True)
    both["cell"] = [f"{s if pd.notna(s) else 'all'}:{t}" for t, s in pairs]
    return both.reset_index(drop=True)


@dataclass(frozen=True)
class _Left:
    """What is left of a cell when an earlier output is subtracted from it."""

    raised: int
    wrote: int

    def small(self, minimum: int) -> bool:
        """Whether it is too few to be shown, or the rest of them are."""
        if not (self.raised or self.wrote):
            return False
        if not self.wrote:  # the same people, and another count of them
            return abs(self.raised) < minimum
        others = abs(self.wrote) - abs(self.raised)
        return abs(self.raised) < minimum or others < minimum


def differences(
    store: JournalStore | None, cells: pd.DataFrame, audience: Audience, policy: Policy
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

    Returns
    -------
    list of Finding
        For each cell the earlier output that tells most.
    """
    if audience.kind in ("research", "member") or cells.empty:
        return []
    if store is None:
        return [_no_record()]
    both = store.earlier_cells(cells["cell"]).merge(
        cells, on="cell", suffixes=("_before", "")
    )
    told = []
    for row in both.to_dict("records"):
        before = Audience.parse(str(row["audience"]))
        left = _Left(
            int(row["raised"]) - int(row["raised_before"]),
            int(row["wrote"]) - int(row["wrote_before"]),
        )
        minimum = max(policy.rule(a).minimum for a in (before, audience))
        if _tells(audience, before, left) and left.small(minimum):
            size = (abs(left.wrote), abs(left.raised))
            told.append((size, str(row["cell"]), _finding(row, left)))
    told.sort(key=lambda t: t[0])
    most: dict[str, Finding] = {}
    for _, cell, finding in told:
        most.setdefault(cell, finding)
    order = {cell: i for i, cell in enumerate(cells["cell"])}
    return [most[cell] for cell in sorted(most, key=order.__getitem__)]


def _tells(audience: Audience, before: Audience, left: _Left) -> bool:
    """Whether somebody could hold both, and learn from it what they may not know.

    A set knows its own numbers; from the programme's it could work out the others',
    unless nobody but its own people wrote there.
    """
    wide = {"programme", "public"}
    if before.kind in wide and audience.kind in wide:
        return True
    if {before.kind, audience.kind} & wide and "set" in {before.kind, audience.kind}:
        others = -left.wrote if audience.kind == "set" else left.wrote
        return others > 0
    return False


def _finding(row: Mapping[Any, Any], left: _Left) -> Finding:
    session = row["session"]
    where = f"{row['theme']}, " + (
        f"session {session}" if pd.notna(session) else "all sessions"
    )
    made = row["made_at"]
    day = f" of {made:%d %B %Y}" if isinstance(made, pd.Timestamp) else ""
    found = (
        f"Less the {row['kind']} for {row['audience']}{day}, what is left is "
        f"{abs(left.raised)} of {abs(left.wrote)}."
    )
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
