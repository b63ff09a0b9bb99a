"""The same document as a page, a Word file, Markdown and a PDF."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import altair as alt
import docx
import markdown_it
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.charts.theme import themed
from alsjournal.errors import SourceError
from alsjournal.report.document import (
    Block,
    Box,
    Card,
    Cards,
    Document,
    Fold,
    Items,
    Para,
    Picture,
    Quote,
    Section,
    Table,
    runs,
    soft,
    strong,
)
from alsjournal.report.render import pdf
from alsjournal.report.render.docx import to_docx
from alsjournal.report.render.html import to_html
from alsjournal.report.render.markdown import to_markdown
from alsjournal.report.words import words_in

EVIL = "</script><img src=x onerror=alert(1)> | `a.b[0]` *so* _it_ & =cmd()\n# head"


def chart() -> Any:
    data = pd.DataFrame({"a": [1, 2], "b": [2, 3]})
    bars = alt.Chart(data, title="Raised by more").mark_bar()
    return themed(bars.encode(x="a:O", y="b:Q").properties(description="Two bars."))


def table(rows: int = 2, **more: Any) -> Table:
    lines = tuple((f"theme {i}", f"{i} of 9") for i in range(rows))
    return Table("Raised by", ("Theme", "Session 1"), lines, **more)


def document(*blocks: Block, title: str = "Four sets") -> Document:
    return Document(
        title,
        blocks,
        subtitle="Set A",
        for_whom="For the set.",
        notice="Fictional.",
        footer="Made here.",
        labels=words_in("en").part("label"),
    )


def full(text: str = "words") -> Document:
    picture = Picture(chart(), "Two bars.", table(csv="a\n1\n"))
    return document(
        Section(
            "first",
            text,
            (
                Para(runs(strong(text), " ", soft("aside"), f" {text}")),
                Items((runs("one"), runs(text)), ordered=True),
                Items((runs("dot"),)),
                Cards((Card(text, (Quote(text, source="a member"),), "t0"),)),
            ),
            one_side=True,
        ),
        Section("chart", "Chart", (picture,)),
        Section("more", "More", (Fold("Fold", (Para(runs(text), "soft"),)),)),
        Box((Para(runs(text)),), "Limits"),
        title=text,
    )


def paper(made: Document) -> Any:
    return docx.Document(io.BytesIO(to_docx(made)))


def test_a_word_file_has_real_headings_and_alt_text() -> None:
    made = paper(full())
    heads = [
        (p.style.name, p.text)
        for p in made.paragraphs
        if p.style.name.startswith(("Heading", "Title"))
    ]
    assert heads[:3] == [
        ("Title", "words"),
        ("Heading 1", "words"),
        ("Heading 2", "words"),
    ]
    assert ("Heading 3", "Fold") in heads
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == "Two bars."
    captions = [p.text for p in made.paragraphs if p.style.name == "Caption"]
    assert [c.split(":")[0].split()[0] for c in captions] == ["Figure", "Table"]
    fields = re.findall(r'w:instr=" SEQ (\w+)', made.element.xml)
    assert fields == ["Figure", "Table"]
    (grid,) = made.tables
    assert "w:tblHeader" in grid.rows[0]._tr.xml
    assert made.core_properties.language == "en-GB"


def test_the_first_side_ends_a_page_in_word() -> None:
    made = paper(full())
    turned = [p.text for p in made.paragraphs if p.paragraph_format.page_break_before]
    assert turned == ["Chart"]


def test_a_picture_in_word_is_no_wider_than_the_text() -> None:
    made = paper(full())
    section = made.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert 0 < made.inline_shapes[0].width <= room


def test_a_long_table_in_word_ends_and_says_so() -> None:
    made = paper(document(table(401)))
    assert len(made.tables[0].rows) == 401
    assert any("goes on" in p.text for p in made.paragraphs)


def test_the_same_document_gives_the_same_bytes() -> None:
    for render in (to_html, to_markdown, to_docx):
        assert render(full()) == render(full())


def test_a_word_file_says_nothing_of_this_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(full()))) as files:
        for name in files.namelist():
            assert b"/tmp" not in files.read(name)
        assert {i.date_time[0] for i in files.infolist()} == {2026}


@pytest.mark.parametrize("render", [to_html, to_markdown, to_docx])
def test_hostile_words_stay_words(render: Any) -> None:
    made = render(full(EVIL))
    if isinstance(made, bytes):
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(made)).paragraphs)
        assert "onerror=alert(1)" in text
        return
    assert "<img" not in made
    assert made.count("<script") == (1 if render is to_html else 0)


@given(st.text(min_size=1, max_size=60))
def test_markdown_keeps_words_as_words(text: str) -> None:
    clean = " ".join(text.split())
    made = to_markdown(document(Para(runs(clean)), title="T"))
    tokens = markdown_it.MarkdownIt("commonmark").parse(made)
    kinds = [t.tag for t in tokens if t.nesting == 1]
    assert kinds.count("h1") == 1
    assert set(kinds) <= {"h1", "p"}
    inside = {child.type for t in tokens for child in t.children or ()}
    assert not inside & {"html_inline", "link_open", "image", "code_inline", "em_open"}


def test_a_table_in_markdown_has_its_columns() -> None:
    odd = Table("Cap|tion", ("Theme", "n"), (("a|b\nc", "1"),))
    made = to_markdown(document(odd))
    rows = [line for line in made.splitlines() if line.startswith("|")]
    assert rows == ["| Theme | n |", "| --- | --- |", "| a\\|b c | 1 |"]


def test_on_paper_all_is_open_and_nothing_runs() -> None:
    made = to_html(full(), paper=True)
    assert "<script" not in made
    assert "script-src" not in made
    assert made.count("<details open>") == made.count("<details") == 1


def test_without_a_browser_a_pdf_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(pdf.BROWSER, "no-such-browser")
    with pytest.raises(SourceError, match="format html"):
        pdf.to_pdf("<p>hello</p>")


def test_a_browser_that_prints_nothing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "browser"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv(pdf.BROWSER, str(broken))
    with pytest.raises(SourceError, match="made none"):
        pdf.to_pdf("<p>hello</p>")


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{program} is not installed, and CI must run this test")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


@pytest.mark.browser
def test_a_pdf_is_tagged_and_the_same_each_time(tmp_path: Path) -> None:
    need("chromium")
    page = to_html(full(), paper=True)
    one, two = pdf.to_pdf(page), pdf.to_pdf(page)
    assert one == two
    assert b"/MarkInfo" in one
    assert b"/StructTreeRoot" in one
    assert b"/Lang (en-GB)" in one
    made = tmp_path / "r.pdf"
    made.write_bytes(one)
    text = subprocess.run(
        [need("pdftotext"), str(made), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Two bars." in text
    assert "aside" in text


@pytest.mark.slow
def test_libreoffice_opens_the_word_file(tmp_path: Path) -> None:
    soffice = need("soffice")
    made = tmp_path / "r.docx"
    made.write_bytes(to_docx(full()))
    subprocess.run(
        [soffice, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, made],
        capture_output=True,
        check=True,
        timeout=180,
    )
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
