"""Questions on paper: those of the sheet, and those of the survey."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Cm, Pt

from alsjournal.paper.cells import add_box, add_picture_row, add_table, checkbox, edges
from alsjournal.paper.inline import Span
from alsjournal.wording import SHEETS, SURVEY, SURVEY_CHOICES, Question

__all__ = ["add_form", "add_line", "add_question", "add_survey", "questions_for"]

_LINES = {"short": 1.0, "number": 1.0, "long": 3.0}
_KINDS = {
    # our kind: in Microsoft Forms, in Google Forms
    "short": ("Text", "Short answer"),
    "number": ("Text, restriction: number", "Short answer, validation: number"),
    "long": ("Text, long answer", "Paragraph"),
    "choice": ("Choice, one answer", "Multiple choice"),
}


def questions_for(column: str, language: str) -> tuple[Question, ...]:
    """Return the sheet's questions whose answers fill this column."""
    found = tuple(q for q in SHEETS[language] if q.column == column)
    if not found:
        msg = f"the words ask for {column!r}, which the sheet does not have"
        raise LookupError(msg)
    return found


def add_question(document: Document, question: Question, *, picture: str = "") -> None:
    """Ask one question of the sheet, with room for the answer.

    Parameters
    ----------
    document : docx.document.Document
    question : Question
    picture : str, default=""
        The word in the places for pictures, where there are some (Easy Read).
    """
    document.add_paragraph(question.title, "Heading 2")
    if picture:
        _with_pictures(document, question, picture)
        return
    if question.hint:
        document.add_paragraph(question.hint, "Hint")
    if question.answer != "choice":
        add_box(document, lines=_LINES[question.answer], about=question.title)
        return
    for choice in question.choices:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.9)
        paragraph.paragraph_format.first_line_indent = Cm(-0.7)
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.keep_with_next = choice != [*question.choices][-1]
        checkbox(paragraph, choice)
        paragraph.add_run(f" {choice}")


def _with_pictures(document: Document, question: Question, word: str) -> None:
    """Give each sentence, each choice and each place to write a picture."""
    if question.hint:
        beside = add_picture_row(document, word=word)
        beside.paragraphs[0].add_run(question.hint)
    for choice in question.choices:
        beside = add_picture_row(document, word=word)
        checkbox(beside.paragraphs[0], choice)
        beside.paragraphs[0].add_run(f" {choice}")
    if question.answer == "long":
        edges(add_picture_row(document, word=word, height=4.4))
    elif not question.choices:
        add_box(document, lines=_LINES[question.answer] * 1.5, about=question.title)


def add_line(document: Document, questions: Sequence[Question]) -> None:
    """Ask several short questions side by side."""
    head = [
        (Span(question.title), Span(f"\n{question.hint}", "hint"))
        for question in questions
    ]
    empty: list[tuple[Span, ...]] = [()] * len(questions)
    widths = [1 / len(questions)] * len(questions)
    about = "; ".join(question.title for question in questions)
    add_table(document, [head, empty], widths=widths, about=about)


def add_survey(document: Document, wave: str) -> None:
    """Ask the survey's questions of one wave: the closed ones, then the open ones."""
    asked = [item for item in SURVEY if wave in item.waves]
    head = tuple((Span(word, "bold"),) for word in ("Question", *SURVEY_CHOICES))
    tick = (Span("\N{BALLOT BOX}"),)
    rows = [
        (
            (Span(item.title + " "), Span(item.item, "name")),
            *[tick] * len(SURVEY_CHOICES),
        )
        for item in asked
        if item.closed
    ]
    widths = (0.52, *[0.48 / len(SURVEY_CHOICES)] * len(SURVEY_CHOICES))
    add_table(document, [head, *rows], widths=widths, about=f"Survey, {wave}")
    for item in asked:
        if not item.closed:
            paragraph = document.add_paragraph(f"{item.title} ", "Heading 2")
            paragraph.add_run(item.item, "Column name")
            add_box(document, lines=2.5, about=item.title)


def add_form(document: Document, language: str) -> None:
    """List the sheet's questions as a form asks them, to be copied to the letter."""
    words = (
        "No.",
        "Title, to the letter",
        "Kind of question",
        "Choices, to the letter",
    )
    rows: list[list[tuple[Span, ...]]] = [[(Span(word),) for word in words]]
    for number, question in enumerate(SHEETS[language], start=1):
        kinds = dict(zip(("Microsoft", "Google"), _KINDS[question.answer], strict=True))
        kind = "; ".join(f"{maker}: {name}" for maker, name in kinds.items())
        needed = ". Required" if question.required else ""
        title: tuple[Span, ...] = (Span(question.title, "bold"),)
        if question.hint:
            title = (*title, Span(f"\nSubtitle: {question.hint}"))
        choices = "\n".join(f"\N{BULLET} {choice}" for choice in question.choices)
        rows.append(
            [(Span(str(number)),), title, (Span(kind + needed),), (Span(choices),)]
        )
    about = "The questions of the form"
    add_table(document, rows, widths=(0.07, 0.35, 0.24, 0.34), about=about)
