"""Put on record which texts went into an output, for `forget` and `withdraw`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal._aside import tidy
from alsjournal.errors import StoreError

if TYPE_CHECKING:
    from alsjournal.journal import Journal
    from alsjournal.trends import Coded

__all__ = ["being_made", "clear_half_made", "note_output"]

_MORE = ("set", "research")


def note_output(
    path: Path,
    journal: Journal,
    audience: str,
    kind: str,
    place: Path,
    *,
    quoting: Coded | None = None,
    counting: Coded | None = None,
    also: Sequence[Coded] = (),
    of_texts: bool = True,
    record: bool = False,
    whole: bool = False,
) -> None:
    """Record an output that counts what this audience may see.

    With ``quoting``, the quotes that a report of these codings shows count as quoted
    (of a set's page, and research's, all texts that may be), and its counts are
    recorded; with ``counting``, the counts alone; and those of whatever it ``also``
    counts. What is not ``of_texts``, as a table of the survey, does not become stale
    with a text. With ``record`` it becomes stale with those whom the record of a set
    names, as a report does; with ``whole`` with whoever leaves, as where it does not
    tell whose its entries are.
    """
    import pandas as pd

    from alsjournal.disclosure import Audience, permitted, preview_gate
    from alsjournal.release.cells import shown_cells
    from alsjournal.store import JournalStore
    from alsjournal.trends.prevalence import policy_of
    from alsjournal.trends.quotes import chosen_quotes

    rows = journal.table("reflections", ["reflection_id", "set_id", "member"])
    seen = permitted(journal, rows, audience=audience)
    if Audience.parse(audience).kind == "set":  # "also raised elsewhere"
        seen |= permitted(journal, rows, audience="programme")
    seen &= of_texts
    quoted: list[str] = []
    cells = None
    coded = quoting if quoting is not None else counting
    counted = [*([] if coded is None else [coded]), *also]
    if counted:
        who, policy = Audience.parse(audience), policy_of(journal)
        each = [shown_cells(journal, one, who, policy) for one in counted]
        # How many wrote is among the cells of each.
        cells = pd.concat(each).drop_duplicates("cell", ignore_index=True)
    if quoting is not None:
        gate = preview_gate(journal, audience)
        shown = chosen_quotes(journal, quoting, Audience.parse(audience), gate=gate)
        quoted = list(shown["reflection_id"].unique())
        if Audience.parse(audience).kind in _MORE:  # such a page has other words too
            may = permitted(journal, rows, audience=audience, use="quote")
            quoted = list(rows.loc[may, "reflection_id"])
    try:
        JournalStore(path).note_release(
            audience,
            kind=kind,
            place=place,
            counted=rows.loc[seen, "reflection_id"],
            quoted=quoted,
            cells=cells,
            record=record,
            whole=whole,
        )
    except StoreError as error:
        msg = f"{error} {place} was written, but is not on record: make it again then."
        raise StoreError(msg) from None


def being_made(
    path: Path, audience: str, kind: str, place: Path
) -> AbstractContextManager[None]:
    """Have it on record that an output is being made, before it is there."""
    from alsjournal.store._making import making

    return making(path, audience, kind, place)


def clear_half_made(out: Path) -> None:
    """Clear away what killed runs left, for audiences of before too."""
    for folder in out.iterdir() if out.is_dir() else ():
        tidy(folder)
