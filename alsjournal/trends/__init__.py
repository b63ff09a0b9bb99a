"""What was raised, by how many, where it came back, and in whose words."""

from alsjournal.trends.cards import issue_cards
from alsjournal.trends.change import theme_change
from alsjournal.trends.coded import Coded, Coder, as_coded
from alsjournal.trends.comparison import theme_comparison
from alsjournal.trends.difference import session_difference
from alsjournal.trends.indicators import indicator_codings, indicators
from alsjournal.trends.levels import reflection_levels
from alsjournal.trends.limits import what_not_to_claim
from alsjournal.trends.lineage import theme_lineage
from alsjournal.trends.power import smallest_change
from alsjournal.trends.prevalence import theme_prevalence
from alsjournal.trends.quotes import quotes
from alsjournal.trends.recurrence import recurring_issues
from alsjournal.trends.responses import finding_id, responses
from alsjournal.trends.summary import theme_summary
from alsjournal.trends.text_map import text_map

__all__ = [
    "Coded",
    "Coder",
    "as_coded",
    "finding_id",
    "indicator_codings",
    "indicators",
    "issue_cards",
    "quotes",
    "recurring_issues",
    "reflection_levels",
    "responses",
    "session_difference",
    "smallest_change",
    "text_map",
    "theme_change",
    "theme_comparison",
    "theme_lineage",
    "theme_prevalence",
    "theme_summary",
    "what_not_to_claim",
]
