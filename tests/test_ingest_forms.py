"""Whole exports of Microsoft and Google Forms, read with and without settings."""

import datetime as dt
import re

import openpyxl
import pytest
from exports import (
    ASKED,
    BROUGHT,
    COUNT,
    EVERYBODY,
    MS_META,
    QUOTE,
    SET,
    STARTED,
    TITLES,
    csv_export,
    ms_export,
    ms_row,
    titles_of,
    toml,
)

from alsjournal.errors import ConfigError, InputError, QuarantineLimitError
from alsjournal.ingest import read_journal, read_journal_with_report
from alsjournal.wording import PROMPTS, SHEETS

OPEN = ["I said less than I usually do.", "", "Being given the time.", "Ring Priya."]
FIRST = ["A", 1, "A03", ASKED, *OPEN, QUOTE, SET]


def kit(path, *rows, **more):
    return ms_export(path / "Reflection sheet(1-9).xlsx", TITLES, rows, **more)


def read(path, **more):
    raw, report = read_journal_with_report(path, preset="ms-forms", **more)
    return raw.identifiable_frame(), raw, report


def allowed(raw):
    frame = raw.identifiable_frame("permissions")
    return frame.set_index("reflection_id")[["use", "reach"]].fillna("")


# The kit's own sheet, nothing configured.


def test_the_kits_form_needs_no_settings(tmp_path):
    argued = "We argued, and it helped."
    rows = [
        ms_row(1, FIRST),
        ms_row(2, ["B", "2", "", BROUGHT + ";", argued, *OPEN[1:], COUNT, EVERYBODY]),
    ]
    frame, raw, report = read(kit(tmp_path, *rows))
    assert list(frame["set_id"]) == ["A"] * 3 + ["B"] * 3
    assert list(frame["session"]) == [1] * 3 + [2] * 3
    assert frame["member"].dropna().unique().tolist() == ["A03"]
    assert frame["position"].unique().tolist() == ["questioner", "presenter"]
    assert frame["prompt"].isin(PROMPTS).all()
    assert frame["text"].iloc[3] == argued
    declared = raw.identifiable_frame("permissions")
    assert list(declared["use"]) == ["quote"] * 3 + ["counts"] * 3
    assert list(declared["reach"]) == ["set"] * 3 + ["public"] * 3
    assert list(declared["given"].dt.day) == [3] * 3 + [4] * 3
    assert declared["reflection_id"].tolist() == frame["reflection_id"].tolist()
    assert str(report).splitlines()[0] == (
        "2 responses, 8 answers: 6 taken, 2 nothing was said."
    )
    assert {r.row for r in report.refusals} == {2, 3}
    assert report.files[-1].unused == ()


@pytest.mark.parametrize("language", SHEETS)
def test_the_sheet_is_known_in_every_wording(tmp_path, language):
    sheet = SHEETS[language]
    said = [*FIRST[:3], next(iter(sheet[3].choices)), *OPEN]
    said += [next(reversed(sheet[8].choices)), next(iter(sheet[9].choices))]
    path = ms_export(tmp_path / "f.xlsx", titles_of(sheet), [ms_row(1, said)])
    frame, raw, _ = read(path)
    assert frame[["set_id", "member", "position"]].iloc[0].tolist() == [
        "A",
        "A03",
        "presenter",
    ]
    assert allowed(raw).iloc[0].tolist() == ["quote", "set"]
    assert set(frame["prompt"]) <= {q.title for q in sheet}


def test_headers_as_they_come_out_of_forms(tmp_path):
    odd = [title.replace(" ", "\u00a0", 1) + "\n" for title in TITLES]
    odd[4] = "1. " + odd[4].upper()
    odd[8] = odd[8].strip() + "2"
    frame, raw, _ = read(ms_export(tmp_path / "f.xlsx", odd, [ms_row(1, FIRST)]))
    assert frame["prompt"].iloc[0] == PROMPTS[0]
    assert allowed(raw)["use"].tolist() == ["quote"] * 3


def test_named_people_are_members_by_address_and_stand_in_the_roster(tmp_path):
    said = ["A", 1, "", ASKED, *OPEN, "", ""]
    name = "OKONJO, Zebedee (FERN HILL SURGERY)"
    rows = [
        ms_row(1, said, email="Zebedee.Okonjo@NHS.net", name=name),
        ms_row(2, said, email="zebedee.okonjo@nhs.net", name=name),
        ms_row(3, FIRST, email="ann@nhs.net", name="Ann Lee"),
    ]
    frame, raw, _ = read(kit(tmp_path, *rows))
    assert frame["member"].value_counts().to_dict() == {
        "zebedee.okonjo@nhs.net": 6,
        "A03": 3,
    }
    roster = raw.identifiable_frame("roster").fillna("").set_index("member")
    assert roster.loc["A03", "name"] == "Ann Lee"
    assert roster.loc["zebedee.okonjo@nhs.net"].tolist() == [
        "Zebedee OKONJO",
        "",
        "FERN HILL SURGERY",
    ]


def test_nobody_is_known_in_an_anonymous_form(tmp_path):
    said = ["A", 1, "", ASKED, *OPEN, "", ""]
    frame, raw, _ = read(kit(tmp_path, ms_row(1, said), ms_row(2, said, name="Anonym")))
    assert frame["member"].isna().all()
    assert "roster" not in raw.tables()


def test_what_nobody_declared_is_as_the_programme_says(tmp_path):
    kit(tmp_path, ms_row(1, [*FIRST[:8], "", SET]), ms_row(2, [*FIRST[:8], "", ""]))
    path = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n"
        "[files]\nreflections = 'Reflection sheet(1-9).xlsx'\n"
        "[permissions]\nuse = 'paraphrase'\nreach = 'programme'\n",
    )
    uses = allowed(read_journal(path)).value_counts().to_dict()
    assert uses == {("paraphrase", "set"): 3, ("paraphrase", "programme"): 3}


@pytest.mark.parametrize(
    ("said", "use"),
    [
        (QUOTE + ";" + COUNT + ";", "counts"),
        (QUOTE.upper().replace("'", "’") + " ", "quote"),
        ("quote", "quote"),
        ("Self", "self"),
    ],
)
def test_the_strictest_answer_holds_however_it_is_written(tmp_path, said, use):
    _, raw, _ = read(kit(tmp_path, ms_row(1, [*FIRST[:8], said, SET])))
    assert set(allowed(raw)["use"]) == {use}


def test_a_permission_that_is_not_understood_stops_the_ingest(tmp_path):
    words = "Only if Priya agrees"
    path = kit(tmp_path, ms_row(1, FIRST), ms_row(2, [*FIRST[:8], words, SET]))
    with pytest.raises(QuarantineLimitError, match="row 3") as caught:
        read_journal(path, preset="ms-forms")
    assert "Priya" not in str(caught.value)
    both = kit(tmp_path, ms_row(1, [*FIRST[:8], f"{QUOTE};{words};", SET]))
    with pytest.raises(QuarantineLimitError):
        read_journal(both, preset="ms-forms")
    settings = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n[files]\n"
        "reflections = 'Reflection sheet(1-9).xlsx'\n"
        f"[values.permissions.use]\n'{words.upper()}' = 'self'\n",
    )
    assert set(allowed(read_journal(settings))["use"]) == {"self"}


def test_a_permission_without_any_text_stops_nothing(tmp_path):
    silent = ["A", 1, "A03", ASKED, "", "", "n/a", "-", "Whatever", SET]
    frame, _, report = read(kit(tmp_path, ms_row(1, FIRST), ms_row(2, silent)))
    assert len(frame) == 3
    assert report.reasons() == {"text: nothing was said": 5}


def test_other_answers_to_a_closed_question_cost_no_text(tmp_path):
    row = [*FIRST[:3], "I came late", *FIRST[4:]]
    frame, _, report = read(kit(tmp_path, ms_row(1, row), ms_row(2, FIRST)))
    assert frame["position"].isna().tolist() == [True] * 3 + [False] * 3
    assert "position by none of its choices: 1" in str(report)


def test_a_bad_session_is_one_bad_response_and_few_do_not_stop(tmp_path):
    bad = ["A", "the first", *FIRST[2:]]
    rows = [ms_row(1, bad), ms_row(2, FIRST), ms_row(3, FIRST)]
    frame, _, report = read(kit(tmp_path, *rows))
    assert len(frame) == 6
    assert report.reasons()["session: must be a whole number"] == 3
    four = [ms_row(i, bad) for i in range(1, 5)]
    with pytest.raises(QuarantineLimitError, match="4 of 5"):
        read(kit(tmp_path, *four, ms_row(5, FIRST)))


def test_several_answers_of_one_person_in_one_session_are_all_kept(tmp_path):
    frame, _, _ = read(kit(tmp_path, *(ms_row(i, FIRST) for i in range(1, 4))))
    assert len(frame) == 9
    assert frame["reflection_id"].is_unique


def test_texts_stay_as_they_are(tmp_path):
    text = '=HYPERLINK("http://x")\n“We” met; twice, \U0001f600.'
    row = [*FIRST[:4], text, "Ann Lee", "+1", "@sum", QUOTE, SET]
    frame, _, _ = read(kit(tmp_path, ms_row(1, row)))
    assert frame["text"].tolist() == [text, "Ann Lee", "+1", "@sum"]


def test_a_question_that_stands_twice(tmp_path):
    questions = [*TITLES, PROMPTS[0] + "2", TITLES[1] + "2"]
    good = ms_row(1, [*FIRST, "And once more: we laughed.", ""])
    also = ms_row(2, ["A", "", *FIRST[2:], "", 4])
    two = ms_row(3, [*FIRST, "", 2])
    path = ms_export(tmp_path / "f.xlsx", questions, [good, also, two])
    frame, _, report = read(path)
    assert frame["reflection_id"].is_unique
    assert list(frame["session"]) == [1] * 4 + [4] * 3
    assert (frame["prompt"] == PROMPTS[0]).sum() == 3
    assert report.reasons()[
        "session: questions that ask the same have different answers"
    ] == 1  # fmt: skip


# What identifies an answer.


def ids(path, preset="ms-forms"):
    frame = read_journal(path, preset=preset).identifiable_frame()
    return dict(zip(frame["reflection_id"], frame["text"], strict=True))


def test_a_grown_and_edited_export_keeps_its_ids(tmp_path):
    meta = [*MS_META, "Last modified time", "Language"]
    old = [ms_row(i, ["", "en-GB", *FIRST]) for i in (1, 2)]
    before = ids(ms_export(tmp_path / "F(1-2).xlsx", TITLES, old, meta=meta))
    edited = [*FIRST[:4], "In other words.", *FIRST[5:]]
    later = STARTED + dt.timedelta(days=30)
    new = [ms_row(1, ["", "en-GB", *FIRST]), ms_row(2, [later, "en-GB", *edited])]
    new.append(ms_row(3, ["", "cy", *FIRST]))
    grown = ms_export(tmp_path / "F(1-3).xlsx", [*TITLES, "Anything else?"],
                      [[*row, ""] for row in new], meta=meta)  # fmt: skip
    after = ids(grown)
    assert set(before) < set(after)
    assert sum(before[i] != after[i] for i in before) == 1
    given = read_journal(grown, preset="ms-forms").identifiable_frame("permissions")
    assert sorted(given["given"].dt.strftime("%m-%d").unique()) == [
        "03-03", "03-05", "04-01"
    ]  # fmt: skip


def test_two_forms_of_the_same_questions_share_no_id(tmp_path):
    later = STARTED + dt.timedelta(hours=3)
    one = ids(kit(tmp_path, ms_row(1, FIRST)))
    two = ids(kit(tmp_path, ms_row(1, FIRST, start=later)))
    assert not set(one) & set(two)


def test_google_answers_of_one_second_are_counted(tmp_path):
    row = ["2026/03/01 2:05:33 pm GMT", *FIRST]
    path = tmp_path / "f.csv"
    one = ids(csv_export(path, ["Timestamp", *TITLES], [row]), "google-forms")
    two = ids(csv_export(path, ["Timestamp", *TITLES], [row, row]), "google-forms")
    assert len(one) == 3
    assert len(two) == 6
    assert set(one) < set(two)


def test_a_google_sheet_and_its_csv_have_the_same_ids(tmp_path):
    when = dt.datetime.fromisoformat("2026-03-01 14:05:33")
    book = ms_export(tmp_path / "f.xlsx", TITLES, [[when, *FIRST]], meta=["Timestamp"])
    text = csv_export(
        tmp_path / "f.csv", ["Timestamp", *TITLES],
        [["2026/03/01 2:05:33 pm GMT", *FIRST]],
    )  # fmt: skip
    assert ids(book, "google-forms") == ids(text, "google-forms")


# Other people's forms.

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


@pytest.mark.parametrize(
    "meta",
    [
        ["Id", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
        ["Id", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
        ["Rhif", "Amser cychwyn", "Amser cwblhau", "E-bost", "Enw"],
    ],
)
@pytest.mark.parametrize("email", ["dienw", "ann@nhs.net"])
def test_other_languages_are_known_by_name_or_by_kind(tmp_path, meta, email):
    said = ["A", 1, "", ASKED, *OPEN, QUOTE, SET]
    rows = [ms_row(i, said, email=email) for i in (1, 2, 3)]
    frame, _, report = read(kit(tmp_path, *rows, meta=meta))
    assert len(frame) == 9
    assert report.files[-1].unused == ()
    assert frame["member"].fillna("").unique().tolist() == [
        email if "@" in email else ""
    ]


def test_an_edit_is_seen_in_another_language_too(tmp_path):
    meta = ["Rhif", "Amser cychwyn", "Amser cwblhau", "E-bost", "Enw", "Newidiwyd"]
    rows = [
        ms_row(1, ["", *FIRST]),
        ms_row(2, [dt.datetime.fromisoformat("2026-05-01 09:01"), *FIRST]),
    ]
    _, raw, _ = read(kit(tmp_path, *rows, meta=meta))
    given = raw.identifiable_frame("permissions")["given"]
    assert sorted(given.dt.month.unique()) == [3, 5]


def test_a_file_that_is_no_such_export_is_not_taken_for_one(tmp_path):
    path = csv_export(tmp_path / "f.csv", ["session", "text"], [[1, "We met."]])
    for preset, name in (("ms-forms", "Microsoft"), ("google-forms", "Google")):
        with pytest.raises(InputError, match=f"export of {name} Forms"):
            read_journal(path, preset=preset)


def test_the_preset_is_named_where_the_headers_are_surely_those(tmp_path):
    with pytest.raises(InputError, match="--preset ms-forms"):
        read_journal(kit(tmp_path, ms_row(1, FIRST)))
    path = csv_export(tmp_path / "f.csv", ["Timestamp", *OWN], [["2026/03/01", *OWN]])
    with pytest.raises(InputError, match="--preset google-forms"):
        read_journal(path)
    path = csv_export(tmp_path / "f.csv", ["name", "email"], [["x", "y"]])
    with pytest.raises(InputError) as caught:
        read_journal(path)
    assert "--preset" not in str(caught.value)


def test_some_take_the_accounts_out_before_they_share(tmp_path):
    rows = [ms_row(1, FIRST)[:3] + FIRST]
    frame, _, _ = read(kit(tmp_path, *rows, meta=MS_META[:3]))
    assert len(frame) == 3


def test_a_title_above_and_other_sheets(tmp_path):
    path = kit(tmp_path, ms_row(1, FIRST))
    book = openpyxl.load_workbook(path)
    book["Sheet1"].insert_rows(1)
    book["Sheet1"]["A1"] = "What we got back"
    book.create_sheet("Notes").append(["Ours", "only"])
    book.save(path)
    frame, _, report = read(path)
    assert len(frame) == 3
    assert "the headers are row 2" in str(report)


# Google's ways.


def test_google_with_addresses_scores_grids_and_checkboxes(tmp_path):
    grid = ["How was it? [The room]", "How was it? [The time]"]
    headers = ["Timestamp", "Email Address", "Score", *TITLES, *grid, "Comments",
               "Comments"]  # fmt: skip
    said = ["A", 1, "", f"{BROUGHT}, {ASKED}", *OPEN, f"{COUNT}, {QUOTE}", SET]
    rows = [
        [f"2026/03/{d:02} 2:05:33 pm GMT+1", "Zeb.Okonjo@example.org", "3 / 5", *said,
         "Good", "Poor", f"We could go on for another {d} hours.", ""]
        for d in (1, 2, 3)
    ]  # fmt: skip
    path = csv_export(tmp_path / "f.csv", headers, rows)
    raw, report = read_journal_with_report(path, preset="google-forms")
    frame = raw.identifiable_frame()
    assert len(frame) == 12
    assert set(frame["member"]) == {"zeb.okonjo@example.org"}
    assert set(frame["position"]) == {"presenter"}
    assert set(allowed(raw)["use"]) == {"counts"}
    assert "Comments" in set(frame["prompt"])
    assert report.files[-1].unused == ("Score", *grid, "Comments2")
    assert raw.identifiable_frame("roster")["name"].tolist() == ["zeb okonjo"]
    path = toml(
        tmp_path,
        "[programme]\npreset = 'google-forms'\n[files]\nreflections = 'f.csv'\n"
        "[forms]\nsurvey = ['How was it? [']\n",
    )
    survey = read_journal(path).identifiable_frame("survey")
    assert len(survey) == 6
    assert set(survey["set_id"]) == {"A"}


@pytest.mark.parametrize("head", ["Stamp amser", "Zeitstempel", "Horodateur"])
def test_google_in_other_languages(tmp_path, head):
    rows = [[f"{d}/03/2026 14:05:33", *FIRST] for d in (1, 13)]
    path = csv_export(tmp_path / "f.csv", [head, *TITLES], rows)
    raw = read_journal(path, preset="google-forms")
    days = raw.identifiable_frame("permissions")["given"].dt.day
    assert sorted(set(days)) == [1, 13]


def test_day_and_month_are_asked_for(tmp_path):
    rows = [["03/04/2026 14:05:33", *FIRST]]
    path = csv_export(tmp_path / "f.csv", ["Timestamp", *TITLES], rows)
    with pytest.raises(InputError, match="date_order"):
        read_journal(path, preset="google-forms")
    path = toml(
        tmp_path,
        "[programme]\npreset = 'google-forms'\ndate_order = 'dmy'\n"
        "[files]\nreflections = 'f.csv'\n",
    )
    given = read_journal(path).identifiable_frame("permissions")["given"]
    assert set(given.dt.month) == {4}


def test_a_csv_of_microsoft_has_short_years(tmp_path):
    row = [1, "7/27/26 19:06:23", "7/27/26 19:17:10", "anonymous", "", *FIRST]
    path = csv_export(tmp_path / "f.csv", [*MS_META, *TITLES], [row])
    given = read_journal(path, preset="ms-forms").identifiable_frame("permissions")
    assert set(given["given"].dt.strftime("%Y-%m-%d")) == {"2026-07-27"}


def test_times_that_cannot_be_read_are_said(tmp_path):
    rows = [[f"2026/03/0{d} 2:05:33 pm GMT", *FIRST] for d in range(1, 10)]
    path = csv_export(
        tmp_path / "f.csv", ["Timestamp", *TITLES], [*rows, ["Monday", *FIRST]]
    )
    raw, report = read_journal_with_report(path, preset="google-forms")
    assert len(raw) == 30
    assert "responses whose time could not be read: 1" in str(report)
    assert raw.identifiable_frame("permissions")["given"].isna().sum() == 3


def test_rows_that_are_no_responses_are_accounted_for(tmp_path):
    path = csv_export(
        tmp_path / "f.csv", ["Timestamp", *TITLES],
        [["2026/03/01 2:05:33 pm GMT", *FIRST], [""] * 11, ["x"], [*"123456789012"]],
    )  # fmt: skip
    _, report = read_journal_with_report(
        path, preset="google-forms", enforce_limit=False
    )
    assert {(r.row, r.reason) for r in report.refusals} == {
        (2, "nothing was said"),
        (3, "the row is empty"),
        (4, "fewer values than there are headers"),
        (5, "more values than there are headers"),
    }
    assert report.files[-1].responses == 4


def test_two_forms_in_one_programme(tmp_path):
    ms_export(tmp_path / "a.xlsx", TITLES, [ms_row(1, FIRST)])
    ms_export(tmp_path / "b.xlsx", OWN[:2], [ms_row(1, ANSWERS[0][:2])])
    path = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n"
        "[files]\nreflections = ['a.xlsx', 'b.xlsx']\nroster = 'names.csv'\n"
        "[columns.members]\nrole = 'Your role'\n[forms]\nprompts = ['How did']\n",
    )
    csv_export(tmp_path / "names.csv", ["member", "name"], [["A03", "Ann Lee"]])
    raw, report = read_journal_with_report(path)
    assert len(raw) == 4
    assert str(report).startswith("2 responses, 5 answers: 4 taken, 1 nothing was said")
    assert "1 rows read: 1 taken" in str(report)
    assert raw.identifiable_frame("roster")["name"].tolist() == ["Ann Lee"]


@pytest.mark.slow
def test_two_thousand_responses(tmp_path):
    rows = [
        ms_row(i, [*FIRST[:4], f"In week {i} we met.", *FIRST[5:]])
        for i in range(1, 2_001)
    ]
    frame, raw, report = read(kit(tmp_path, *rows))
    assert len(frame) == len(raw.identifiable_frame("permissions")) == 6_000
    assert frame["reflection_id"].is_unique
    assert re.match(r"2,000 responses, 8,000 answers: 6,000 taken", str(report))
