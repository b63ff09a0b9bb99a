"""The survey: what is asked before, at the end, and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SURVEY", "SURVEY_CHOICES", "WAVES", "SurveyItem"]

WAVES = ("baseline", "end", "after")
"""When the survey is taken: before the first session, at the end, months later."""


@dataclass(frozen=True)
class SurveyItem:
    """One question of the survey, as it fills the table ``survey``.

    Parameters
    ----------
    item : str
        Its id, the same in every wave in which it is asked.
    title : str
    waves : tuple of str, default=("baseline", "end", "after")
    closed : bool, default=True
        Whether it is answered by one of `SURVEY_CHOICES`.
    """

    item: str
    title: str
    waves: tuple[str, ...] = WAVES
    closed: bool = True


SURVEY_CHOICES: Mapping[str, str] = {
    "Yes": "yes",
    "Partly": "partly",
    "No": "no",
    "I cannot say": "cannot say",
}
"""Few, since few people answer: finer ones would leave too few in each to show."""

SURVEY: tuple[SurveyItem, ...] = (
    SurveyItem(
        "open_honest",
        "Can people in your network talk openly and honestly with each other?",
    ),
    SurveyItem("heard", "Are you heard there, whatever your role?"),
    SurveyItem(
        "reflect", "Do you have time to think your work through with other people?"
    ),
    SurveyItem(
        "network_strength",
        "Do you know somebody in the other organisations whom you can ring when you "
        "are stuck?",
    ),
    SurveyItem(
        "understood_challenges",
        "Do you understand the challenges that others in the network face?",
    ),
    SurveyItem(
        "organisation_valued",
        "Is your organisation valued and respected in the network?",
    ),
    SurveyItem(
        "patients_considered",
        "Are the needs of patients and of people who use services taken into account "
        "when decisions are made?",
    ),
    SurveyItem(
        "lead_change", "Do you feel able to lead a change when you are not in charge?"
    ),
    SurveyItem(
        "acted_between",
        "Did you take action between sessions that you would not have taken otherwise?",
        ("end",),
    ),
    SurveyItem("surpassed", "Did the set surpass what you had expected?", ("end",)),
    SurveyItem(
        "lasted", "Do you still use something that you took from the set?", ("after",)
    ),
    SurveyItem(
        "recommend",
        "Would you recommend a learning set to a colleague?",
        ("end", "after"),
    ),
    SurveyItem(
        "valued", "What do you hope to value most?", ("baseline",), closed=False
    ),
    SurveyItem("valued", "What did you value most?", ("end", "after"), closed=False),
    SurveyItem(
        "change",
        "What should we do differently from other programmes?",
        ("baseline",),
        closed=False,
    ),
    SurveyItem("change", "What would you change?", ("end", "after"), closed=False),
)
"""The survey, in order. Closed items that come in two waves are worded the same."""
