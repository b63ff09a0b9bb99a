"""This field's own words, which name nobody."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.roster import entries_of
from alsjournal.anonymise.jargon import JARGON, without_jargon
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

WRITTEN = [
    "Revans",
    "Reg Revans",
    "Kolb",
    "Gibbs",
    "Schön",
    "Schon",
    "Argyris",
    "Senge",
    "Mezirow",
    "Brookfield",
    "Driscoll",
    "Belbin",
    "Tuckman",
    "Maslow",
    "Lewin",
    "Kotter",
    "Lencioni",
    "Kline",
    "Edmondson",
    "Johari",
    "Goleman",
    "Schein",
    "Pedler",
    "Myers-Briggs",
    "Balint",
    "Schwartz Rounds",
    "Six Sigma",
    "Caldicott",
    "Francis report",
    "Fuller stocktake",
    "Ockenden",
    "Marmot review",
    "Waterlow",
    "Barthel",
    "Gillick competence",
    "Gold Standards Framework",
    "PCN",
    "PCNs",
    "ICB",
    "ICS",
    "CCG",
    "CCGs",
    "MDT",
    "ALS",
    "ARRS",
    "QOF",
    "DES",
    "LES",
    "EMIS",
    "SystmOne",
    "AccuRx",
    "Datix",
    "CQC",
    "LMC",
    "NHSE",
    "NHS England",
    "HEE",
    "GMC",
    "NMC",
    "HCPC",
    "GPhC",
    "NICE",
    "BMA",
    "RCGP",
    "RCN",
    "PDSA",
    "QI",
    "GP",
    "GPs",
    "ANP",
    "HCA",
    "HCAs",
    "OT",
    "AHP",
    "CAMHS",
    "IAPT",
    "CMHT",
    "CBT",
    "DNA",
    "A&E",
    "ED",
    "ICU",
    "CPD",
    "PDP",
    "OSCE",
    "ST3",
    "FY1",
    "ReSPECT",
    "DNACPR",
    "SBAR",
    "RAG",
    "SWOT",
    "KPI",
    "STP",
    "PCT",
    "CHC",
    "FFT",
    "PPG",
    "VCSE",
    "SLT",
    "OD",
    "HR",
    "GDPR",
    "DSPT",
    "DPIA",
    "EPS",
    "eRS",
    "SMR",
    "BP",
    "ECG",
    "UTI",
    "COPD",
    "ADHD",
    "LD",
    "SMI",
    "MECC",
    "FCP",
    "UEC",
    "SDEC",
    "LTC",
    "FTE",
    "WTE",
    "MS Teams",
    "Teams",
    "Zoom",
    "WhatsApp",
    "Excel",
    "PowerPoint",
    "Covid",
    "Covid-19",
    "NHS",
    "NHS App",
    "Long Term Plan",
    "King's Fund",
    "Health Foundation",
    "Nuffield Trust",
    "Healthwatch",
    "Macmillan",
    "Parkinson's",
    "Alzheimer's",
    "Down's syndrome",
    "Crohn's",
    "Christmas",
    "Easter",
    "Eid",
    "Diwali",
    "Ramadan",
    "Monday",
    "January",
    "Brexit",
    "English",
    "Welsh",
    "Polish",
    "Urdu",
    "action learning",
    "Action Learning Set",
    "Clinical Director",
    "Practice Manager",
    "Care Coordinator",
    "Health Visitor",
    "District Nurse",
    "physician associate",
    "Agenda for Change",
    "Freedom to Speak Up",
    "Mental Health Act",
    "Care Act",
    "Section 42",
    "Equality Act",
]

SENTENCES = (
    "We talked about {} for most of the session.",
    "{} came up again today and I had nothing new to say.",
    "I used {} with the team and it helped us a lot.",
    "Then somebody said that {} is not the answer, and nor is money.",
)


@pytest.mark.slow
@pytest.mark.parametrize("sentence", SENTENCES)
def test_jargon_is_never_masked(sentence):
    texts = [sentence.format(word) for word in WRITTEN]
    found = build_chain(None, None, ()).find([Reading(text) for text in texts])
    assert [t for t, spans in zip(texts, found, strict=True) if spans] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Cover is the word that I wrote down most.",
        "We have two befrienders who now do shopping, pills and forms.",
        "I asked our befriender about the rota.",
    ],
)
def test_words_of_every_day_are_no_names(text):
    assert build_chain(None, None, ()).find([Reading(text)]) == [[]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["I met Sarah Gibbs there.", "I met Dr Gibbs there.", "I met Tom Fuller."]
)
def test_people_of_an_authors_name_are_masked(text):
    (spans,) = build_chain(None, None, ()).find([Reading(text)])
    assert spans


def test_the_roster_is_heard_where_jargon_stands():
    reading = Reading("So Kolb said no.")
    chain = build_chain(["roster"], None, entries_of(["Ann Kolb"]))
    (spans,) = chain.find([reading])
    assert without_jargon(reading, [*spans, Span(3, 7, "PERSON", "ner")]) == spans
    assert len(spans) == 1


def test_what_is_longer_than_jargon_stays_masked():
    reading = Reading("At Kolb House we met.")
    spans = [Span(3, 13, "ORG", "ner"), Span(3, 7, "PERSON", "names")]
    assert without_jargon(reading, spans) == spans[:1]


def test_jargon_is_kept_in_one_form():
    assert all(p == " ".join(p.split()).lower() and "'" not in p for p in JARGON)
