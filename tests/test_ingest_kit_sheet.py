"""The kit's own sheets, as they are written, filled in and read back."""

import docx
import pytest
from word_files import p, r, raw_docx

from alsjournal.ingest import read_journal_with_report
from alsjournal.kit import write_kit
from alsjournal.wording import PROMPTS, SHEET, SHEETS

SHEET_FILES = {
    "en": "reflection-sheet.docx",
    "easy": "easy-read/reflection-sheet.docx",
    "cy": "cymraeg/taflen-fyfyrio.docx",
}


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit")
    write_kit(folder, languages=("en", "cy"))
    return folder


def paragraphs(document):
    yield from document.paragraphs
    for table in document.tables:
        for cell in table._cells:
            yield from cell.paragraphs


def fill(document, asks, ticks):
    """Write an answer to the first open question, and tick choices with a click."""
    title = next(q.title for q in SHEETS[asks] if q.column == "text")
    (heading,) = (par for par in document.paragraphs if par.text == title)
    table = docx.table.Table(heading._p.getnext(), document)
    table.cell(0, len(table.columns) - 1).text = "We met."
    for choice in ticks:
        for par in paragraphs(document):
            if par.text.strip(" \N{BALLOT BOX}") == choice:
                for text in par._p.iter(docx.oxml.ns.qn("w:t")):
                    text.text = text.text.replace("\N{BALLOT BOX}", "\u2612")


def read(path):
    raw, report = read_journal_with_report(path, enforce_limit=False)
    permissions = raw.identifiable_frame("permissions")
    return [*zip(permissions["use"], permissions["reach"], strict=True)], report


@pytest.mark.parametrize("asks", SHEET_FILES)
def test_a_sheet_without_a_tick_declares_nothing(kit, tmp_path, asks):
    document = docx.Document(kit / SHEET_FILES[asks])
    fill(document, asks, ())
    document.save(tmp_path / "a.docx")
    found, report = read(tmp_path / "a.docx")
    assert found == []
    assert report.reasons() == {"text: nothing was said": 3}
    ours = ("answer none of its", "beside the choices", "in tables", "prompt of a text")
    assert not [note for note in report.notes if any(words in note for words in ours)]


@pytest.mark.parametrize("asks", SHEET_FILES)
def test_each_choice_that_is_ticked_is_read(kit, tmp_path, asks):
    use, reach = SHEETS[asks][-2:]
    for words, ours in use.choices.items():
        document = docx.Document(kit / SHEET_FILES[asks])
        fill(document, asks, (words, next(iter(reach.choices))))
        document.save(tmp_path / "a.docx")
        assert read(tmp_path / "a.docx")[0] == [(ours, "set")]


@pytest.mark.parametrize("asks", SHEET_FILES)
@pytest.mark.parametrize("where", ["use", "reach"])
def test_a_line_of_ones_own_keeps_the_sheet_out(kit, tmp_path, asks, where):
    document = docx.Document(kit / SHEET_FILES[asks])
    fill(document, asks, ())
    title = next(q.title for q in SHEETS[asks] if q.column == where)
    (heading,) = (par for par in document.paragraphs if par.text == title)
    own = document.add_paragraph("Please do not use any of this.")
    heading._p.addnext(own._p)
    document.save(tmp_path / "a.docx")
    found, report = read(tmp_path / "a.docx")
    assert found == []
    (reason,) = report.reasons()
    assert reason == f"{where}: the answer is none of the choices"


def test_choices_that_are_struck_through_are_deleted(tmp_path):
    use = SHEET[-2]
    kept, *others = use.choices
    body = p(SHEET[0].title) + p("A") + p(PROMPTS[0]) + p("We met.") + p(use.title)
    struck = "".join(p(r(words, "<w:strike/>")) for words in others)
    assert (
        read(raw_docx(tmp_path / "a.docx", body + p(kept) + struck))[0][0][0]
        == (use.choices[kept])
    )
    half = p(r(others[0][:5], "<w:strike/>") + r(others[0][5:]))
    _, report = read(raw_docx(tmp_path / "b.docx", body + p(kept) + half))
    assert report.reasons() == {"use: the answer is none of the choices": 1}
