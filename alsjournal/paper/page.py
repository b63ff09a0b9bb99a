"""An empty document: A4, its styles, its language, what stands above and below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

from alsjournal.paper.settle import MADE

__all__ = ["new_document", "shade", "text_width", "turn_page"]

FONT = "Arial"
INK = RGBColor(0x0B, 0x0C, 0x0C)
BLUE = RGBColor(0x12, 0x43, 0x6D)
QUIET = RGBColor(0x50, 0x5A, 0x5F)
BLANK = "FFF2CC"

_PAGE_OF = {"en-GB": ("Page ", " of "), "cy-GB": ("Tudalen ", " o ")}
_NOT_OURS = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
# What python-docx's own template brings along: a picture and settings of a machine.
_WIDE, _NARROW = Cm(2.2), Cm(1.4)


def new_document(about: Mapping[str, str], *, programme: str) -> Document:
    """Make an empty document.

    Parameters
    ----------
    about : mapping of str to str
        ``title`` and ``lang``; and as needed ``size`` (points of the body, default
        11), ``margins`` (``narrow``), ``footer``.
    programme : str
        Its title, for the top of each page; short.
    """
    document = docx.Document()
    lang = about.get("lang", "en-GB")
    size = float(about.get("size", "11"))
    _styles(document, size, tight=about.get("margins") == "narrow")
    _language(document, lang)
    _properties(document, about["title"], lang)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    side = _NARROW if about.get("margins") == "narrow" else _WIDE
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = side
    section.header_distance = section.footer_distance = Cm(0.8)
    _above(section, programme, about["title"])
    _below(section, about.get("footer", ""), lang)
    return document


def turn_page(document: Document, *, landscape: bool) -> None:
    """Begin a new page, lying or standing; what is above and below goes on."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    sides = (section.page_width, section.page_height)
    short, long = sorted(cast("tuple[Length, Length]", sides))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (long, short) if landscape else (short, long)
    )


def text_width(document: Document) -> int:
    """Return the width between the margins of the last section."""
    section = document.sections[-1]
    width, left, right = section.page_width, section.left_margin, section.right_margin
    return cast("int", width) - cast("int", left) - cast("int", right)


def shade(properties: Any, fill: str) -> None:
    """Give a run's, paragraph's or cell's properties a background."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{name}"), value)
    properties.append(element)


def _styles(document: Document, size: float, *, tight: bool) -> None:
    styles = document.styles
    for name, points, before, after, colour in (
        ("Normal", size, 0, 3 if tight else 6, INK),
        ("Title", size + 9 - 4 * tight, 0, 3 if tight else 8, BLUE),
        (
            "Heading 1",
            size + (1 if tight else 4),
            3 if tight else 14,
            2 if tight else 5,
            BLUE,
        ),
        ("Heading 2", size + 1.5, 10, 4, BLUE),
        ("Heading 3", size, 8, 3, INK),
        ("List Bullet", size, 0, 3, INK),
        ("List Number", size, 0, 4, INK),
        ("Header", 9, 0, 0, QUIET),
        ("Footer", 9, 0, 0, QUIET),
    ):
        style: Any = styles[name]
        _font(style, points, colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0 if tight else 1.12
        if name.startswith(("Heading", "Title")):
            style.font.bold = True
            style.paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        for stops in list(styles[name].element.iter(qn("w:tabs"))):
            stops.getparent().remove(stops)
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    blank: Any = styles.add_style("Blank", WD_STYLE_TYPE.CHARACTER)
    shade(blank.element.get_or_add_rPr(), BLANK)
    key: Any = styles.add_style("Column name", WD_STYLE_TYPE.CHARACTER)
    key.font.size, key.font.color.rgb, key.font.bold = Pt(8), QUIET, False
    code: Any = styles.add_style("Typed", WD_STYLE_TYPE.CHARACTER)
    code.font.name = "Courier New"
    aside: Any = styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER)
    aside.font.color.rgb, aside.font.bold = QUIET, False
    hint: Any = styles.add_style("Hint", WD_STYLE_TYPE.PARAGRAPH)
    hint.base_style = styles["Normal"]
    hint.font.color.rgb = QUIET
    hint.paragraph_format.keep_with_next = True
    box: Any = styles.add_style("Box", WD_STYLE_TYPE.PARAGRAPH)
    box.base_style = styles["Normal"]
    box.paragraph_format.space_before = box.paragraph_format.space_after = Pt(6)
    _boxed(box.element.get_or_add_pPr())


def _font(style: Any, points: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), colour
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _boxed(properties: Any) -> None:
    edges = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "6")):
            edge.set(qn(f"w:{name}"), value)
        edge.set(qn("w:color"), str(BLUE))
        edges.append(edge)
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _language(document: Document, lang: str) -> None:
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), lang)
    for element in document.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), lang)
    for element in document.settings.element.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")


def _properties(document: Document, title: str, lang: str) -> None:
    """Say title and language; no person, no machine, no day that differs."""
    core = document.core_properties
    core.title, core.language = title, lang
    core.author = core.last_modified_by = core.comments = ""
    core.created = core.modified = MADE
    for rels in (document.part.package.rels, document.part.rels):
        for rid, rel in list(rels.items()):
            if rel.reltype.rpartition("/")[2] in _NOT_OURS:
                del rels[rid]


def _above(section: Section, programme: str, title: str) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.text = f"{programme} · {title}" if programme else title


def _below(section: Section, words: str, lang: str) -> None:
    paragraph = section.footer.paragraphs[0]
    width = cast("int", section.page_width) - 2 * cast("int", section.left_margin)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Length(width), WD_TAB_ALIGNMENT.RIGHT)
    tab = "\t"
    page, of = _PAGE_OF.get(lang, _PAGE_OF["en-GB"])
    paragraph.add_run(f"{words}{tab}{page}")
    _field(paragraph, "PAGE")
    paragraph.add_run(of)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
