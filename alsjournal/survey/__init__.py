"""The anonymous survey: what people say, and how many of them answered."""

from alsjournal.survey.answers import survey_answers
from alsjournal.survey.items import survey_items

__all__ = ["survey_answers", "survey_items"]
