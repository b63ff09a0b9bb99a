"""People in a list with others, and by the initials of a name in the text."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.initials import initials
from alsjournal.anonymise.finders.people import PeopleFinder
from alsjournal.anonymise.finders.roster import RosterFinder, entries_of
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import resolve


@pytest.fixture(scope="module")
def masked():
    chain = build_chain(None, None, ())

    def find(text):
        (spans,) = chain.find([Reading(text)])
        return [text[s.start : s.end] for s in resolve(spans)]

    return find


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hope, Yusuf and Ingrid are on leave.", ["Hope", "Yusuf", "Ingrid"]),
        ("Attended: LM, BC and HP.", ["LM", "BC", "HP"]),
        ("I walked w/ TB and BC. Talk w/ BD, then home.", ["BC", "BD"]),
        ("Olga Brandt spoke. Later BO rested and OB sang.", ["Olga Brandt", "OB"]),
        ("We heard that Patience's idea won.", ["Patience"]),
        ("Yesterday Innocent quietly asked why.", ["Innocent"]),
        ("Write to Wing-Yee today.", ["Wing-Yee"]),
        ("A note from R. D'Arcy-Webb came.", ["R. D'Arcy-Webb"]),
        ("hello friday, how was the shift", ["friday"]),
        ("Tell Rowan K's manager.", ["Rowan K"]),
        ("R said it was fine.", ["R"]),
        ("(thx LM) Action: BP to book. Action: PW to chase.", ["LM", "PW"]),
        ("Joy was late.", ["Joy"]),
        ("we told joy it was late", ["joy"]),
        ("He sat next to Summer, then left.", ["Summer"]),
        ("Zorvella asked a question.", ["Zorvella"]),
    ],
)
def test_names(masked, text, names):
    found = masked(text)
    assert [n for n in names if not any(n in f for f in found)] == []


@pytest.mark.parametrize(
    "text",
    [
        "We had a GP, an OT and a PN.",
        "The Innocent party won.",
        "Practice managers, nurses and others came.",
        "It was with MS that he came in.",
        "On Friday we met.",
    ],
)
def test_things(masked, text):
    assert masked(text) == []


def test_initials_of_the_roster():
    finder = RosterFinder(entries_of(["Tom Bell", "Gita Patel"]))
    text = "TB said so; the GP and a patient with TB did not. GP/TB."
    (spans,) = finder.find([Reading(text)])
    assert [(s.start, s.end) for s in spans] == [(0, 2)]
    assert finder.people("TB") == finder.people("Tom Bell")


@pytest.mark.parametrize("text", ["J.S came", "seen by J.S's team", "J. S. came"])
def test_initials_with_stops(text):
    assert [text[a] for a, _, _ in initials(Reading(text))] == ["J"]


@pytest.mark.parametrize("text", ["dr t rang", "Dr T rang", "nurse K rang"])
def test_one_letter_behind_a_title(text):
    (spans,) = PeopleFinder().find([Reading(text)])
    assert {text[s.start : s.end].lower() for s in spans} <= {"t", "k"}
    assert spans
