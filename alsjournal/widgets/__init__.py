"""Views for notebooks: state and interaction only; what they show is cleared."""

from alsjournal.widgets.cell import Cell
from alsjournal.widgets.linking import Link, link
from alsjournal.widgets.quote_table import QuoteTable
from alsjournal.widgets.theme_map import ThemeMap
from alsjournal.widgets.trend_explorer import TrendExplorer
from alsjournal.widgets.view import View

__all__ = [
    "Cell",
    "Link",
    "QuoteTable",
    "ThemeMap",
    "TrendExplorer",
    "View",
    "link",
]
