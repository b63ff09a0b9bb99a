"""What the services write: languages, titles, grids, times."""

import datetime as dt

import openpyxl
import pytest
from exports import (
    ASKED,
    BROUGHT,
    COUNT,
    FIRST,
    MS_META,
    OPEN,
    QUOTE,
    SET,
    TITLES,
    allowed,
    csv_export,
    kit,
    ms_export,
    ms_row,
    read,
    toml,
)

from alsjournal.errors import InputError
from alsjournal.ingest import read_journal, read_journal_with_report

OWN = ["Your role", "How did it go?"]
ANSWERS = ["Nurse", "We began late but said what mattered."]


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
    ms_export(tmp_path / "b.xlsx", OWN, [ms_row(1, ANSWERS)])
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
    assert "names.csv (roster): 1 = 1 + 0" in str(report)
    assert "rows read" not in str(report)
    assert raw.identifiable_frame("roster")["name"].tolist() == ["Ann Lee"]
