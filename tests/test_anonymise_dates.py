"""Whole dates and dates of birth in the forms that people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.finders.dates import dates


def found(text):
    return [text[start:end] for start, end, _ in dates(text)]


@pytest.mark.parametrize(
    "date",
    [
        *("Mon 4 Sep 23", "Monday, 4th September 2023", "4.9.23", "04-09-2023"),
        *("4th of Sept, '23", "4 Sep 2023", "4Sep2023", "4-Sep-23", "2023-09-04"),
        *("September 4th, 2023", "the 4th day of September 2023"[4:], "2023 Sep 4"),
        *("fourth of September 2023", "twenty-first September 2021", "Thur 4/9/23"[5:]),
        *("Weds. 4 Sept. 2023", "4 / 9 / 2023"),
    ],
)
def test_a_whole_date_is_found_however_it_is_written(date):
    assert found(f"It was held {date}, in the hall.") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "We meet on 4 September.",
        "By May 20 people had come.",
        "On 3 June 15 patients waited.",
        "In March 2023 we began.",
        "See page 3/4 and version 1.2.",
    ],
)
def test_a_day_without_a_year_or_a_month_of_a_year_stays(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "date", ["4/9/51", "04 09 1951", "4th Sept 51", "040951", "September 1951"]
)
def test_a_date_of_birth_is_found(date):
    assert found(f"DOB {date}, lives alone") in ([date], [date, date])


@given(st.text(alphabet="0123456789/.-' ,ajun", max_size=60))
def test_no_text_is_too_odd(text):
    assert all(0 <= a < b <= len(text) for a, b, _ in dates(text))
