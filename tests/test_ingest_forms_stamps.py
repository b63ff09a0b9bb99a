"""Times of responses, and the ids that are made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.ingest.forms.stamps import (
    answer_id,
    is_stamp,
    read_stamps,
    response_keys,
)


@pytest.mark.parametrize(
    "written",
    [
        "2026/03/01 2:05:33 pm GMT",
        "2026/03/01 2:05:33 PM GMT+5:30",
        "2026/03/01 2:05:33\u202fPM BST",
        "2026-03-01 14:05:33",
        "2026-03-01T14:05:33Z",
        "2026-03-01 14:05:32.999998",
        "2026-03-01 14:05:33 +0100",
        "13/03/2026 14:05:33",
        "13.03.2026 14:05:33",
        "3/13/26 14:05:33",
    ],
)
def test_all_these_are_one_time(written):
    assert is_stamp(written)
    (found,) = read_stamps([written], where="f", order=None)
    assert found[10:] == "T14:05:33"
    assert found[:8] == "2026-03-"


def test_an_hour_is_enough():
    assert read_stamps(["27.04.2026 11:34", ""], where="f", order=None) == [
        "2026-04-27T11:34:00",
        None,
    ]


def test_what_can_be_read_both_ways_is_asked():
    with pytest.raises(InputError, match="f, column Timestamp"):
        read_stamps(["3/4/26 14:05"], where="f, column Timestamp", order=None)
    assert read_stamps(["3/4/26 14:05"], where="f", order="mdy") == [
        "2026-03-04T14:05:00"
    ]


@given(st.text(max_size=40))
def test_any_cell_can_be_looked_at(cell):
    is_stamp(cell)
    assert len(read_stamps([cell], where="f", order="dmy")) == 1


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12")), max_size=12))
def test_keys_are_each_once_and_stay_when_others_follow(parts):
    keys = response_keys(parts)
    assert len(set(keys)) == len(parts)
    assert response_keys(parts[:5]) == keys[:5]


def test_an_id_is_of_service_response_and_question():
    one = answer_id("ms-forms", "1", "why")
    others = {
        answer_id("google-forms", "1", "why"),
        answer_id("ms-forms", "2", "why"),
        answer_id("ms-forms", "1", "how"),
        answer_id("ms-forms", "1", "\ud800"),
    }
    assert one == answer_id("ms-forms", "1", "why")
    assert len({one} | others) == 5
