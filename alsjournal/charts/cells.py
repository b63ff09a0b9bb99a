"""What a chart of prevalence draws: one row a theme, session and set, in order.

Only the columns that are drawn go in: Altair writes every column of the frame that
it is given into the notebook, drawn or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.charts._rows import rows_of
from alsjournal.cleared import Cleared, Prevalence
from alsjournal.errors import InputError

__all__ = ["MAX_PANELS", "Cells", "cells_of", "count_range", "short"]

MAX_PANELS = 12
"""Small multiples that a reader can still compare on one page."""

_KEY = ("theme", "set_id", "session")


@dataclass(frozen=True, eq=False, repr=False)
class Cells:
    """The rows of a prevalence table as a chart needs them.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``theme``, ``set_id``, ``session``, ``raised``, ``wrote``, ``present``,
        ``on_roll``, ``share``, ``low``, ``high`` and ``shown``, every theme in
        every session of every set, in the order of drawing.
    themes : tuple of str
        By how often they were raised, then by name.
    sessions : tuple of int
        From the first to the last, none left out; empty if counts are not by
        session.
    sets : tuple of str
        Empty if counts are not by set.
    unit : {"members", "reflections"}
    audience : str
    """

    frame: pd.DataFrame
    themes: tuple[str, ...]
    sessions: tuple[int, ...]
    sets: tuple[str, ...]
    unit: str
    audience: str

    def of_set(self, set_id: str | None) -> Cells:
        """Return the cells of one set; of all if ``None``.

        Raises
        ------
        InputError
            If there is no such set.
        """
        if set_id is None:
            return self
        if set_id not in self.sets:
            msg = (
                f"set_id must be one of the {len(self.sets)} sets of the table. Got "
                f"another; see the column set_id of its to_frame()."
            )
            raise InputError(msg)
        rows = self.frame[self.frame["set_id"] == set_id].reset_index(drop=True)
        return Cells(
            rows, self.themes, self.sessions, (set_id,), self.unit, self.audience
        )

    def of_themes(self, themes: tuple[str, ...] | None) -> Cells:
        """Return the cells of some themes, in their order here; of all if ``None``.

        Raises
        ------
        InputError
            If one of them is not there, or none is asked for.
        """
        if themes is None:
            return self
        known = [theme for theme in self.themes if theme in set(themes)]
        if not known or len(known) < len(set(themes)):
            msg = (
                f"themes must be some of the {len(self.themes)} themes of the table. "
                f"Got {len(set(themes)) - len(known)} others; see the column theme of "
                f"its to_frame()."
            )
            raise InputError(msg)
        rows = self.frame[self.frame["theme"].isin(known)].reset_index(drop=True)
        return Cells(
            rows, tuple(known), self.sessions, self.sets, self.unit, self.audience
        )

    def of_theme(self, theme: str | None) -> str:
        """Return the theme, or the one raised most often if ``None``.

        Raises
        ------
        InputError
            If there is no such theme.
        """
        if theme is None:
            return self.themes[0]
        if theme not in self.themes:
            msg = (
                f"theme must be one of the {len(self.themes)} themes of the table. "
                f"Got another; see the column theme of its to_frame()."
            )
            raise InputError(msg)
        return theme


def cells_of(prevalence: Cleared) -> Cells:
    """Return the rows of a cleared table as a chart needs them.

    Parameters
    ----------
    prevalence : Prevalence
        By session, by set, or by both.

    Returns
    -------
    Cells

    Raises
    ------
    InputError
        If it is not a prevalence table, is empty, or is broken down by more than
        set and session.
    """
    frame = rows_of(
        prevalence,
        Prevalence,
        what="A chart",
        maker="theme_prevalence",
        one="theme",
        cure="fit or code themes first",
    )
    if frame.duplicated(list(_KEY)).any():
        msg = (
            "A chart takes one row for each theme, set and session. Got several, as "
            "when counts are also by role or prompt; leave those out of by=, or "
            "select one."
        )
        raise InputError(msg)
    frame["theme"] = frame["theme"].astype("str")
    sessions = _all_sessions(frame["session"])
    sets = tuple(sorted(frame["set_id"].dropna().astype("str").unique()))
    frame["set_id"] = frame["set_id"].astype("object")
    frame["session"] = frame["session"].astype("Int64")
    totals = frame.groupby("theme")["raised"].sum().astype(float)
    themes = tuple(sorted(totals.index, key=lambda theme: (-totals[theme], theme)))
    grid = pd.MultiIndex.from_product(
        [themes, sets or (None,), sessions or (pd.NA,)], names=list(_KEY)
    ).to_frame(index=False)
    grid["session"] = grid["session"].astype("Int64")
    grid["set_id"] = grid["set_id"].astype("object")
    drawn = ["raised", "wrote", "present", "on_roll", "share", "low", "high", "shown"]
    rows = grid.merge(frame[[*_KEY, *drawn]], on=list(_KEY), how="left")
    rows["shown"] = rows["shown"].astype("object").fillna("nobody wrote")
    return Cells(rows, themes, sessions, sets, prevalence.unit, prevalence.audience)


def _all_sessions(sessions: pd.Series[int]) -> tuple[int, ...]:
    known = sessions.dropna()
    if known.empty:
        return ()
    return tuple(range(int(known.min()), int(known.max()) + 1))


def count_range(cells: Cells) -> str:
    """Return how many wrote, as ``"4-7 wrote in a session"``.

    Empty where no denominator may be shown.
    """
    wrote = cells.frame["wrote"].dropna()
    wrote = wrote[wrote > 0]
    if wrote.empty:
        return ""
    low, high = int(wrote.min()), int(wrote.max())
    numbers = f"{low}" if low == high else f"{low} to {high}"
    each = "in each session" if cells.sessions else "in all"
    if len(cells.sets) > 1:
        each += " of each set" if cells.sessions else ", by set"
    return f"{numbers} wrote {each}"


def short(text: str, words: int = 5, letters: int = 45) -> str:
    """Return a text cut to so many words and letters, with an ellipsis if cut.

    Examples
    --------
    >>> short("Getting the right people in the room for this", words=4)
    'Getting the right people …'
    """
    kept = " ".join(text.split()[:words])
    kept = kept if len(kept) <= letters else kept[: letters - 1].rstrip() + "…"
    return kept if kept.endswith("…") or kept == " ".join(text.split()) else kept + " …"
