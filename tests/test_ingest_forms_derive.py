"""Sessions by the day, sets by their spelling, people for the roster."""

import datetime as dt

import pandas as pd
from exports import OPEN_TEXTS, TITLES, csv_export, ms_export, ms_row, toml

from alsjournal.ingest import read_journal_with_report
from alsjournal.ingest.forms.derive import derive
from alsjournal.ingest.forms.melt import ANSWERED, PERSON

SESSIONS = [
    ["A", 1, "2026-02-01"],
    ["A", 2, "2026-03-01"],
    ["B", 1, "2026-03-04"],
    ["B", 2, ""],
]


def read(
    tmp_path, sets, sessions, *, questions=("Which set are you in?", "How?"), more=""
):
    rows = [
        ms_row(i, [set_id, OPEN_TEXTS[i]][2 - len(questions) :])
        for i, set_id in enumerate(sets)
    ]
    ms_export(tmp_path / "f.xlsx", questions, rows)
    csv_export(tmp_path / "s.csv", ["set_id", "session", "date"], sessions)
    path = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n[files]\nreflections = 'f.xlsx'\n"
        f"sessions = 's.csv'\n[forms]\nprompts = ['How?']\n{more}",
    )
    raw, report = read_journal_with_report(path)
    return raw.identifiable_frame(), report


def test_the_last_session_of_the_set_up_to_the_day(tmp_path):
    # The answers are of 2, 3, 4 and 5 March.
    frame, report = read(tmp_path, ["A", "B", "b ", "C"], SESSIONS)
    assert frame["session"].fillna(0).tolist() == [2, 0, 1, 0]
    assert frame["set_id"].tolist() == ["A", "B", "B", "C"]
    assert "session: 2 answers did not say which" in str(report)
    assert "session: 2 answers have none" in str(report)
    assert "set_id: 1 answers had another spelling" in str(report)


def test_a_set_by_another_name_is_found(tmp_path):
    blue = "[values.reflections.set_id]\n'Blue group' = 'A'\n"
    frame, _ = read(tmp_path, ["blue  group", "A"], SESSIONS, more=blue)
    assert frame[["set_id", "session"]].to_numpy().tolist() == [["A", 2], ["A", 2]]


def test_one_set_needs_no_question(tmp_path):
    frame, _ = read(tmp_path, ["", ""], SESSIONS[:2], questions=["How?"])
    assert frame["session"].tolist() == [2, 2]
    assert frame["set_id"].tolist() == ["A", "A"]


def test_two_sets_and_no_question_leave_it_open(tmp_path):
    frame, _ = read(tmp_path, ["", ""], SESSIONS, questions=["How?"])
    assert frame["session"].isna().all()


def test_sessions_without_dates_are_no_help(tmp_path):
    undated = [[*row[:2], ""] for row in SESSIONS]
    frame, report = read(tmp_path, ["A", "A"], undated)
    assert frame["session"].tolist() == [1, 1]
    assert "no column session: all is session 1." in report.notes


def test_a_day_is_the_day_whatever_the_hour(tmp_path):
    rows = [["A", 1, "2026-03-02 18:00"], ["A", 2, "2026-03-03 09:30"]]
    frame, _ = read(tmp_path, ["A", "A"], rows)
    assert frame["session"].tolist() == [1, 2]


def test_the_form_goes_before_the_day(tmp_path):
    said = [["A", 7, "", "", OPEN_TEXTS[0], "", "", "", "", ""],
            ["A", "", "", "", OPEN_TEXTS[1], "", "", "", "", ""]]  # fmt: skip
    later = dt.datetime.fromisoformat("2026-04-01 12:00")
    ms_export(tmp_path / "f.xlsx", TITLES,
              [ms_row(i, s, start=later) for i, s in enumerate(said)])  # fmt: skip
    csv_export(tmp_path / "s.csv", ["set_id", "session", "date"], SESSIONS)
    path = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n[files]\nreflections = 'f.xlsx'\n"
        "sessions = 's.csv'\n",
    )
    raw, _ = read_journal_with_report(path)
    assert raw.identifiable_frame()["session"].tolist() == [7, 2]


def frame_of(*people, **more):
    rows = {
        "reflection_id": [f"r{i}" for i in range(len(people))],
        "member": [p[0] for p in people],
        "text": ["x"] * len(people),
        ANSWERED: [""] * len(people),
        **{name: [p[i] for p in people] for i, name in enumerate(PERSON, 1)},
        **more,
    }
    return pd.DataFrame(rows, dtype="str")


def test_people_are_listed_once_and_go_no_further():
    ann, jo = ("a@b.uk", "Ann Lee", "Annie", "HILL"), ("", "", "", "")
    made = derive(frame_of(ann, jo, ann, **{"members.role": ["GP", "Nurse", ""]}), {})
    assert list(made.reflections) == ["reflection_id", "member", "text"]
    assert made.tables["roster"].to_numpy().tolist() == [list(ann)]
    assert made.tables["members"].to_numpy().tolist() == [["a@b.uk", "GP"]]


def test_the_commonest_spelling_of_a_set_is_taken():
    nobody = ("", "", "", "")
    sets = ["Blue", "blue", "BLUE ", "blue", "Green", ""]
    made = derive(frame_of(*[nobody] * 6, set_id=sets), {})
    assert made.reflections["set_id"].tolist() == ["blue"] * 4 + ["Green", ""]
