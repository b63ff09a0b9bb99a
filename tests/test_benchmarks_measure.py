"""What the benchmark of the anonymiser calls found, leaked and sure."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "benchmarks" / "anonymise" / "measure.py"
TEXT = "Ann Lee of Ripon rang 999."


@pytest.fixture(scope="module")
def code():
    return runpy.run_path(str(FILE))


def tally(code, spans, *, times=1):
    made = code["Tally"]()
    marks = [
        (0, 7, code["headings"]("PERSON", ("name", "full"))),
        (11, 16, code["headings"]("PLACE")),
    ]
    for unit in range(times):
        made.add(TEXT, marks, spans, unit)
    return made


def test_an_identifier_is_found_only_if_all_of_it_is_masked(code):
    half = tally(code, [(0, 6), (11, 16)])
    assert half.share(("label", "PERSON")) == 0
    assert half.share(("label", "PLACE")) == 1
    assert half.share() == 0.5
    assert tally(code, [(0, 3), (4, 7)]).share(("name", "full")) == 1


@pytest.mark.parametrize(
    ("spans", "leaks", "direct"),
    [([(0, 16)], 0, 0), ([(0, 7)], 1, 0), ([(11, 16)], 1, 1), ([], 1, 1)],
)
def test_a_text_leaks_what_is_not_masked(code, spans, leaks, direct):
    made = tally(code, spans)
    assert (made.leaks, made.direct_leaks) == (leaks, direct)


def test_other_words_are_those_without_a_letter_of_an_identifier(code):
    made = tally(code, [(0, 10), (22, 25)])
    assert (made.words, made.others) == (3, 2)


def test_texts_without_identifiers_are_counted_apart(code):
    made = tally(code, [(0, 16)])
    made.add("Time to think.", (), [], 7)
    made.add("Time to think.", (), [(0, 4)], 8)
    assert (made.texts, made.clean, made.touched) == (3, 2, 1)
    assert len(made.counts[code["ALL"]]) == 1


def test_all_found_is_not_all_sure(code):
    made = tally(code, [(0, 16)], times=20)
    assert made.interval() == (1, 1)
    low, high = made.cautious(("name", "full"))
    # Wilson's lower limit for n of n: n / (n + 1.96 squared).
    assert low == pytest.approx(20 / (20 + 1.959964**2))
    assert high == pytest.approx(1)


def test_texts_of_one_sentence_are_no_more_sure_than_one(code):
    made = code["Tally"]()
    for hit in (True, False) * 50:
        spans = [(0, 7)] if hit else []
        made.add(TEXT, [(0, 7, code["headings"]("PERSON"))], spans, 1)
    assert made.share() == 0.5
    low, high = made.cautious(code["DIRECT"])
    assert high - low > 0.7
