"""Short forms of the field: each is made of known words and means what staff mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alsjournal.embed.abbreviations import ABBREVIATIONS, Abbreviation
from alsjournal.embed.word_table import WordTable, word_table

BY_TERM = {entry.term: entry for entry in ABBREVIATIONS}


def test_no_spelling_stands_for_two_things() -> None:
    forms = [form for entry in ABBREVIATIONS for form in {*entry.forms}]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("entry", ABBREVIATIONS, ids=lambda entry: entry.term)
def test_each_says_what_it_means_and_where_to_check(entry: Abbreviation) -> None:
    assert entry.means
    assert entry.source
    assert entry.words
    assert entry.term.lower() not in entry.words


def test_words_and_names_are_abbreviations_in_capitals_only() -> None:
    for word in ("spa", "pals", "des", "les", "als", "mash", "stomp", "respect", "int"):
        assert all(word not in entry.forms for entry in ABBREVIATIONS)
    assert BY_TERM["GP"].forms == ("GP", "GPs", "gp", "gps")


@pytest.fixture(scope="module")
def table() -> WordTable:
    return word_table(None)


@pytest.mark.slow
class TestWithThePipeline:
    def test_all_their_words_are_known(self, table: WordTable) -> None:
        plain = replace(table, lexicon={})
        for entry in ABBREVIATIONS:
            for word in entry.words:
                assert max(plain.rows_of(word), default=-1) >= 0, (entry.term, word)

    def test_the_nearest_word_is_one_of_theirs_or_kin(self, table: WordTable) -> None:
        plain = replace(table, lexicon={})
        common = table.vectors[:20_000]
        for entry in ABBREVIATIONS:
            own = [row for word in entry.words for row in plain.rows_of(word)]
            vector = table.vectors[table.lexicon[entry.term]]
            nearest = int(np.argmax(common @ vector))
            assert float((table.vectors[own] @ common[nearest]).max()) > 0.6, entry.term

    @pytest.mark.parametrize(
        ("term", "near", "far"),
        [
            ("GP", "doctor", "surgeon"),
            ("SPA", "referral", "massage"),
            ("DES", "contract", "french"),
            ("MASH", "safeguard", "potato"),
            ("STOMP", "medication", "boots"),
            ("SEND", "disability", "email"),
            ("PALS", "advice", "friends"),
            ("CHC", "funding", "chlorine"),
            ("LPA", "attorney", "album"),
            ("PBS", "behaviour", "television"),
            ("RCA", "cause", "records"),
            ("DNAs", "appointments", "genes"),
            ("UTC", "urgent", "clock"),
            ("ALS", "learning", "disease"),
            ("FTSU", "concerns", "lobbying"),
            ("backfill", "staff", "soil"),
            ("OT", "therapist", "overtime"),
            ("MDT", "meeting", "clock"),
            ("DToC", "discharge", "complaint"),
            ("S117", "psychiatric", "tax"),
        ],
    )
    def test_they_are_nearer_to_what_staff_mean(
        self, table: WordTable, term: str, near: str, far: str
    ) -> None:
        vector = table.vectors[table.lexicon[term]]
        one, other = (table.vectors[table.rows_of(word)[0]] for word in (near, far))
        assert float(vector @ one) > float(vector @ other) + 0.1
