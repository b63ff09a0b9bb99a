"""The papers of a set: complete, in order, filled in, and never written over."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.ingest.config import Programme, read_programme
from alsjournal.kit.lay_out import lay_out
from alsjournal.kit.values import clean, printed_values
from alsjournal.kit.words import read_words, words_of
from alsjournal.kit.write import LANGUAGES, kit_paths, write_kit
from alsjournal.paper.inline import filled, plain_text, spans
from alsjournal.paper.settle import settled, untouched
from alsjournal.schema import TABLES
from alsjournal.wording import SHEET, SHEETS, SURVEY, WAVES

ABOUT = {
    "title": "Learning <b>together</b> & [more] **now**",
    "controller": "Marl Vale Primary Care Network",
    "contact": "Ada Example, 01632 960000",
    "purpose": "To see what comes up again",
    "lawful_basis": "Public task, Article 6(1)(e)",
}
DATES = {
    "raw_text": date(2027, 3, 31),
    "key": date(2027, 9, 30),
    "journal": date(2028, 3, 31),
}
PROGRAMME = Programme({}, about=ABOUT, retention=DATES, declared=True)
XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def texts(document) -> list[str]:
    """Every paragraph, those in tables too, header and footer last."""
    body = [
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in document.element.body.iter(qn("w:p"))
    ]
    section = document.sections[0]
    return body + [
        p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)
    ]


def blanks(document) -> list[str]:
    return [
        "".join(t.text or "" for t in run.iter(qn("w:t")))
        for run in document.element.body.iter(qn("w:r"))
        if any(s.get(qn("w:val")) == "Blank" for s in run.iter(qn("w:rStyle")))
    ]


@pytest.fixture(scope="module")
def kit(tmp_path_factory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("kit")
    paths = write_kit(folder, languages=LANGUAGES)
    assert paths == kit_paths(folder, languages=LANGUAGES)
    return {p.relative_to(folder).as_posix(): docx.Document(str(p)) for p in paths}


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("filled")
    paths = write_kit(folder, programme=PROGRAMME, languages=LANGUAGES)
    return {p.relative_to(folder).as_posix(): docx.Document(str(p)) for p in paths}


def test_the_documents_are_these(kit) -> None:
    assert set(kit) == {
        "start-here.docx",
        "session-record.docx",
        "reflection-sheet.docx",
        "participant-sheet.docx",
        "privacy-notice.docx",
        "survey.docx",
        "dpia.docx",
        "retention.docx",
        "forms-wording.docx",
        "easy-read/reflection-sheet.docx",
        "easy-read/participant-sheet.docx",
        "cymraeg/taflen-fyfyrio.docx",
        "cymraeg/taflen-gyfranogwyr.docx",
    }


def test_headings_are_in_order_and_never_skip_a_level(kit) -> None:
    for name, document in kit.items():
        levels = [
            int(p.style.name[-1])
            for p in document.paragraphs
            if p.style.name.startswith("Heading")
        ]
        assert levels, name
        steps = zip([0, *levels], levels, strict=False)
        assert all(after <= before + 1 for before, after in steps), name
        assert document.paragraphs[0].style.name == "Title"


def test_pages_are_a4_in_the_right_language_and_say_nothing_of_who_made_them(
    kit,
) -> None:
    for name, document in kit.items():
        lang = "cy-GB" if name.startswith("cymraeg") else "en-GB"
        for section in document.sections:
            sides = sorted((section.page_width.mm, section.page_height.mm))
            assert sides == pytest.approx([210, 297], abs=0.5)
        (default,) = document.styles.element.iter(qn("w:rPrDefault"))
        assert [e.get(qn("w:val")) for e in default.iter(qn("w:lang"))] == [lang]
        core = document.core_properties
        assert core.language == lang
        assert core.title
        assert core.author == core.last_modified_by == core.comments == ""
        footer = document.sections[0].footer._element.xml
        assert "PAGE" in footer
        assert "NUMPAGES" in footer


def test_text_is_large_enough(kit) -> None:
    for name, document in kit.items():
        least = 14 if name.startswith("easy-read") else 11
        assert document.styles["Normal"].font.size.pt >= least


def test_tables_repeat_their_header_and_keep_rows_whole(kit) -> None:
    for name, document in kit.items():
        for table in document.tables:
            rows = table.rows
            assert all(r._tr.trPr.findall(qn("w:cantSplit")) for r in rows), name
            if len(rows) > 1:
                assert rows[0]._tr.trPr.findall(qn("w:tblHeader")), name
            (caption,) = table._tbl.tblPr.findall(qn("w:tblCaption"))
            assert caption.get(qn("w:val")), name


ORDER = {
    "w:tblPr": "tblStyle tblW jc tblInd tblLayout tblCellMar tblLook tblCaption",
    "w:tcPr": "tcW tcBorders shd vAlign",
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing "
    "ind jc outlineLvl rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs shd lang",
}
"""As ECMA-376 has them; Word refuses a file whose properties stand otherwise."""


@pytest.mark.parametrize("tag", ORDER)
def test_properties_stand_in_the_order_of_the_standard(kit, tag) -> None:
    order = ORDER[tag].split()
    seen = 0
    for document in kit.values():
        own = [document.styles[n].element for n in ("Box", "Blank", "Hint")]
        for root in (document.element.body, *own):
            for properties in root.iter(qn(tag)):
                names = [child.tag.rpartition("}")[2] for child in properties]
                assert names == sorted(names, key=order.index)
                seen += 1
    assert seen


def test_no_words_are_in_a_picture(kit) -> None:
    for document in kit.values():
        assert not list(document.element.body.iter(qn("w:drawing")))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("reflection-sheet.docx", "en"),
        ("forms-wording.docx", "en"),
        ("easy-read/reflection-sheet.docx", "easy"),
        ("cymraeg/taflen-fyfyrio.docx", "cy"),
    ],
)
def test_every_question_and_choice_is_there_to_the_letter(kit, name, language) -> None:
    said = "\n".join(texts(kit[name]))
    for question in SHEETS[language]:
        assert question.title in said
        assert question.hint in said
        for choice in question.choices:
            assert choice in said


@pytest.mark.parametrize("language", SHEETS)
def test_the_sheet_asks_the_same_in_every_language(language) -> None:
    for question, other in zip(SHEET, SHEETS[language], strict=True):
        assert (question.table, question.column) == (other.table, other.column)
        assert list(question.choices.values()) == list(other.choices.values())
        assert question.required == other.required
        assert other.title
    titles = [q.title for q in SHEETS[language]]
    assert len(set(titles)) == len(titles)


def test_the_survey_has_every_item_in_its_wave(kit) -> None:
    said = texts(kit["survey.docx"])
    for item in SURVEY:
        count = sum(line.startswith(item.title) for line in said)
        assert count == len(item.waves), item.title
        assert sum(line.endswith(item.item) for line in said) >= len(item.waves)


def test_closed_items_are_worded_the_same_in_every_wave() -> None:
    closed = [item.item for item in SURVEY if item.closed]
    assert len(set(closed)) == len(closed)
    for wave in WAVES:
        asked = [item.item for item in SURVEY if wave in item.waves]
        assert len(set(asked)) == len(asked)
        assert sum(not i.closed for i in SURVEY if wave in i.waves) == 2


def test_the_session_record_names_columns_that_exist(kit) -> None:
    document = kit["session-record.docx"]
    tables = "sessions attendance turns issues questions actions action_reports offers"
    known = {c.name for t in TABLES.values() for c in t.columns} | set(TABLES)
    named = {
        word.strip()
        for run in document.element.body.iter(qn("w:r"))
        if any(s.get(qn("w:val")) == "Columnname" for s in run.iter(qn("w:rStyle")))
        for word in re.split(r"[,:=]", "".join(t.text for t in run.iter(qn("w:t"))))
    }
    assert named - {"set"} <= known
    assert set(tables.split()) - {"sessions"} <= named


def test_what_the_programme_says_is_filled_in(filled_in) -> None:
    notice = "\n".join(texts(filled_in["privacy-notice.docx"]))
    for value in ABOUT.values():
        assert value in notice
    for day in ("31 March 2027", "30 September 2027", "31 March 2028"):
        assert day in notice
        assert day in "\n".join(texts(filled_in["retention.docx"]))
    welsh = "\n".join(texts(filled_in["cymraeg/taflen-gyfranogwyr.docx"]))
    assert "31 Mawrth 2027" in welsh
    assert ABOUT["title"] in texts(filled_in["session-record.docx"])[-2]


def test_what_is_left_is_marked_and_nothing_else_is_bracketed(kit, filled_in) -> None:
    for name in set(kit) - {"session-record.docx", "survey.docx"}:
        assert blanks(kit[name]), name
    for documents, own in ((kit, ""), (filled_in, ABOUT["title"])):
        for name, document in documents.items():
            marked = blanks(document)
            assert all(b.startswith("[") and b.endswith("]") for b in marked), name
            rest = " ".join(texts(document)[:-2]).replace(own or "\0", "")
            for blank in marked:
                rest = rest.replace(blank, "", 1)
            code = ("[retention]", "[survey.invited]")
            assert "[" not in re.sub("|".join(map(re.escape, code)), "", rest), name
    fewer = len(blanks(filled_in["privacy-notice.docx"]))
    assert fewer < len(blanks(kit["privacy-notice.docx"])) - 8


def test_drafts_say_so_at_the_top_in_both_languages(kit) -> None:
    for name, document in kit.items():
        top = [p.text for p in document.paragraphs[1:3]]
        if name.startswith("cymraeg"):
            assert top[0].startswith("DRAFFT")
            assert top[1].startswith("DRAFT")
        elif name.startswith("easy-read"):
            assert "with people with a learning disability" in top[0]


def test_easy_read_has_a_place_for_a_picture_beside_each_sentence(kit) -> None:
    for name, document in kit.items():
        if name.startswith("easy-read"):
            source = read_words(name.removesuffix(".docx"))
            asked = [b for b in source.blocks if b.kind == "picture"]
            cells = [t.rows[0].cells[0].text for t in document.tables]
            assert cells.count("[picture]") >= len(asked) > 10
            for block in asked:
                sentence = plain_text(filled(spans(block.text), {}))
                assert len(sentence.split()) < 25, sentence
                assert all(len(s.split()) <= 15 for s in re.split("[.?:] ", sentence))


def test_the_law_is_said_with_its_caution(kit) -> None:
    for name in ("privacy-notice", "dpia", "retention", "participant-sheet"):
        assert texts(kit[f"{name}.docx"])[-1].startswith("Not legal advice")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path) -> None:
    for folder in ("a", "b"):
        write_kit(tmp_path / folder, programme=PROGRAMME, languages=LANGUAGES)
    for path in kit_paths(tmp_path / "a", languages=LANGUAGES):
        twin = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == twin.read_bytes()
        with zipfile.ZipFile(path) as archive:
            assert {i.date_time[:3] for i in archive.infolist()} == {(2026, 1, 1)}
            assert archive.testzip() is None


@pytest.mark.slow
def test_a_document_that_somebody_saved_stays(tmp_path) -> None:
    first = write_kit(tmp_path)
    sheet = tmp_path / "reflection-sheet.docx"
    document = docx.Document(str(sheet))
    document.add_paragraph("Ours.")
    document.save(str(sheet))
    (tmp_path / "survey.docx").write_bytes(b"not a document")
    before = sheet.read_bytes()
    again = write_kit(tmp_path, programme=PROGRAMME)
    assert set(first) - set(again) == {sheet, tmp_path / "survey.docx"}
    assert sheet.read_bytes() == before
    notice = docx.Document(str(tmp_path / "privacy-notice.docx"))
    assert ABOUT["controller"] in "\n".join(texts(notice))
    assert write_kit(tmp_path, overwrite=True) == first
    assert untouched(sheet)
    assert not list(tmp_path.rglob(".kit-*"))


def test_a_folder_of_that_name_stays_too(tmp_path) -> None:
    (tmp_path / "dpia.docx").mkdir()
    assert tmp_path / "dpia.docx" not in write_kit(tmp_path)
    assert (tmp_path / "dpia.docx").is_dir()


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_no_value_breaks_a_document(value: str) -> None:
    programme = Programme({}, about=dict.fromkeys(ABOUT, value), declared=True)
    words = words_of(
        "title: T\nlang: en-GB\n---\n# [title=a]\n[purpose=b]\n\n| [contact=c] | d |\n"
        "|--|--|\n| [controller=e] | |\n"
    )
    document = lay_out(words, printed_values(programme), language="en")
    opened = docx.Document(io.BytesIO(settled(document)))
    said = texts(opened)
    assert sum(clean(value) in line for line in said) >= (4 if clean(value) else 0)
    assert bool(blanks(opened)) != bool(clean(value))
    assert not any(XML.search(line) for line in said)


@pytest.mark.slow
@pytest.mark.parametrize("value", ["x" * 20_000, "</w:t>" * 500, "[a=b] `c` **d** |"])
def test_long_values_and_marks_are_printed_as_they_are(tmp_path, value) -> None:
    programme = Programme({}, about=dict.fromkeys(ABOUT, value), declared=True)
    for path in write_kit(tmp_path, programme=programme, languages=LANGUAGES):
        said = texts(docx.Document(str(path)))
        assert len(said[-2]) < 120
        if path.name == "privacy-notice.docx":
            assert sum(value in line for line in said) >= 5


def test_a_toml_may_name_files_that_are_not_there_yet(tmp_path) -> None:
    toml = tmp_path / "programme.toml"
    toml.write_text('[programme]\ntitle = "Ours"\n[files]\nreflections = "none.csv"\n')
    write_kit(tmp_path / "kit", programme=toml)
    document = docx.Document(str(tmp_path / "kit" / "start-here.docx"))
    assert "Ours" in "\n".join(texts(document))
    toml.write_text("[programme]\ncontroler = 'x'\n")
    with pytest.raises(ConfigError, match="controller"):
        write_kit(tmp_path / "kit", programme=toml)


def test_what_cannot_be_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="en, cy"):
        write_kit(tmp_path, languages=["fr"])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="folder"):
        write_kit(tmp_path / "file")


def test_marks_inside_a_line() -> None:
    line = "Ask [contact=whom] or [somebody], **now**: `alsjournal check`."
    kinds = [(s.kind, s.text) for s in filled(spans(line), {"contact": "Ada"})]
    assert kinds[1] == ("plain", "Ada")
    assert kinds[3] == ("blank", "[somebody]")
    assert ("bold", "now") in kinds
    assert ("code", "alsjournal check") in kinds


@given(st.text())
def test_no_line_is_lost(line: str) -> None:
    kept = "".join(s.text for s in spans(line))
    assert len(kept) <= len(line)
    if not set(line) & set("[]*`"):
        assert kept == line


def test_words_are_read_as_they_are_described() -> None:
    words = words_of(
        "title: T\nsize: 12\n---\n# A\ntext\ngoes on\n- one\n  more\n- two\n\n"
        "1. first\n> framed\n:: sentence\n@question use\n"
        "| a | b |\n|---|------|\n| c | |\n"
    )
    assert words.about == {"title": "T", "size": "12"}
    assert [(b.kind, b.text) for b in words.blocks[:-1]] == [
        ("heading", "A"),
        ("text", "text goes on"),
        ("bullet", "one more"),
        ("bullet", "two"),
        ("number", "first"),
        ("box", "framed"),
        ("picture", "sentence"),
        ("do", "question use"),
    ]
    table = words.blocks[-1]
    assert table.rows == (("a", "b"), ("c", ""))
    assert table.widths == (pytest.approx(1 / 3), pytest.approx(2 / 3))


@pytest.mark.parametrize("line", ["@dance", "@question nowhere"])
def test_words_that_ask_for_what_is_not_there_are_refused(line) -> None:
    with pytest.raises(LookupError, match="words ask for"):
        lay_out(words_of(f"title: T\n---\n{line}\n"), {}, language="en")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize(
    ("name", "pages"),
    [("session-record", {1}), ("reflection-sheet", {1, 2}), ("survey", {4})],
)
def test_pages_as_they_print(tmp_path: Path, name: str, pages: set[int]) -> None:
    long = Programme({}, about={**ABOUT, "title": "A long title " * 20}, declared=True)
    write_kit(tmp_path, programme=long)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            f"{name}.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    raw = (tmp_path / f"{name}.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", raw)) in pages


@pytest.mark.slow
def test_init_writes_the_kit_and_says_what_stays(tmp_path, monkeypatch) -> None:
    from typer.testing import CliRunner

    from alsjournal.cli._app import app

    monkeypatch.setenv("ALSJOURNAL_KEY", "a key only for these tests 1")
    run = CliRunner().invoke(app, ["init", str(tmp_path)])
    assert run.exit_code == 0, run.output
    assert not (tmp_path / "kit").exists()
    toml = (tmp_path / "programme.toml").read_text()
    for name in ("[retention]", "# raw_text =", "# key =", "# journal ="):
        assert name in toml
    said = re.sub(r"(?m)^# (raw_text|key|journal) =", r"\1 =", toml)
    (tmp_path / "said.toml").write_text(said)
    assert len(read_programme(tmp_path / "said.toml", files=False).retention) == 3
    run = CliRunner().invoke(app, ["init", str(tmp_path), "--kit"])
    assert run.exit_code == 0, run.output
    assert "11 documents" in run.output
    record = tmp_path / "kit" / "session-record.docx"
    document = docx.Document(str(record))
    document.tables[0].rows[1].cells[0].text = "A"
    document.save(str(record))
    kit = ["init", str(tmp_path), "--kit", "--language", "cy"]
    run = CliRunner().invoke(app, kit)
    assert run.exit_code == 0, run.output
    assert "12 documents" in run.output
    assert "session-record.docx was changed" in run.output
    assert (tmp_path / "kit" / "cymraeg" / "taflen-fyfyrio.docx").exists()
    run = CliRunner().invoke(app, [*kit[:-1], "fr"])
    assert run.exit_code == 2
