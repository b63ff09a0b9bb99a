"""Dates: recognised, declared or asked for."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.ingest.dates import EITHER, NO_DATE, read_dates

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))


def read(*cells, order=None):
    return read_dates(cells, where="'a.csv', column date", order=order)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-01",
        "2024/3/1",
        "2024-03-01T00:00:00Z",
        "1 March 2024",
        "1st Mar 2024",
        "01-Mar-2024",
        "March 1, 2024",
    ],
)
def test_what_can_be_read_one_way_is_read(cell):
    found = read(cell)
    assert found.values[0][:10] == "2024-03-01"
    assert not found.refused


def test_one_certain_date_decides_for_the_column():
    assert read("03/04/2024", "25/12/2024").values == ["2024-04-03", "2024-12-25"]
    assert read("03/04/2024", "12/25/2024").values == ["2024-03-04", "2024-12-25"]
    assert read("03/04/2024", "25/12/2024").order == "dmy"


def test_where_both_orders_are_possible_it_asks():
    with pytest.raises(InputError, match="date_order") as caught:
        read("03/04/2024", "01/02/2024")
    assert "03/04" not in str(caught.value)


def test_where_both_orders_are_used_the_uncertain_are_refused():
    found = read("13/02/2024", "02/14/2024", "03/04/2024", "05/05/2024")
    assert found.order == "mixed"
    assert found.values == ["2024-02-13", "2024-02-14", None, "2024-05-05"]
    assert found.refused == {2: EITHER}


def test_a_declared_order_is_kept_to():
    found = read("03/04/2024", "12/25/2024", order="dmy")
    assert found.values == ["2024-04-03", None]
    assert found.refused == {1: NO_DATE}
    assert read("03/04/2024", order="iso").refused


@pytest.mark.parametrize(
    "cell", ["31/02/2024", "2023-02-29", "1/2/24", "45000", "soon", "0001-01-01"]
)
def test_dates_that_cannot_be_are_refused(cell):
    found = read(cell)
    assert found.values == [None]
    assert found.refused == {0: NO_DATE}


def test_the_same_day_either_way_needs_no_order():
    assert read("05/05/2024").order == "either"


def test_times_of_forms_are_kept():
    assert read("13/03/2024 2:05:06 PM").values == ["2024-03-13T14:05:06"]


@given(st.lists(DAYS, min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_dates_come_back_or_it_asks(days, form):
    cells = [day.strftime(form) for day in days]
    order = "dmy" if form.startswith("%d") else "mdy"
    declared = read(*cells, order=order)
    assert declared.values == [day.isoformat() for day in days]
    try:
        recognised = read(*cells)
    except InputError:
        return
    assert recognised.values == declared.values


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text):
    found = read(text, order="dmy")
    assert bool(found.values[0]) + bool(found.refused) == bool(text.strip())
