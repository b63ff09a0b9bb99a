"""What a set is asked on paper and in a form, and what each answer means to us.

The kit prints these questions; the presets for form exports know them again. A
wording that changes here changes in both.
"""

from alsjournal.wording.languages import (
    in_english,
    language_name,
    texts_in,
    translated_from,
)
from alsjournal.wording.other_words import SHEETS, choices_for, every_question
from alsjournal.wording.printed import is_printed, printed_pairs, printed_with
from alsjournal.wording.sheet import PROMPTS, SHEET, Question
from alsjournal.wording.survey import SURVEY, SURVEY_CHOICES, WAVES, SurveyItem

__all__ = [
    "PROMPTS",
    "SHEET",
    "SHEETS",
    "SURVEY",
    "SURVEY_CHOICES",
    "WAVES",
    "Question",
    "SurveyItem",
    "choices_for",
    "every_question",
    "in_english",
    "is_printed",
    "language_name",
    "printed_pairs",
    "printed_with",
    "texts_in",
    "translated_from",
]
