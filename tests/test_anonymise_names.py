"""People by the list of names and by what stands beside them."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.finders.adjoining import Adjoining
from alsjournal.anonymise.finders.lexicon import Lexicon, load_lexicon
from alsjournal.anonymise.finders.names import NameFinder
from alsjournal.anonymise.finders.slips import Slips
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span, resolve

WORDS = """
    will grace joy may june told asked said the session after was a of i we met with
    price hill manager left so then case by since it in and to plan table would
    """
EVERYDAY = frozenset(WORDS.split())
LEXICON = Lexicon(
    {
        "priya": (6, 0),
        "kwame": (5, 2),
        "nair": (0, 5),
        "guled": (3, 4),
        "will": (6, 6),
        "grace": (8, 6),
        "joy": (7, 5),
        "price": (5, 8),
        "hill": (3, 8),
        "may": (6, 7),
        "june": (7, 3),
        "table": (0, 3),
    }
)


class Words:
    """A vocabulary of a few words."""

    def is_common(self, word):
        return word.lower() in EVERYDAY

    def is_stop(self, word):
        return word.lower() in {
            "the",
            "was",
            "a",
            "of",
            "i",
            "we",
            "with",
            "will",
            "may",
        }

    def is_named(self, word):
        return word.lower() not in EVERYDAY

    def is_frequent(self, word):
        return word.lower() in EVERYDAY

    def is_rare(self, word):
        return word.lower() not in EVERYDAY

    def is_new(self, word):
        return word.lower() == "simbarashe"

    def is_written(self, word):
        return word in {"SBAR", "CAMHS"}


def masked(text, spans):
    return [text[s.start : s.end] for s in resolve(spans)]


def found(text):
    return masked(text, NameFinder(LEXICON, Words()).find([Reading(text)])[0])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then priya left and KWAME said so.", ["priya", "KWAME"]),
        ("then priya nair left us all here", ["priya", "nair"]),
        ("THEN PRIYA LEFT US ALL HERE", ["PRIYA"]),
        ("Priya left us.", ["Priya"]),
        ("We met Grace by the door.", ["Grace"]),
        ("We met by the grace of it.", []),
        ("Will said no. Will you? We will.", ["Will"]),
        ("Joy and I left. Joy is rare.", ["Joy"]),
        ("Grace's plan", ["Grace"]),
        ("I told grace and asked will to come", ["grace", "will"]),
        ("I asked will you come", []),
        ("So my manager will ask, and a colleague may too.", []),
        ("So my manager priya asked.", ["priya"]),
        ("Since May we met in June, by May 3.", []),
        ("I spoke to May about it.", ["May"]),
        ("I WILL come, by GRACE", []),
        ("I told GRACE so", ["GRACE"]),
        ("We use SBAR and CAMHS here.", []),
        ("Then simbarashe left.", ["simbarashe"]),
        ("We don't know, and can't.", []),
        ("So AskPriya said.", ["AskPriya"]),
        ("A Plan For Grace And Joy", []),
    ],
)
def test_names_by_the_list_and_by_their_company(text, names):
    assert found(text) == names


def test_nothing_is_kept_between_calls():
    finder = NameFinder(LEXICON, Words())
    finder.find([Reading("Then priya left.")])
    assert "priya" not in repr(vars(finder))


@pytest.mark.parametrize(
    ("text", "seen", "expected"),
    [
        ("So Priya Price left.", ["Priya"], ["Priya Price"]),
        ("So Priya Manager left.", ["Priya"], ["Priya"]),
        ("So Priya N left.", ["Priya"], ["Priya N"]),
        ("So P. Nair left.", ["Nair"], ["P. Nair"]),
        ("So Priya I met.", ["Priya"], ["Priya"]),
        ("so priya price left", ["priya"], ["priya price"]),
        ("so priya would left", ["priya"], ["priya"]),
        ("May Price left.", [], ["May Price"]),
        ("Grace Hill-Nair left.", [], ["Grace Hill-Nair"]),
        ("Will The Session start", [], []),
    ],
)
def test_the_rest_of_a_name(text, seen, expected):
    spans = [
        Span(text.index(name), text.index(name) + len(name), "PERSON", "ner")
        for name in seen
    ]
    more = Adjoining(LEXICON, Words()).find(Reading(text), spans)
    assert masked(text, [*spans, *more]) == expected


def test_a_name_of_the_roster_takes_in_what_is_joined_to_it():
    text = "So Shaun O'Neill-Shaw met Neill Price."
    spans = [Span(11, 16, "PERSON", "roster"), Span(26, 31, "PERSON", "roster")]
    more = Adjoining(LEXICON, Words()).find(Reading(text), spans)
    assert masked(text, [*spans, *more]) == ["O'Neill-Shaw", "Neill"]


def test_the_list_that_comes_along():
    lexicon = load_lexicon()
    assert lexicon.given("priya") > 0 < lexicon.surname("patel")
    assert lexicon.best("surgery") == 0
    assert load_lexicon() is lexicon
    assert "priya" not in repr(lexicon)


@pytest.mark.parametrize(
    ("word", "slip"),
    [
        ("recieved", True),
        ("unlearnt", True),
        ("bloodtests", True),
        ("agnieszka", False),
        ("simbarashe", False),
    ],
)
def test_slips_of_the_pen_are_no_names(word, slip):
    everyday = ["received", "learnt", "blood", "tests", "again"]
    assert Slips(everyday, everyday.__contains__).is_slip(word) is slip


@pytest.mark.slow
def test_names_of_many_origins_in_any_case():
    from alsjournal.anonymise.chain import build_chain

    names = (
        "Sarah Oluwaseun Gurpreet Agnieszka Abdirahman Xiaoming Mehmet Siobhan Ioana"
    )
    chain = build_chain(None, None, ())
    for name in names.split():
        for written in (name, name.lower(), name.upper()):
            text = f"After the session {written} rang to see if I was all right."
            assert masked(text, chain.find([Reading(text)])[0]) == [written]
