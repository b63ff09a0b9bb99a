"""Files that somebody made to be awkward: read, or refused in words; never a crash."""

import openpyxl
import pytest

from alsjournal.errors import AlsjournalError, InputError, SourceError
from alsjournal.ingest import read_journal, read_journal_with_report


@pytest.fixture
def table(tmp_path):
    def write(content, name="a.csv"):
        path = tmp_path / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    return write


def texts(path, **options):
    raw, _ = read_journal_with_report(path, enforce_limit=False, **options)
    return list(raw.identifiable_frame()["text"])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(table, encoding, end):
    content = end.join(["session,text", "1,Caf\u00e9 \u2013 again", "2,We met"])
    assert texts(table(content.encode(encoding))) == [
        "Caf\u00e9 \u2013 again",
        "We met",
    ]


def test_a_nul_costs_its_row(table):
    raw, report = read_journal_with_report(
        table("session,text\n1,a\0b c\n2,We met\n"), enforce_limit=False
    )
    assert len(raw) == 1
    assert list(report.reasons()) == ["text: a NUL character"]


@pytest.mark.parametrize(
    "text", ["x" * 900_000, "a." * 10_000, "\U0001f600" * 500_000, "(" * 50_000]
)
def test_long_and_odd_texts_are_taken_to_the_letter(table, text):
    found = texts(table(f"session,text\n1,{text}\n2,We met\n"))
    silent = not any(c.isalnum() for c in text) and text[0] == "("
    assert found == (["We met"] if silent else [text, "We met"])


def test_a_hundred_thousand_columns(table):
    headers = ",".join(f"c{i}" for i in range(100_000))
    path = table(f"text,{headers}\nWe met{',' * 100_000}\n")
    assert texts(path) == ["We met"]


@pytest.mark.parametrize("content", ["", "\n\n\n", "text\n", "\ufeff", "text"])
def test_a_file_without_rows_is_refused(table, content):
    with pytest.raises((SourceError, InputError)):
        read_journal(table(content))


@pytest.mark.parametrize(
    ("identifier", "taken"),
    [
        ("../../etc/passwd", True),
        ("C:\\Windows\\CON", True),
        ("CON", True),
        ("x" * 300, False),
        ("a\u202eb", False),
        ("a\u200bb", False),
        ("=cmd|' /C calc'!A0", True),
        ("<script>alert(1)</script>", True),
    ],
)
def test_ids_are_never_paths_and_never_run(table, identifier, taken):
    path = table(f'reflection_id,text\n"{identifier}",We met\nb,Again\n')
    raw, report = read_journal_with_report(path, enforce_limit=False)
    ids = list(raw.identifiable_frame()["reflection_id"])
    assert (identifier in ids) == taken
    assert report.taken == 1 + taken
    assert identifier not in str(report)
    assert identifier not in report.to_frame().to_csv()
    assert sorted(p.name for p in path.parent.iterdir()) == ["a.csv"]


def test_the_same_id_twice_keeps_the_first_and_says_where_it_is(table):
    path = table("reflection_id,text\na,We met\nb,x y\na,Again\n")
    raw, report = read_journal_with_report(path)
    assert list(raw.identifiable_frame()["text"]) == ["We met", "x y"]
    assert "row 2 of a.csv" in report.refusals[0].in_full


def test_a_quote_that_is_not_closed_costs_one_row(table):
    found = texts(table('session,text\n1,"We met\n2,Again\n3,And again\n'))
    assert found == ["Again", "And again"]


def test_a_link_leads_where_it_leads_and_leaving_the_folder_is_said(table, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "real.csv").write_text("text\nWe met\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "linked.csv").symlink_to(outside / "real.csv")
    (inside / "programme.toml").write_text('[files]\nreflections = "linked.csv"\n')
    _, report = read_journal_with_report(inside)
    assert any("leads out" in note for note in report.notes)


def test_a_link_in_a_circle_is_refused(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(SourceError, match="circle"):
        read_journal(tmp_path / "a.csv")


def test_a_text_in_the_last_row_of_a_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active["A1048576"] = "We met"
    book.save(tmp_path / "a.xlsx")
    raw, report = read_journal_with_report(tmp_path / "a.xlsx")
    assert next(iter(raw.identifiable_frame()["reflection_id"])).endswith("-1048576")
    assert report.read == 1


def test_errors_in_cells_and_mixed_kinds(tmp_path):
    book = openpyxl.Workbook()
    for row in (["session", "text"], [1, 42], [2, True], ["x", "We met"], [None, None]):
        book.active.append(row)
    book.active["A7"] = 3
    book.active["B7"] = "#REF!"
    book.save(tmp_path / "a.xlsx")
    raw, report = read_journal_with_report(tmp_path / "a.xlsx", enforce_limit=False)
    assert list(raw.identifiable_frame()["text"]) == ["42", "true"]
    assert report.reasons() == {
        "session: must be a whole number": 1,
        "text: nothing was said": 1,
    }


def test_links_to_other_workbooks_and_macros_are_not_followed(tmp_path, monkeypatch):
    import socket
    import zipfile

    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append(["We met"])
    book.active["A3"] = "='[http://there.example/other.xlsx]S'!A1"
    book.save(tmp_path / "plain.xlsx")
    path = tmp_path / "a.xlsm"
    with (
        zipfile.ZipFile(tmp_path / "plain.xlsx") as old,
        zipfile.ZipFile(path, "w") as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
        new.writestr("xl/vbaProject.bin", b"macro")
    monkeypatch.setattr(socket, "socket", None)
    assert texts(path) == ["We met"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.parquet", "a.ods", "a.xls"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(99), b"PAR1", bytes(64)]
)
def test_what_is_no_file_of_its_kind_is_refused_in_words(table, name, content):
    with pytest.raises(AlsjournalError) as caught:
        read_journal(table(content, name))
    assert "\0" not in str(caught.value)
    assert str(caught.value).endswith(".")
