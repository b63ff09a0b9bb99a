"""The base of every widget: what may stand in a page, and how a page asks for more.

What reaches the browser, and so the saved notebook, is a few traits made from
cleared tables: what is selected, one line of status, and what a subclass adds.
Everything else stays in Python and goes out as a message when a page asks for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from alsjournal.charts.figure import page_html
from alsjournal.errors import InputError
from alsjournal.widgets.cell import Cell, Key, cells_from, cells_to

__all__ = ["SHARE", "View", "module_of"]

_COMMENT = re.compile(r"//|/\*.*\*/$")
_STATIC = Path(__file__).parent / "static"

SHARE = Path(__file__).parent / "share"
"""What Jupyter finds if it stands in ``JUPYTER_PATH``: a page for Voila."""


def module_of(*names: str) -> str:
    """Return scripts, or styles, of the package as one text, in that order.

    Without indents and lines of comment: it is saved with every widget.
    """
    texts = [(_STATIC / name).read_text(encoding="utf-8") for name in names]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return "\n".join(one for one in lines if one and not _COMMENT.match(one))


class View(anywidget.AnyWidget):
    """Something to look at in a notebook, made for one audience.

    Not made directly: see `ThemeMap`, `TrendExplorer` and `QuoteTable`.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen; can be set, and watched with ``observe``.
    """

    _css = module_of("view.css")

    _status = traitlets.Unicode().tag(sync=True)
    selection = traitlets.Tuple().tag(
        sync=True,
        to_json=lambda cells, _: cells_to(cells),
        from_json=lambda value, widget: cells_from(value, widget.choice),
    )

    def __init__(self) -> None:
        super().__init__()
        self._private: dict[str, Any] = {}
        self.on_msg(_heard)

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
        """What stands in the place of the widget where no kernel runs."""
        return self._figure()

    def _answer(self, message: dict[str, Any]) -> None:
        """Answer a page that asks for something."""

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

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if not isinstance(bundle, tuple):
            return bundle
        data, metadata = bundle
        return {**data, "text/html": self._saved()}, metadata


def _heard(widget: View, content: Any, _: object) -> None:
    if isinstance(content, dict):
        widget._answer(content)
