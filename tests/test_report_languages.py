"""Reports in Welsh: whose words are in which language, in every format."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import Any

import docx
import pandas as pd
import pytest

import alsjournal as als
from alsjournal.report import summarise
from alsjournal.report.compose import compose
from alsjournal.report.summarise import Summary
from alsjournal.report.words import words_in
from alsjournal.report.write import FORMATS

AUDIENCES = ("programme", "set:A", "public", "research")
NOTHING = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
QUOTE = "We had no cover at all this time, said the nurse who came in number"


@cache
def summary(audience: str) -> Summary:
    rows = pd.DataFrame(
        {
            "reflection_id": f"{s}-{n}-{m}",
            "set_id": s,
            "session": n,
            "member": f"{s}{m}",
            "text": f"{QUOTE} {n} of set {s}, of {m} others.",
        }
        for s in ("A", "B")
        for n in (1, 2, 3)
        for m in range(12)
    )
    journal = als.Journal.from_frame(
        rows, already_anonymised=True, permission="quote", reach="public"
    )
    some = rows[(rows["member"].str[1:].astype(int) + rows["session"]) % 4 > 0]
    codes = some[["reflection_id"]].assign(code="cover")
    return summarise(journal, codes, audience=audience, codings=NOTHING)


@cache
def html(audience: str) -> str:
    page = FORMATS["html"](compose(summary(audience), language="cy"))
    assert isinstance(page, str)
    return page


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("made_as", ["docx", "md"])
def test_every_audience_gets_a_file_in_welsh(audience: str, made_as: str) -> None:
    page = FORMATS[made_as](compose(summary(audience), language="cy"))
    text = page if isinstance(page, str) else in_document(page)
    assert "Sut i ddarllen hwn" in text
    assert "siaradwr Cymraeg" in text
    assert not re.search(r"\{\w+\}|How to read|of those who wrote\.", text)


def in_document(made: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(made)).paragraphs)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_says_that_it_is_welsh(audience: str) -> None:
    page = html(audience)
    assert '<html lang="cy-GB">' in page
    assert "Pwy a ysgrifennodd" in page or "phwy a ysgrifennodd" in page
    assert words_in("cy")("about.unread") in page.replace("&#39;", "'")


def test_quotes_are_said_to_be_english_and_their_source_is_not() -> None:
    page = html("set:A")
    assert QUOTE in page
    quotes = re.findall(r"<blockquote.*?</blockquote>", page, flags=re.S)
    said = [q for q in quotes if QUOTE in q]
    assert said
    for quote in said:
        assert re.search(r'<span lang="en-GB" class="said">We had no cover', quote)
        assert "<footer>aelod o set A, sesiwn" in quote


def test_notes_and_evidence_are_said_to_be_english() -> None:
    page = html("programme")
    for note in summary("programme").notes:
        first = note.split(".")[0].replace("'", "&#39;").replace('"', "&#34;")
        assert re.search(rf'lang="en-GB">[^<]*{re.escape(first)}', page), first


def test_a_table_has_its_numbers_in_welsh() -> None:
    cells = re.findall(r"<td>(.*?)</td>", html("programme"))
    assert any(re.fullmatch(r"\d+ o 24", cell) for cell in cells)
    assert not [cell for cell in cells if re.fullmatch(r"\d+ of \d+", cell)]


def test_english_says_nothing_of_a_translation() -> None:
    page = FORMATS["md"](compose(summary("programme")))
    assert isinstance(page, str)
    assert "Nobody has read these words" not in page
    assert " of 24" in page


def test_word_knows_the_language_of_a_quote() -> None:
    made = FORMATS["docx"](compose(summary("set:A"), language="cy"))
    assert isinstance(made, bytes)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert 'w:val="cy-GB"' in packed.read("word/styles.xml").decode()
    paper: Any = docx.Document(io.BytesIO(made))
    (quote, *_) = [p for p in paper.paragraphs if QUOTE in p.text]
    spoken = [
        (run.text, "en-GB" in run._r.xml) for run in quote.runs if run.text.strip()
    ]
    assert [english for text, english in spoken if QUOTE in text] == [True]
    assert [english for text, english in spoken if "aelod" in text] == [False]
