"""The base of every widget that shows a chart: picture first, then live.

What reaches the browser, and so the saved notebook, is a few traits made from
cleared tables: a static picture, the chart's specification, the numbers as a table,
what is selected, and one line of status. Everything else stays in Python. Vega is
sent once a page, as a message, when the page asks for it; it is never saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import altair as alt
import anywidget
import pandas as pd
import traitlets

from alsjournal.charts.figure import figure_html, page_html
from alsjournal.charts.render import spec_of, to_svg
from alsjournal.errors import InputError

__all__ = ["Cell", "View", "vega_bundle"]

_STATIC = Path(__file__).parent / "static"
_NUMBERS = count(1)
_PLAIN = (str, int, type(None))


@dataclass(frozen=True)
class Cell:
    """One choice in a widget: a theme, or a theme in one session, of one set.

    Parameters
    ----------
    theme : str
    session : int, optional
        All of them if ``None``.
    set_id : str, optional
        All of them if ``None``.
    """

    theme: str
    session: int | None = None
    set_id: str | None = None


@lru_cache(maxsize=1)
def vega_bundle() -> bytes:
    """Return Vega, Vega-Lite and vega-embed as one module, from vl-convert.

    About 900 kB, made once a process in about a second, and only when a browser has
    asked: a notebook that is run without one never pays for it.
    """
    import vl_convert  # loads a JavaScript engine

    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    source: str = vl_convert.javascript_bundle(
        "export { vegaEmbed };", vl_version=version
    )
    return source.encode()


def _to_json(cells: tuple[Cell, ...], _: object) -> list[dict[str, object]]:
    return [asdict(cell) for cell in cells]


def _from_json(value: object, widget: View) -> tuple[Cell, ...]:
    """Read what a browser sent; what is not one of the choices is left out."""
    if not isinstance(value, list):
        return ()
    wanted = [
        tuple(one.get(name) for name in ("theme", "session", "set_id"))
        for one in value
        if isinstance(one, dict)
    ]
    plain = [key for key in wanted if all(isinstance(k, _PLAIN) for k in key)]
    return tuple(cell for cell in map(widget.choice, plain) if cell is not None)


class View(anywidget.AnyWidget):
    """A chart in the notebook, with keyboard, table and downloads.

    Not made directly: see `TrendExplorer`.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen; can be set, and watched with ``observe``.
    """

    _esm = _STATIC / "view.js"
    _css = _STATIC / "view.css"

    _svg = traitlets.Unicode().tag(sync=True)
    _spec = traitlets.Unicode().tag(sync=True)
    _table = traitlets.Dict().tag(sync=True)
    _status = traitlets.Unicode().tag(sync=True)
    selection = traitlets.Tuple().tag(sync=True, to_json=_to_json, from_json=_from_json)

    def __init__(self) -> None:
        super().__init__()
        self._private: dict[str, Any] = {}
        self.on_msg(_answer)

    @property
    def chart(self) -> alt.LayerChart | alt.FacetChart:
        """The chart that is shown, as an ordinary Altair chart."""
        chart: alt.LayerChart | alt.FacetChart = self._private["chart"].copy()
        return chart

    def choice(self, key: tuple[Any, ...]) -> Cell | None:
        """Return the choice of that theme, session and set, if there is one."""
        found: Cell | None = self._private["choices"].get(key)
        return found

    def to_html(self, path: str | Path | None = None) -> str:
        """Return the picture, its notes and its table as a page of its own.

        Parameters
        ----------
        path : str or Path, optional
            Also write it there.

        Returns
        -------
        str
            One HTML page that runs no script and loads nothing.
        """
        page = page_html(self._figure(), title=str(self._table["caption"]))
        if path is not None:
            Path(path).write_text(page, encoding="utf-8")
        return page

    def _show(
        self,
        chart: alt.LayerChart | alt.FacetChart,
        table: pd.DataFrame,
        cells: Mapping[str, Cell],
        *,
        extra: Mapping[str, object],
    ) -> None:
        """Show a chart: ``cells`` are its marks by the name that each one says."""
        self._private["chart"], self._private["frame"] = chart, table
        prefix = f"als-{next(_NUMBERS)}"
        spec = spec_of(chart)
        with self.hold_sync():
            self._spec = json.dumps(spec, separators=(",", ":"), ensure_ascii=False)
            self._table = {
                "caption": spec["title"]["text"],
                "columns": list(table.columns),
                "rows": table.to_numpy().tolist(),
                "cells": {name: asdict(cell) for name, cell in cells.items()},
                **extra,
            }
            self._svg = to_svg(chart, prefix=prefix)

    def _figure(self) -> str:
        return figure_html(
            self._svg,
            self._private["frame"],
            caption=str(self._table["caption"]),
            notes=self._table.get("notes", ()),
        )

    def _detail(self) -> dict[str, object]:
        """What is sent when something is chosen."""
        return {"type": "detail"}

    @traitlets.validate("selection")
    def _known(self, proposal: Any) -> tuple[Cell, ...]:
        chosen = tuple(proposal["value"])
        keys = [
            (one.theme, one.session, one.set_id)
            for one in chosen
            if isinstance(one, Cell)
        ]
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
        return {**data, "text/html": self._figure()}, metadata


def _answer(widget: View, content: Any, _: object) -> None:
    """Answer a browser: Vega once a page, the detail whenever it is asked for."""
    asked = content.get("type") if isinstance(content, dict) else None
    if asked == "need-vega":
        widget.send({"type": "vega"}, buffers=[vega_bundle()])
    elif asked == "need-detail":
        widget.send(widget._detail())
