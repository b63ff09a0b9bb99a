"""Forms with other questions than the sheet's."""

import re
from pathlib import Path

import pytest
from exports import (
    MS_META,
    OPEN,
    csv_export,
    ms_export,
    ms_row,
    read,
    toml,
)

from alsjournal.errors import ConfigError, InputError
from alsjournal.ingest import read_journal, read_journal_with_report

OWN = ["Your role", "How did it go?", "How often do you meet?", "Anything for us?"]
ANSWERS = [
    ["Nurse", "We began late but said what mattered.", "Weekly", "More tea, please"],
    ["GP", "It took me an hour to stop arranging things.", "Monthly", ""],
    ["Nurse", "Nobody came from the trust this time.", "Weekly", "No"],
    ["GP", "I left with two questions of my own.", "Weekly", ""],
]


def own(tmp_path, settings="", questions=OWN, answers=ANSWERS):
    rows = [ms_row(i, said) for i, said in enumerate(answers, 1)]
    ms_export(tmp_path / "own.xlsx", questions, rows)
    return toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n[files]\nreflections = 'own.xlsx'\n"
        + settings,
    )


def test_open_questions_are_recognised_and_the_rest_is_listed(tmp_path):
    questions, answers = OWN[:3], [said[:3] for said in ANSWERS]
    raw, report = read_journal_with_report(own(tmp_path, "", questions, answers))
    frame = raw.identifiable_frame()
    assert set(frame["prompt"]) == {"How did it go?"}
    assert set(frame["session"]) == {1}
    assert report.files[0].unused == ("Your role", "How often do you meet?")
    assert "taken as prompts because of their answers: 'How did it go?'" in str(report)
    assert "no column session: all is session 1." in report.notes


def test_what_is_not_certain_is_asked(tmp_path):
    answers = [
        [*ANSWERS[0][:3], "Three more words here"],
        [*ANSWERS[1][:3], "No"],
        [*ANSWERS[2][:3], "Yes"],
    ]
    with pytest.raises(InputError, match=r"'Anything for us\?'.*\[forms\]"):
        read_journal(own(tmp_path, "", OWN, answers))


def test_settings_say_what_is_what(tmp_path):
    path = own(
        tmp_path,
        "[columns.members]\nrole = 'your ROLE'\n"
        "[columns.reflections]\nmember = 'Anything'\n"
        "[forms]\nprompts = ['How did']\nsurvey = ['How often']\n",
    )
    raw, report = read_journal_with_report(path)
    assert set(raw.identifiable_frame()["prompt"]) == {"How did it go?"}
    survey = raw.identifiable_frame("survey")
    assert survey["answer"].tolist() == ["Weekly", "Monthly", "Weekly", "Weekly"]
    assert set(survey["wave"]) == {"baseline"}
    assert survey["respondent"].is_unique
    assert not survey["respondent"].isin(["No"]).any()
    members = raw.identifiable_frame("members").set_index("member")["role"]
    assert members.to_dict() == {"More tea, please": "Nurse", "No": "Nurse"}
    assert report.files[0].unused == ()


def test_a_survey_may_have_a_code_and_another_wave(tmp_path):
    path = own(
        tmp_path,
        "[forms]\nprompts = ['How did it go?']\nsurvey = ['How often']\n"
        "[columns.survey]\nrespondent = 'Your role'\n[defaults.survey]\nwave = 'end'\n",
        answers=[ANSWERS[0], ANSWERS[1]],
    )
    survey = read_journal(path).identifiable_frame("survey")
    assert survey[["respondent", "wave"]].to_numpy().tolist() == [
        ["Nurse", "end"],
        ["GP", "end"],
    ]


def test_named_prompts_are_all_and_the_rest_is_not_asked(tmp_path):
    path = own(tmp_path, "[forms]\nprompts = ['Anything for us?']\n")
    raw, report = read_journal_with_report(path)
    assert set(raw.identifiable_frame()["prompt"]) == {"Anything for us?"}
    assert "How did it go?" in report.files[0].unused


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("[forms]\nprompts = ['How']\n", "begins 2"),
        ("[forms]\nprompts = ['Why?']\n", "of no file"),
        ("[columns.reflections]\nset_id = 'Group'\n", "of no file"),
    ],
)
def test_a_name_must_be_one_column(tmp_path, said, what):
    with pytest.raises(InputError, match=what):
        read_journal(own(tmp_path, said))


@pytest.mark.parametrize(
    "said", ["prompt = ['x']", "prompts = 'x'", "prompts = [1]", "ignore = ['']"]
)
def test_the_section_is_checked(tmp_path, said):
    with pytest.raises(ConfigError, match=r"\[forms\]"):
        read_journal(own(tmp_path, f"[forms]\n{said}\n"))


def test_a_form_without_open_questions_is_no_journal(tmp_path):
    questions, answers = ["How often do you meet?"], [["Weekly"], ["Weekly"]]
    with pytest.raises(InputError, match="open question"):
        read_journal(own(tmp_path, "", questions, answers))


def test_an_unknown_question_of_permission_is_asked_about(tmp_path):
    questions = ["How did it go?", "May we quote you?"]
    answers = [
        [ANSWERS[0][1], "Yes"],
        [ANSWERS[1][1], "No"],
        [ANSWERS[2][1], ""],
    ]
    with pytest.raises(InputError, match=r"columns.permissions.*May we|May we.*perm"):
        read_journal(own(tmp_path, "", questions, answers))
    named = (
        "[columns.permissions]\nuse = 'May we quote you?'\n"
        "[values.permissions.use]\nyes = 'quote'\nNo = 'counts'\n"
    )
    raw = read_journal(own(tmp_path, named, questions, answers))
    assert raw.identifiable_frame("permissions")["use"].tolist() == ["quote", "counts"]
    wordy = [[a, "Yes, but not part " + str(i)] for i, (a, _) in enumerate(answers)]
    with pytest.raises(InputError, match="May we"):
        read_journal(own(tmp_path, "", questions, wordy))
    ignored = "[forms]\nignore = ['May we']\n"
    assert len(read_journal(own(tmp_path, ignored, questions, answers))) == 3


def test_people_are_never_prompts(tmp_path):
    questions = ["How did it go?", "Line manager", "Best way to reach you"]
    answers = [
        [ANSWERS[i][1], f"FIELD, Jo{chr(97 + i)} (HILL TRUST - 15F)", contact]
        for i, contact in enumerate(
            ["Please ring me on 07700 900461 at noon", "", "by post, as you always do"]
        )
    ]
    raw, report = read_journal_with_report(own(tmp_path, "", questions, answers))
    assert set(raw.identifiable_frame()["prompt"]) == {"How did it go?"}
    assert report.files[0].unused == ("Line manager", "Best way to reach you")
    assert "not used, since names" in str(report)


def test_a_quiz(tmp_path):
    meta = [*MS_META, "Total points", "Quiz feedback", "Grade posted time"]
    q = "How did it go?"
    questions = [q, f"Points - {q}", f"Feedback - {q}"]
    marked = "Well put: do say more of this next time."
    rows = [ms_row(i, ["", "", "", a[1], 1, marked + str(i)])
            for i, a in enumerate(ANSWERS, 1)]  # fmt: skip
    frame, _, report = read(ms_export(tmp_path / "q.xlsx", questions, rows, meta=meta))
    assert set(frame["prompt"]) == {q}
    assert len(report.files[0].unused) == 5
    other = ["Kennung", "Beginn", "Ende", "Konto", "Wer", "Punkte", "Kommentar"]
    rows = [ms_row(i, [3, marked + str(i), a[1], 1, marked + str(i)])
            for i, a in enumerate(ANSWERS, 1)]  # fmt: skip
    questions = [q, f"Punkte - {q}", f"Kommentar - {q}"]
    frame, _, _ = read(ms_export(tmp_path / "q.xlsx", questions, rows, meta=other))
    assert set(frame["prompt"]) == {q}


def test_the_settings_of_the_guide_work(tmp_path):
    guide = (Path(__file__).parents[1] / "docs" / "forms.md").read_text("utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", guide, flags=re.DOTALL)
    path = toml(tmp_path, block)
    headers = [
        "Which group are you in?",
        "Your code",
        "What is your job?",
        "May we use it?",
        "What stayed with you?",
        "What will you try?",
        "How useful was it?",
        "Would you recommend it?",
        "Anything else?",
    ]
    said = ["A", "c7", "Nurse", "Yes, without my name", *OPEN[::2], "Very", "Yes", "x"]
    ms_export(tmp_path / "Autumn reflections(1-34).xlsx", headers, [ms_row(1, said)])
    sessions = [["A", 1, "01/03/2026"], ["A", 2, "01/04/2026"]]
    csv_export(tmp_path / "sessions.csv", ["set_id", "session", "date"], sessions)
    raw, report = read_journal_with_report(path)
    frame = raw.identifiable_frame()
    assert (
        frame[["set_id", "session", "member"]].to_numpy().tolist()
        == [["A", 1, "c7"]] * 2
    )
    assert set(raw.identifiable_frame("permissions")["use"]) == {"quote"}
    assert len(raw.identifiable_frame("survey")) == 2
    assert "not used: Anything else?" in str(report)
