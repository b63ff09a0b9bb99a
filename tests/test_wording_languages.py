"""What languages are called."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.language import _SCRIPTS, LANGUAGES
from alsjournal.wording import in_english, language_name, texts_in, translated_from


@pytest.mark.parametrize("code", [*LANGUAGES, *(c for c, _ in _SCRIPTS), "fa", "ur"])
def test_every_language_that_is_told_has_a_name(code):
    assert language_name(code)[0].isupper()


def test_codes_of_more_than_one_part():
    assert language_name("cy-GB") == "Welsh"
    assert language_name("Cornish") == "Cornish"
    assert translated_from("EN from CY ") == "cy"
    assert in_english(" EN from cy")
    assert not in_english("cy from en")


def test_counts():
    assert texts_in({}) == ""
    assert texts_in({"Polish": 1}) == "1 text in Polish"
    assert texts_in({"Welsh": 1_200, "Urdu": 1}) == "1,200 texts in Welsh, 1 in Urdu"
