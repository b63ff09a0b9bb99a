"""Workbooks as rows of text, read by a child process."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import SourceError
from alsjournal.unfold import parent
from alsjournal.unfold.parent import Unfolded
from alsjournal.unfold.workbook import cell_text

NOON = dt.datetime(2026, 3, 1, 14, 5)  # noqa: DTZ001 - as in a cell


@pytest.fixture
def book(tmp_path):
    def write(**sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "book.xlsx"
        made.save(path)
        return path, made

    return write


def unfold(path):
    with Unfolded(path, path.name, "workbook") as unfolded:
        tables = unfolded.tables()
        return tables, [list(unfolded.rows(t.number)) for t in tables]


def test_cells_are_written_as_in_a_csv(book):
    path, _ = book(
        S=[
            ["n", "x", "b", "d", "t", "text"],
            [
                3,
                0.5,
                True,
                dt.date(2026, 3, 1),
                NOON,
                "a\nb ",
            ],
            [None, -2, False, None, None, " 007"],
        ]
    )
    _, ((_, first, second),) = unfold(path)
    assert first == (
        2,
        ["3", "0.5", "true", "2026-03-01", "2026-03-01 14:05:00", "a\nb "],
    )
    assert second == (3, ["", "-2", "false", "", "", " 007"])


def test_rows_keep_their_numbers_and_blank_ones_are_passed_over(book):
    path, made = book(S=[[], [], ["text"], ["a"]])
    made["S"]["A9"] = "b"
    made.save(path)
    _, (rows,) = unfold(path)
    assert rows == [(3, ["text"]), (4, ["a"]), (9, ["b"])]


def test_cells_merged_downwards_each_have_the_value(book):
    path, made = book(
        S=[["set", "text"], ["A", "a"], [None, "b"], [None, "c"], ["", "d"]]
    )
    made["S"].merge_cells("A2:A4")
    made["S"].merge_cells("A1:B1")
    made.save(path)
    (table,), (rows,) = unfold(path)
    assert [cells[0] for _, cells in rows] == ["set", "A", "A", "A", ""]
    assert table.counts["merged"] == 2


def test_formulas_and_those_without_a_value_are_counted(book):
    path, _ = book(S=[["text"], ["=1+1"], ["plain"], ['=HYPERLINK("http://x","y")']])
    (table,), (rows,) = unfold(path)
    assert table.counts == {"formulas": 2, "without_value": 2}
    assert [cells for _, cells in rows] == [["text"], ["plain"]]


def test_hidden_sheets_are_told_apart(book):
    path, made = book(A=[["text"]], B=[["names"]], C=[["x"]])
    made["B"].sheet_state = "hidden"
    made["C"].sheet_state = "veryHidden"
    made.save(path)
    tables, _ = unfold(path)
    assert [(t.name, t.visible) for t in tables] == [
        ("A", True),
        ("B", False),
        ("C", False),
    ]


def test_one_cell_far_away_does_not_take_the_memory_of_all_between(book):
    path, made = book(S=[["text"], ["a"]])
    made["S"]["XFD1048576"] = "far"
    made.save(path)
    with pytest.raises(SourceError, match="more than this computer can hold"):
        unfold(path)


def test_an_archive_that_lies_about_its_sizes_is_refused(book):
    path, _ = book(S=[["text"], ["a" * 5000]])
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes()
    wrong = data.replace(size.to_bytes(4, "little"), (90).to_bytes(4, "little"))
    assert wrong != data
    path.write_bytes(wrong)
    with pytest.raises(SourceError, match="damaged"):
        unfold(path)


def test_a_wrong_checksum_is_refused(book):
    path, _ = book(S=[["text"], ["a"]])
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    data = path.read_bytes()
    path.write_bytes(data.replace(part.CRC.to_bytes(4, "little"), b"\x01\x02\x03\x04"))
    with pytest.raises(SourceError, match="damaged"):
        unfold(path)


def test_entities_are_not_resolved(book, tmp_path):
    path, _ = book(S=[["text"], ["SECRET"]])
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hostile, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                content = entity + content.replace(b"<v>0</v>", b"<v>&e;</v>")
            new.writestr(part.filename, content)
    with Unfolded(hostile, "h", "workbook") as unfolded:
        unfolded.tables()
        cells = {cell for _, row in unfolded.rows(0) for cell in row}
    assert Path("/etc/hostname").read_text().strip() not in cells


def test_the_child_has_little_memory_and_writes_no_file(book):
    path, _ = book(S=[["text"], ["a"]])
    with Unfolded(path, path.name, "workbook") as unfolded:
        unfolded.tables()
        said = Path(f"/proc/{unfolded._child._process.pid}/limits").read_text()
    limits = {line[:25].strip(): line[26:].split()[0] for line in said.splitlines()}
    assert limits["Max address space"] == str(1 << 30)
    assert limits["Max file size"] == limits["Max core file size"] == "0"


def test_a_child_that_is_killed_is_an_error_in_words(book):
    path, _ = book(S=[["text"], ["a"]])
    with Unfolded(path, "b.xlsx", "workbook") as unfolded:
        unfolded.tables()
        unfolded._child._process.kill()
        with pytest.raises(SourceError, match=r"'b\.xlsx'"):
            list(unfolded.rows(0))


def test_no_words_of_the_file_are_in_an_error(tmp_path):
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<Quennell")
    with pytest.raises(SourceError) as caught:
        unfold(path)
    assert "Quennell" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_cell_where_no_cell_can_be_is_damage_in_words(book, tmp_path, capfd):
    path, _ = book(S=[["text"], ["a"]])
    damaged = tmp_path / "d.xlsx"
    place = b'r="nullNone099999999999999999999999"'  # the reader panics at it
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(damaged, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(b'r="A2"', place))
    with pytest.raises(SourceError, match="It is damaged, or holds something unusual"):
        unfold(damaged)
    assert capfd.readouterr() == ("", "")


def test_a_value_that_is_too_long_is_not_handed_on(book, monkeypatch):
    path, _ = book(S=[["text"], ["a" * 50], ["b"]])
    monkeypatch.setattr(parent, "MAX_CELL", 40)
    _, (rows,) = unfold(path)
    assert rows == [(1, ["text"]), (2, None), (3, ["b"])]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_from_its_text(value):
    assert float(cell_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (dt.time(9, 30), "09:30:00"),
        (dt.timedelta(hours=30), "1 day, 6:00:00"),
        (float("nan"), ""),
        (12, "12"),
    ],
)
def test_other_values(value, text):
    assert cell_text(value) == text
