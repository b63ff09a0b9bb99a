"""Widgets: a chart with choices, in the notebook or in a page."""

from alsjournal.widgets.trend_explorer import TrendExplorer
from alsjournal.widgets.view import Cell, View

__all__ = ["Cell", "TrendExplorer", "View"]
