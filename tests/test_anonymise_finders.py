"""Each finder by itself."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.echo import echoes
from alsjournal.anonymise.finders.gazetteer import GazetteerFinder, read_gazetteer
from alsjournal.anonymise.finders.identifiers import IdentifierFinder, is_nhs_number
from alsjournal.anonymise.finders.organisations import OrganisationFinder
from alsjournal.anonymise.finders.people import PeopleFinder
from alsjournal.anonymise.finders.roster import RosterEntry, RosterFinder, entries_of
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span, resolve
from alsjournal.errors import InputError, SourceError


def found(finder, text):
    (spans,) = finder.find([Reading(text)])
    return [(text[s.start : s.end], s.label) for s in resolve(spans)]


# --- identifiers


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("943 476 5919", "NHS_NUMBER"),
        ("9434765919", "NHS_NUMBER"),
        ("943\u00a0476\n5919", "NHS_NUMBER"),
        ("07700 900123", "PHONE"),
        ("01632 960 123", "PHONE"),
        ("(0113) 243 3144", "PHONE"),
        ("+44 7700 900123", "PHONE"),
        ("oh seven seven double oh nine hundred one two three", "PHONE"),
        ("s.jones@nhs.net", "EMAIL"),
        ("sarah dot jones at nhs dot net", "EMAIL"),
        ("sarah [at] nhs [dot] net", "EMAIL"),
        ("sarah.jones at nhs.net", "EMAIL"),
        ("https://example.org/a?b=c", "URL"),
        ("www.example.org", "URL"),
        ("LS6 2AB", "POSTCODE"),
        ("ls62ab", "POSTCODE"),
        ("AB 12 34 56 C", "NI_NUMBER"),
        ("ab123456c", "NI_NUMBER"),
        ("12I3456E", "NMC"),
        ("PH12345", "HCPC"),
        ("G85123", "ODS"),
        ("@sarahj", "HANDLE"),
        ("12/03/1974", "DATE"),
        ("12 March 1974", "DATE"),
        ("March 12th, 1974", "DATE"),
        ("14 Station Road", "PLACE"),
        ("986.291.2294x751", "NUMBER"),
        ("12345678", "NUMBER"),
    ],
)
def test_identifiers_are_found_whole(text, label):
    assert (text, label) in found(IdentifierFinder(), f"so it was {text} then")


@pytest.mark.parametrize(
    ("text", "number", "label"),
    [
        ("GMC number: 7123456", "7123456", "GMC"),
        ("her GMC 7654321", "7654321", "GMC"),
        ("GPhC reg no 2123456", "2123456", "GPHC"),
        ("NHS number 943 476 5918", "943 476 5918", "NHS_NUMBER"),
        ("practice code Y04977", "Y04977", "ODS"),
        ("ODS code RJ1", "RJ1", "ODS"),
        ("dob 12 March", "12 March", "DATE"),
        ("born in 1974", "1974", "DATE"),
        ("case no. 18403/91", "18403/91", "NUMBER"),
    ],
)
def test_what_stands_before_says_what_a_number_is(text, number, label):
    assert (number, label) in found(IdentifierFinder(), text)


@pytest.mark.parametrize("digits", ["0000000000", "9434765910", "4010232130"])
def test_a_wrong_check_digit_is_masked_all_the_same(digits):
    assert not is_nhs_number(digits)
    assert found(IdentifierFinder(), f"it was {digits}.")[0][0] == digits


@pytest.mark.parametrize(
    "text",
    [
        "on 12 July we met, last Tuesday too",
        "in 2019/20 and 2019-2020",
        "£1,234,567 for 250,000 people",
        "we met at home. Then I left",
        "looking at the point of it",
        "5 minutes down the road",
        "we counted 1, 2, 3, 4, 5, 6, 7",
        "e.g. this, i.e. that",
    ],
)
def test_what_leads_to_nobody_stays(text):
    assert found(IdentifierFinder(), text) == []


def test_forged_pseudonyms_are_found():
    text = "[member m-7KQ2XD] and [name] and m-7KQ2XDAB7KQ2"
    assert found(IdentifierFinder(), text) == [
        ("[member m-7KQ2XD]", "PSEUDONYM"),
        ("m-7KQ2XDAB7KQ2", "PSEUDONYM"),
    ]


@pytest.mark.parametrize("unit", ["a.", "1 ", "1-", "a@", " at a", "7 abc ", "gmc "])
def test_hostile_texts_take_time_in_proportion(unit):
    IdentifierFinder().find([Reading(unit * 20_000)])


@given(st.text(alphabet=string.printable + "é\u200b\u00a0", max_size=200))
def test_spans_lie_in_the_text(text):
    (spans,) = IdentifierFinder().find([Reading(text)])
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


# --- roster

ROSTER = [
    "Sarah Jones",
    "Will Grace",
    "Oluwaseun Adeyemi",
    "a",
    "",
    "x(+*[",
    "May Hope",
]


def common(word):
    return word.lower() in {"marsh", "mouth", "would", "sarcasm", "there"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("then sarah's plan", "sarah"),
        ("SARAH JONES SAID", "SARAH JONES"),
        ("with Jones, Sarah today", "Jones, Sarah"),
        ("as S. Jones said", "S. Jones"),
        ("as SarahJ said", "SarahJ"),
        ("mail sjones now", "sjones"),
        ("the #AskSarah one", "AskSarah"),
        ("as Oluwasuen said", "Oluwasuen"),
        ("Today Sarha said", "Sarha"),
        ("We asked Will about it", "Will"),
        ("Will said it", "Will"),
        ("and then Hope's plan", "Hope"),
    ],
)
def test_roster_names_are_found(text, name):
    finder = RosterFinder(entries_of(ROSTER), is_common=common)
    assert (name, "PERSON") in found(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "Will you come? I hope it may be so.",
        "May I say that I will?",
        "Hope you are well, by the grace of a day",
        "a plan and x + y * [z",
        "there would be a mouth",
        "we will hope it may work with grace",
    ],
)
def test_everyday_words_stay(text):
    finder = RosterFinder(entries_of(ROSTER), is_common=common)
    assert found(finder, text) == []


def test_roster_knows_whose_name_it_is():
    finder = RosterFinder(
        [
            RosterEntry("Sarah Jones", ("Sal", "SJ"), "m1", "Hill View Surgery"),
            RosterEntry("Sarah Malik", (), "m2"),
            RosterEntry("Dr Tom Fell", (), ""),
            RosterEntry(code="X-017", person="m3"),
        ]
    )
    assert finder.person("sal") == "m1"
    assert finder.person("SJ") == "m1"
    assert finder.person("Sarah Malik's") == "m2"
    assert finder.person("sarah") == ""
    assert len(finder.people("sarah")) == 2
    assert finder.person("Tom") == ""
    assert ("X-017", "PERSON") in found(finder, "as X-017 wrote")
    assert ("SJ", "PERSON") in found(finder, "as SJ wrote")
    assert found(finder, "as sj wrote") == []
    assert ("hill view", "ORG") in found(finder, "at hill view again")
    assert "Sarah" not in repr(finder)
    assert "Sarah" not in repr(RosterEntry("Sarah"))


def test_a_large_roster_is_no_slower_to_search():
    names = [f"Nam{i:05d}x Surn{i:05d}y" for i in range(20_000)]
    finder = RosterFinder(entries_of(names))
    text = "Then Nam00017x came. " * 200
    assert len(found(finder, text)) == 200


# --- gazetteer and organisations


def test_gazetteer(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text(
        "code,name\n1,THE DENSHAM SURGERY\n2,THE SURGERY\n3,WILLOWS\n4,BRIDGE LTD\n"
    )
    finder = GazetteerFinder(read_gazetteer(path))
    assert ("densham surgery", "ORG") in found(finder, "at densham surgery today")
    assert found(finder, "at the surgery today") == []
    assert ("Willows", "ORG") in found(finder, "at the Willows practice today")
    assert found(finder, "under the willows we sat") == []
    assert found(finder, "a bridge between us") == []


def test_gazetteer_errors(tmp_path):
    with pytest.raises(SourceError):
        read_gazetteer(tmp_path / "none.csv")
    path = tmp_path / "g.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="column 'name'"):
        read_gazetteer(path)


def test_organisations():
    finder = OrganisationFinder()
    text = "Ann of Riverside Surgery met Leeds Teaching Hospitals NHS Trust."
    assert found(finder, text) == [
        ("Riverside Surgery", "ORG"),
        ("Leeds Teaching Hospitals NHS Trust", "ORG"),
    ]
    assert found(finder, "Care home round at The Larches, then the rest") == [
        ("The Larches", "ORG")
    ]
    assert found(finder, "The surgery and our GP Practice, the NHS Trust") == []


# --- people, echo, chain


def test_people():
    finder = PeopleFinder(common)
    text = "Dr Patel, mrs kaur, S.T. and A. Demetriades said; colleague QX agreed."
    names = [name for name, _ in found(finder, text)]
    assert names == ["Patel", "kaur", "S.T.", "A. Demetriades", "QX"]
    assert found(finder, "the dr would say. The GP told HR. Am I. Because") == []


def test_echo():
    reading = Reading("Kaz Obi came. then kaz left, there was joy")
    spans = [Span(0, 7, "PERSON", "ner")]
    assert [(s.start, s.end) for s in echoes(reading, spans, common)] == [(19, 22)]
    assert echoes(reading, spans, None) == []


def test_unknown_finders_are_refused():
    with pytest.raises(InputError, match="names of identifiers"):
        build_chain(["oracle"], None, ())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I met Sarah Jones in Ripon.", "Sarah Jones"),
        ("i met sarah jones and priya in ripon about it", "priya"),
        ("SARAH JONES SAID THE PCN IN RIPON WAS LATE", "RIPON"),
        ("I then met kwame at the door. We talked of it.", "kwame"),
        ("I met Sa\u200brah Jo\u00adnes in town.", "Sa\u200brah Jo\u00adnes"),
    ],
)
def test_ner(text, name):
    chain = build_chain(["ner"], None, ())
    (spans,) = chain.find([Reading(text)])
    assert name in [text[s.start : s.end] for s in resolve(spans)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Hannah's contract ended.", ["Hannah"]),
        ("Mrs Patel\u2019s rota is full.", ["Patel"]),
        ("We used Priya Shah's list.", ["Priya Shah"]),
        ("hannah's idea was good, said priya.", ["hannah", "priya"]),
        ("I went to St Agatha's and then home.", ["St Agatha's"]),
        ("They filled Sainsbury's car park.", ["Sainsbury"]),
        ("We met at Rosie's Kitchen for lunch.", ["Rosie's Kitchen"]),
    ],
)
def test_a_possessive_stays_and_the_name_before_it_goes(text, masked):
    (spans,) = build_chain(None, None, ()).find([Reading(text)])
    assert [text[s.start : s.end] for s in resolve(spans)] == masked


@pytest.mark.slow
def test_jargon_stays():
    text = "The PCN and the ICB read Revans and Kolb with NHS England over Teams."
    (spans,) = build_chain(None, None, ()).find([Reading(text)])
    assert spans == []


@pytest.mark.slow
def test_ner_leaves_no_words_behind():
    from alsjournal.nlp import load_pipeline

    build_chain(["ner"], None, ()).find([Reading("Then Zyxwvutq Canaryname came.")])
    assert "Canaryname" not in load_pipeline(components=("ner",)).vocab.strings


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["", " ", "\n", "a" * 10**6, "😀" * 10**5, "a." * 10**4]
)
def test_ner_reads_hostile_texts(text):
    build_chain(["ner"], None, ()).find([Reading(text)])


def test_an_address_said_in_words():
    text = "kim at care together dot example: we met at nine on the dot and left"
    assert found(IdentifierFinder(), text) == [
        ("kim at care together dot example", "EMAIL")
    ]


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("message @jobloggs-uk later", "@jobloggs-uk"),
        ("her insta is wren.walks", "wren.walks"),
        ("username: tove91", "tove91"),
    ],
)
def test_a_user_name_is_found_whole(text, handle):
    assert (handle, "HANDLE") in found(IdentifierFinder(), text)


@pytest.mark.parametrize("text", ["her BP was 142/88", "the login is slow today"])
def test_blood_pressure_and_plain_words_are_no_codes(text):
    assert found(IdentifierFinder(), text) == []
