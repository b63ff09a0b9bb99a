"""Whatever words are, a page keeps its form: only its words change."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.table import Table
from test_report_render import full
from widget_tables import change, made, prevalence, quotes, summary

import alsjournal.cli
from alsjournal import charts, cleared
from alsjournal.cli._console import PlainConsole
from alsjournal.cli._run import say
from alsjournal.exchange import csv_text
from alsjournal.release.page import Member, Passage, render_preview
from alsjournal.report.render.docx import to_docx
from alsjournal.report.render.html import to_html
from alsjournal.report.render.markdown import to_markdown

PIECES = (
    *("</script>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"),
    *("<svg/onload=alert(1)>", "javascript:alert(1)", "[a](javascript:alert(1))"),
    *('" onmouseover="alert(1)', "' style='x", "<!--", "-->", "]]>", "&lt;b&gt;", "&"),
    *("</style>", "</title>", "<base href=//x>", "<a href='data:text/html,x'>"),
    *("{{ 7*7 }}", "{% raw %}", "datum.x", "a.b[0]", "=cmd()", "|", "`", "\\", "[/x]"),
    *("\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x07", "\x00", "\ufffe"),
    *("\u202e", "\u2066", "\u200b", "\u2028", "\r", "\n", ":warning:", "[red]"),
    *("\u05e9\u05dc", "\U0001f600", "e\u0301", "x" * 300, "Cover"),
)
odd = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=4)
words = odd.map(lambda parts: "w" + "".join(parts))  # something is said
few = settings(max_examples=25, suppress_health_check=list(HealthCheck))


class Form(HTMLParser):
    """The form of a page: its elements with their attributes, less the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append((tag, tuple(name for name, _ in attrs)))
        self.links += [v or "" for k, v in attrs if k in ("href", "src", "action")]

    def handle_decl(self, decl: str) -> None:
        self.names.append(("!", (decl,)))

    def handle_comment(self, data: str) -> None:
        self.names.append(("!--", ()))


def follows(link: str) -> bool:
    return not link.startswith(("#", "data:text/csv;base64,"))


@few
@given(words)
def test_a_report_keeps_its_form(text: str) -> None:
    page, plain = Form(to_html(full(text))), Form(to_html(full("words")))
    assert page.names == plain.names
    assert not list(filter(follows, page.links))


def elements(data: bytes) -> dict[str, list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: [one.tag for one in ET.fromstring(archive.read(name)).iter()]
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


@few
@given(words)
def test_a_word_file_keeps_its_form(text: str) -> None:
    found, plain = elements(to_docx(full(text))), elements(to_docx(full("words")))
    assert set(found) == set(plain)
    for name, tags in found.items():
        breaks = {tag for tag in tags if tag.endswith(("}br", "}tab", "}cr"))}
        assert set(tags) - breaks <= set(plain[name]), name
        assert tags.count("Relationship") == plain[name].count("Relationship")


@few
@given(words)
def test_markdown_is_written_of_any_words(text: str) -> None:
    page = to_markdown(full(text))
    assert "<script" not in page
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page
    )


@few
@given(words)
def test_a_members_page_keeps_its_form(text: str) -> None:
    def page(of: str) -> Form:
        passage = Passage("q-1", of, (of, of), ("programme",), of)
        uses = {"quote": 1, "self": 1}
        member = Member(of, uses, (passage,), {of: 1})
        return Form(render_preview(member, title=of, audiences=("programme",)))

    found, plain = page(text), page("words")
    assert found.names == plain.names
    assert not list(filter(follows, found.links))


@settings(few, max_examples=10)
@given(words)
def test_a_chart_keeps_its_form(text: str) -> None:
    def drawn(theme: str) -> set[str]:
        chart = charts.theme_heatmap(prevalence((theme, "Trust")))
        return {one.tag for one in ET.fromstring(charts.to_svg(chart)).iter()}

    assert drawn(text) <= drawn("Cover")


@few
@given(words)
def test_a_csv_is_a_csv_of_any_words(text: str) -> None:
    csv_text(quotes(text))
    csv_text(summary((text,)))
    csv_text(change(text))


def obeyed(printed: str) -> set[str]:
    """What a terminal would obey of what was printed."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {c for c in printed if unicodedata.category(c) in kinds} - {"\n"}


@given(words)
@example("[/x] :warning: \x1b[31m\u202e")
def test_a_terminal_is_told_nothing(text: str) -> None:
    console = PlainConsole()
    table = Table(text, "n", title=text, caption=text)
    table.add_row(text, "1")
    with console.capture() as printed:
        console.print(table)
        console.print(text)
    assert not obeyed(printed.get())


def test_words_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    say("[red]a[/red] :warning: [/b] b\x1b[2Jc")
    assert capsys.readouterr().out == "[red]a[/red] :warning: [/b] b\u00b7[2Jc\n"


def test_no_verb_has_a_console_of_another_kind() -> None:
    folder = Path(alsjournal.cli.__file__).parent
    files = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.py")}
    assert [n for n, text in files.items() if "import Console" in text] == [
        "_console.py"
    ]
    assert [n for n, text in files.items() if "typer.echo(" in text] == ["bench.py"]
    assert not [n for n, text in files.items() if "rich.markup" in text]


@pytest.mark.parametrize("text", ["<script>", "\x00\x1b", "x" * 5_000])
def test_a_table_of_odd_words_is_shown_in_a_notebook(text: str) -> None:
    shown = made(cleared.QuoteSet, pd.DataFrame({"theme": [text], "quote": [text]}))
    page = Form(shown._repr_html_()) if hasattr(shown, "_repr_html_") else Form("")
    assert "script" not in {name for name, _ in page.names}
    repr(shown)
