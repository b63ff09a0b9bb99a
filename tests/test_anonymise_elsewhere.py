"""Names that one text gives away and another one holds."""

from __future__ import annotations

import pandas as pd
import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.elsewhere import Elsewhere
from alsjournal.anonymise.finders.entries import short_forms
from alsjournal.anonymise.finders.identifiers import IdentifierFinder
from alsjournal.anonymise.finders.roster import RosterEntry, RosterFinder
from alsjournal.anonymise.finders.streets import streets
from alsjournal.anonymise.finders.vocabulary import VocabularyFinder
from alsjournal.anonymise.programme import Programme
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span, resolve
from alsjournal.journal import RawJournal

EVERYDAY = {"grateful", "table", "joyful", "quilt", "heron", "the", "was", "teams"}
UNKNOWN = {"zorvath", "quenby"}


class Words:
    """A vocabulary of a few words."""

    def is_common(self, word):
        return word.lower() in EVERYDAY

    def is_stop(self, word):
        return word.lower() in {"the", "was", "nobody"}

    def is_unknown(self, word):
        return word.lower() in UNKNOWN | {"misspeld"}

    def is_name_like(self, word):
        return word.lower() in UNKNOWN | {"brenda"}

    def is_named(self, word):
        return self.is_unknown(word) or self.is_name_like(word)


def masked(text, spans):
    return [text[s.start : s.end] for s in resolve(spans)]


def found_in(text, **others):
    """Search a text after others, in each of which one word is somebody's name."""
    elsewhere = Elsewhere(Words())
    for word, sentences in others.items():
        for sentence in sentences:
            start = sentence.index(word)
            span = Span(start, start + len(word), "PERSON", "ner", 0.85)
            elsewhere.read(Reading(sentence), [span])
    elsewhere.read(Reading(text), [])
    return masked(text, elsewhere.find(Reading(text), []))


# --- people


def test_a_name_of_one_text_is_found_in_another():
    assert found_in("Well, Brenda left.", Brenda=["I met Brenda."]) == ["Brenda"]
    assert found_in("Brenda left.", Brenda=["I met Brenda."]) == ["Brenda"]


def test_a_word_nobody_writes_small_is_found_small():
    assert found_in("and zorvath left", Zorvath=["I met Zorvath."]) == ["zorvath"]
    assert found_in("and brenda left", Brenda=["I met Brenda."]) == []


def test_an_everyday_word_needs_two_texts_where_people_write_it_small():
    once, twice = ["I met Joyful."], ["I met Joyful.", "Then Joyful left us."]
    text = "A joyful day with Joyful."
    assert found_in(text, Joyful=once) == []
    assert found_in(text, Joyful=twice) == ["Joyful"]


def test_an_everyday_word_needs_company_at_the_start_of_a_sentence():
    twice = ["I met Joyful.", "Then Joyful left us."]
    assert found_in("Joyful days. A joyful day.", Joyful=twice) == []
    assert found_in("Joyful said so. A joyful day.", Joyful=twice) == ["Joyful"]


def test_a_first_name_that_is_a_word_needs_two_texts():
    assert found_in("The Grace of it.", Grace=["I met Grace."]) == []
    assert found_in("By Grace alone.", Grace=["I met Grace."]) == []
    assert found_in("So Grace left.", Grace=["I met Grace."]) == ["Grace"]
    twice = ["I met Grace.", "And Grace agreed."]
    assert found_in("By Grace alone.", Grace=twice) == ["Grace"]


@pytest.mark.parametrize("word", ["Teams", "Monday", "Kolb", "Surgery", "NHS"])
def test_words_that_identify_nobody_are_never_looked_for(word):
    texts = [f"I met {word}.", f"Then {word} came."]
    assert found_in(f"So {word} left.", **{word: texts}) == []


def test_a_doubtful_finding_proves_nothing():
    elsewhere = Elsewhere(Words())
    text = "I met Brenda."
    elsewhere.read(Reading(text), [Span(6, 12, "PERSON", "ner", 0.6)])
    assert elsewhere.find(Reading("And Brenda left."), []) == []


def test_what_is_masked_already_is_not_named_again():
    elsewhere = Elsewhere(Words())
    text = "I met Brenda."
    spans = [Span(6, 12, "PERSON", "ner", 0.85)]
    elsewhere.read(Reading(text), spans)
    assert elsewhere.find(Reading(text), spans) == []


def test_offsets_are_those_of_the_text_as_written():
    text = "So **Bren\u00adda** left."
    assert found_in(text, Brenda=["I met Brenda."]) == ["Bren\u00adda"]


def test_without_a_vocabulary_a_name_is_found_inside_a_sentence():
    elsewhere = Elsewhere()
    elsewhere.read(Reading("I saw Dr Quenby."), [Span(9, 15, "PERSON", "people", 0.9)])
    text = "Then Quenby left. Quenby left."
    assert masked(text, elsewhere.find(Reading(text), [])) == ["Quenby", "Quenby"]


# --- organisations


def test_an_organisation_is_found_by_its_first_word():
    elsewhere = Elsewhere(Words())
    text = "We went to Quenby Vale Surgery."
    elsewhere.read(Reading(text), [Span(11, 30, "ORG", "organisations", 0.8)])
    for other in ("I left Quenby today.", "From Quenby Vale came two."):
        elsewhere.read(Reading(other), [])
        assert masked(other, elsewhere.find(Reading(other), []))[0].startswith("Q")


def test_one_guess_at_an_organisation_is_not_enough():
    text, span = "I work with Quenby now.", Span(12, 18, "ORG", "ner", 0.6)
    once, twice = Elsewhere(Words()), Elsewhere(Words())
    once.read(Reading(text), [span])
    for sentence in (text, text + " Yes."):
        twice.read(Reading(sentence), [span])
    assert once.find(Reading("Quenby do it."), []) == []
    assert masked("Quenby do it.", twice.find(Reading("Quenby do it."), []))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("heron medical centre", [["heron"]]),
        ("the heron quay practice", [["heron"], ["heron", "quay"]]),
        ("st agnes surgery", [["agnes"]]),
        ("the surgery", []),
        ("community health network", []),
        ("oak house", []),
    ],
)
def test_short_forms_stop_at_the_first_general_word(name, forms):
    assert short_forms(name.split()) == forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I came from the Heron today.", ["Heron"]),
        ("We at Heron agreed.", ["Heron"]),
        ("A heron stood there.", []),
        ("Heron or swan, who knows.", []),
        ("Quenby has it.", ["Quenby"]),
        ("The Surgery was shut, and the Health visitor ill.", []),
    ],
)
def test_the_first_word_of_a_roster_organisation(text, expected):
    entries = [
        RosterEntry(organisation="Heron Community Health"),
        RosterEntry(organisation="Quenby Adult Care"),
    ]
    finder = RosterFinder(entries, is_common=Words().is_common)
    assert masked(text, finder.find([Reading(text)])[0]) == expected


# --- streets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She lives on Fern Street.", "Fern Street"),
        ("In Old Mill Lane it rained.", "Old Mill Lane"),
        ("at the High Street branch", "High Street"),
        ("moved to Birch Lodge in May", "Birch Lodge"),
        ("he is in St Mary's Court now", "St Mary's Court"),
        ("14 Fern Street", "14 Fern Street"),
        ("The Way we work", None),
        ("It was a Full House", None),
        ("Our Close friends", None),
        ("across the road and down the lane", None),
        ("Streetwise Laneways", None),
    ],
)
def test_streets(text, expected):
    spans = IdentifierFinder().find([Reading(text)])[0]
    assert masked(text, spans) == ([expected] if expected else [])
    assert all(span.label == "PLACE" for span in spans)


def test_streets_take_time_in_proportion_to_the_text():
    assert not list(streets("Aa " * 50_000))


# --- words of no vocabulary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I asked Zorvath about it.", ["Zorvath"]),
        ("Zorvath was off again.", ["Zorvath"]),
        ("in that week zorvath left and it was Quenby's turn", ["Quenby"]),
        ("Misspeld words begin it.", []),
        ("I asked Misspeld about it.", ["Misspeld"]),
        ("I put it on the Table.", []),
        ("So Nobody came.", []),
        ("1 Helpful 2 Kindly done", []),
        ("She is Polish and works on Tuesdays with EMIS.", []),
        ("I rely on Des and the DES money.", ["Des"]),
        ("Honoured starts as our manager.", ["Honoured"]),
        ("Honoured guests came.", []),
        ("A Note On Helpful Ward Rounds", []),
    ],
)
def test_words_of_no_vocabulary(text, expected):
    finder = VocabularyFinder(Words())
    assert masked(text, finder.find([Reading(text)])[0]) == expected


def test_what_is_merely_unknown_does_not_name_what_others_know():
    spans = [Span(0, 5, "PLACE", "ner", 0.8), Span(0, 5, "PERSON", "vocabulary", 0.5)]
    assert [s.label for s in resolve(spans)] == ["PLACE"]


# --- the whole call


def test_every_text_is_read_once_however_often_it_is_asked_for():
    read = []

    class Counting:
        name = "counting"

        def find(self, readings):
            read.extend(r.text for r in readings)
            return [[] for _ in readings]

    programme = Programme(build_chain([Counting()], None, ()))
    programme.read(["a", "b", "a"])
    programme.read(["b", "c"])
    assert [list(programme.spans(t)) for t in "abc"] == [[], [], []]
    assert read == ["a", "b", "c"]
    assert "withheld" in repr(programme)
    assert "withheld" in repr(Elsewhere())


def test_names_go_from_one_table_to_another(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of the tests only")
    raw = RawJournal(
        {
            "reflections": pd.DataFrame(
                {
                    "reflection_id": ["r1", "r2"],
                    "set_id": "A",
                    "session": 1,
                    "member": ["A01", "A02"],
                    "text": ["It was Quenby, again.", "I rang Dr Quenby."],
                }
            ),
            "actions": pd.DataFrame(
                {
                    "action_id": ["a1"],
                    "set_id": "A",
                    "set_session": 1,
                    "text": ["Then ask Quenby for more."],
                }
            ).rename(columns={"set_session": "session"}),
        }
    )
    seen = []
    anonymiser = Anonymiser(finders=["people"])
    journal = anonymiser.fit_transform(raw, progress=seen.append)
    for name in ("reflections", "actions"):
        assert not journal.table(name)["text"].str.contains("Quenby").any()
    assert seen == sorted(seen)
    assert seen[-1] == journal.provenance["anonymiser"]["texts"]
    assert "Quenby" not in repr(vars(anonymiser))


@pytest.mark.slow
def test_a_name_the_recogniser_misses_is_masked():
    texts = ["I met Oluwaseun Adebayo in Leeds.", "no reply from oluwaseun so far"]
    first, second = Anonymiser().spans(texts)
    assert {s.label for s in first} == {"PERSON", "PLACE"}
    assert masked(texts[1], second) == ["oluwaseun"]
