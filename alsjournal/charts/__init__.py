"""Charts of cleared tables, in one look: pure functions, ``Cleared`` to Altair."""

from alsjournal.charts.agreement import code_pairs_chart, code_pairs_table
from alsjournal.charts.alt_text import alt_text
from alsjournal.charts.change import change_table, theme_changes
from alsjournal.charts.figure import chart_table, figure_html, page_html
from alsjournal.charts.heatmap import theme_heatmap
from alsjournal.charts.indicators import (
    indicator_profile,
    indicator_table,
    indicator_trend,
)
from alsjournal.charts.lineage import lineage_chart, lineage_table
from alsjournal.charts.render import check_chart, to_png, to_svg
from alsjournal.charts.survey import survey_bars, survey_table
from alsjournal.charts.text_map import text_map_chart, text_map_table
from alsjournal.charts.theme import als_theme, themed, use_theme
from alsjournal.charts.trend import theme_trend

__all__ = [
    "als_theme",
    "alt_text",
    "change_table",
    "chart_table",
    "check_chart",
    "code_pairs_chart",
    "code_pairs_table",
    "figure_html",
    "indicator_profile",
    "indicator_table",
    "indicator_trend",
    "lineage_chart",
    "lineage_table",
    "page_html",
    "survey_bars",
    "survey_table",
    "text_map_chart",
    "text_map_table",
    "theme_changes",
    "theme_heatmap",
    "theme_trend",
    "themed",
    "to_png",
    "to_svg",
    "use_theme",
]
