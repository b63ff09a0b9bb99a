"""Names and numbers that hide, and texts made to break the anonymiser."""

from __future__ import annotations

import runpy
import socket
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.identifiers import IdentifierFinder
from alsjournal.anonymise.finders.near import NearNames
from alsjournal.anonymise.finders.roster import RosterFinder, entries_of
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import resolve

UK = Path(__file__).parents[1] / "benchmarks" / "anonymise" / "uk"
TRANSFORMS = runpy.run_path(str(UK / "transforms.py"))["TRANSFORMS"]

LIGHT = ("identifiers", "roster", "organisations", "people")
ROSTER = [
    *("Sarah Jones", "Sarah Malik", "Will Grace", "May Hope", "Jordan Bath"),
    *("Thabo Ncube", "Chelsea Densham", "x(+*[", "a", "", "Ann (Nan) O'Neill-Shaw"),
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def left(text, *, roster=(), finders=LIGHT):
    """Return a text with a sign of one letter for each thing masked."""
    (spans,) = Anonymiser(finders=finders).spans([text], roster=roster)
    for span in reversed(spans):
        text = text[: span.start] + "_" + text[span.end :]
    return text


# --- with a roster


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So Will asked, and Hope said yes.", "So _ asked, and _ said yes."),
        ("we will hope it may be grace", "we will hope it may be grace"),
        ("I met Sarah\nJones and Thabo\r\nNcube.", "I met _ and _."),
        ("sarah's notes, SARAH'S plan", "_'s notes, _'S plan"),
        ("as SarahJ and sjones wrote", "as _ and _ wrote"),
        ("ask @sarah or #AskSarah", "ask _ or #_"),
        ("the file sarah_jones_v2.docx", "the file __v2.docx"),
        ("mail s.jones@nhs.net", "mail _"),
        ("So Sarah asked Sarah.", "So _ asked _."),
        ("So Jordan went to Bath.", "So _ went to _."),
        ("At Densham it rained.", "At _ it rained."),
    ],
)
def test_names_of_the_roster_in_hiding(text, expected):
    assert left(text, roster=ROSTER) == expected


@pytest.mark.parametrize(
    "name", ["a", "", " ", "x(+*[", ".*", "\\", "[a-z]+", "(?P<", "'"]
)
def test_a_strange_roster_masks_nothing_else(name):
    text = "a plan: x + y * [z], (?P<a>.*) and it's all a-z \\ so"
    assert left(text, roster=[name], finders=["roster"]) == text


@given(
    st.lists(st.text(string.printable, max_size=12), max_size=6), st.text(max_size=60)
)
def test_any_roster_can_be_searched_for(names, text):
    finder = RosterFinder(entries_of(names))
    (spans,) = finder.find([Reading(text)])
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


def test_work_does_not_grow_with_the_roster(monkeypatch):
    """Count what a look-up compares, with 1,000 names and with 100,000."""
    from rapidfuzz.distance import OSA

    asked = []
    distance = OSA.distance
    monkeypatch.setattr(
        OSA, "distance", lambda *a, **k: asked.append(1) or distance(*a, **k)
    )
    words = [
        f"zu{i:05d}x".translate(str.maketrans("0123456789", "abcdefghij"))
        for i in range(100_000)
    ]
    counts = []
    for n in (1_000, 100_000):
        asked.clear()
        NearNames(words[:n]).close("zuaaabbw")
        counts.append(len(asked))
    assert counts[1] <= 60
    finder = RosterFinder(entries_of(words))
    assert len(finder.find([Reading(f"Then {words[5]} came.")])[0]) == 1


# --- without


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S.T. agreed, as did A. Demetriades.", "_ agreed, as did _."),
        ("I met ST and Dr T today.", "I met _ and Dr _ today."),
        ("So LP, who is never late, was.", "So _, who is never late, was."),
        ("at 9 a.m. and 5 P.M. we met", "at 9 a.m. and 5 P.M. we met"),
        ("The BP was high, our BI is poor, HR said no.", None),
        ("x dot y at nhs dot net", "_"),
        ("sarah[at]nhs[dot]net", "_"),
        ("ring oh seven seven double oh nine hundred one two three", "ring _"),
        ("ring 07700 900\n123 or +44 (0)7700 900123", "ring _ or _"),
        ("ext 4471 or bleep 223", "_ or _"),
        ("NHS 943 476\n5919 and 943\u00a0476\u00a05919", "NHS _ and _"),
        ("000 000 0000 or 9434765910", "_ or _"),
        (
            "postcode LS6, the LS6 area, moved to LS6",
            "postcode _, the _ area, moved to _",
        ),
        ("in ST3, at Band 6, on B12 and in Q4", None),
        ("at ls62ab or M1 1AE", "at _ or _"),
        ("AB 12 34 56 C or qq123456c", "_ or _"),
        ("Flat 1, Hardy Falls", "_"),
        ("flat 3, hardy falls", "_"),
        ("12b Old Mill Lane", "_"),
        ("Studio 4, Jane Mill", "_"),
        ("parked FD18 KXA, E178 DDE and ABC 123D", "parked _, _ and _"),
        ("the van, reg 42 abc, again", "the van, reg _, again"),
        ("the A12 AND the M25, NHS111 and PHQ9", None),
        ("I reported KXA123 today", "I reported _ today"),
        (
            "she is 93, aged ninety-four, a 95-year-old",
            "she is _, aged _, a _-year-old",
        ),
        ("aged 89, and 95 patients, 92 % of them", None),
        ("dob 030485, born 3rd April 1985", "dob _, born _"),
        ("[PERSON_1] and [name] and m-7KQ2XDAB7KQ2", "[PERSON_1] and [name] and _"),
        ("linkedin.com/in/x and www.x.org", "_ and _"),
    ],
)
def test_what_hides_without_a_roster(text, expected):
    assert left(text) == (text if expected is None else expected)


def test_a_forged_pseudonym_is_nobodys():
    text = "[member m-7KQ2XDAB7KQ2] said so"
    (spans,) = Anonymiser(finders=LIGHT).spans([text], roster=["m-7KQ2XDAB7KQ2"])
    assert [s.label for s in spans] == ["PSEUDONYM"]


@pytest.mark.parametrize(
    "unit", ["a.", "@a", "😀", "1-", "Flat 1, ", "AB1", "is 9", "the only "]
)
def test_work_grows_no_faster_than_the_text(unit):
    """Twice the text gives at most about twice the findings, and no endless search."""
    sizes = [
        len(IdentifierFinder().find([Reading(unit * n)])[0]) for n in (2_000, 4_000)
    ]
    assert sizes[1] <= 2 * sizes[0] + 50


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["a" * 10**6, "😀" * 1_250_000, "a." * 10_000, "Aa" * 200_000, "\u0301" * 10**5],
    ids=["one word", "5 MB of emoji", "20 kB of a.", "humps", "accents"],
)
def test_huge_texts_are_read(text):
    chain = build_chain(None, None, entries_of(ROSTER))
    (spans,) = chain.find([Reading(text)])
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


@pytest.mark.slow
@pytest.mark.parametrize("name", TRANSFORMS)
def test_disguises(name):
    written = TRANSFORMS[name]("Priya Chatterjee")
    text = f"After the session {written} rang to ask."
    (spans,) = build_chain(None, None, ()).find([Reading(text)])
    start = text.index(written)
    for i in range(start, start + len(written)):
        inside = any(s.start <= i < s.end for s in resolve(spans))
        mark_up = (
            text[i - 1 : i + 2] in ("<b>", "/b>") or "&nbsp;" in text[i - 5 : i + 6]
        )
        assert inside or mark_up or not text[i].isalnum()


@pytest.mark.slow
def test_compounds_of_names_need_no_roster():
    (spans,) = build_chain(None, None, ()).find([Reading("It was SarahJ who asked.")])
    assert [(s.start, s.end) for s in resolve(spans)] == [(7, 13)]
