"""What fuzzing found, each once: refused or read, in bounded time and memory."""

from __future__ import annotations

import io
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qda_files import archive, project, source
from widget_tables import prevalence

from alsjournal import charts
from alsjournal.anonymise.review.log import AuditLog
from alsjournal.anonymise.review.names import NamesFile
from alsjournal.charts.render import spec_of
from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.exchange.qda.codebook import read_codebook
from alsjournal.exchange.qda.docx_text import paragraphs_of
from alsjournal.exchange.qda.read import read_qda
from alsjournal.exchange.qda.taguette import words_of
from alsjournal.exchange.qda.xml import parsed
from alsjournal.ingest import read_journal
from alsjournal.ingest.config import read_programme
from alsjournal.report.decisions import read_decisions
from alsjournal.store._backup import _read
from alsjournal.themes._groups_file import _arrays
from alsjournal.unfold.xml import walk

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "said",
    [
        "[programme]\ntitle = " + DEEP,
        "[programme]\nmax_quarantine = " + "9" * 5_000,
        '[programme]\napproach = ["codebook"]',
        "[record]\nproposals = []",
        "[permissions]\nuse = {}",
        "[defaults.reflections]\nsession = 0x" + "f" * 9_000,
        "[programme]\nmax_quarantine = 0x" + "f" * 9_000,
        "a." * 50_000 + "a = 1",
        "a = 1\n" + "#" * 1_000_000,
        "[disclosure]\npolicy = 0x" + "f" * 9_000,
    ],
)
def test_settings_that_nobody_writes_are_refused(tmp_path: Path, said: str) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_programme(path)
    assert len(str(caught.value)) < 1_000


def test_a_log_that_is_nested_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(DEEP + "\n", encoding="utf-8")
    assert AuditLog(path).verify().broken_at == 1


def test_a_manifest_that_is_nested_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(DEEP, encoding="utf-8")
    with pytest.raises(OSError, match="must be as"):
        _read(path, "a")


def test_a_cell_without_an_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('theme,decision\na,"' + "x" * 140_000, encoding="utf-8")
    with pytest.raises(InputError, match="never ends"):
        read_decisions(path)
    path.write_text('name,rule\na,"' + "x" * 140_000, encoding="utf-8")
    with pytest.raises(ConfigError, match="never ends"):
        NamesFile(path)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_file_of_halves_of_letters_is_refused(tmp_path: Path, n: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x80" * n)
    with pytest.raises(SourceError):
        read_journal(path)


@pytest.mark.parametrize(
    "sign", ["<!--", "<![", "<a ", '<a b="', "</", "<?", "<script>"]
)
def test_html_is_read_in_a_straight_line(sign: str) -> None:
    start = time.perf_counter()
    words_of(sign * 50_000)
    assert time.perf_counter() - start < 10  # it took minutes


def test_html_without_its_tags() -> None:
    text, counts = words_of("<p>a < b<!-- c --> &lt; <b title='x'>d</b><?e?></p>")
    assert text == "a < b < d\n"
    assert len(counts) == len(text)


_TAGUETTE = """
CREATE TABLE projects (id, name);
CREATE TABLE documents (id, project_id, name, contents);
CREATE TABLE tags (id, project_id, path);
CREATE TABLE highlights (id, document_id, start_offset, end_offset);
CREATE TABLE highlight_tags (highlight_id, tag_id);
INSERT INTO projects VALUES (1, 'p'), ('x', 'q');
INSERT INTO documents VALUES (1, 1, 'd', 'We met'), ('y', 1, 'e', '');
INSERT INTO highlights VALUES (1, 1, 'a', NULL), ('z', 1, 0, 2);
"""


def test_a_taguette_file_whose_numbers_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as base:
        base.executescript(_TAGUETTE)
    found = read_qda(path)
    assert not len(found.selections)
    assert "its place is no number" in set(found.losses["reason"])


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_project_that_is_packed_otherwise_and_damaged(
    tmp_path: Path, method: int
) -> None:
    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("project.qde", project(source("t")))
    data = bytearray(path.read_bytes())
    data[60:90] = b"\xff" * 30
    path.write_bytes(bytes(data))
    with pytest.raises(SourceError):
        read_qda(path)


def test_a_tag_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    class Nothing:
        def start(self, name: str, attributes: dict[str, str]) -> None: ...
        def end(self, name: str) -> None: ...
        def characters(self, text: str) -> None: ...

    class Endless(io.RawIOBase):
        given = 0

        def read(self, n: int = -1) -> bytes:
            self.given += n
            return b"<a " + b"x" * (n - 3) if self.given == n else b"x" * n

    file = Endless()
    with pytest.raises(ValueError, match="without an end"):
        for _ in walk(file, Nothing()):  # type: ignore[arg-type]
            pass
    assert file.given < 8 << 20


def test_xml_of_more_parts_than_a_project_has() -> None:
    xml = b"<Project>" + b'<a b="" c="" d=""/>' * 600_000 + b"</Project>"
    with pytest.raises(SourceError, match="as large as no project"):
        parsed(io.BytesIO(xml), "a.qde")


def test_three_thousand_codes_take_no_minute(tmp_path: Path) -> None:
    path = tmp_path / "a.qdc"
    codes = "".join(f'<Code guid="{i}" name="c{i % 2_999}"/>' for i in range(3_000))
    path.write_text(f"<CodeBook><Codes>{codes}</Codes></CodeBook>", encoding="utf-8")
    start = time.perf_counter()
    book = read_codebook(path, by="AB", on="2026-01-01")
    assert time.perf_counter() - start < 20  # it took 37 s, and grew with the square
    assert len(book.names()) == 2_999  # one name stands twice
    assert book.next_id() == "t3000"


def document(*texts: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for text in texts:
        made.add_paragraph(text)
    made.add_table(1, 1).cell(0, 0).text = "not taken"
    made.save(out)
    return out.getvalue()


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n")
)


@settings(max_examples=30)
@given(st.lists(words, max_size=4))
def test_a_document_has_the_text_that_python_docx_gives(texts: list[str]) -> None:
    data = document(*texts)
    plain = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert paragraphs_of(data, 1 << 20)[0] == plain  # type: ignore[index]


def test_a_document_in_a_project_is_no_bomb(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        body = "<w:p/>" * 3_000_000
        file.writestr("word/document.xml", f"<w:document>{body}</w:document>")
    text = source("t").replace("plainTextPath", "richTextPath").replace(".txt", ".docx")
    path = archive(tmp_path / "a.qdpx", project(text), {"sources/x": b""})
    assert len(out.getvalue()) < 100_000
    assert paragraphs_of(out.getvalue(), 128 << 20) is None
    assert read_qda(path).sources["text"].isna().all()


def test_arrays_that_say_they_are_larger_take_no_memory(tmp_path: Path) -> None:
    import numpy as np

    path, head = tmp_path / "arrays.npz", io.BytesIO()
    told = {"descr": "<f8", "fortran_order": False, "shape": (40_000, 40_000)}
    np.lib.format.write_array_header_1_0(head, told)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("means.npy", head.getvalue() + bytes(80))
    with pytest.raises(SourceError, match="longer or shorter"):
        _arrays(path, {"means": ((40_000, 40_000), np.float64)})


@pytest.mark.parametrize("damage", [b"{'descr': '<f8', ", b"\xff" * 20])
def test_an_array_whose_head_is_damaged_is_refused(
    tmp_path: Path, damage: bytes
) -> None:
    import numpy as np

    path, head = tmp_path / "arrays.npz", io.BytesIO()
    np.save(head, np.zeros(4))
    data = bytearray(head.getvalue())
    data[10:128] = damage.ljust(118)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("means.npy", bytes(data))
    with pytest.raises(SourceError):
        _arrays(path, {"means": ((4,), np.float64)})


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x00", "\u2028", "\ufffe"])
def test_a_control_character_in_a_name_ends_no_process(sign: str) -> None:
    chart = charts.theme_heatmap(prevalence((f"Cover{sign}", "Trust")))
    drawn = charts.to_svg(chart)
    assert "Cover" in drawn
    assert sign not in drawn
    assert json.dumps(sign)[1:-1] not in json.dumps(spec_of(chart))
