"""The workbook as somebody finds it who opens it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import alsjournal as als
from alsjournal.exchange import read_tables, spreadsheet
from alsjournal.exchange.workbook import Workbook
from alsjournal.journal import Journal
from alsjournal.validate import conform

TEXTS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " \uff1d1", "\u200b=1"),
    *("#N/A", "#REF!", "_x0041_", "1E5", "TRUE", "plain", "a\nb", "\U0001f600"),
]


def journal() -> Journal:
    texts, _ = conform(
        "reflections",
        pd.DataFrame(
            {
                "reflection_id": [f"=r{i}" for i in range(len(TEXTS))],
                "session": range(len(TEXTS)),
                "set_id": "A",
                "text": TEXTS,
            }
        ),
    )
    sessions, _ = conform(
        "sessions",
        pd.DataFrame({"set_id": ["A"], "session": [1], "date": ["2026-03-01"]}),
    )
    attendance, _ = conform(
        "attendance",
        pd.DataFrame(
            {
                "set_id": "A",
                "session": 1,
                "member": ["m", "n"],
                "present": [True, False],
            }
        ),
    )
    frames = {"reflections": texts, "sessions": sessions, "attendance": attendance}
    return Journal(frames, provenance={"title": "=cmd|'/C calc'!A0"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    codes = pd.DataFrame({"reflection_id": ["=r1"], "code": ["=evil|'x'!A1"]})
    als.export_tables(journal(), tmp_path / "out", themes=codes)
    return tmp_path / "out"


@pytest.fixture
def book(folder: Path) -> Any:
    return load_workbook(folder / "for-people/tables.xlsx")


def column(sheet: Any, name: str) -> list[Any]:
    at = next(c.column for c in sheet[1] if c.value == name)
    return [row[at - 1] for row in sheet.iter_rows(min_row=2)]


def test_sheets_come_in_order(book: Any) -> None:
    assert book.sheetnames == [
        *("Read me", "Dictionary", "sessions", "attendance", "reflections"),
        *("theme_prevalence", "theme_summary", "theme_change", "recurring_issues"),
        "quotes",
    ]


def test_nothing_is_a_formula_or_an_error(book: Any, folder: Path) -> None:
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n", "d", "b"}
    with zipfile.ZipFile(folder / "for-people/tables.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name), name
            assert "externalLink" not in name


def test_texts_are_what_they_were(book: Any) -> None:
    cells = column(book["reflections"], "text")
    want = [t.replace("_x0041_", "_x005F_x0041_") for t in TEXTS]
    assert [cell.value for cell in cells] == want
    guarded = [cell.quotePrefix for cell in cells]
    assert guarded == [True] * 7 + [False] * (len(TEXTS) - 7)


def test_pandas_reads_the_same(folder: Path) -> None:
    found = pd.read_excel(
        folder / "for-people/tables.xlsx",
        sheet_name="reflections",
        dtype=str,
        keep_default_na=False,
        engine="calamine",
    )
    assert found["text"].tolist() == TEXTS


def test_values_have_their_types(book: Any) -> None:
    (date,) = column(book["sessions"], "date")
    assert date.value == pd.Timestamp("2026-03-01")
    assert date.number_format == "yyyy-mm-dd"
    assert [c.value for c in column(book["attendance"], "present")] == [True, False]
    assert [c.value for c in column(book["reflections"], "session")] == [
        *range(len(TEXTS))
    ]
    share = column(book["theme_prevalence"], "share")[1]
    assert isinstance(share.value, int | float)
    assert share.number_format == "0.00"


def test_every_table_can_be_read_and_filtered(book: Any, folder: Path) -> None:
    for name, frame in read_tables(folder).items():
        sheet = book[name]
        assert sheet.freeze_panes == "A2", name
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert sheet.auto_filter.ref.endswith(str(len(frame) + 1)), name
        assert [cell.value for cell in sheet[1]] == list(frame)
        assert all(cell.font.bold for cell in sheet[1])
    texts = book["reflections"]
    assert texts.column_dimensions["K"].width >= 60
    assert column(texts, "text")[0].alignment.wrap_text
    tall = 2 + TEXTS.index("a\nb")
    assert texts.row_dimensions[tall].height > 20


def test_the_first_sheet_says_for_whom_and_what_not(book: Any) -> None:
    words = {
        str(cell.value)
        for row in book["Read me"].iter_rows()
        for cell in row
        if cell.value
    }
    assert book["Read me"]["A1"].value == "=cmd|'/C calc'!A0"
    assert "The analysts named in the agreement, and nobody else." in words
    assert f"{len(TEXTS)} texts, 1 set." in words
    assert "Up to 2026-03." in words
    assert {"What may not be done", "Licence", "Tables"} <= words


def test_the_dictionary_explains_every_column_of_the_export(
    book: Any, folder: Path
) -> None:
    told = {
        (row[0].value, row[1].value): row[3].value
        for row in book["Dictionary"].iter_rows(min_row=2)
    }
    want = {(n, c) for n, frame in read_tables(folder).items() for c in frame}
    assert set(told) == want
    assert all(told.values())
    csv = pd.read_csv(folder / "for-people/dictionary.csv", encoding="utf-8-sig")
    assert len(csv) == len(told)


def test_csv_opens_as_utf8_and_runs_nothing(folder: Path) -> None:
    for file in (folder / "for-people").glob("*.csv"):
        data = file.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), file.name
        rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for name in rows:
            assert not rows[name].map(spreadsheet.is_formula).any(), (file.name, name)
    texts = pd.read_csv(folder / "for-people/reflections.csv", keep_default_na=False)
    assert texts["text"][0] == "'=1+1"
    plain = read_tables(folder)["reflections"]
    assert plain["text"].tolist() == TEXTS


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS", 4)
    als.export_tables(journal(), tmp_path / "out")
    book = load_workbook(tmp_path / "out/for-people/tables.xlsx")
    pages = [name for name in book.sheetnames if name.startswith("reflections")]
    assert pages == ["reflections", *(f"reflections-{i}" for i in (2, 3, 4))]
    ids = [cell.value for page in pages for cell in column(book[page], "reflection_id")]
    assert ids == [f"=r{i}" for i in range(len(TEXTS))]
    files = sorted(p.name for p in (tmp_path / "out/for-people").glob("reflections*"))
    assert files == sorted(f"{page}.csv" for page in pages)
    words = (tmp_path / "out/for-people/read-me.txt").read_text(encoding="utf-8-sig")
    assert "go on in reflections-2 and so on" in " ".join(words.split())
    als.export_tables(journal(), tmp_path / "out", overwrite=True)


def test_what_a_cell_cannot_hold_is_said(tmp_path: Path) -> None:
    long, odd = "a" * 40_000, "bell\x07 and \ufffe"
    texts = pd.DataFrame({"reflection_id": ["r1", "r2"], "text": [long, odd]})
    for formats, where in (
        (["xlsx", "parquet"], "The whole text is in for-machines."),
        (["xlsx"], "For the whole text export again with csv or parquet."),
    ):
        out = tmp_path / "-".join(formats)
        als.export_tables(Journal({"reflections": texts}), out, formats=formats)
        sheet = load_workbook(out / "for-people/tables.xlsx")["reflections"]
        cells = [cell.value for cell in column(sheet, "text")]
        assert cells[0].endswith(f"[cut here: a cell holds no more. {where}]")
        assert len(cells[0]) == 32_767
        assert cells[1] == "bell\u2407 and \ufffd"
        words = (out / "for-people/read-me.txt").read_text(encoding="utf-8-sig")
        plain = " ".join(words.split())
        assert "reflections, text: 1 text longer than a cell holds" in plain
        assert "reflections, text: 1 text with control characters" in plain
        assert where in plain
    assert read_tables(tmp_path / "xlsx-parquet")["reflections"]["text"].tolist() == [
        long,
        odd,
    ]


def test_sheets_lie_nowhere_else_on_their_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    book = Workbook(tmp_path / "b.xlsx", scratch)
    book.sheet("one", [("text", "text")]).write([["words"]])
    assert list(scratch.iterdir())
    assert not list(elsewhere.iterdir())
    book.save()
    assert not list(scratch.iterdir())
    assert load_workbook(tmp_path / "b.xlsx")["one"]["A2"].value == "words"


def test_the_workbook_does_not_say_when_or_by_whom(folder: Path) -> None:
    with zipfile.ZipFile(folder / "for-people/tables.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        core = archive.read("docProps/core.xml").decode()
    assert "1980-01-01" in core
    assert "alsjournal" in core
    assert "202" not in core.replace("2002", "").replace("2001", "")
