"""Postcodes with the slips that people make."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.finders.postcodes import postcodes


def found(text):
    return {text[start:end] for start, end, _ in postcodes(text)}


@pytest.mark.parametrize(
    "code",
    [
        *("BD3 9QT", "bd39qt", "w1x 3dp", "W1X3DP", "EC1A 1BB", "BD3  9QT", "BD3.9QT"),
        *("BD 3 9QT", "BD3 9 QT", "BDI 9QT", "B1 IAA", "LS1 OAB", "BD3-9QT"),
    ],
)
def test_whole_ones(code):
    assert code in found(f"sent to {code}; no reply")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("most patients in bd3 walk", "bd3"),
        ("Bradford BD3 is hilly", "BD3"),
        ("(Bradford, BD3)", "BD3"),
        ("her postcode starts with B12", "B12"),
    ],
)
def test_first_halves(text, code):
    assert code in found(text)


@pytest.mark.parametrize(
    "text",
    ["vitamin B12 jabs", "A1 2nd class", "stage ST3", "GO 4TH"],
)
def test_what_is_none(text):
    assert found(text) == set()
