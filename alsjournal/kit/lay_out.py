"""Lay out a document's words, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document

from alsjournal.kit.questions import (
    add_form,
    add_line,
    add_question,
    add_survey,
    questions_for,
)
from alsjournal.kit.values import cut
from alsjournal.kit.words import Block, Words
from alsjournal.paper.cells import add_box, add_picture_row, add_table, write_spans
from alsjournal.paper.inline import Span, filled, plain_text, spans
from alsjournal.paper.page import new_document, turn_page

__all__ = ["lay_out"]

_STYLES = {"text": None, "bullet": "List Bullet", "box": "Box"}
_SHORT = 60


def lay_out(words: Words, values: Mapping[str, str], *, language: str) -> Document:
    """Make the document.

    Parameters
    ----------
    words : Words
    values : mapping of str to str
        What the programme says, by the name in its blank.
    language : {"en", "cy", "easy"}
        In which words the sheet's questions are asked.
    """
    title = cut(values.get("title", ""), _SHORT)
    document = new_document(words.about, programme=title)
    _Writer(document, words, values, language).write()
    return document


class _Writer:
    """Writes blocks into one document, and knows what the last heading said."""

    def __init__(
        self,
        document: Document,
        words: Words,
        values: Mapping[str, str],
        language: str,
    ) -> None:
        self.document = document
        self.words = words
        self.values = values
        self.language = language
        self.heading = words.about["title"]
        self.list_number: int | None = None
        self.new_page = False

    def write(self) -> None:
        self.document.add_paragraph(self.words.about["title"], "Title")
        for key, value in self.words.about.items():
            if key.startswith("notice"):
                self._notice(value, key.partition(" ")[2])
        for block in self.words.blocks:
            if block.kind != "number":
                self.list_number = None
            getattr(self, f"_{block.kind}")(block)

    def _spans(self, line: str) -> tuple[Span, ...]:
        return filled(spans(line), self.values)

    def _notice(self, line: str, lang: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = self.document.add_paragraph(style="Box")
        write_spans(paragraph, self._spans(line))
        for run in paragraph.runs:
            mark = OxmlElement("w:lang")
            mark.set(qn("w:val"), lang)
            run._r.get_or_add_rPr().append(mark)

    def _heading(self, block: Block) -> None:
        paragraph = self.document.add_paragraph(style=f"Heading {block.level}")
        paragraph.paragraph_format.page_break_before = self.new_page or None
        self.new_page = False
        pieces = self._spans(block.text)
        for piece in pieces:
            style = "Column name" if piece.kind == "code" else None
            paragraph.add_run(piece.text, style)
        self.heading = plain_text(pieces)

    def _text(self, block: Block) -> None:
        paragraph = self.document.add_paragraph(style=_STYLES[block.kind])
        write_spans(paragraph, self._spans(block.text))

    _bullet = _box = _text

    def _number(self, block: Block) -> None:
        paragraph = self.document.add_paragraph(style="List Number")
        write_spans(paragraph, self._spans(block.text))
        if self.list_number is None:
            self.list_number = self._new_list()
        numbering: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val = 0
        numbering.get_or_add_numId().val = self.list_number

    def _new_list(self) -> int:
        """Begin at 1 again: a list that goes on from the last one misleads."""
        style: Any = self.document.styles["List Number"].element
        lists: Any = self.document.part.numbering_part.element
        own = lists.num_having_numId(style.pPr.numPr.numId.val)
        new = lists.add_num(own.abstractNumId.val)
        new.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(new.numId)

    def _picture(self, block: Block) -> None:
        beside = add_picture_row(self.document, word=self.words.about["picture"])
        write_spans(beside.paragraphs[0], self._spans(block.text))

    def _table(self, block: Block) -> None:
        add_table(
            self.document,
            [tuple(self._spans(cell) for cell in row) for row in block.rows],
            widths=block.widths,
            about=self.heading,
            row_height=float(self.words.about.get("row", "0.8")),
        )

    def _do(self, block: Block) -> None:
        name, _, rest = block.text.partition(" ")
        if name == "question":
            word = self.words.about.get("picture", "")
            for question in questions_for(rest, self.language):
                add_question(self.document, question, picture=word)
        elif name == "line":
            columns = rest.split()
            asked = [q for c in columns for q in questions_for(c, self.language)]
            add_line(self.document, asked)
        elif name == "survey":
            add_survey(self.document, rest)
        elif name == "form":
            add_form(self.document, rest)
        elif name == "room":
            add_box(self.document, lines=float(rest), about=self.heading)
        elif name == "page":
            self.new_page = True
        elif name in ("landscape", "portrait"):
            turn_page(self.document, landscape=name == "landscape")
        else:
            msg = f"the words ask for {name!r}, which is not known"
            raise LookupError(msg)
