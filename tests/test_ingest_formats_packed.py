"""Which table of a workbook is meant, and what is said of the others."""

import openpyxl
import pytest

from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.ingest import read_journal, read_journal_with_report

TEXTS = [["set_id", "session", "text"], ["A", 1, "We met."], ["A", 2, "Again."]]


@pytest.fixture
def workbook(tmp_path):
    def write(sheets, toml=None, hidden=()):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            if name in hidden:
                sheet.sheet_state = "hidden"
        book.save(tmp_path / "book.xlsx")
        if toml is None:
            return tmp_path / "book.xlsx"
        (tmp_path / "programme.toml").write_text(f"[files]\n{toml}\n")
        return tmp_path / "programme.toml"

    return write


def texts(path):
    return list(read_journal(path).identifiable_frame()["text"])


def test_the_only_sheet_is_read_without_a_word(workbook):
    raw, report = read_journal_with_report(workbook({"Sheet1": TEXTS}))
    assert list(raw.identifiable_frame()["session"]) == [1, 2]
    assert report.files[0].how == "workbook, 'Sheet1'"
    assert report.read == report.taken == 2


def test_of_several_sheets_the_one_that_fits(workbook):
    notes = [["Notes"], ["for us"]]
    path = workbook({"About": notes, "Answers": TEXTS})
    assert texts(path) == ["We met.", "Again."]


def test_two_sheets_that_fit_are_asked_about(workbook):
    sheets = {"June": TEXTS, "July": TEXTS}
    with pytest.raises(SourceError, match="number 1, 2") as caught:
        read_journal(workbook(sheets))
    assert "sheet = " in str(caught.value)
    named = 'reflections = { file = "book.xlsx", sheet = "july" }'
    assert len(read_journal(workbook(sheets, named))) == 2


def test_several_sheets_of_one_workbook_can_be_one_table(workbook):
    toml = (
        'reflections = [{ file = "book.xlsx", sheet = "June" }, '
        '{ file = "book.xlsx", sheet = "July" }]'
    )
    path = workbook({"June": TEXTS, "July": TEXTS}, toml)
    ids = read_journal(path).identifiable_frame()["reflection_id"]
    assert ids.nunique() == 4


def test_a_sheet_that_is_not_there_is_said_with_the_nearest(workbook):
    named = 'reflections = { file = "book.xlsx", sheet = "Anwsers" }'
    with pytest.raises(SourceError, match="Did you mean 'Answers'"):
        read_journal(workbook({"Answers": TEXTS, "About": [["x"]]}, named))


def test_nothing_is_taken_of_hidden_sheets_and_that_is_said(workbook):
    path = workbook({"Answers": TEXTS, "Names": TEXTS}, hidden=["Names"])
    _, report = read_journal_with_report(path)
    assert report.read == 2
    assert any("hidden sheets: 1" in note for note in report.notes)
    with pytest.raises(SourceError, match="not hidden"):
        read_journal(workbook({"Names": TEXTS, "x": []}, hidden=["Names"]))


def test_titles_two_rows_of_headers_and_formulas_are_said(workbook):
    rows = [
        ["Reflections of our sets", None],
        ["Which", "What was said"],
        ["session", "text"],
        [1, "We met."],
        [2, "=1+1"],
    ]
    _, report = read_journal_with_report(workbook({"S": rows}))
    said = " ".join(report.notes)
    assert "headers are row 3" in said
    assert "without a value: 1" in said
    assert report.reasons() == {"text: nothing was said": 1}


def test_header_rows_may_be_declared(workbook):
    rows = [["session", "text"], ["a number", "your words"], [1, "We met."]]
    named = 'reflections = { file = "book.xlsx", header_rows = 2 }'
    assert texts(workbook({"S": rows}, named)) == ["We met."]


@pytest.mark.parametrize(
    "value",
    [
        '{ file = "book.xlsx", sheet = 1 }',
        '{ file = "book.xlsx", header_rows = "two" }',
        '{ file = "book.xlsx", header_rows = true }',
        '{ file = "book.xlsx", page = "x" }',
        '{ sheet = "S" }',
        "[]",
        "3",
    ],
)
def test_what_files_cannot_say(workbook, value):
    with pytest.raises(ConfigError, match=r"\[files\] reflections"):
        read_journal(workbook({"S": TEXTS}, f"reflections = {value}"))


def test_sheets_named_as_tables_are_the_programme(workbook):
    sheets = {
        "Reflections": TEXTS,
        "Sets": [["set_id", "title"], ["A", "North"]],
        "Action reports": [["action_id", "session", "status"], ["a1", 2, "Done"]],
        "Rota": [["x"], ["y"]],
    }
    raw, report = read_journal_with_report(workbook(sheets))
    assert raw.tables() == ("sets", "reflections", "action_reports")
    assert any("1 of its sheets is no table" in note for note in report.notes)
    toml = 'workbook = "book.xlsx"\nsets = "sets.csv"'
    path = workbook(sheets, toml)
    (path.parent / "sets.csv").write_text("set_id,title\nA,South\n")
    assert list(read_journal(path).identifiable_frame("sets")["title"]) == ["South"]


def test_the_reflections_may_be_the_sheet_that_fits(workbook):
    sheets = {"Sets": [["set_id"], ["A"]], "Answers": TEXTS, "Rota": [["x"], ["y"]]}
    raw, _ = read_journal_with_report(workbook(sheets))
    assert raw.tables() == ("sets", "reflections")
    assert len(raw) == 2
    with pytest.raises(SourceError, match="which of its tables is reflections"):
        read_journal(workbook({"Sets": [["set_id"], ["A"]], "Rota": [["x"], ["y"]]}))


def test_a_missing_column_is_asked_for_without_listing_what_is_there(workbook):
    with pytest.raises(InputError, match="column 'text'") as caught:
        read_journal(workbook({"S": [["Quennell said this"], ["and this"]]}))
    assert "Quennell" not in str(caught.value)


def test_an_archive_of_something_else_is_said(tmp_path):
    import zipfile

    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(SourceError, match="archive of something else"):
        read_journal(path)


def test_an_old_workbook_that_is_none_is_refused(tmp_path):
    path = tmp_path / "book.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(SourceError, match="damaged"):
        read_journal(path)
