"""All names of a theme, of its parts and of its wholes."""

from __future__ import annotations

import pytest

from alsjournal.errors import InputError
from alsjournal.themes import Codebook
from alsjournal.themes.known_as import known_as

BY = {"by": "KM"}


@pytest.fixture
def book() -> Codebook:
    return Codebook().make(["budget", "clock", "beds"], by="themes/1")


def test_a_renamed_theme_has_both_names(book: Codebook) -> None:
    book = book.rename("t1", "Money", **BY).rename("t1", "Pay", **BY)
    assert known_as(book, "Pay") == ("budget", "Money", "Pay")
    assert known_as(book, "beds") == ("beds",)


def test_a_merged_theme_has_those_of_its_parts_over_several_steps(
    book: Codebook,
) -> None:
    book = book.rename("t2", "Time", **BY)
    book = book.merge(["t1", "t2"], name="Money and time", **BY)
    book = book.merge(["t3", "t1"], name="All", **BY)
    assert set(known_as(book, "All")) == {
        *("beds", "All", "budget", "Money and time", "clock", "Time"),
    }


def test_what_was_taken_back_may_have_gone_out(book: Codebook) -> None:
    book = book.merge(["t1", "t2"], name="Money and time", **BY)
    book = book.undo(**BY).undo(**BY)
    assert set(known_as(book, "t2")) == {"clock", "budget", "Money and time"}


def test_a_split_theme_and_its_parts_share_names_and_the_parts_do_not(
    book: Codebook,
) -> None:
    book = book.split("t1", ["Pay", "Travel"], **BY)
    assert set(known_as(book, "budget")) == {"budget", "Pay", "Travel"}
    assert set(known_as(book, "Pay")) == {"Pay", "budget"}


def test_a_circle_of_merges_and_an_unknown_theme(book: Codebook) -> None:
    book = book.merge(["t1", "t2"], **BY).undo(**BY).merge(["t2", "t1"], **BY)
    assert set(known_as(book, "t2")) == {"budget", "clock"}
    with pytest.raises(InputError):
        known_as(book, "none")
