"""The text and tables of Word documents: what is taken, and what is only counted."""

import socket
import sys
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import XML, p, r, raw_docx, style, styles, table

from alsjournal.errors import SourceError
from alsjournal.unfold.document import opened
from alsjournal.unfold.parent import Unfolded
from alsjournal.unfold.xml import DocumentTypeError

SECRET = "Agatha Quill"
HIDDEN = "<w:vanish/>"


def unfolded(path):
    """Return the lines, the tables' rows, and the counts of the text."""
    document = opened(path)
    *tables, prose = document.tables()
    lines = [cells for _, cells in document.rows(len(tables))]
    rows = [[cells for _, cells in document.rows(i)] for i in range(len(tables))]
    return lines, rows, prose["counts"]


def texts(path):
    return [text for *_, text in unfolded(path)[0]]


@pytest.fixture
def taken(tmp_path):
    """Write a document of this body; return its texts and counts."""

    def write(body, **parts):
        lines, _, counts = unfolded(raw_docx(tmp_path / "a.docx", body, **parts))
        return [text for *_, text in lines], counts

    return write


def test_what_python_docx_writes_is_read(tmp_path):
    document = docx.Document()
    document.add_heading("All of it", 0)
    document.add_heading("Session 3", 1)
    document.add_paragraph("  We\tmet\nand spoke. ", "List Bullet")
    marked = document.add_paragraph("x ")
    marked.add_run("Quote it").font.highlight_color = 7
    grid = document.add_table(rows=3, cols=3)
    for i, row in enumerate(grid.rows):
        for j, cell in enumerate(row.cells):
            cell.text = f"{i}{j}"
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "wide"
    grid.cell(1, 2).merge(grid.cell(2, 2)).text = "tall\nlines"
    document.save(tmp_path / "a.docx")
    lines, (rows,), counts = unfolded(tmp_path / "a.docx")
    assert lines[:4] == [
        ["1", "", "", "All of it"],
        ["2", "", "", "Session 3"],
        ["0", "", "", "  We\tmet\nand spoke. "],
        ["0", "h", "", "x Quote it"],
    ]
    cells = [cell for _, _, cell, _ in lines[4:]]
    assert [*dict.fromkeys(cells)] == ["1.0", "1.2", "1.1"]
    assert rows == [
        ["wide", "", "02"],
        ["10", "11", "tall\nlines"],
        ["20", "21", "tall\nlines"],
    ]
    (described, _) = opened(tmp_path / "a.docx").tables()
    assert described["name"] == "Session 3"
    assert described["counts"] == {"merged": 2}
    assert not counts


@given(
    st.lists(
        st.text(
            st.characters(
                blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff"
            )
            | st.sampled_from("\n\t ")
        ),
        max_size=5,
    )
)
def test_text_comes_back_to_the_letter(tmp_path_factory, paragraphs):
    path = tmp_path_factory.mktemp("docs") / "a.docx"
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(path)
    assert texts(path) == paragraphs


def test_changes_are_taken_as_if_accepted(taken):
    body = (
        p(
            "We ",
            f"<w:ins w:author='{SECRET}'>{r('met')}</w:ins>",
            f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>",
            " today.",
        )
        + p(f"<w:moveFrom>{r('moved')}</w:moveFrom>")
        + p(f"<w:moveTo>{r('moved')}</w:moveTo>")
        + p("One", inner="<w:rPr><w:del/></w:rPr>")
        + p(" line.", style="Heading1")
        + p(f"<w:del>{r(SECRET)}</w:del>", inner="<w:rPr><w:del/></w:rPr>")
        + p(
            "End.",
            inner="<w:pPrChange><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
            "</w:pPrChange>",
        )
    )
    said, counts = taken(body)
    assert said == ["We met today.", "", "moved", "One line.", "End."]
    assert counts == {"changes": 7}


def test_what_was_hidden_once_and_is_shown_now_is_taken(taken):
    shown = r("seen", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")
    assert taken(p(shown))[0] == ["seen"]


def test_hidden_text_is_counted_and_not_taken(taken):
    sheets = styles(
        style("Secret", "Secret", f"<w:rPr>{HIDDEN}</w:rPr>"),
        style("Child", "Child", '<w:basedOn w:val="Secret"/>'),
        style("Quiet", "Quiet", f"<w:rPr>{HIDDEN}</w:rPr>", kind="character"),
        style("Loop", "Loop", '<w:basedOn w:val="Loop"/>'),
    )
    body = (
        p("a", r(SECRET, HIDDEN), r(SECRET, HIDDEN), "b")
        + p(SECRET, style="Secret")
        + p(SECRET, style="Child")
        + p(r("shown", '<w:vanish w:val="0"/>'), style="Secret")
        + p(r(SECRET, '<w:rStyle w:val="Quiet"/>'), "c", style="Loop")
    )
    said, counts = taken(body, **{"word__styles.xml": sheets})
    assert said == ["ab", "", "", "shown", "c"]
    assert counts == {"hidden": 4}


def test_what_stands_beside_the_text_is_counted_and_not_taken(taken):
    box = f"<w:txbxContent>{p(SECRET)}</w:txbxContent>"
    body = (
        p(
            "a",
            "<w:r><w:commentReference w:id='0'/></w:r>",
            "<w:r><w:footnoteReference w:id='1'/></w:r>",
            "<w:r><w:endnoteReference w:id='1'/></w:r>",
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "<w:r><w:drawing><pic:pic/></w:drawing></w:r>",
            "<w:r><w:object><v:imagedata/></w:object></w:r>",
            "b",
        )
        + "<w:altChunk/>"
    )
    parts = {
        "word__comments.xml": SECRET,
        "word__footnotes.xml": SECRET,
        "word__header1.xml": SECRET,
        "word__footer1.xml": SECRET,
        "word__vbaProject.bin": SECRET,
        "word__embeddings__a.docx": SECRET,
        "docProps__core.xml": f"<creator>{SECRET}</creator>",
    }
    said, counts = taken(body, **parts)
    assert said == ["ab"]
    assert counts == {
        "comments": 1, "notes": 2, "boxes": 1, "pictures": 1, "objects": 2,
        "headers": 2, "macros": 1, "embedded": 1,
    }  # fmt: skip


def test_alternatives_are_taken_once(taken):
    def either(choice, fallback):
        return (
            f"<w:r><mc:AlternateContent><mc:Choice Requires='x'>{choice}</mc:Choice>"
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
        )

    face = '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F60A"/>'
    body = p(either(face, "<w:t>one</w:t>"), either("<w:unknown/>", "<w:t>two</w:t>"))
    assert taken(body)[0] == ["\U0001f60atwo"]


def test_fields_give_their_result_and_forms_their_answer(taken):
    def mark(kind, inner=""):
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'

    box = "<w:ffData><w:checkBox><w:default w:val='0'/>{}</w:checkBox></w:ffData>"
    chosen = (
        "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='no'/>"
        "<w:listEntry w:val='yes'/></w:ddList></w:ffData>"
    )
    code = f"<w:r><w:instrText>{SECRET}</w:instrText></w:r>" + r(SECRET)
    body = (
        p("a", mark("begin"), code, mark("separate"), "b", mark("end"), "c")
        + p(f"<w:fldSimple w:instr='{SECRET}'>{r('d')}</w:fldSimple>")
        + p(mark("begin", box.format("<w:checked/>")), mark("end"), " ticked")
        + p(mark("begin", box.format("")), mark("end"), " not")
        + p(mark("begin", chosen), mark("end"))
    )
    said, counts = taken(body)
    assert said == ["abc", "d", "\u2612 ticked", "\u2610 not", "yes"]
    assert counts == {"codes": 1}


def test_controls_give_what_was_filled_in(taken):
    def control(properties, content):
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>"
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    empty = "<w:showingPlcHdr/>"
    body = (
        p("Name: ", control("", r("Ann")))
        + p("Set: ", control(empty, r("Click here")))
        + control("", p("whole"))
        + "<w:tbl><w:tr>"
        + control(empty, f"<w:tc>{p('Click here')}</w:tc>")
        + f"<w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    )
    said, counts = taken(body)
    assert said == ["Name: Ann", "Set: ", "whole", "", "b"]
    assert counts == {"unfilled": 2}


def test_signs_breaks_formulas_and_contents(taken):
    body = (
        p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " a",
          '<w:r><w:sym w:font="Odd" w:char="F021"/><w:br w:type="page"/></w:r>',
          "b<w:unknown/>", "<w:r><w:noBreakHyphen/><w:softHyphen/><w:cr/></w:r>",
          "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
          inner="<w:tabs><w:tab/></w:tabs>")
        + p("Session 3\t2", style="TOC1")
    )  # fmt: skip
    toc = {"word__styles.xml": styles(style("TOC1", "toc 1"))}
    said, counts = taken(body, **toc)
    assert said == ["\u2611 a\nb-\nx=1"]
    assert counts == {"signs": 1, "contents": 1}


def test_headings_are_known_in_any_language(tmp_path):
    sheets = styles(
        style("Pealkiri1", "heading 1"),
        style("Mine", "Mine", '<w:basedOn w:val="Pealkiri1"/>'),
        style("Own", "Own", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        style("Plain", "heading 4", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
    )
    body = (
        p("a", style="Mine")
        + p("b", style="Own")
        + p("c", style="Plain")
        + p("d", inner='<w:outlineLvl w:val="0"/>')
        + p("e", style="None")
    )
    path = raw_docx(tmp_path / "a.docx", body, **{"word__styles.xml": sheets})
    assert [level for level, *_ in unfolded(path)[0]] == ["2", "4", "0", "2", "0"]


def test_a_table_of_one_cell_is_a_frame(tmp_path):
    body = p("a") + table([p("b") + p("c")]) + table(["d"], ["e"]) + table(["f", "g"])
    lines, rows, _ = unfolded(raw_docx(tmp_path / "a.docx", body))
    assert [(cell, text) for _, _, cell, text in lines] == [
        ("", "a"), ("", "b"), ("", "c"), ("1.0", "d"), ("1.0", "e"),
        ("2.0", "f"), ("2.1", "g"),
    ]  # fmt: skip
    assert rows == [[["d"], ["e"]], [["f", "g"]]]


def test_tables_within_tables_are_taken_with_their_cell(tmp_path):
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(SECRET)}</w:tc></w:tr>"
    body = table(["a", table(["b", "c"]) + p("d")])
    body = body.removesuffix("</w:tbl>") + gone + "</w:tbl>"
    lines, rows, counts = unfolded(raw_docx(tmp_path / "a.docx", body))
    assert counts["nested"] == 1
    assert rows == [[["a", "b\nc\nd"]]]
    assert [text for *_, text in lines] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "head",
    [
        f'{XML}<!DOCTYPE w:document [<!ENTITY who "{SECRET}">]>',
        f'{XML}<!DOCTYPE w:document SYSTEM "http://127.0.0.1:1/x.dtd">',
        f'{XML}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_and_said(tmp_path, head, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    path = raw_docx(tmp_path / "a.docx", p("We met &who;."), head=head)
    with pytest.raises(DocumentTypeError):
        opened(path).tables()
    with (
        Unfolded(path, "a.docx", "document") as asked,
        pytest.raises(SourceError, match=r"entities of its own \(a DTD\)") as caught,
    ):
        asked.tables()
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>",
        p("&#xD800;"),
        p("&undeclared;"),
        "<w:sdt>" * 2_000 + "</w:sdt>" * 2_000,
        p("\x00"),
    ],
    ids=["cut", "surrogate", "undeclared", "deep", "nul"],
)
def test_what_is_not_well_formed_is_refused(tmp_path, body):
    with pytest.raises(ValueError, match=r"well-formed|deeply"):
        opened(raw_docx(tmp_path / "a.docx", body)).tables()


def test_the_root_must_be_a_document(tmp_path):
    path = raw_docx(tmp_path / "a.docx", "", head=f"{XML}<x>")
    with pytest.raises(ValueError, match="no document"):
        opened(path).tables()


def peak(asked):
    status = Path(f"/proc/{asked._child._process.pid}/status").read_text()
    (line,) = [x for x in status.splitlines() if x.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>" * 1_500_000,
        "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 300_000,
        p("x" * 15_000_000),
        p("<w:r><w:t>x</w:t></w:r>" * 500_000),
        f"<w:tbl><w:tr><w:tc>{'<w:p/>' * 1_500_000}</w:tc></w:tr></w:tbl>",
    ],
    ids=["empty", "small", "one text", "runs", "cell"],
)
def test_much_in_a_small_file_takes_little_memory(tmp_path, body):
    path = raw_docx(tmp_path / "a.docx", body)
    assert path.stat().st_size < 100_000
    with Unfolded(path, "a.docx", "document") as asked:
        *_, prose = asked.tables()
        for _ in asked.rows(prose.number):
            pass
        assert peak(asked) < 200


def test_a_text_that_is_too_long_is_not_taken_in_part(tmp_path):
    path = raw_docx(tmp_path / "a.docx", p("x" * 1_000_001) + p("y"))
    with Unfolded(path, "a.docx", "document") as asked:
        *_, prose = asked.tables()
        assert [c and c[-1] for _, c in asked.rows(prose.number)] == [None, "y"]


def test_one_child_reads_several_files(tmp_path):
    paths = [raw_docx(tmp_path / f"{i}.docx", p(f"text {i}")) for i in range(3)]
    broken = raw_docx(tmp_path / "x.docx", "<w:p>")
    with Unfolded(paths[0], "0.docx", "document") as asked:
        for i, path in enumerate(paths):
            if i:
                asked.turn_to(path)
            *_, prose = asked.tables()
            assert [c[-1] for _, c in asked.rows(prose.number)] == [f"text {i}"]
        asked.turn_to(broken)
        with pytest.raises(SourceError, match="damaged"):
            asked.tables()
