"""What was left of a total that an earlier output showed, and is left of it now.

Of texts, counts add up over sessions. An output that shows a theme's total and some
of its sessions tells the sum of the others: the rest. If a few late texts came into
these sessions since, a later output that tells the rest again tells what the few
wrote, although neither shows any of these sessions twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.disclosure.subtracted import KnownAs
from alsjournal.journal import Journal

__all__ = ["small_rests"]

Small = Callable[[int, int], bool]
"""Whether so many that raised it, of so many that wrote, are too few to be told."""

_WIDE = ("programme", "public")


def small_rests(
    journal: Journal,
    counts: pd.DataFrame,
    known_as: KnownAs,
    *,
    small: Small,
) -> dict[str, set[int]]:
    """Return the themes of which a rest grew by too few, with its sessions.

    Parameters
    ----------
    journal : Journal
        With the record of outputs, if it is in a file.
    counts : pandas.DataFrame
        Columns ``theme``, ``session``, ``raised`` and ``wrote``: texts, exactly.
    known_as : mapping of str to tuple of str
        Other names of themes, see `Coded`.
    small : callable
        Of how many raised it, and how many wrote.

    Returns
    -------
    dict of str to set of int
        By theme; the empty one stands for those who wrote.
    """
    known = counts[counts["session"].notna()]
    everyone = known.drop_duplicates("session").assign(theme="")
    everyone["raised"] = everyone["wrote"]
    now = pd.concat([known, everyone])
    now = now[["theme", "session", "raised", "wrote"]].astype(
        {"session": int, "raised": int, "wrote": int}
    )
    was = {t: tuple(dict.fromkeys((t, *known_as.get(t, ())))) for t in now["theme"]}
    places = [*map(str, now["session"].unique()), "all"]
    every = dict.fromkeys(name for own in was.values() for name in own)
    earlier = journal.earlier_cells([f"{p}:{name}" for p in places for name in every])
    kinds = earlier["audience"].map(lambda said: Audience.parse(str(said)).kind)
    found: dict[str, set[int]] = {}
    for _, output in earlier[kinds.isin(_WIDE)].groupby("release_id"):
        for theme, sessions in _grown(output, now, was, small):
            found.setdefault(theme, set()).update(sessions)
    return found


def _grown(
    output: pd.DataFrame,
    now: pd.DataFrame,
    was: Mapping[str, tuple[str, ...]],
    small: Small,
) -> Iterator[tuple[str, set[int]]]:
    """Yield the themes whose rest grew by too few since one output."""
    cells = {
        str(cell): (int(raised), int(wrote))
        for cell, raised, wrote in output[["cell", "raised", "wrote"]].itertuples(
            index=False
        )
    }
    told = [cell.partition(":")[0] for cell in cells]
    last = max((int(s) for s in told if s != "all"), default=0)
    named = ((t, name) for t, names in was.items() for name in names)
    groups = dict(iter(now.groupby("theme", sort=False)))
    for theme, name in named:
        rows, total = groups[theme], cells.get(f"all:{name}")
        if total is None:
            continue
        shown = [cells.get(f"{s}:{name}") for s in rows["session"]]
        raised = total[0] - sum(cell[0] for cell in shown if cell)
        wrote = total[1] - sum(cell[1] for cell in shown if cell)
        rest = rows[[cell is None for cell in shown]].sort_values("session")
        grown = _differences(rest, raised, wrote, last, total=not theme)
        if (0, 0) not in grown and any(small(*more) for more in grown):
            yield str(theme), set(rest["session"])


def _differences(
    rest: pd.DataFrame, raised: int, wrote: int, last: int, *, total: bool
) -> list[tuple[int, int]]:
    """Return by how much a rest may have grown.

    It is not on record up to which session an output went: it may be any from the
    last that it shows. Of those who wrote, whatever they raised, the second number
    is 0.
    """
    out = []
    for end in sorted({last, *rest.loc[rest["session"] > last, "session"]}):
        there = rest[rest["session"] <= end]
        more = int(there["raised"].sum()) - raised
        out.append((more, 0 if total else int(there["wrote"].sum()) - wrote))
    return out
