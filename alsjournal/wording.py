"""What a set is asked on paper and in a form, and what each answer means to us.

The kit prints these questions; the presets for form exports know them again. A
wording that changes here changes in both. `SHEETS` holds the same questions in
Welsh and in Easy Read: other words, the same columns and values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

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
    "question_for",
]

Answer = Literal["choice", "short", "long", "number"]


@dataclass(frozen=True)
class Question:
    """One question of the reflection sheet.

    Parameters
    ----------
    title : str
        As it stands on the sheet and in the form, without a number.
    table, column : str
        What its answers fill, as ``"reflections"``, ``"set_id"``.
    answer : {"choice", "short", "long", "number"}
    choices : mapping of str to str, default={}
        The wording of each choice, and our value for it.
    hint : str, default=""
        The line below the question.
    required : bool, default=False
    """

    title: str
    table: str
    column: str
    answer: Answer
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    required: bool = False


SHEET: tuple[Question, ...] = (
    Question(
        "Which set are you in?",
        "reflections",
        "set_id",
        "short",
        hint="The letter or name that your facilitator gave you.",
        required=True,
    ),
    Question(
        "Which session is this about?",
        "reflections",
        "session",
        "number",
        hint="A number: 1 for the first time your set met, 2 for the second.",
        required=True,
    ),
    Question(
        "Who are you?",
        "reflections",
        "member",
        "short",
        hint="Your name, or the code you were given. It is replaced before anything "
        "is read. Leave it empty if you would rather not say.",
    ),
    Question(
        "What was your part this time?",
        "reflections",
        "position",
        "choice",
        {
            "I brought an issue": "presenter",
            "I asked questions": "questioner",
            "I facilitated": "facilitator",
            "I was not there": "absent",
        },
    ),
    Question(
        "What happened this time that mattered to you?", "reflections", "text", "long"
    ),
    Question(
        "What do you see differently now, if anything?", "reflections", "text", "long"
    ),
    Question(
        "What helped you since last time, and what got in the way?",
        "reflections",
        "text",
        "long",
    ),
    Question(
        "What will you do before the set meets again?", "reflections", "text", "long"
    ),
    Question(
        "What may be done with what you wrote here?",
        "permissions",
        "use",
        "choice",
        {
            "Nothing: it is for me alone": "self",
            "Count it: say how many people wrote of something": "counts",
            "Put it in other words: its sense may be told, not its wording": (
                "paraphrase"
            ),
            "Quote it: my words may be used, without my name": "quote",
        },
        hint="If you leave this empty, it is counted and never quoted. You can change "
        "your mind at any time.",
    ),
    Question(
        "How far may it go?",
        "permissions",
        "reach",
        "choice",
        {
            "My set": "set",
            "The people who run this programme": "programme",
            "Anybody, as in a published report": "public",
        },
    ),
)
"""The reflection sheet, in order."""

PROMPTS: tuple[str, ...] = tuple(q.title for q in SHEET if q.column == "text")
"""The open questions; each answer is a reflection of its own."""


def _in_other_words(
    *rows: tuple[str, str, tuple[str, ...]],
) -> tuple[Question, ...]:
    """Give the sheet's questions other titles, hints and choices, in its order."""
    return tuple(
        replace(
            question,
            title=title,
            hint=hint,
            choices=dict(zip(choices, question.choices.values(), strict=True)),
        )
        for question, (title, hint, choices) in zip(SHEET, rows, strict=True)
    )


# Drafts, as the kit says on each page: a fluent speaker has not read them yet.
_WELSH = _in_other_words(
    (
        "Ym mha set ydych chi?",
        "Y llythyren neu'r enw a gawsoch gan eich hwylusydd.",
        (),
    ),
    (
        "Am ba sesiwn mae hyn?",
        "Rhif: 1 am y tro cyntaf i'ch set gwrdd, 2 am yr ail dro.",
        (),
    ),
    (
        "Pwy ydych chi?",
        (
            "Eich enw, neu'r cod a gawsoch. Rhoddir cod yn ei le cyn i unrhyw beth "
            "gael ei ddarllen. Gadewch hwn yn wag os byddai'n well gennych beidio â "
            "dweud."
        ),
        (),
    ),
    (
        "Beth oedd eich rhan y tro hwn?",
        "",
        (
            "Fi ddaeth â mater i'r set",
            "Gofynnais gwestiynau",
            "Fi oedd yn hwyluso",
            "Doeddwn i ddim yno",
        ),
    ),
    ("Beth ddigwyddodd y tro hwn a oedd yn bwysig i chi?", "", ()),
    ("Beth, os unrhyw beth, ydych chi'n ei weld yn wahanol nawr?", "", ()),
    ("Beth fu o help i chi ers y tro diwethaf, a beth fu'n rhwystr?", "", ()),
    ("Beth wnewch chi cyn i'r set gwrdd eto?", "", ()),
    (
        "Beth gaiff ei wneud â'r hyn a ysgrifennoch yma?",
        (
            "Os gadewch hwn yn wag, caiff ei gyfrif ac ni chaiff byth ei ddyfynnu. "
            "Cewch newid eich meddwl unrhyw bryd."
        ),
        (
            "Dim byd: i mi yn unig y mae",
            "Ei gyfrif: dweud faint o bobl a ysgrifennodd am rywbeth",
            "Ei roi mewn geiriau eraill: cewch ddweud yr ystyr, ond nid y geiriad",
            "Ei ddyfynnu: cewch ddefnyddio fy ngeiriau, heb fy enw",
        ),
    ),
    (
        "Pa mor bell y caiff fynd?",
        "",
        (
            "Fy set i",
            "Y bobl sy'n rhedeg y rhaglen hon",
            "Unrhyw un, er enghraifft mewn adroddiad cyhoeddedig",
        ),
    ),
)

_EASY = _in_other_words(
    ("Which set are you in?", "Your set is your group.", ()),
    ("Which meeting is this about?", "Write 1 for the first meeting.", ()),
    ("Who are you?", "Write your name or your code. You can leave this empty.", ()),
    (
        "What did you do at the meeting?",
        "",
        (
            "I talked about something I am trying to do",
            "I asked questions",
            "I ran the meeting",
            "I was not there",
        ),
    ),
    ("What was important to you at the meeting?", "", ()),
    ("What do you think about in a new way?", "", ()),
    ("What helped you? What made things hard?", "", ()),
    ("What will you do before the next meeting?", "", ()),
    (
        "What can we do with your words?",
        "If you leave this empty, we count your words. We do not copy them.",
        (
            "Nothing. My words are only for me",
            "Count them. Say how many people wrote about the same thing",
            "Say what I mean in other words",
            "Copy my words. Do not use my name",
        ),
    ),
    (
        "Who can know about it?",
        "",
        ("My set", "The people who run the programme", "Anyone"),
    ),
)

SHEETS: Mapping[str, tuple[Question, ...]] = {
    "en": SHEET,
    "cy": _WELSH,
    "easy": _EASY,
}
"""The sheet in English, in Welsh and in Easy Read; always the same columns."""

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


def question_for(table: str, column: str) -> Question:
    """Return the first question whose answers fill this column.

    Raises
    ------
    KeyError
        If the sheet does not ask for it.

    Examples
    --------
    >>> question_for("permissions", "reach").title
    'How far may it go?'
    """
    for question in SHEET:
        if (question.table, question.column) == (table, column):
            return question
    raise KeyError(column)


def every_question() -> tuple[Question, ...]:
    """Return the sheet's questions in every wording that there is."""
    return tuple(question for sheet in SHEETS.values() for question in sheet)


def choices_for(table: str, column: str) -> dict[str, str]:
    """Return the choices of a column in every wording, and our value for each.

    Examples
    --------
    >>> choices_for("permissions", "reach")["My set"]
    'set'
    """
    return {
        wording: value
        for question in every_question()
        if (question.table, question.column) == (table, column)
        for wording, value in question.choices.items()
    }
