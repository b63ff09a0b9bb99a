"""What a question is, by its answers; and who gave them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.ingest.forms.judge import judge, looks_like_name
from alsjournal.ingest.forms.people import person_of

OPEN = [
    "I had not expected to be asked.",
    "Less talk, and more time for each.",
    "Nothing much.",
    "We ran out of time again.",
]


@pytest.mark.parametrize(
    ("header", "answers", "kind"),
    [
        ("How was it?", OPEN, "open"),
        ("How was it?", [*OPEN, *OPEN[:1]], "unclear"),
        ("How was it?", OPEN * 3, "closed"),
        ("How was it?", ["", " "], "empty"),
        ("Where do you work?", ["Hull", "Leeds", "Hull", "York"], "closed"),
        ("May we?", ["Yes, but not with my name on"] * 9 + ["No"], "closed"),
        ("Your name", ["Ann", "Zebedee", "Ann"], "person"),
        ("Name one thing you learned", OPEN, "open"),
        ("Respondent", ["LEE, Ann (HILL)", "Jo Field", "Zeb Okonjo"], "person"),
        ("Reach you", ["ann@nhs.net", "", "no thanks"], "person"),
        ("Reach you", [*OPEN, "Ring me: 07700 900 461, or 01632 960001"], "person"),
    ],
)  # fmt: skip
def test_a_question_is_judged(header, answers, kind):
    assert judge(header, answers) == kind


@given(st.text(max_size=30), st.lists(st.text(max_size=60), max_size=12))
def test_addresses_are_never_an_open_question(header, answers):
    mails = [f"{i}@example.org and some more words" for i in range(len(answers) + 1)]
    assert judge(header, [*answers, *mails]) == "person"


@pytest.mark.parametrize("text", ["Ann", "Ann Lee", "O'Neil-Ng, Ann", "J. Field"])
def test_names(text):
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["", "ann", "A03", "We came too late.", "()", "?"])
def test_no_names(text):
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    ("said", "email", "name", "member", "names"),
    [
        ("A03", "Ann@nhs.net", "Ann Lee", "A03", "Ann Lee"),
        ("", "Ann.Lee@NHS.net", "", "ann.lee@nhs.net", "ann lee"),
        ("", "ann.lee2+x@nhs.net", "", "ann.lee2+x@nhs.net", "ann lee"),
        ("", "practice.manager@nhs.net", "", "practice.manager@nhs.net", ""),
        ("", "anonymous", "Anonymous", "", ""),
        ("", "dienw", "Dienw", "", ""),
        ("", "anonymous", "", "", ""),
        ("", "", "Ann Lee", "Ann Lee", "Ann Lee"),
        ("Ann Lee", "anonymous", "", "Ann Lee", "Ann Lee"),
        ("Ann.Lee@nhs.net", "anonymous", "", "ann.lee@nhs.net", "ann lee"),
        ("Practice Nurse", "anonymous", "", "Practice Nurse", ""),
        ("a nurse", "", "", "a nurse", ""),
        ("Annie", "a@b.uk", "LEE, Ann (NHS HULL ICB - 15F)", "Annie", "Ann LEE;Annie"),
    ],
)
def test_who_answered(said, email, name, member, names):
    person = person_of(said=said, email=email, name=name)
    assert person.member == member
    assert ";".join(filter(None, person[1:3])) == names


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_answer_makes_a_person(said, email, name):
    person = person_of(said=said, email=email, name=name)
    assert not any("\n" in part for part in person)
    assert bool(person.name) or not person.aliases
