"""Released tables: all that charts, widgets and reports are made of."""

from alsjournal.cleared.base import Cleared
from alsjournal.cleared.of_contribution import Claims, JointDisplay, Stories
from alsjournal.cleared.of_records import (
    Attendance,
    Consultancy,
    Facilitation,
    FacilitatorLog,
    HearingBack,
    IssueTrail,
    Learned,
    Membership,
    NonWriting,
    ObjectiveHistory,
    Outcomes,
    Proposals,
    ReturnedQuestions,
)
from alsjournal.cleared.of_surveys import SurveyAnswers, SurveyItems
from alsjournal.cleared.of_texts import CodePairs, Indicators, Levels, TextMap
from alsjournal.cleared.of_themes import (
    Change,
    Comparison,
    IssueCards,
    Lineage,
    Power,
    Prevalence,
    QuoteSet,
    Recurrence,
    SessionDifference,
    ThemeSummary,
)

__all__ = [
    "Attendance",
    "Change",
    "Claims",
    "Cleared",
    "CodePairs",
    "Comparison",
    "Consultancy",
    "Facilitation",
    "FacilitatorLog",
    "HearingBack",
    "Indicators",
    "IssueCards",
    "IssueTrail",
    "JointDisplay",
    "Learned",
    "Levels",
    "Lineage",
    "Membership",
    "NonWriting",
    "ObjectiveHistory",
    "Outcomes",
    "Power",
    "Prevalence",
    "Proposals",
    "QuoteSet",
    "Recurrence",
    "ReturnedQuestions",
    "SessionDifference",
    "Stories",
    "SurveyAnswers",
    "SurveyItems",
    "TextMap",
    "ThemeSummary",
]
