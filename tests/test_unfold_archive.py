"""Archives are judged from outside, before anything in them is unfolded."""

import io
import struct
import zipfile

import pytest

from alsjournal.errors import SourceError
from alsjournal.unfold import archive
from alsjournal.unfold.archive import check_archive


@pytest.fixture
def packed(tmp_path):
    def write(parts, name="a.xlsx"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for part, content in parts:
                file.writestr(part, content)
        return path

    return write


def test_an_ordinary_archive_gives_its_names(packed):
    path = packed([("xl/workbook.xml", "<a/>"), ("b.xml", "<b/>")])
    assert check_archive(path, "a.xlsx") == ("xl/workbook.xml", "b.xml")


def test_a_small_file_that_unfolds_to_a_gigabyte_is_refused_unopened(
    packed, monkeypatch
):
    path = packed([("word/document.xml", b"<w:p><w:r/></w:p>" * 3_000_000)])
    assert path.stat().st_size < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(SourceError, match="times as large"):
        check_archive(path, "a.docx")


def test_many_parts_that_are_large_together_are_refused(packed, monkeypatch):
    path = packed([(f"p{i}", bytes(1000)) for i in range(20)])
    monkeypatch.setattr(archive, "MAX_UNFOLDED", 10_000)
    with pytest.raises(SourceError, match="20,000 bytes"):
        check_archive(path, "a.xlsx")


def test_a_list_of_a_million_parts_is_not_read(packed, monkeypatch):
    path = packed([("a", "b")])
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 10 : end + 12] = struct.pack("<H", 0xFFFF)
    data[end + 12 : end + 16] = struct.pack("<I", 90_000_000)
    path.write_bytes(data)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(SourceError, match="parts"):
        check_archive(path, "a.xlsx")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["a", "a"], "same name"),
        (["../a"], "leads out"),
        (["x/../../a"], "leads out"),
        (["/etc/a"], "leads out"),
        (["C:/a"], "leads out"),
        (["..\\a"], "leads out"),
    ],
)
def test_odd_names_are_refused(packed, names, why):
    path = packed([(name, "x") for name in names])
    with pytest.raises(SourceError, match=why):
        check_archive(path, "a.xlsx")


def test_a_password_is_said(packed):
    path = packed([("a", "text")])
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign) + offset
        data[at] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match="without a password"):
        check_archive(path, "a.xlsx")


@pytest.mark.parametrize("cut", [4, 30, -30, -3])
def test_what_is_cut_off_is_damaged(packed, cut):
    path = packed([("a", "text" * 100)])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError, match="cut off or damaged"):
        check_archive(path, "a.xlsx")


def test_messages_never_hold_a_name_of_a_part(packed):
    path = packed([("../Ann Lee.xml", "x")])
    with pytest.raises(SourceError) as caught:
        check_archive(path, "a.xlsx")
    assert "Ann" not in str(caught.value)


def test_an_archive_in_an_archive_is_not_opened(packed):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb", bytes(1 << 20))
    path = packed([("xl/workbook.xml", inner.getvalue())])
    assert check_archive(path, "a.xlsx") == ("xl/workbook.xml",)
