"""A chart in the notebook: picture first, then live."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from typing import Any

import altair as alt
import pandas as pd
import traitlets

from alsjournal.charts.figure import figure_html, image_html
from alsjournal.charts.render import spec_of, to_svg
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.panel import module_of
from alsjournal.widgets.view import View

__all__ = ["ChartView", "vega_bundle"]

_NUMBERS = count(1)


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


class ChartView(View):
    """A chart with keyboard, table and downloads.

    The page gets a static picture, and the numbers as a table. Vega is sent once a
    page, and a chart's specification once a drawing, as messages, when the page asks
    for them; they are never saved.
    """

    _esm = module_of("common.js", "chart.js")

    _svg = traitlets.Unicode().tag(sync=True)
    _table = traitlets.Dict().tag(sync=True)

    @property
    def chart(self) -> alt.LayerChart | alt.FacetChart:
        """The chart that is shown, as an ordinary Altair chart."""
        chart: alt.LayerChart | alt.FacetChart = self._private["chart"].copy()
        return chart

    def _show(
        self,
        chart: alt.LayerChart | alt.FacetChart,
        table: pd.DataFrame,
        grid: list[list[str]],
        cells: Mapping[str, Cell],
        *,
        extra: Mapping[str, object],
    ) -> None:
        """Show a chart: ``cells`` are its marks by the name that each one says.

        ``grid`` has those names in the rows in which arrow keys go through them;
        an empty one where there is no mark.
        """
        spec = spec_of(chart)
        self._private |= {"chart": chart, "frame": table, "spec": spec}
        prefix = f"als-{next(_NUMBERS)}"
        with self.hold_sync():
            self._table = {
                "caption": spec["title"]["text"],
                "columns": list(table.columns),
                "rows": table.to_numpy().tolist(),
                "grid": grid,
                "cells": {name: list(cell.key) for name, cell in cells.items()},
                **extra,
            }
            self._svg = to_svg(chart, prefix=prefix, named=True)

    def _title(self) -> str:
        return str(self._table["caption"])

    def _figure(self) -> str:
        return self._with_table(self._svg)

    def _saved(self) -> str:
        alt_text = str(self._private["spec"].get("description", ""))
        return self._with_table(image_html(self._svg, alt=alt_text))

    def _with_table(self, picture: str) -> str:
        return figure_html(
            picture,
            self._private["frame"],
            caption=self._title(),
            notes=[*self._table.get("verdicts", ()), *self._table.get("notes", ())],
        )

    def _detail(self) -> dict[str, object]:
        """What is sent when something is chosen."""
        return {"type": "detail"}

    def _answer(self, message: dict[str, Any]) -> None:
        asked = message.get("type")
        if asked == "need-vega":
            self.send({"type": "vega"}, buffers=[vega_bundle()])
        elif asked == "need-spec":
            answer = {"type": "spec", "id": message.get("id")}
            self.send({**answer, "spec": self._private["spec"]})
        elif asked == "need-detail":
            self.send(self._detail())
