"""The base of every widget that shows cleared tables: an audience, and a selection.

What reaches the browser, and so the saved notebook, is a few traits made from
cleared tables: what is selected, one line of status, and what a subclass adds.
Everything else stays in Python and goes out as a message when a page asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets

from alsjournal.charts.figure import page_html
from alsjournal.errors import InputError
from alsjournal.widgets.cell import Cell, Key, cells_from, cells_to
from alsjournal.widgets.panel import Panel

__all__ = ["View"]


class View(Panel):
    """Something to look at in a notebook, made for one audience.

    Not made directly: see `ThemeMap`, `TrendExplorer` and `QuoteTable`.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen; can be set, and watched with ``observe``.
    """

    selection = traitlets.Tuple().tag(
        sync=True,
        to_json=lambda cells, _: cells_to(cells),
        from_json=lambda value, widget: cells_from(value, widget.choice),
    )

    @property
    def audience(self) -> str:
        """For whom it was made, as ``"programme"`` or ``"set:A"``."""
        return str(self._private["audience"])

    def choice(self, key: Key) -> Cell | None:
        """Return the choice of that theme, session and set, if there is one."""
        found: Cell | None = self._private["choices"].get(key)
        return found

    def choices_like(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the choices of this view that the choices of another stand for.

        The very one where there is one; else all that could belong to it, as a theme
        of one set in a view that knows no sets.
        """
        out: dict[Cell, None] = {}
        for cell in cells:
            exact = self.choice(cell.key)
            near = [exact] if exact is not None else self._near(cell)
            out.update(dict.fromkeys(near))
        return tuple(out)

    def _near(self, cell: Cell) -> list[Cell]:
        """Choices that meet it, and are as a whole, or of a session, as it is."""
        meeting = [one for one in self._private["choices"].values() if one.meets(cell)]
        whole = cell.session is None
        return [one for one in meeting if (one.session is None) == whole] or meeting

    def to_html(self, path: str | Path | None = None) -> str:
        """Return what is shown as a page of its own.

        Parameters
        ----------
        path : str or Path, optional
            Also write it there.

        Returns
        -------
        str
            One HTML page that runs no script and loads nothing.
        """
        page = page_html(self._figure(), title=self._title())
        if path is not None:
            Path(path).write_text(page, encoding="utf-8")
        return page

    def _title(self) -> str:
        raise NotImplementedError

    def _figure(self) -> str:
        """What is shown, as a part of a page."""
        raise NotImplementedError

    def _saved(self) -> str:
        return self._figure()

    @traitlets.validate("selection")
    def _known(self, proposal: Any) -> tuple[Cell, ...]:
        chosen = tuple(proposal["value"])
        keys = [one.key for one in chosen if isinstance(one, Cell)]
        found = tuple(cell for cell in map(self.choice, keys) if cell is not None)
        if len(found) != len(chosen):
            msg = (
                "selection must be a tuple of Cell(theme, session, set_id) that are "
                f"shown. Got {len(chosen) - len(found)} that are not."
            )
            raise InputError(msg)
        return found
