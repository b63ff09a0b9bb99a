"""The reflection sheet: each question, and what its answers mean to us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["PROMPTS", "SHEET", "Question"]

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
