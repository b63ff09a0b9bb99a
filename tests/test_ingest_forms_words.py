"""The sheet's wording is known again however a form writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.ingest.forms.words import (
    meanings,
    one_line,
    question_of,
    shown_choices,
)
from alsjournal.schema import TABLES
from alsjournal.wording import SHEETS, choices_for, every_question

USES = TABLES["permissions"]["use"].choices
CLOSED = sorted({(q.table, q.column) for q in every_question() if q.choices})


@pytest.mark.parametrize("question", every_question(), ids=lambda q: q.title[:20])
@pytest.mark.parametrize("written", ["{}", "3. {}", "{}2", "{} *", "{}\n", "\u00a0{}"])
def test_a_question_is_known(question, written):
    found = question_of(written.format(question.title.replace("'", "’")))
    assert (found.table, found.column) == (question.table, question.column)


@pytest.mark.parametrize("header", ["", "2", "Who?", "Who are you not?", "1. "])
def test_other_headers_are_not(header):
    assert question_of(header) is None


@pytest.mark.parametrize(("table", "column"), CLOSED)
def test_no_choice_means_two_things(table, column):
    known = {}
    for sheet in SHEETS.values():
        for question in sheet:
            if (question.table, question.column) == (table, column):
                for wording, value in question.choices.items():
                    assert (
                        known.setdefault(one_line(wording).casefold(), value) == value
                    )
    assert set(known.values()) == set(TABLES[table][column].choices)


@given(data=st.data(), sign=st.sampled_from([";", "; ", ", ", ","]))
def test_what_was_ticked_is_read_back(data, sign):
    table, column = data.draw(st.sampled_from(CLOSED))
    wordings = choices_for(table, column)
    ticked = data.draw(st.lists(st.sampled_from(sorted(wordings)), max_size=5))
    cell = sign.join(ticked) + data.draw(st.sampled_from(["", ";", " ; "]))
    choices = shown_choices(table, column, TABLES[table][column].choices)
    assert meanings(cell.upper(), choices) == [wordings[one] for one in ticked]


@given(st.text(max_size=200))
def test_any_cell_is_understood_or_not(cell):
    meant = meanings(cell, shown_choices("permissions", "use", USES))
    assert meant is None or set(meant) <= set(USES)


def test_more_pieces_than_anybody_ticks_are_not_understood():
    assert meanings("quote;" * 1_000, shown_choices("permissions", "use", USES)) is None
