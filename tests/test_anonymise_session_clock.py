"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from alsjournal.anonymise.session_clock import read_date


@pytest.mark.parametrize(
    "written",
    [
        *("3/5/2019", "03.05.19", "3 - 5 - 2019", "2019-05-03", "2019/5/3"),
        *("3 May 2019", "3rd of May, 2019", "Fri 3rd May '19", "May 3, 2019"),
    ],
)
def test_one_day_in_many_hands(written):
    assert read_date(written) == date(2019, 5, 3)


@pytest.mark.parametrize(
    "written", ["May 2019", "3 May", "31/2/2019", "2019-13-01", "", "0/0/00", "3/5/019"]
)
def test_what_is_no_whole_day(written):
    assert read_date(written) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month(month):
    day = date(2021, month, 9)
    assert read_date(day.strftime("%d %B %Y")) == day
    assert read_date(day.strftime("%d %b %y")) == day
