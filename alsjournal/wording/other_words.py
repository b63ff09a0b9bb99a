"""The sheet in other words: in Welsh and in Easy Read; how to know any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from alsjournal.wording.sheet import SHEET, Question

__all__ = ["SHEETS", "choices_for", "every_question"]


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
