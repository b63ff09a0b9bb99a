"""A question of permission is heard in whatever words it is asked."""

import pytest
from exports import (
    COUNT,
    EVERYBODY,
    FIRST,
    OPEN,
    QUOTE,
    SET,
    TITLES,
    allowed,
    ms_export,
    ms_row,
    read,
    toml,
)

from alsjournal.errors import InputError
from alsjournal.ingest import read_journal
from alsjournal.ingest.forms.permission import (
    asks_permission,
    permission_choices,
    permission_heard,
)
from alsjournal.wording import SHEETS

NOTHING = next(iter(SHEETS["en"][8].choices))
REWORDED = [
    "May we use your words?",
    "What can we do with it?",
    "How may we use this",
    "Your choice",
]


def form(tmp_path, use="Your choice", reach=TITLES[9], answers=((NOTHING, SET),)):
    rows = [ms_row(i, [*FIRST[:8], *both]) for i, both in enumerate(answers, 1)]
    return ms_export(tmp_path / "f.xlsx", [*TITLES[:8], use, reach], rows)


@pytest.mark.parametrize("header", REWORDED)
def test_a_reworded_question_is_known_by_its_answers(tmp_path, header):
    said = f" {NOTHING.upper()};".replace(" IS ", "\u00a0IS ")
    path = form(tmp_path, header, answers=[(said, SET), (QUOTE, ""), ("", EVERYBODY)])
    _, raw, report = read(path)
    assert allowed(raw)["use"].tolist() == ["self"] * 3 + ["quote"] * 3 + ["counts"] * 3
    assert f"taken as what people allow because of their answers: {header!r}" in str(
        report
    )


@pytest.mark.parametrize("language", SHEETS)
def test_both_questions_are_known_in_every_wording(tmp_path, language):
    use, reach = (list(SHEETS[language][i].choices) for i in (8, 9))
    answers = [(use[0], reach[0]), (use[-1], reach[1])]
    _, raw, _ = read(form(tmp_path, "Your choice", "And who", answers))
    assert allowed(raw).drop_duplicates().to_numpy().tolist() == [
        ["self", "set"],
        ["quote", "programme"],
    ]


@pytest.mark.parametrize(
    "answers",
    [
        [(NOTHING, SET), ("Ask me first", SET)],
        [(NOTHING.replace(":", " -"), SET)],
        [(f"{COUNT};Only with Priya;", SET)],
    ],
)
def test_other_answers_among_the_choices_are_asked_about(tmp_path, answers):
    with pytest.raises(InputError, match=r"use = 'Your choice'") as caught:
        read(form(tmp_path, answers=answers))
    assert "Priya" not in str(caught.value)


def test_how_far_is_asked_about_where_only_short_answers_say_so(tmp_path):
    path = form(tmp_path, TITLES[8], "And who", [(QUOTE, SET), (QUOTE, SET)])
    with pytest.raises(InputError, match=r"reach = 'And who'.*permissions\.reach"):
        read(path)


def test_a_second_question_can_only_be_stricter(tmp_path):
    rows = [ms_row(1, [*FIRST[:8], QUOTE, EVERYBODY, NOTHING])]
    _, raw, _ = read(ms_export(tmp_path / "f.xlsx", [*TITLES, "Sure?"], rows))
    assert set(allowed(raw)["use"]) == {"self"}


def test_a_declared_question_is_not_joined_by_another(tmp_path):
    form(tmp_path, "First", "Then", [(QUOTE, NOTHING)])
    said = (
        "[programme]\npreset = 'ms-forms'\n[files]\nreflections = 'f.xlsx'\n"
        "[columns.permissions]\nuse = 'First'\n"
    )
    with pytest.raises(InputError, match="'Then'"):
        read_journal(toml(tmp_path, said))
    ignored = read_journal(toml(tmp_path, said + "[forms]\nignore = ['Then']\n"))
    assert set(allowed(ignored)["use"]) == {"quote"}


@pytest.mark.parametrize(
    "header",
    [
        *REWORDED[:3],
        "Do you CONSENT to this?",
        "May we quote you?",
        "Is it okay to put this in a report?",
        "Are you happy for others to read it?",
        "What is allowed?",
        "Can we share this?",
    ],
)
def test_headers_that_ask(header):
    assert asks_permission(header)


@pytest.mark.parametrize(
    "header",
    [
        "What quota do you have?",
        "How useful was it?",
        "What tools do you use?",
        "Is there anything you would like to share?",
        "How did it go?",
    ],
)
def test_headers_that_do_not_ask(header):
    assert not asks_permission(header)


def test_long_answers_to_what_we_use_are_a_prompt(tmp_path):
    questions = ["What could the practice use?", "Where"]
    rows = [ms_row(i, [text, "Hull"]) for i, text in enumerate(OPEN) if text]
    frame, _, _ = read(ms_export(tmp_path / "f.xlsx", questions, rows))
    assert set(frame["prompt"]) == {questions[0]}


def test_a_short_choice_among_other_answers_is_nothing():
    choices = permission_choices({})
    assert permission_heard(["My set", "The porter", "Nobody"], choices) is None
    assert permission_heard(["My set", "Anyone"], choices) == ("reach", False)
    assert permission_heard(["", " "], choices) is None
    told = "I asked the people who run the programme, and my set, and they came late."
    assert permission_heard([told], choices) is None
