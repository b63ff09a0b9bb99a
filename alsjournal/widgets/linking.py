"""`link`: what is selected in one view is what the others show."""

from __future__ import annotations

from typing import Any

from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets.view import View

__all__ = ["Link", "link"]

_FEWEST = 2


class Link:
    """Views that follow each other, until `stop`. Made by `link`."""

    def __init__(self, views: tuple[View, ...]) -> None:
        self._views = views
        self._busy = False
        for view in views:
            view.observe(self._passed, "selection")

    def __repr__(self) -> str:
        names = ", ".join(type(view).__name__ for view in self._views)
        return f"Link({names or 'stopped'})"

    def stop(self) -> None:
        """Let each view go its own way again; what is selected stays."""
        for view in self._views:
            view.unobserve(self._passed, "selection")
        self._views = ()

    def _passed(self, change: Any) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            for view in self._views:
                if view is not change["owner"]:
                    view.selection = view.choices_like(change["new"])
        finally:
            self._busy = False


def link(*views: View) -> Link:
    """Let what is selected in one view filter the others.

    A theme that is chosen in a map is the one in colour in an explorer, and the one
    whose quotes stand in a table; a choice in any of them goes to all. Where a view
    has no such session or set, it shows the theme as a whole; where it does not have
    the theme, nothing is chosen in it.

    Parameters
    ----------
    *views : View
        Two or more, as `ThemeMap`, `TrendExplorer` and `QuoteTable`, made for the
        same audience.

    Returns
    -------
    Link
        Its ``stop()`` parts them.

    Raises
    ------
    InputError
        If there are fewer than two, one stands there twice, or one is no view.
    DisclosureError
        If they were made for several audiences.

    Examples
    --------
    >>> import pandas as pd
    >>> from alsjournal.cleared import Prevalence
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> from alsjournal.widgets import Cell, ThemeMap, TrendExplorer
    >>> counts = pd.DataFrame({"theme": ["Trust", "Cover"], "session": [1, 1]})
    >>> counts = counts.assign(raised=[3, 1], wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=("session",))
    >>> themes, trend = ThemeMap(table), TrendExplorer(table)
    >>> together = link(themes, trend)
    >>> themes.selection = (Cell("Cover", 1),)
    >>> trend.theme
    'Cover'
    """
    strangers = [type(one).__name__ for one in views if not isinstance(one, View)]
    if strangers:
        msg = (
            f"link takes views, as ThemeMap, TrendExplorer and QuoteTable. Got a "
            f"{strangers[0]}."
        )
        raise InputError(msg)
    if len({id(view) for view in views}) < max(len(views), _FEWEST):
        msg = f"link takes two views or more, each once. Got {len(views)}."
        raise InputError(msg)
    if len({view.audience for view in views}) > 1:
        msg = (
            "Linked views must be made for the same audience. Got several; make all "
            "of them with the same audience=."
        )
        raise DisclosureError(msg)
    return Link(views)
