"""Views for notebooks: state and interaction only; what they show is cleared."""

from alsjournal.widgets.agreement_matrix import AgreementMatrix
from alsjournal.widgets.anonymisation_review import AnonymisationReview
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.codebook_editor import CodebookEditor
from alsjournal.widgets.issue_trail import IssueTrail
from alsjournal.widgets.linking import Link, link
from alsjournal.widgets.objective_history import ObjectiveHistory
from alsjournal.widgets.question_cards import QuestionCards
from alsjournal.widgets.quote_table import QuoteTable
from alsjournal.widgets.recurrence_board import RecurrenceBoard
from alsjournal.widgets.reflection_map import ReflectionMap
from alsjournal.widgets.survey_bars import SurveyBars
from alsjournal.widgets.theme_brief import ThemeBrief
from alsjournal.widgets.theme_map import ThemeMap
from alsjournal.widgets.trend_explorer import TrendExplorer
from alsjournal.widgets.view import View

__all__ = [
    "AgreementMatrix",
    "AnonymisationReview",
    "Cell",
    "CodebookEditor",
    "IssueTrail",
    "Link",
    "ObjectiveHistory",
    "QuestionCards",
    "QuoteTable",
    "RecurrenceBoard",
    "ReflectionMap",
    "SurveyBars",
    "ThemeBrief",
    "ThemeMap",
    "TrendExplorer",
    "View",
    "link",
]
