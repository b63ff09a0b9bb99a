"""Addresses: with and without capitals, numbers and names of houses."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.finders.streets import streets


def covered(text):
    marks = set()
    for start, end in streets(text):
        marks.update(range(start, end))
    return "".join(c for i, c in enumerate(text) if i in marks)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Call at The Old Dairy, Mill Lane, by noon", "The Old Dairy, Mill Lane"),
        ("he is at 7 The Hawthorns, upstairs", "7 The Hawthorns"),
        ("key left at 18 kestrel rise for her", "18 kestrel rise"),
        ("she moved to 204 priory park last week", "204 priory park"),
        ("shop at 12-14 chapel row today", "12-14 chapel row"),
        ("Post: The Elms, Abbey Walk, now", "The Elms, Abbey Walk"),
        ("sent it to 31 Larch Dingle today", "31 Larch Dingle"),
        ("visit, 9 kingsway, ground floor", "9 kingsway"),
        ("the keys are in 3 bramble cottage now", "3 bramble cottage"),
    ],
)
def test_addresses(text, address):
    assert covered(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "we got to 10 percent rise this year",
        "at 2 different places in court",
        "from 3 people on our side",
        "of 4 care home residents",
        "at 6 anyway we stopped",
        "The Nurse, The Doctor, all came",
        "in 5 minutes of the walk",
    ],
)
def test_no_address(text):
    assert covered(text) == ""
